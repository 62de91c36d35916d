"""Submissions and their states: received, checked, published, withdrawn."""

import json
import sqlite3
from dataclasses import dataclass

from klimagraph.ledger.tokens import Holder

RECEIVED, CHECKING, INVALID, VALID = "received", "checking", "invalid", "valid"
PUBLISHED, WITHDRAWN, SUPERSEDED = "published", "withdrawn", "superseded"
OPEN = (RECEIVED, CHECKING, INVALID, VALID)
STATES = (*OPEN, PUBLISHED, WITHDRAWN, SUPERSEDED)
"""States in which a submission can still be corrected, published or withdrawn."""


@dataclass(frozen=True)
class Submission:
    """What somebody handed in to become a dataset, and how far it has come."""

    id: str
    dataset: str
    state: str
    revision: int
    received: str
    """When its last revision came."""
    digest: str
    """SHA-256 of the file."""
    name: str
    """What the submitter calls the file."""
    suffix: str
    """Extension under which it is kept."""
    size: int
    note: str
    kind: str
    """Class of the things in a table that does not say it itself."""
    token: int | None
    base: str
    """Content of the dataset when the revision came; empty where there was none."""
    checked: str = ""
    """The release that was served when it was checked."""
    content: str = ""
    """Name of the content that it would make, or has made, of the dataset."""
    statements: int = 0
    violations: int = 0
    warnings: int = 0
    infos: int = 0
    fault: str = ""
    """Why it could not be checked, through no fault of the data."""
    published: str = ""
    """The release with which it was published."""
    underway: str = ""
    """`publish` or `withdraw` while somebody does that, or died doing it."""

    @property
    def open(self) -> bool:
        """Tell whether it is still to become something."""
        return self.state in OPEN


@dataclass(frozen=True)
class Outcome:
    """What came of a check."""

    conforms: bool
    checked: str
    content: str = ""
    statements: int = 0
    violations: int = 0
    warnings: int = 0
    infos: int = 0
    fault: str = ""


def add(connection: sqlite3.Connection, new: Submission) -> None:
    """Enter a submission that was received."""
    connection.execute(
        "INSERT INTO submission (id, dataset, state, revision, received, digest, name, suffix,"
        " size, note, kind, token, base) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (new.id, new.dataset, new.state, new.revision, new.received, new.digest, new.name,
         new.suffix, new.size, new.note, new.kind, new.token, new.base),
    )  # fmt: skip


def revise(connection: sqlite3.Connection, new: Submission) -> bool:
    """Put a new revision in the place of an open one; tell whether it was still open."""
    done = connection.execute(
        "UPDATE submission SET state = 'received', revision = ?, received = ?, digest = ?,"
        " name = ?, suffix = ?, size = ?, kind = ?, base = ?, checked = '', content = '',"
        " statements = 0, violations = 0, warnings = 0, infos = 0, fault = ''"
        " WHERE id = ? AND revision = ? AND underway = ''"
        " AND state IN ('received', 'checking', 'invalid', 'valid')",
        (new.revision, new.received, new.digest, new.name, new.suffix, new.size, new.kind, new.base,
         new.id, new.revision - 1),
    )  # fmt: skip
    return done.rowcount == 1


def find(connection: sqlite3.Connection, identifier: str) -> Submission | None:
    """Return a submission, None where there is none."""
    row = connection.execute("SELECT * FROM submission WHERE id = ?", (identifier,)).fetchone()
    return Submission(**dict(row)) if row else None


def all_for(connection: sqlite3.Connection, holder: Holder) -> list[Submission]:
    """Return the submissions that somebody may see, newest first."""
    rows = connection.execute(
        "SELECT * FROM submission WHERE ? OR dataset = ? ORDER BY received DESC, rowid DESC",
        (holder.curates, holder.dataset),
    )
    return [Submission(**dict(row)) for row in rows]


