"""Tokens: who may do what; the ledger keeps their hashes only."""

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from klimagraph.releases.staging import now

SUBMITTER, CURATOR, ADMIN = ROLES = ("submitter", "curator", "admin")
SERVICE = "service"
"""Nobody's role: what the service does by itself."""
PREFIX = "klima_"
"""By this programs that look for leaked secrets know a token."""


@dataclass(frozen=True)
class Holder:
    """Somebody who acts: a role, and for a submitter the dataset."""

    role: str
    dataset: str = ""
    token: int | None = None
    """Number of the token; None for the operator, who has the machine itself."""

    @property
    def name(self) -> str:
        """Return what the audit trail calls them."""
        if self.token is not None:
            return f"token {self.token}"
        return self.role if self.role == SERVICE else "operator"

    @property
    def curates(self) -> bool:
        """Tell whether they may act on every dataset."""
        return self.role in (CURATOR, ADMIN)

    def may_submit(self, dataset: str) -> bool:
        """Tell whether they may speak in a dataset."""
        return self.curates or self.dataset == dataset


OPERATOR, ITSELF = Holder(ADMIN), Holder(SERVICE)


@dataclass(frozen=True)
class Token:
    """A token as the ledger knows it."""

    id: int
    role: str
    dataset: str
    label: str
    created: str
    revoked: str
    used: str
    """The day on which it was used last."""


def create(connection: sqlite3.Connection, role: str, dataset: str, label: str) -> tuple[int, str]:
    """Make a token and return its number and its text, which nobody can find out later."""
    text = PREFIX + secrets.token_urlsafe(32)
    made = connection.execute(
        "INSERT INTO token (digest, role, dataset, label, created) VALUES (?, ?, ?, ?, ?)",
        (_digest(text), role, dataset, label, now()),
    )
    assert made.lastrowid is not None  # noqa: S101  # a row was inserted
    return made.lastrowid, text


def all_tokens(connection: sqlite3.Connection) -> list[Token]:
    """Return every token there was, oldest first."""
    rows = connection.execute(
        "SELECT id, role, dataset, label, created, revoked, used FROM token ORDER BY id"
    )
    return [Token(**dict(row)) for row in rows]


def revoke(connection: sqlite3.Connection, number: int) -> bool:
    """Make a token worthless; tell whether there was one that was not."""
    done = connection.execute(
        "UPDATE token SET revoked = ? WHERE id = ? AND revoked = ''", (now(), number)
    )
    return done.rowcount == 1


def holder_of(connection: sqlite3.Connection, text: str) -> Holder | None:
    """Return who holds a token, None where it is unknown or revoked; note the day of its use.

    The hash is looked up: how long that takes tells nothing about the token.
    """
    row = connection.execute(
        "SELECT id, role, dataset, used FROM token WHERE digest = ? AND revoked = ''",
        (_digest(text),),
    ).fetchone()
    if row is None:
        return None
    today = datetime.now(UTC).date().isoformat()
    if row["used"] != today:
        connection.execute("UPDATE token SET used = ? WHERE id = ?", (today, row["id"]))
    return Holder(row["role"], row["dataset"], row["id"])


def role_of(connection: sqlite3.Connection, number: int | None) -> str:
    """Return the role of a token, revoked or not; without one it was the operator."""
    row = connection.execute("SELECT role FROM token WHERE id = ?", (number,)).fetchone()
    return str(row["role"]) if row else ADMIN


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
