"""The file of an index: made beside a store, by difference where it can (https://www.sqlite.org/fts5.html)."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pyoxigraph import Store

from klimagraph.errors import IndexDamaged, StorageFailed
from klimagraph.folding import joined
from klimagraph.search.entries import KEYS, Entry, entry
from klimagraph.search.facts import affected, all_facts, facts_about

FILE, DIGEST = "search.sqlite", "search.sha256"
VERSION = 3
"""What is indexed, and how text is folded; another number makes every index anew."""
LARGEST_CHANGE = 20_000
"""Things up to which an index is changed; beyond that making it anew takes no longer."""
TABLES = """
CREATE TABLE things (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, label TEXT NOT NULL,
  class TEXT NOT NULL, state TEXT, district TEXT, strength REAL NOT NULL);
CREATE TABLE kinds (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE classes (thing INTEGER NOT NULL, kind INTEGER NOT NULL, PRIMARY KEY (thing, kind))
  WITHOUT ROWID;
CREATE TABLE names (id INTEGER PRIMARY KEY, thing INTEGER NOT NULL, kind TEXT NOT NULL,
  text TEXT NOT NULL, folded TEXT NOT NULL, joined TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(folded, content='', detail=none, prefix='1 2 3',
  tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE trigrams USING fts5(padded, content='', detail=none, tokenize='trigram');
CREATE VIRTUAL TABLE trigram_counts USING fts5vocab(trigrams, row);
"""
UNGUARDED = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; BEGIN
"""
ORDERS = """
CREATE INDEX classes_by_kind ON classes (kind, thing);
CREATE INDEX names_by_thing ON names (thing);
CREATE INDEX names_by_joined ON names (joined);
"""


def make(
    store: Store, folder: Path, former: Path | None = None, lines: Iterable[bytes] = ()
) -> None:
    """Write the index of a store into a folder.

    Where the folder `former` holds an index of the same version, that is taken over and changed
    for what `lines` say: the statements that differ since then, gone or new, as N-Quads.
    Raises StorageFailed where the disk is full.
    """
    try:
        _make(store, folder, former, lines)
    except sqlite3.Error as error:
        raise StorageFailed(f"nothing was published: the index of names: {error}") from error


def _make(store: Store, folder: Path, former: Path | None, lines: Iterable[bytes]) -> None:
    if former is None or not is_there(former) or not _changed(store, folder, former, lines):
        with closing(_writable(folder / FILE)) as connection:
            _execute(connection, TABLES)
            facts = all_facts(store)
            _insert(connection, (entry(facts, iri) for iri in sorted(facts.values)))
            _execute(connection, ORDERS)
            _finish(connection)
        _seal(folder)


def is_there(folder: Path) -> bool:
    """Tell whether a folder holds an index that this version of the program can use."""
    try:
        connect(folder).close()
    except IndexDamaged:
        return False
    return True


def drop(folder: Path) -> None:
    """Remove the index of a folder."""
    for name in (FILE, DIGEST):
        (folder / name).unlink(missing_ok=True)


def move(folder: Path, place: Path) -> None:
    """Put an index where another one may lie; in between neither is taken for whole."""
    for name in (DIGEST, FILE):
        (folder / name).replace(place / name)


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that reads an index; raises IndexDamaged where it is not whole."""
    connection = connect(folder)
    try:
        yield connection
    except sqlite3.DatabaseError as error:
        raise _damaged(folder) from error
    finally:
        connection.close()


def connect(folder: Path, *, memory: bool = False) -> sqlite3.Connection:
    """Return a connection that reads an index, or a copy of it in memory.

    Raises IndexDamaged where there is none, where it is of another version, or not whole.
    """
    try:
        _verify(folder)
        if memory:
            connection = sqlite3.connect(":memory:")
            connection.deserialize((folder / FILE).read_bytes())
        else:
            address = f"{(folder / FILE).resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True)
        if _version(connection) == VERSION:
            return connection
        connection.close()
    except (OSError, sqlite3.DatabaseError) as error:
        raise _damaged(folder) from error
    raise _damaged(folder)


_verified: dict[Path, tuple[int, int, int]] = {}
"""Files whose checksum was compared in this process, as they were then."""


def _verify(folder: Path) -> None:
    status = (folder / FILE).stat()
    state = (status.st_ino, status.st_size, status.st_mtime_ns)
    if _verified.get(folder) == state:
        return
    if (folder / DIGEST).read_text() != _digest(folder / FILE):
        raise OSError(f"{folder / FILE} does not hold what was written")
    if len(_verified) >= 64:
        _verified.clear()
    _verified[folder] = state


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(folder: Path) -> IndexDamaged:
    return IndexDamaged(
        f"the search index of release {folder.name} is missing or cannot be read; "
        "`klimagraph rebuild` makes it again"
    )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _changed(store: Store, folder: Path, former: Path, lines: Iterable[bytes]) -> bool:
    """Take the former index over with what differs; tell whether that was done."""
    touched = affected(store, lines)
    if len(touched) > LARGEST_CHANGE:
        return False
    facts = facts_about(store, touched)
    entries = {iri: entry(facts, iri) for iri in sorted(touched)}
    with opened(former) as connection:
        known = {iri for iri in entries if _id_of(connection, iri) is not None}
    work = {iri: item for iri, item in entries.items() if item or iri in known}
    if not work:  # files of releases never change, so that two releases can share them
        for name in (FILE, DIGEST):
            os.link(former / name, folder / name)
        return True
    shutil.copyfile(former / FILE, folder / FILE)
    with closing(_writable(folder / FILE)) as connection:
        for iri in known:
            _remove(connection, iri)
        _insert(connection, work.values())
        _finish(connection)
    _seal(folder)
    return True


def _writable(path: Path) -> sqlite3.Connection:
    """Return a connection to a file that nobody else knows yet: a crash leaves nothing of it."""
    connection = sqlite3.connect(path, isolation_level=None)
    _execute(connection, UNGUARDED)
    return connection


def _execute(connection: sqlite3.Connection, statements: str) -> None:
    """Carry out statements one after the other, inside a transaction where there is one."""
    for statement in statements.split(";"):
        connection.execute(statement)


def _finish(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _seal(folder: Path) -> None:
    (folder / DIGEST).write_text(_digest(folder / FILE))


def _id_of(connection: sqlite3.Connection, iri: str) -> int | None:
    row = connection.execute("SELECT id FROM things WHERE iri = ?", (iri,)).fetchone()
    return None if row is None else int(row[0])


def _remove(connection: sqlite3.Connection, iri: str) -> None:
    thing = _id_of(connection, iri)
    names = connection.execute(
        "SELECT id, kind, folded FROM names WHERE thing = ?", (thing,)
    ).fetchall()
    for number, kind, text in names:
        if kind not in KEYS:
            connection.execute(
                "INSERT INTO words (words, rowid, folded) VALUES ('delete', ?, ?)", (number, text)
            )
            connection.execute(
                "INSERT INTO trigrams (trigrams, rowid, padded) VALUES ('delete', ?, ?)",
                (number, padded(text)),
            )
    for table, column in (("names", "thing"), ("classes", "thing"), ("things", "id")):
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (thing,))  # noqa: S608  # our own names


def _insert(connection: sqlite3.Connection, entries: Iterable[Entry | None]) -> None:
    for item in entries:
        if item is not None:
            _insert_one(connection, item)


def _insert_one(connection: sqlite3.Connection, item: Entry) -> None:
    thing = connection.execute(
        "INSERT INTO things (iri, label, class, state, district, strength)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (item.iri, item.label, item.kind, item.state, item.district, item.strength),
    ).lastrowid
    for iri in item.classes:
        connection.execute("INSERT OR IGNORE INTO kinds (iri) VALUES (?)", (iri,))
        connection.execute(
            "INSERT INTO classes SELECT ?, id FROM kinds WHERE iri = ?", (thing, iri)
        )
    for name in item.names:
        number = connection.execute(
            "INSERT INTO names (thing, kind, text, folded, joined) VALUES (?, ?, ?, ?, ?)",
            (thing, name.kind, name.text, name.folded, joined(name.folded)),
        ).lastrowid
        if name.kind not in KEYS:
            connection.execute(
                "INSERT INTO words (rowid, folded) VALUES (?, ?)", (number, name.folded)
            )
            connection.execute(
                "INSERT INTO trigrams (rowid, padded) VALUES (?, ?)", (number, padded(name.folded))
            )


def padded(text: str) -> str:
    """Return a folded text with blanks around its words, so that short words have trigrams too."""
    return f"  {text.replace(' ', '  ')}  "
