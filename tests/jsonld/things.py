"""The bundled things with what is said of them, and the labels of what they refer to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from klimagraph import releases
from klimagraph.exports.merging import folder_of, is_thing, merged, things, triples
from klimagraph.jsonld.framing import LABELS
from klimagraph.terms import RDF_TYPE, term

SAMPLE = 300
"""Things of a class that are framed by the slow program too."""


@dataclass(frozen=True)
class Bundled:
    """All things of a release: their own statements, and its store."""

    said: Mapping[str, list[Triple]]
    store: Store

    def surrounded(self, thing: str) -> list[Triple]:
        """Return the statements of a thing and the labels of others that it refers to."""
        own = self.said[thing]
        subjects = {triple.subject for triple in own}
        others = {
            triple.object
            for triple in own
            if isinstance(triple.object, NamedNode) and triple.predicate.value != RDF_TYPE
        }
        return [*own, *(label for other in others - subjects for label in self._labels(other))]

    def _labels(self, other: NamedNode) -> list[Triple]:
        for name in LABELS:
            quads = self.store.quads_for_pattern(other, term(name), None, DefaultGraph())
            if found := [quad.triple for quad in quads if isinstance(quad.object, Literal)]:
                return found
        return []

    def sample(self) -> Iterator[str]:
        """Yield the things of small classes, and some of the large ones."""
        classes: dict[str, list[str]] = {}
        for thing in sorted(self.said):
            classes.setdefault(folder_of(thing), []).append(thing)
        chance = Random(1990)  # noqa: S311  # a choice for a test
        for members in classes.values():
            yield from members if len(members) <= SAMPLE else chance.sample(members, SAMPLE)


def bundled(home: Path) -> Bundled:
    """Return the things of the current release of a home."""
    release = releases.read(home, releases.current_name(home) or "")
    groups = things(merged(home, release.datasets))
    said = {thing: triples(lines) for thing, lines in groups if is_thing(thing)}
    store = releases.open_read_only(releases.store_of(home, release.name))
    return Bundled(said, store)
