"""Connections to the ledger: durable, one writer at a time (https://www.sqlite.org/wal.html)."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from klimagraph.errors import StorageFailed, StoreBusy, StoreDamaged
from klimagraph.ledger.schema import TABLES, VERSION

LEDGER = "ledger.sqlite"
BUSY = 10.0
"""Seconds that somebody waits for another writer; each writes for milliseconds."""
FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def is_there(home: Path) -> bool:
    """Tell whether a home has a ledger; who only looks need not make one."""
    return (home / LEDGER).exists()


@contextmanager
def reading(home: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection for questions; the ledger is made where there is none.

    Raises StoreBusy, StorageFailed, StoreDamaged.
    """
    with _translated():
        _made_for_its_owner(home)
        connection = sqlite3.connect(home / LEDGER, timeout=BUSY, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            _prepare(connection)
            yield connection
        finally:
            connection.close()


@contextmanager
def changing(home: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection in a transaction, which is on disk when the block is left in peace.

    Raises what `reading` raises; then, and where the block raises, nothing was changed.
    """
    with reading(home) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _made_for_its_owner(home: Path) -> None:
    """Make the file of a new ledger, which nobody else may read: it holds secrets of webhooks.

    SQLite gives the files beside it the same rights.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not is_there(home):
            (home / LEDGER).touch(mode=0o600)
    except OSError as error:
        raise StorageFailed(f"the ledger cannot be written: {error}") from None


def _prepare(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    if _version(connection) < VERSION:
        connection.execute("BEGIN IMMEDIATE")
        if _version(connection) < VERSION:  # nobody else made them meanwhile
            for statement in TABLES:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    if _version(connection) > VERSION:
        raise StoreDamaged(f"the ledger was made by a newer program ({_version(connection)})")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def _translated() -> Iterator[None]:
    """Translate what SQLite says into one of our errors."""
    try:
        yield
    except sqlite3.OperationalError as error:
        kind = error.sqlite_errorcode & 0xFF
        if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreBusy(f"the ledger is being written: {error}") from None
        if kind in FULL:
            raise StorageFailed(f"the ledger cannot be written: {error}") from None
        raise
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise StoreDamaged(f"the ledger cannot be read: {error}") from None
        raise
