"""SQLite files of a home: durable, one writer at a time (https://www.sqlite.org/wal.html)."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from klimagraph.errors import StorageFailed, StoreBusy, StoreDamaged

BUSY = 10.0
"""Seconds that somebody waits for another writer."""
FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


@dataclass(frozen=True)
class Database:
    """A file of a home that changes in place."""

    file: str
    title: str
    """What messages call it."""
    tables: tuple[str, ...]
    """The statements that make it."""
    version: int
    """Grows when an older program could not read it."""

    @property
    def beside(self) -> tuple[str, ...]:
        """Return its name and those of what SQLite keeps beside it; none of them can be linked."""
        return (self.file, f"{self.file}-wal", f"{self.file}-shm")


def is_there(home: Path, database: Database) -> bool:
    """Tell whether a home has such a file; who only looks need not make one."""
    return (home / database.file).exists()


@contextmanager
def reading(home: Path, database: Database) -> Iterator[sqlite3.Connection]:
    """Yield a connection for questions; the file is made where there is none.

    Raises StoreBusy, StorageFailed, StoreDamaged.
    """
    with _translated(database.title):
        _make_for_its_owner(home, database)
        connection = sqlite3.connect(home / database.file, timeout=BUSY, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            _prepare(connection, database)
            yield connection
        finally:
            connection.close()


@contextmanager
def changing(home: Path, database: Database) -> Iterator[sqlite3.Connection]:
    """Yield a connection in a transaction, which is on disk when the block is left in peace.

    Raises what `reading` raises; then, and where the block raises, nothing was changed.
    """
    with reading(home, database) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def copy(home: Path, database: Database, place: Path) -> None:
    """Copy the file, if a home has it, into another folder while others write.

    The copy is consistent (https://www.sqlite.org/backup.html). Raises StoreDamaged.
    """
    if not is_there(home, database):
        return
    place.mkdir(parents=True, exist_ok=True)
    (place / database.file).touch(mode=0o600)
    source = sqlite3.connect(home / database.file)
    target = sqlite3.connect(place / database.file)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(f"{database.title} cannot be copied: {error}") from None
    finally:
        source.close()
        target.close()


def erase_leftovers(home: Path, database: Database) -> None:
    """Make sure that nothing which was removed can still be read in the files.

    Raises what `reading` raises, StoreBusy where somebody reads for too long.
    """
    with reading(home, database) as connection:
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise StoreBusy(f"{database.title} is being read; what was removed can still be found")


def _make_for_its_owner(home: Path, database: Database) -> None:
    """Make a new file, which nobody else may read: it holds secrets or persons.

    SQLite gives the files beside it the same rights.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not is_there(home, database):
            (home / database.file).touch(mode=0o600)
    except OSError as error:
        raise StorageFailed(f"{database.title} cannot be written: {error}") from None


def _prepare(connection: sqlite3.Connection, database: Database) -> None:
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    if _version(connection) < database.version:
        connection.execute("BEGIN IMMEDIATE")
        if _version(connection) < database.version:  # nobody else made them meanwhile
            for statement in database.tables:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {database.version}")
        connection.execute("COMMIT")
    if _version(connection) > database.version:
        made = _version(connection)
        raise StoreDamaged(f"{database.title} was made by a newer program ({made})")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def _translated(title: str) -> Iterator[None]:
    """Translate what SQLite says into one of our errors."""
    try:
        yield
    except sqlite3.OperationalError as error:
        kind = error.sqlite_errorcode & 0xFF
        if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreBusy(f"{title} is being written: {error}") from None
        if kind in FULL:
            raise StorageFailed(f"{title} cannot be written: {error}") from None
        raise
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise StoreDamaged(f"{title} cannot be read: {error}") from None
        raise
