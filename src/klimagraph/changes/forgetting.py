"""Forgetting: what must not be told any more is taken out of all that was recorded."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from klimagraph import databases
from klimagraph.changes import file
from klimagraph.changes.activity import thing_of
from klimagraph.changes.passages import replace
from klimagraph.changes.reading import newest_state, unpacked
from klimagraph.changes.recording import Writer, recorded
from klimagraph.changes.states import state_of
from klimagraph.releases.redaction import Redact

Hides = Callable[[str], bool]
"""Tells of which things nothing is kept, not even that they were there."""


def forget(home: Path, redact: Redact, hides: Hides) -> int:
    """Take out of all states what `redact` does; return how many activities are other ones or gone.

    Nothing is left of the things that `hides` tells. Where the newest state of another thing
    changes, that is an Update, or a Delete. Afterwards none of it is in the file, nor in its free
    pages. Raises StoreBusy, StorageFailed and StoreDamaged.
    """
    if not file.is_there(home):
        return 0
    with file.changing(home) as connection:
        before = recorded(connection)
        if before is None:
            return 0
        removed = _remove(connection, hides)
        states = _changed(connection, redact)
        writer = Writer(connection, before)
        for thing in sorted({thing for thing, _ in states.values()}):
            writer.write(thing, _redacted(thing, newest_state(connection, thing), redact))
        for number, (_, state) in states.items():
            replace(connection, number, state)
        writer.end(removed=bool(states or removed))
    databases.erase_leftovers(home, file.DATABASE)
    return len(states) + removed


def _remove(connection: sqlite3.Connection, hides: Hides) -> int:
    """Remove all that was recorded of hidden things; a Delete would name them."""
    rows = connection.execute("SELECT DISTINCT thing FROM activity").fetchall()
    hidden = [(thing,) for (thing,) in rows if hides(thing)]
    return connection.executemany("DELETE FROM activity WHERE thing = ?", hidden).rowcount


def _changed(connection: sqlite3.Connection, redact: Redact) -> dict[int, tuple[str, bytes]]:
    """Return the states that become other ones, by number, with their things."""
    rows = connection.execute(
        "SELECT number, thing, packed FROM activity JOIN state USING (number)"
    )
    found = {}
    for number, thing, packed in rows:
        before = unpacked(packed)
        state = _redacted(thing, before, redact)
        if state != before:
            found[number] = (thing, state)
    return found


def _redacted(thing: str, state: bytes, redact: Redact) -> bytes:
    """Return a state without what has to go; what comes instead may be said of another thing."""
    found = redact(state)
    if not found.size:
        return state
    new = {line for line in found.new if thing_of(line[1 : line.index(b">")].decode()) == thing}
    return state_of({*state.splitlines()} - {*found.gone} | new)
