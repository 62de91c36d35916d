"""Reading the change log: what became of a thing, and what is there."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import zstandard

from klimagraph.changes import file
from klimagraph.changes.activity import Activity
from klimagraph.errors import StoreDamaged

COLUMNS = "number, kind, thing, folder, at, release, packed"
_NEWEST = "SELECT thing, at, kind, MAX(number) FROM activity GROUP BY thing ORDER BY thing"


def latest(home: Path, thing: str) -> Activity | None:
    """Return what happened to a thing last, None where nothing is known of it.

    Raises StoreBusy, StorageFailed and StoreDamaged, as everything here does.
    """
    if not file.is_there(home):
        return None
    with file.reading(home) as connection:
        row = connection.execute(
            f"SELECT {COLUMNS} FROM activity LEFT JOIN state USING (number)"  # noqa: S608
            " WHERE thing = ? ORDER BY number DESC LIMIT 1",
            (thing,),
        ).fetchone()
        return activity_of(row) if row else None


def live(home: Path) -> Iterator[tuple[str, str]]:
    """Yield each thing that is there with the time of its newest change, sorted by name."""
    if file.is_there(home):
        with file.reading(home) as connection:
            yield from live_things(connection)


def all_states(home: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each thing that was recorded with each state that it ever had."""
    if file.is_there(home):
        with file.reading(home) as connection:
            rows = connection.execute(
                "SELECT thing, packed FROM activity JOIN state USING (number)"
            )
            yield from ((thing, unpacked(packed)) for thing, packed in rows)


def live_things(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield each thing that is there with the time of its newest change, sorted by name."""
    return ((thing, at) for thing, at, kind, _ in connection.execute(_NEWEST) if kind != "Delete")


def newest_state(connection: sqlite3.Connection, thing: str) -> bytes:
    """Return what was said of a thing last, nothing where it is unknown or gone."""
    row = connection.execute(
        "SELECT packed FROM activity LEFT JOIN state USING (number) WHERE thing = ?"
        " ORDER BY number DESC LIMIT 1",
        (thing,),
    ).fetchone()
    return unpacked(row[0]) if row and row[0] else b""


def activity_of(row: sqlite3.Row) -> Activity:
    """Return the activity of a row with these columns."""
    values = dict(row)
    packed = values.pop("packed")
    return Activity(**values, state=None if packed is None else unpacked(packed))


def unpacked(packed: bytes) -> bytes:
    """Return a state as it was before it was packed; raises StoreDamaged."""
    try:
        return zstandard.ZstdDecompressor().decompress(packed)
    except zstandard.ZstdError as error:
        raise StoreDamaged(f"the change log cannot be read: {error}") from None
