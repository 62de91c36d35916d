"""Things in the content of a dataset, with what hangs on them without a name of its own."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from klimagraph.namespaces import GENERATED
from klimagraph.terms import RDF_TYPE

Value = NamedNode | Literal
Path = tuple[str, ...]
"""Properties from a thing to a value, more than one where blank nodes stand between."""
DEEPEST = 6


@dataclass
class Thing:
    """A thing, its classes and its values."""

    iri: str
    classes: list[str] = field(default_factory=list)
    values: dict[Path, set[Value]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Return the class that it is counted under."""
        return min(self.classes, default="")


def subject_of(line: bytes) -> str:
    """Return the subject of a canonical line, in which there are no blank nodes."""
    return line[1 : line.index(b">")].decode()


def things(content: bytes, touched: Set[str]) -> dict[str, Thing]:
    """Return the things that subjects of a content are, or are a part of, by their names."""
    lines = content.splitlines()
    parts = _Parts(lines)
    roots = {parts.whole(subject) for subject in touched}
    found: dict[str, Thing] = {}
    for quad in _quads(line for line in lines if subject_of(line) in roots):
        assert isinstance(quad.subject, NamedNode)  # noqa: S101  # contents have no blank nodes
        thing = found.setdefault(quad.subject.value, Thing(quad.subject.value))
        parts.add(thing, (), quad)
    return found


class _Parts:
    """Nodes of a content that had no name, and what they hang on."""

    def __init__(self, lines: list[bytes]) -> None:
        mark = f"<{GENERATED}".encode()
        self._of: dict[str, str] = {}
        self._said: dict[str, list[Quad]] = {}
        for quad in _quads(line for line in lines if mark in line):
            subject, target = quad.subject, quad.object
            assert isinstance(subject, NamedNode)  # noqa: S101  # contents have no blank nodes
            if isinstance(target, NamedNode) and target.value.startswith(GENERATED):
                self._of.setdefault(target.value, subject.value)
            if subject.value.startswith(GENERATED):
                self._said.setdefault(subject.value, []).append(quad)

    def whole(self, subject: str) -> str:
        """Return the thing with a name that a node is a part of."""
        for _ in range(DEEPEST):
            subject = self._of.get(subject, subject)
        return subject

    def add(self, thing: Thing, path: Path, quad: Quad) -> None:
        """Add a value, or those of the node without a name that it is."""
        target, name = quad.object, quad.predicate.value
        if not isinstance(target, NamedNode | Literal):
            return
        inner = self._said.get(target.value, []) if isinstance(target, NamedNode) else []
        if inner and len(path) < DEEPEST:
            for each in inner:
                if each.predicate.value != RDF_TYPE:
                    self.add(thing, (*path, name), each)
        elif name == RDF_TYPE and not path:
            thing.classes.append(target.value)
        else:
            thing.values.setdefault((*path, name), set()).add(target)


def _quads(lines: Iterable[bytes]) -> Iterator[Quad]:
    return parse(b"\n".join(lines), format=RdfFormat.N_QUADS)
