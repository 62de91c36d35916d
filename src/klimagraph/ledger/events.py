"""The audit trail: what happened, in the order in which it did; nothing is taken back."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from klimagraph.ledger.tokens import Holder
from klimagraph.releases.staging import now

PUBLIC = ("published", "withdrawn", "rolled-back")
"""What the world is told; everything else concerns those who work on a submission."""

FOLLOWED = "followed"
"""What is noted when the ledger has caught up with what is served."""

ROLL_BACK = "roll-back"
"""What is noted when somebody has an earlier release served; the datasets follow one by one."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a submission, a dataset or a token."""

    number: int
    at: str
    who: str
    what: str
    submission: str
    dataset: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Concerns:
    """What an event is about."""

    submission: str = ""
    dataset: str = ""


def note(
    connection: sqlite3.Connection,
    holder: Holder,
    what: str,
    about: Concerns,
    **details: str | int,
) -> None:
    """Write down what somebody did, in the transaction in which it is done."""
    connection.execute(
        "INSERT INTO event (at, who, what, submission, dataset, details) VALUES (?, ?, ?, ?, ?, ?)",
        (now(), holder.name, what, about.submission, about.dataset, json.dumps(details)),
    )


def events(connection: sqlite3.Connection, submission: str) -> list[Event]:
    """Return what happened to a submission, first to last."""
    rows = connection.execute(
        "SELECT * FROM event WHERE submission = ? ORDER BY number", (submission,)
    )
    return [event_of(row) for row in rows]


def public_events(connection: sqlite3.Connection, dataset: str, most: int) -> list[Event]:
    """Return the last things that the world is told of a dataset, newest first."""
    rows = connection.execute(
        "SELECT * FROM event WHERE dataset = ? AND what IN (?, ?, ?) ORDER BY number DESC LIMIT ?",
        (dataset, *PUBLIC, most),
    )
    return [event_of(row) for row in rows]


def latest(connection: sqlite3.Connection, what: str, most: int) -> list[Event]:
    """Return the last things of a kind, newest first."""
    rows = connection.execute(
        "SELECT * FROM event WHERE what = ? ORDER BY number DESC LIMIT ?", (what, most)
    )
    return [event_of(row) for row in rows]


def last_told(connection: sqlite3.Connection, dataset: str) -> str:
    """Return the release with which the world was last told of a dataset, empty for none.

    Without a dataset it is the one with which it was last told of everything.
    """
    row = connection.execute(
        "SELECT json_extract(details, '$.release') FROM event WHERE what = ?"
        " OR (dataset = ? AND dataset <> '' AND what IN (?, ?, ?)) ORDER BY number DESC LIMIT 1",
        (FOLLOWED, dataset, *PUBLIC),
    ).fetchone()
    return str(row[0] or "") if row else ""


def has_followed(connection: sqlite3.Connection, release: str) -> bool:
    """Tell whether the last thing that was told is that the ledger has caught up with a release."""
    row = connection.execute(
        "SELECT what, json_extract(details, '$.release') FROM event WHERE what IN (?, ?, ?, ?)"
        " ORDER BY number DESC LIMIT 1",
        (FOLLOWED, *PUBLIC),
    ).fetchone()
    return row is not None and tuple(row) == (FOLLOWED, release)


def event_of(row: sqlite3.Row) -> Event:
    """Return the event of a row."""
    values = dict(row) | {"details": json.loads(row["details"])}
    return Event(**{name: values[name] for name in Event.__dataclass_fields__})
