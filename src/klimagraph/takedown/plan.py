"""What has to go from statements about a person, and what comes in its place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from klimagraph.namespaces import THINGS
from klimagraph.releases import Difference
from klimagraph.takedown.names import Names
from klimagraph.terms import term

PLACEHOLDER = "Name entfernt / name removed"
NAME, FRAGMENT = term("foaf:name"), term("klima:fragment")
ADDRESS = term("xsd:anyURI")
KEPT = (term("rdf:type"), term("klima:holdsRole"))
"""What is still said of the node that stands in the place of a person, besides no name."""
IDENTITY = tuple(
    term(name)
    for name in (
        *("owl:sameAs", "skos:exactMatch", "skos:closeMatch", "schema:sameAs", "rdfs:seeAlso"),
        *("foaf:homepage", "foaf:page"),
    )
)
"""Links that tell who it is."""


@dataclass(frozen=True)
class Plan:
    """Who is taken out of statements."""

    stands: Mapping[str, str]
    """The nodes that take the place of persons, by the IRI of these."""
    names: Names
    near: frozenset[str] = frozenset()
    """Things that speak of the person: claims, their evidence, their gaps."""
    everywhere: bool = True
    """Whether the name is nobody else's, so that it has to go wherever it stands."""

    def redact(self, content: bytes) -> Difference:
        """Return what has to go from canonical N-Quads, and what comes in its place."""
        gone: set[bytes] = set()
        new: set[bytes] = set()
        lines = sorted(self._candidates(content))
        quads = parse(b"\n".join(lines), format=RdfFormat.N_QUADS, lenient=True)
        for line, quad in zip(lines, quads, strict=True):
            instead = self._quad(quad)
            if instead != quad:
                gone.add(line)
            if instead not in (None, quad):
                new.add((serialize([instead], format=RdfFormat.N_QUADS) or b"").rstrip(b"\n"))
        return Difference(sorted(gone), sorted(new - gone))

    def hides(self, thing: str) -> bool:
        """Tell whether a thing is one of the persons, or has the name in its own IRI."""
        node = NamedNode(thing)
        return thing in self.stands or self._renamed(node) != node

    def _candidates(self, content: bytes) -> set[bytes]:
        found = {line for iri in self.stands for line in lines_with(content, iri.encode())}
        small = content.lower()
        for run in self.names.runs:
            found |= set(lines_with(content, run, small))
        return found

    def _quad(self, quad: Quad) -> Quad | None:
        subject, value = quad.subject, quad.object
        assert isinstance(subject, NamedNode)  # noqa: S101  # contents hold no blank nodes
        if subject.value in self.stands:
            return self._of_person(quad)
        if subject.value.partition("#")[0] in self.stands:
            return None
        near = subject.value in self.near
        if isinstance(value, Literal):
            text = self._text(value, near=near)
            if text != value and quad.predicate == FRAGMENT:
                return None
            instead: Literal | NamedNode | None = text
        else:
            instead = self._thing(value, quad.predicate) if isinstance(value, NamedNode) else None
        name = self._renamed(subject)
        return Quad(name, quad.predicate, instead, quad.graph_name) if instead and name else None

    def _of_person(self, quad: Quad) -> Quad | None:
        """Return what is said of the node without a name: what it is and which post it has."""
        stands = NamedNode(self.stands[_value(quad.subject)])
        if quad.predicate == NAME:
            return Quad(stands, NAME, Literal(PLACEHOLDER), quad.graph_name)
        if quad.predicate in KEPT:
            return Quad(stands, quad.predicate, quad.object, quad.graph_name)
        return None

    def _thing(self, value: NamedNode, predicate: NamedNode) -> NamedNode | None:
        if value.value in self.stands:
            return None if predicate in IDENTITY else NamedNode(self.stands[value.value])
        if value.value.partition("#")[0] in self.stands:
            return None
        return self._renamed(value)

    def _renamed(self, node: NamedNode) -> NamedNode | None:
        """Return a name without the person's in it; None for an address elsewhere that has it."""
        if not self.everywhere:
            return node
        instead = self.names.in_address(node.value, "removed")
        if instead == node.value:
            return node
        return NamedNode(instead) if node.value.startswith(THINGS) else None

    def _text(self, value: Literal, *, near: bool) -> Literal:
        if not (near or self.everywhere):
            return value
        text = self.names.in_text(value.value, near=near)
        if value.datatype == ADDRESS:
            text = self.names.in_address(text, "removed")
        if text == value.value:
            return value
        if value.language:
            return Literal(text, language=value.language)
        return Literal(text, datatype=value.datatype)


def lines_with(content: bytes, part: bytes, where: bytes | None = None) -> Iterator[bytes]:
    """Yield the lines of a content that hold some bytes; looked for in `where`, if that is given.

    No bytes are held by every line.
    """
    where = content if where is None else where
    place = where.find(part) if content else -1
    while 0 <= place < len(content):
        start = content.rfind(b"\n", 0, place) + 1
        end = content.find(b"\n", place)
        yield content[start : end if end >= 0 else None]
        place = where.find(part, end + 1) if end >= 0 else -1


def near_to(contents: Iterable[bytes], persons: Iterable[str]) -> frozenset[str]:
    """Return the things that speak of persons: claims, their evidence and readings, their gaps."""
    held = list(contents)
    claims = {thing for person in persons for thing in _subjects(held, f" <{person}> ")}
    about = {thing for claim in claims for thing in _subjects(held, f" <{claim}> ")}
    said = {
        _value(quad.object)
        for claim in claims
        for content in held
        for quad in _quads(content, f"<{claim}> ")
    }
    return frozenset(thing for thing in {*claims, *about, *said} if thing.startswith(_NEAR))


_NEAR = tuple(
    f"{THINGS}{name}/"
    for name in ("tenure", "evidence", "reading", "gap", "conflict", "statement", "event", "count")
)


def _subjects(contents: Iterable[bytes], part: str) -> Iterator[str]:
    for content in contents:
        for quad in _quads(content, part):
            yield _value(quad.subject)


def _quads(content: bytes, part: str) -> Iterable[Quad]:
    lines = list(lines_with(content, part.encode()))
    return parse(b"\n".join(lines), format=RdfFormat.N_QUADS, lenient=True)


def _value(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else ""
