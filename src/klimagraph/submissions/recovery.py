"""After a crash: nothing half received is left, nothing acknowledged is lost."""

import shutil
import time
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection

from klimagraph import ledger
from klimagraph.errors import StoreBusy
from klimagraph.ledger import Submission
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.events import Concerns, note
from klimagraph.ledger.tokens import ITSELF
from klimagraph.releases.lock import writing
from klimagraph.submissions.places import RECEIVING, root_of
from klimagraph.submissions.publishing import enter_withdrawal
from klimagraph.submissions.traces import made_by

ABANDONED = 3600.0
"""Seconds after which nobody writes any more to a file that has no name of its own yet."""


def recover(home: Path) -> list[str]:
    """Bring ledger, files and releases together; return the submissions that wait for a check.

    Where somebody is writing, what was underway is left to the next start or attempt.
    """
    if not ledger.is_there(home):
        return []
    with suppress(StoreBusy):
        settle(home)
    with ledger.changing(home) as connection:
        entries.put_back(connection)
        _sweep(home, connection)
        return [one.id for one in entries.in_states(connection, entries.RECEIVED)]


def settle(home: Path) -> None:
    """Complete what was published or withdrawn, but not entered; raises StoreBusy."""
    with ledger.reading(home) as connection:
        if not entries.underway(connection):
            return
    with writing(home, "look what became of submissions"), ledger.changing(home) as connection:
        for one in entries.underway(connection):
            _settle(home, connection, one)


def _settle(home: Path, connection: Connection, one: Submission) -> None:
    release = made_by(home, one, one.underway)
    if not release:
        entries.give_up(connection, one)
    elif one.underway == "publish":
        entries.publish(connection, one, release)
        about = Concerns(one.id, one.dataset)
        note(connection, ITSELF, "published", about, release=release, revision=one.revision)
    else:
        enter_withdrawal(connection, one, release, ITSELF)


def _sweep(home: Path, connection: Connection) -> None:
    """Remove files that are in no entry; new ones come in a transaction, so none is on its way."""
    known = {one.id: one.revision for one in entries.every(connection)}
    for folder in root_of(home).glob("*"):
        if folder.name.startswith(RECEIVING):
            continue  # goes with the next that arrives, if nobody is at it
        if folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)
            continue
        for revision in folder.iterdir():
            if int(revision.name) > known[folder.name]:
                shutil.rmtree(revision, ignore_errors=True)
            for passing in revision.glob(".*"):
                if passing.stat().st_mtime < time.time() - ABANDONED:
                    passing.unlink(missing_ok=True)
