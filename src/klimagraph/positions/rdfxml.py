"""Statements of RDF/XML by offset, from expat (https://www.w3.org/TR/rdf-syntax-grammar/)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from pyoxigraph import Literal

from klimagraph.positions.feed import Mark, Piece, Spot

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE, _FIRST, _REST = f"{_RDF}type", f"{_RDF}first", f"{_RDF}rest"
_NAMING = tuple(f"{_RDF}{name}" for name in ("resource", "about", "nodeID", "ID"))
_MEMBER = re.compile(rf"{re.escape(_RDF)}_\d+")
_ATTRIBUTE = re.compile(rb"""\s([^\s=<>/"']+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(rb"""<[^\s<>/]+(?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_NAME = re.compile(rb"[^\s=/>]+")
_NOT_CONTENT = re.compile(rb"(?:\s|<!--.*?-->|<!\[CDATA\[)*", re.DOTALL)


class XmlText:
    """A text in RDF/XML that is known to be well-formed."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def pieces(self) -> Iterator[Piece]:
        """Yield the text in pieces that end where a tag ends: statements come out at tags."""
        data, start, length = self.data, 0, len(self.data)
        while start < length:
            end = data.find(b">", start) + 1 or length
            yield Piece(start, end, data[start:end])
            start = end

    def marks(self, spots: Sequence[Spot]) -> list[Mark | None]:
        """Return where statements stand, by the elements that are open at their tags."""
        tags = [self.data.rfind(b"<", 0, spot.piece.end) for spot in spots]
        outline = _Outline(set(tags))
        outline.read(self.data)
        return [
            _mark(self.data, outline.found[tag], spot) if tag in outline.found else None
            for tag, spot in zip(tags, spots, strict=True)
        ]

    def span(self, start: int, part: str) -> tuple[int, int]:
        """Return start and end of a tag, name, value or text."""
        return _span_of(self.data, start, part == "predicate")


@dataclass(slots=True)
class _Element:
    """An element: its name as an IRI, attributes in their order, and where it begins."""

    name: str
    attributes: list[str]
    start: int
    parent: "_Element | None" = None
    first: "_Element | None" = None
    items: list["_Element"] = field(default_factory=list)

    def attribute(self, name: str) -> int:
        """Return the number of an attribute, or -1."""
        names = self.attributes[::2]
        return names.index(name) if name in names else -1

    @property
    def is_list(self) -> bool:
        """Tell whether the element is a collection."""
        return "Collection" in self.attributes[1::2]


class _Outline:
    """Elements whose first or last tag stands at one of some offsets."""

    def __init__(self, tags: set[int]) -> None:
        self.found: dict[int, tuple[_Element, bool]] = {}
        self._tags = tags
        self._open: _Element | None = None
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def read(self, data: bytes) -> None:
        """Go through a document that is known to be well-formed."""
        self._parser.Parse(data, True)

    def _start(self, name: str, attributes: list[str]) -> None:
        index, parent = self._parser.CurrentByteIndex, self._open
        whole = [text.replace(" ", "", 1) for text in attributes[::2]]
        attributes[::2] = whole
        element = _Element(name.replace(" ", "", 1), attributes, index, parent)
        self._open = element
        if parent is not None:
            if parent.first is None:
                parent.first = element
            if parent.is_list:
                parent.items.append(element)
        if index in self._tags:
            self.found[index] = (element, False)

    def _end(self, _name: str) -> None:
        element = self._open
        if element is None:
            return
        index = self._parser.CurrentByteIndex
        if index in self._tags:
            self.found[index] = (element, True)
        self._open = element.parent


def _mark(data: bytes, at: tuple[_Element, bool], spot: Spot) -> Mark:
    """Return where the parts of a statement stand that came out at a tag of an element."""
    element, closing = at
    predicate = spot.quad.predicate.value
    if closing and element.is_list and predicate in (_FIRST, _REST):
        item = element.items[min(max(spot.ordinal - 1, 0) // 2, len(element.items) - 1)]
        return Mark(element.start, item.start, _named(data, item))
    about = element.parent.start if element.parent else element.start
    if element.name == predicate or _is_member(element, predicate):
        return Mark(about, element.start, _value(data, element, spot, closing))
    number = element.attribute(predicate)
    if number >= 0:
        name, value = _attribute_spans(data, element)[number]
        return Mark(element.start, name, value)
    if predicate == _TYPE:
        return Mark(element.start, element.start + 1, element.start + 1)
    return Mark(about, element.start, element.start)


def _is_member(element: _Element, predicate: str) -> bool:
    return element.name == f"{_RDF}li" and _MEMBER.fullmatch(predicate) is not None


def _value(data: bytes, element: _Element, spot: Spot, closing: bool) -> int:
    """Return where the object of a property element stands."""
    if closing and isinstance(spot.quad.object, Literal):
        tag = _TAG.match(data, element.start)
        content = tag.end() if tag else element.start
        blank = _NOT_CONTENT.match(data, content)
        end = blank.end() if blank else content
        return content if data.startswith(b"</", end) else end
    if closing and element.first is not None and not element.is_list:
        return _named(data, element.first)
    return _named(data, element)


def _named(data: bytes, element: _Element) -> int:
    """Return where the attribute names what an element stands for, or the element."""
    for name in _NAMING:
        number = element.attribute(name)
        if number >= 0:
            return _attribute_spans(data, element)[number][1]
    return element.start


def _attribute_spans(data: bytes, element: _Element) -> list[tuple[int, int]]:
    """Return where names and values of the attributes stand, namespaces left out."""
    tag = _TAG.match(data, element.start)
    end = tag.end() if tag else element.start
    return [
        (found.start(1), found.start(2) + 1)
        for found in _ATTRIBUTE.finditer(data, element.start, end)
        if found[1] != b"xmlns" and not found[1].startswith(b"xmlns:")
    ]


def _span_of(data: bytes, start: int, is_name: bool) -> tuple[int, int]:
    """Return start and end of the tag, name, value or text that begins at an offset."""
    before = data[start - 1 : start]
    if data.startswith(b"<", start):
        tag = _TAG.match(data, start)
        return start, tag.end() if tag else start
    if before == b"<" or is_name:
        name = _NAME.match(data, start)
        return start, name.end() if name else start
    closing = before if before in (b'"', b"'") else b"<"
    return start, data.find(closing, start)
