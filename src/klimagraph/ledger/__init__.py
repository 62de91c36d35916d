"""The ledger: tokens, submissions and what became of them, in one SQLite file of the home."""

from klimagraph.ledger.connection import DATABASE, LEDGER, changing, is_there, reading
from klimagraph.ledger.events import Event, events
from klimagraph.ledger.submissions import OPEN, Submission
from klimagraph.ledger.tokens import ADMIN, ROLES, Holder, Token

__all__ = [
    "ADMIN",
    "DATABASE",
    "LEDGER",
    "OPEN",
    "ROLES",
    "Event",
    "Holder",
    "Submission",
    "Token",
    "changing",
    "events",
    "is_there",
    "reading",
]