def counted(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many submissions there are in each state."""
    return dict(connection.execute("SELECT state, count(*) FROM submission GROUP BY state"))


def every(connection: sqlite3.Connection) -> list[Submission]:
    """Return all submissions."""
    return [Submission(**dict(row)) for row in connection.execute("SELECT * FROM submission")]


def in_states(connection: sqlite3.Connection, *states: str) -> list[Submission]:
    """Return the submissions in some states, oldest first."""
    rows = connection.execute(
        "SELECT * FROM submission WHERE state IN (SELECT value FROM json_each(?))"
        " ORDER BY received, rowid",
        (json.dumps(states),),
    )
    return [Submission(**dict(row)) for row in rows]


def same(connection: sqlite3.Connection, dataset: str, digest: str) -> Submission | None:
    """Return the open submission of the same bytes to the same dataset."""
    rows = in_states(connection, *OPEN)
    return next((row for row in rows if (row.dataset, row.digest) == (dataset, digest)), None)


def count_open(connection: sqlite3.Connection, holder: Holder) -> int:
    """Return how many open submissions somebody has."""
    return sum(row.token == holder.token for row in in_states(connection, *OPEN))


def begin_check(connection: sqlite3.Connection, one: Submission) -> bool:
    """Say that a revision is being checked; tell whether it still waited for that."""
    return _move(connection, one, CHECKING, (RECEIVED, CHECKING))


def end_check(connection: sqlite3.Connection, one: Submission, outcome: Outcome) -> bool:
    """Enter what came of a check; tell whether the revision is still the one that was checked."""
    state = VALID if outcome.conforms else INVALID
    if not _move(connection, one, state, (RECEIVED, CHECKING, VALID)):
        return False
    connection.execute(
        "UPDATE submission SET checked = ?, content = ?, statements = ?, violations = ?,"
        " warnings = ?, infos = ?, fault = ? WHERE id = ?",
        (outcome.checked, outcome.content, outcome.statements, outcome.violations,
         outcome.warnings, outcome.infos, outcome.fault, one.id),
    )  # fmt: skip
    return True


def put_back(connection: sqlite3.Connection) -> None:
    """Let what was being checked when the service ended be checked again."""
    connection.execute("UPDATE submission SET state = 'received' WHERE state = 'checking'")


def begin(connection: sqlite3.Connection, one: Submission, what: str) -> bool:
    """Enter that somebody is about to publish or withdraw; tell whether the entry stood still.

    Whoever finds this entry where nobody works on it looks what the releases say.
    """
    done = connection.execute(
        "UPDATE submission SET underway = ? WHERE id = ? AND revision = ? AND state = ?",
        (what, one.id, one.revision, one.state),
    )
    return done.rowcount == 1


def give_up(connection: sqlite3.Connection, one: Submission) -> None:
    """Enter that nothing came of what was underway."""
    connection.execute("UPDATE submission SET underway = '' WHERE id = ?", (one.id,))


def underway(connection: sqlite3.Connection) -> list[Submission]:
    """Return the submissions that somebody publishes or withdraws, or died doing it."""
    rows = connection.execute("SELECT * FROM submission WHERE underway <> '' ORDER BY id")
    return [Submission(**dict(row)) for row in rows]


def publish(connection: sqlite3.Connection, one: Submission, release: str) -> bool:
    """Enter that a submission was published, and that the one before it is no longer."""
    if not _move(connection, one, PUBLISHED, (VALID,)):
        return False
    connection.execute("UPDATE submission SET published = ? WHERE id = ?", (release, one.id))
    connection.execute(
        "UPDATE submission SET state = 'superseded'"
        " WHERE dataset = ? AND state = 'published' AND id <> ?",
        (one.dataset, one.id),
    )
    return True


def withdraw(connection: sqlite3.Connection, one: Submission) -> bool:
    """Enter that a submission was withdrawn; the one whose content is back is published again."""
    if not _move(connection, one, WITHDRAWN, (one.state,)):
        return False
    if one.state == PUBLISHED and one.base:
        connection.execute(
            "UPDATE submission SET state = 'published' WHERE id = (SELECT id FROM submission"
            " WHERE dataset = ? AND state = 'superseded' AND content = ?"
            " ORDER BY received DESC, rowid DESC LIMIT 1)",
            (one.dataset, one.base),
        )
    return True


def follow(connection: sqlite3.Connection, dataset: str, content: str) -> list[tuple[str, str]]:
    """Let the submission whose content is served be the published one, and no other.

    Returns those whose state changed, each with its new state.
    """
    rows = connection.execute(
        "UPDATE submission SET state = 'superseded' WHERE dataset = ? AND state = 'published'"
        " AND underway = '' AND content <> ? RETURNING id, state",
        (dataset, content),
    ).fetchall()
    rows += connection.execute(
        "UPDATE submission SET state = 'published' WHERE id = (SELECT id FROM submission"
        " WHERE dataset = ?1 AND state IN ('superseded', 'withdrawn') AND published <> ''"
        " AND content = ?2 ORDER BY received DESC, rowid DESC LIMIT 1)"
        " AND NOT EXISTS (SELECT 1 FROM submission WHERE dataset = ?1 AND state = 'published')"
        " RETURNING id, state",
        (dataset, content),
    ).fetchall()
    return [(row["id"], row["state"]) for row in rows]


def _move(
    connection: sqlite3.Connection, one: Submission, state: str, before: tuple[str, ...]
) -> bool:
    done = connection.execute(
        "UPDATE submission SET state = ?, underway = '' WHERE id = ? AND revision = ?"
        " AND state IN (SELECT value FROM json_each(?))",
        (state, one.id, one.revision, json.dumps(before)),
    )
    return done.rowcount == 1
