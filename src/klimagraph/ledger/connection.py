"""Connections to the ledger."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from klimagraph import databases
from klimagraph.databases import Database
from klimagraph.ledger.schema import TABLES, VERSION

LEDGER = "ledger.sqlite"
DATABASE = Database(LEDGER, "the ledger", TABLES, VERSION)


def is_there(home: Path) -> bool:
    """Tell whether a home has a ledger; who only looks need not make one."""
    return databases.is_there(home, DATABASE)


@contextmanager
def reading(home: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection for questions; the ledger is made where there is none.

    Raises StoreBusy, StorageFailed, StoreDamaged.
    """
    with databases.reading(home, DATABASE) as connection:
        yield connection


@contextmanager
def changing(home: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection in a transaction, which is on disk when the block is left in peace.

    Raises what `reading` raises; then, and where the block raises, nothing was changed.
    """
    with databases.changing(home, DATABASE) as connection:
        yield connection
