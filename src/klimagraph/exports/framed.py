"""Things as lines of framed JSON-LD, made one after the other (https://www.w3.org/TR/json-ld11/)."""

from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import DefaultGraph, NamedNode, Store

from klimagraph import people
from klimagraph.exports.merging import Group
from klimagraph.jsonld.context import ENTITIES
from klimagraph.jsonld.framing import LABELS, Framing, is_part
from klimagraph.jsonld.writing import line
from klimagraph.terms import is_iri, term

RENEWED = 5000
"""Things after which what was noted of them is forgotten, so that it does not fill the memory."""
Said = Sequence[str]


class Framer:
    """Frames things; with a store, what they refer to has its label, people apart."""

    def __init__(self, store: Store | None = None) -> None:
        self._known = _Known(store)
        self._framing, self._framed = Framing(ENTITIES, self._known), 0

    def line(self, group: Group) -> bytes:
        """Return a thing with its parts as JSON; parts that it does not lead to follow a comma."""
        thing, lines = group
        self._known.held = _statements(lines)
        self._framed += 1
        if self._framed % RENEWED == 0:
            self._framing = Framing(ENTITIES, self._known)
        root = f"<{thing}>"
        parts = [subject for subject in self._known.held if is_part(subject, root)]
        node = self._framing.thing(root, parts)
        if "@graph" not in node:
            return line(node).rstrip(b"\n")
        shared = {key: value for key, value in node.items() if key != "@graph"}
        return b",".join(line(shared | inner).rstrip(b"\n") for inner in node["@graph"])


def _statements(lines: Sequence[bytes]) -> dict[str, list[str]]:
    """Return predicate and object by subject, all as in N-Triples."""
    found: dict[str, list[str]] = {}
    for text in lines:
        subject, said = text[:-2].decode().split(" ", 1)
        found.setdefault(subject, []).append(said)
    return found


class _Known(Mapping[str, Said]):
    """What is said of the thing at hand, and the labels of everything else."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self.held: Mapping[str, Said] = {}

    def __getitem__(self, subject: str) -> Said:
        if subject in self.held:
            return self.held[subject]
        if self._store is None or not is_iri(subject[1:-1]):
            raise KeyError(subject)
        return self._labels(self._store, subject[1:-1])

    def _labels(self, store: Store, iri: str) -> Said:
        for name in () if people.known(store, iri) else LABELS:
            quads = store.quads_for_pattern(NamedNode(iri), term(name), None, DefaultGraph())
            if values := sorted(str(quad.object) for quad in quads):
                return [f"{term(name)} {value}" for value in values]
        return ()

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)
