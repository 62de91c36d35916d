"""Asking for a correction: a curator says what is missing; the submission stays open."""

from collections.abc import Sequence
from pathlib import Path

from klimagraph import ledger
from klimagraph.errors import Conflict, Forbidden, InputRefused
from klimagraph.ledger import Event, Holder, Submission
from klimagraph.ledger.events import Concerns, note
from klimagraph.submissions.finding import found
from klimagraph.submissions.receiving import printable

ASKED = "correction-asked"
"""What the audit trail calls it."""
CAME = ("received", "corrected")


def ask(home: Path, identifier: str, holder: Holder, text: str) -> Submission:
    """Write down that a submission has to be corrected before it is published, and why.

    Raises NotFound, Forbidden (no curator), Conflict (no longer open), InputRefused (no word).
    """
    said = printable(text).strip()
    with ledger.changing(home) as connection:
        one = found(connection, identifier, holder)
        if not holder.curates:
            raise Forbidden(
                "Um eine Berichtigung bittet die Redaktion / only a curator asks for a correction"
            )
        if not one.open:
            raise Conflict(
                f"Die Einreichung {one.id} ist nicht mehr offen "
                f"/ submission {one.id} is not open any more"
            )
        if not said:
            raise InputRefused(
                "Bitte schreiben Sie, was berichtigt werden soll / say what is to be corrected"
            )
        note(connection, holder, ASKED, Concerns(one.id, one.dataset), text=said)
    return one


def asked(happened: Sequence[Event]) -> Event | None:
    """Return the last request for a correction that no new revision has answered."""
    ours = (event for event in reversed(happened) if event.what in (ASKED, *CAME))
    last = next(ours, None)
    return last if last and last.what == ASKED else None
