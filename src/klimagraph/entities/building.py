"""Framed lines of all things of a release, people left out."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from pyoxigraph import NamedNode, Triple

from klimagraph.entities.lists import COUNTS, Listing, path_of, piece_of, write
from klimagraph.exports.framed import Framer
from klimagraph.exports.merging import (
    Group,
    folder_of,
    is_thing,
    listed,
    triples,
)
from klimagraph.harvest.work import Work
from klimagraph.namespaces import TERMS, THINGS
from klimagraph.register.levels import Level

PIECE = 16 * 1024 * 1024
"""Bytes of lines from which on another file is begun."""
AUTHORITIES = tuple(f"{THINGS}{level}/" for level in Level)
ALLIANCES = f"{THINGS}alliance/"
IN_STATE = f"{TERMS}inState"
DIGITS = 2


def parts(work: Work) -> Iterator[tuple[str, bytes]]:
    """Yield the lines of each class with their listing, and how many things each class has."""
    counts, framer = dict[str, int](), Framer(work.store)
    for folder, members in groupby(_listed(work), key=lambda one: folder_of(one[0][0])):
        work.tell(f"frame {folder}")
        lines = _Lines(folder, framer)
        yield from lines.of(members)
        counts[folder] = len(lines.places)
        yield path_of(folder), write(lines.listing())
    yield COUNTS, json.dumps(counts, sort_keys=True).encode()


def _listed(work: Work) -> Iterator[tuple[Group, list[Triple]]]:
    """Yield the things as lines and as statements."""
    for group in listed(work):
        if is_thing(group[0]):
            yield group, triples(group[1])


@dataclass
class _Lines:
    """The lines of a class on their way to files."""

    folder: str
    framer: Framer
    pieces: list[str] = field(default_factory=list)
    places: list[tuple[int, int, int]] = field(default_factory=list)
    states: dict[str, list[int]] = field(default_factory=dict)
    alliances: dict[str, list[int]] = field(default_factory=dict)

    def of(self, members: Iterable[tuple[Group, list[Triple]]]) -> Iterator[tuple[str, bytes]]:
        """Yield files of lines, and note what each line concerns."""
        held = bytearray()
        for group, said in members:
            self._note(group[0], said)
            text = self.framer.line(group) + b"\n"
            if held and len(held) + len(text) > PIECE:
                yield self._piece(held)
                held = bytearray()
            self.places.append((len(self.pieces), len(held), len(text)))
            held += text
        if held:
            yield self._piece(held)

    def _piece(self, held: bytearray) -> tuple[str, bytes]:
        self.pieces.append(piece_of(self.folder, len(self.pieces)))
        return self.pieces[-1], bytes(held)

    def _note(self, thing: str, said: list[Triple]) -> None:
        number = len(self.places)
        for state in states_of(thing, said):
            self.states.setdefault(state, []).append(number)
        for alliance in alliances_of(thing, said):
            self.alliances.setdefault(alliance, []).append(number)

    def listing(self) -> Listing:
        """Return the listing of the lines."""
        return Listing(
            self.folder, tuple(self.pieces), tuple(self.places), self.states, self.alliances
        )


def states_of(thing: str, said: list[Triple]) -> set[str]:
    """Return the keys of the states in which a thing lies, or the authorities it speaks of.

    The official keys of all authorities begin with that of their state.
    """
    if thing.startswith(AUTHORITIES):
        return _keys([thing])
    targets = [one for one in said if one.predicate.value == IN_STATE] or said
    return _keys(_targets(targets))


def alliances_of(thing: str, said: list[Triple]) -> set[str]:
    """Return the alliances that a thing is or speaks of."""
    return {iri for iri in (thing, *_targets(said)) if iri.startswith(ALLIANCES)}


def _targets(said: list[Triple]) -> Iterator[str]:
    return (one.object.value for one in said if isinstance(one.object, NamedNode))


def _keys(iris: Iterable[str]) -> set[str]:
    keys = (iri.rpartition("/")[2][:DIGITS] for iri in iris if iri.startswith(AUTHORITIES))
    return {key for key in keys if key.isdigit()}
