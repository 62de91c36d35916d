"""Forgetting a thing: nothing that was recorded of it stays, but that it is gone."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import zstandard
from pyoxigraph import Literal

from klimagraph import databases
from klimagraph.changes import file
from klimagraph.changes.reading import newest_state, unpacked
from klimagraph.changes.recording import Writer, recorded
from klimagraph.changes.states import state_of


def forget(home: Path, thing: str, names: Sequence[str] = ()) -> int:
    """Remove what was recorded of a thing and keep a Delete; return how many states were changed.

    Statements of other things go if they name it, or hold one of `names` in a text; where they
    are newest, that is an Update. Afterwards none of it is in the file, nor in its free pages.
    A release that still says them is recorded again: withdraw and record first. Raises StoreBusy,
    StorageFailed and StoreDamaged.
    """
    if not file.is_there(home):
        return 0
    with file.changing(home) as connection:
        before = recorded(connection)
        if before is None:
            return 0
        marks = _marks(thing, names)
        writer = Writer(connection, before)
        others = _naming(connection, thing, marks)
        newest = {name: newest_state(connection, name) for name in others.values()}
        for name, state in sorted(newest.items()):
            writer.write(name, _without(state, marks))
        for number in others:
            _reduce(connection, number, marks)
        removed = _remove(connection, thing, writer)
        writer.end(removed=bool(others or removed))
    databases.erase_leftovers(home, file.DATABASE)
    return len(others) + removed


def _marks(thing: str, names: Sequence[str]) -> tuple[bytes, ...]:
    """Return how a line speaks of a thing: by its IRI, or by names as literals hold them."""
    literals = (str(Literal(name))[1:-1] for name in names if name.strip())
    return tuple(text.encode() for text in (f"<{thing}>", f"<{thing}#", *literals))


def _naming(connection: sqlite3.Connection, thing: str, marks: tuple[bytes, ...]) -> dict[int, str]:
    """Return the numbers of states of other things that speak of a thing, with their things."""
    rows = connection.execute(
        "SELECT number, thing, packed FROM activity JOIN state USING (number) WHERE thing <> ?",
        (thing,),
    )
    return {number: other for number, other, packed in rows if _speaks(unpacked(packed), marks)}


def _without(state: bytes, marks: tuple[bytes, ...]) -> bytes:
    return state_of(line for line in state.splitlines() if not _speaks(line, marks))


def _speaks(text: bytes, marks: tuple[bytes, ...]) -> bool:
    return any(mark in text for mark in marks)


def _reduce(connection: sqlite3.Connection, number: int, marks: tuple[bytes, ...]) -> None:
    """Take what speaks of a thing out of a state that was recorded."""
    row = connection.execute("SELECT packed FROM state WHERE number = ?", (number,)).fetchone()
    state = _without(unpacked(row[0]), marks)
    digest, packed = hashlib.sha256(state).digest(), zstandard.ZstdCompressor().compress(state)
    connection.execute("UPDATE activity SET digest = ? WHERE number = ?", (digest, number))
    connection.execute("UPDATE state SET packed = ? WHERE number = ?", (packed, number))


def _remove(connection: sqlite3.Connection, thing: str, writer: Writer) -> int:
    """Remove all that was recorded of a thing but a Delete; write that where there is none."""
    writer.write(thing, b"")
    return connection.execute(
        "DELETE FROM activity WHERE thing = ?1 AND number <>"
        " (SELECT MAX(number) FROM activity WHERE thing = ?1)",
        (thing,),
    ).rowcount
