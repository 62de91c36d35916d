"""The file of the change log."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from klimagraph import databases
from klimagraph.databases import Database

TABLES = (
    """CREATE TABLE activity (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('Create', 'Update', 'Delete')),
        thing TEXT NOT NULL,
        folder TEXT NOT NULL,
        at TEXT NOT NULL,
        release TEXT NOT NULL,
        month TEXT NOT NULL,
        slot INTEGER NOT NULL,
        digest BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX activity_by_thing ON activity (thing, number)",
    "CREATE INDEX activity_by_slot ON activity (month, slot, at)",
    """CREATE TABLE state (
        number INTEGER PRIMARY KEY REFERENCES activity (number) ON DELETE CASCADE,
        packed BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE recorded (
        release TEXT NOT NULL,
        digest TEXT NOT NULL,
        at TEXT NOT NULL,
        edition INTEGER NOT NULL
    ) STRICT""",
)
"""Month and slot are the place in the feed (no month: in no feed); the edition grows when
something is removed from what was recorded before."""

DATABASE = Database("changes.sqlite", "the change log", TABLES, 1)


def is_there(home: Path) -> bool:
    """Tell whether a home has a change log."""
    return databases.is_there(home, DATABASE)


@contextmanager
def reading(home: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection for questions; raises StoreBusy, StorageFailed, StoreDamaged."""
    with databases.reading(home, DATABASE) as connection:
        yield connection


@contextmanager
def changing(home: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection in a transaction; raises what `reading` raises."""
    with databases.changing(home, DATABASE) as connection:
        yield connection
