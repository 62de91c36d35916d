"""Passages of evidence in the change log: those that may name people are not in it (ADR 0018)."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator

import zstandard
from pyoxigraph import Store

from klimagraph import people
from klimagraph.changes.activity import thing_of
from klimagraph.changes.reading import newest_state, unpacked
from klimagraph.changes.states import state_of


class Passages:
    """Which passages of a release are told, by the thing that they are said of."""

    def __init__(self, store: Store) -> None:
        self.withheld = people.withheld(store)
        self._told: dict[str, set[bytes]] = {}
        lines = (f"{quad.triple} .".encode() for quad in people.passages(store))
        for line in people.without_passages(lines, self.withheld):
            if thing := thing_of(line[1 : line.index(b">")].decode()):
                self._told.setdefault(thing, set()).add(line)

    def state(self, thing: str, said: Iterable[bytes]) -> bytes:
        """Return the state of a thing, of which other than passages this is said."""
        others = {line for line in said if not people.is_passage(line)}
        return state_of(others | self._told.get(thing, set()))

    def moved(self, connection: sqlite3.Connection) -> Iterator[str]:
        """Yield the things whose newest state has other passages than are told now.

        Who is spoken of, and where, changes without them.
        """
        things = {thing for iri in self.withheld if (thing := thing_of(iri))}
        for thing in sorted(things | self._told.keys()):
            held = filter(people.is_passage, newest_state(connection, thing).splitlines())
            if set(held) != self._told.get(thing, set()):
                yield thing

    def clear(self, connection: sqlite3.Connection) -> int:
        """Take what is withheld out of all states that there ever were; return of how many."""
        found = 0
        for thing in sorted({thing for iri in self.withheld if (thing := thing_of(iri))}):
            rows = connection.execute(
                "SELECT number, packed FROM activity JOIN state USING (number) WHERE thing = ?",
                (thing,),
            ).fetchall()
            for number, packed in rows:
                before = unpacked(packed)
                left = state_of(people.without_passages(before.splitlines(), self.withheld))
                if left != before:
                    replace(connection, number, left)
                    found += 1
        return found


def replace(connection: sqlite3.Connection, number: int, state: bytes) -> None:
    """Let an activity have another state than was recorded."""
    digest, packed = hashlib.sha256(state).digest(), zstandard.ZstdCompressor().compress(state)
    connection.execute("UPDATE activity SET digest = ? WHERE number = ?", (digest, number))
    connection.execute("UPDATE state SET packed = ? WHERE number = ?", (packed, number))
