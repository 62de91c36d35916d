"""Statements of JSON-LD by offset (https://www.w3.org/TR/json-ld11-streaming/).

The parser of streams yields a statement as soon as it has read the value; so a part of the text
is given to it value by value, keywords first as it wants them.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from klimagraph.positions.feed import Feed, Mark, Piece, Spot, parsed
from klimagraph.positions.json_parts import Parts
from klimagraph.positions.json_tree import Event, Node, in_order, read_tree

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE = f"{_RDF}type"
_LINKS = (f"{_RDF}first", f"{_RDF}rest")
_TRIED = (b'{"@id":"urn:x:o"}', b'"x"', b'{"x":"x"}', b'{"x":{"@id":"urn:x:o"}}')
_NOT_UNNAMED = {"@id", "@value", "@list", "@set", "@graph"}
_SCALAR = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[-+.0-9A-Za-z]+')


class JsonText:
    """A text in JSON-LD."""

    def __init__(self, data: bytes, base: str) -> None:
        self.data, self.base = data, base
        self.parts = Parts(data)

    def pieces(self) -> Iterator[Piece]:
        """Yield the text in parts that mean the same when they stand alone."""
        return self.parts.pieces()

    def marks(self, spots: Sequence[Spot]) -> list[Mark | None]:
        """Return where statements stand."""
        parts: dict[int, _Part] = {}
        found: list[Mark | None] = []
        for spot in spots:
            start = spot.piece.start
            if start not in parts:
                parts[start] = _Part(self, spot.piece)
            found.append(parts[start].mark(spot))
        return found

    def span(self, start: int, part: str) -> tuple[int, int]:
        """Return start and end of a string or number, or of the first line of more than that."""
        return _span_of(self.data, start)


class _Part:
    """A part of a document, with what the parser had read last at each statement."""

    def __init__(self, text: JsonText, piece: Piece) -> None:
        self._parts, self._data, self._base = text.parts, text.data, text.base
        self._aliases = text.parts.aliases
        self.root = read_tree(text.data, piece.start, piece.end)
        self._predicates: dict[int, tuple[str, bool, bool]] = {}
        self._tried: dict[bytes, tuple[str, bool, bool]] = {}
        self.told: list[tuple[Event, Quad]] = []
        whole = list(parse(self._parts.alone(piece), format=RdfFormat.JSON_LD, base_iri=text.base))
        for unnamed in (self._is_unnamed, lambda _node: False):
            told = self._stream(unnamed)
            if len(told) == len(whole) and all(
                _alike(one, quad) for one, (_, quad) in zip(whole, told, strict=True)
            ):
                self.told = told
                break

    def _stream(self, unnamed: Callable[[Node], bool]) -> list[tuple[Event, Quad]]:
        """Return the statements as a parser of streams tells them; none if it cannot."""
        read = list(self._parts.stream(self.root, unnamed))
        feed = Feed(Piece(number, number, event.text) for number, event in enumerate(read))
        quads = parsed(feed, RdfFormat.STREAMING_JSON_LD, self._base)
        try:
            return [(read[feed.piece.start], quad) for quad in quads]
        except SyntaxError:
            return []

    def _is_unnamed(self, node: Node) -> bool:
        """Tell whether an object is a thing without a name, not a value, map or list."""
        keywords = {self._aliases.get(child.key, child.key) for child in node.children}
        if node.kind == "[" or not keywords.isdisjoint(_NOT_UNNAMED):
            return False
        holder = node
        while holder.parent is not None:
            keyword = self._aliases.get(holder.key, holder.key)
            if self._is_plain(holder) and holder.key:
                return self._predicate(holder)[2]
            if keyword not in ("", "@list", "@set"):
                return keyword in ("@graph", "@included")
            holder = holder.parent
        return True

    def mark(self, spot: Spot) -> Mark | None:
        """Return where a statement of this part stands."""
        if spot.ordinal < len(self.told):
            event, quad = self.told[spot.ordinal]
            if _alike(quad, spot.quad):
                return self._at(event, spot)
        same = self._spelled(self.root, spot.quad)
        return self._whole(same, spot.quad, same) if same else None

    def _at(self, event: Event, spot: Spot) -> Mark:
        value = self._value(event, spot)
        return self._whole(value, spot.quad, self._inner(value, spot.quad))

    def _whole(self, value: Node, quad: Quad, written: Node) -> Mark:
        holder = self._property(value, quad)
        owner = holder.parent or holder
        name = owner.member("@id", self._aliases)
        subject = name.start if name else owner.start
        key = holder.key_start if holder.key_start >= 0 else holder.start
        return Mark(subject, key, written.start)

    def _value(self, event: Event, spot: Spot) -> Node:
        """Return the value that a statement is made of, going by what was read last."""
        node, quad = event.node, spot.quad
        if isinstance(quad.object, BlankNode):
            return self._blank(event, spot)
        if event.kind in ("value", "open"):
            return node
        holder = (node.parent or node) if event.kind == "key" else node
        if holder.kind == "[" or self._is_value(holder, quad):
            return holder
        types = holder.member("@type", self._aliases)
        if types and quad.predicate.value == _TYPE:
            return self._type(types, event, spot)
        plain = [child for child in in_order(holder, self._aliases) if self._is_plain(child)]
        if event.kind == "key":
            plain = plain[: plain.index(node)] if node in plain else []
        value = plain[-1] if plain else holder
        if not isinstance(quad.object, Literal):
            return value
        return self._spelled(value, quad) or self._spelled(self.root, quad) or value

    def _is_value(self, node: Node, quad: Quad) -> bool:
        return _is_json(quad) or node.member("@value", self._aliases) is not None

    def _spelled(self, root: Node, quad: Quad) -> Node | None:
        """Return the first value that is spelled like an object, for what no stream can say."""
        value = str(getattr(quad.object, "value", ""))
        texts = (value.encode(), json.dumps(value, ensure_ascii=False).encode())
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node.kind == "v" and self._data[node.start : node.end] in texts:
                return node
            waiting.extend(reversed(node.children))
        return None

    def _blank(self, event: Event, spot: Spot) -> Node:
        """Return the object or list that a blank node is: it comes out at its first value."""
        predicate = spot.quad.predicate.value
        node: Node | None = event.node.parent if event.kind == "key" else event.node
        candidates: list[Node] = []
        below: Node = event.node
        while node is not None:
            if predicate in _LINKS:
                fits = self._is_list(node.parent)
            else:
                fits = bool(node.key) and self._is_plain(node)
                fits = fits and self._predicate(node)[0] == predicate
            if fits:
                is_set = node.kind == "[" and predicate not in _LINKS and not self._is_list(node)
                candidates.append(below if is_set else node)
            below, node = node, node.parent
        earlier = self.told[: spot.ordinal]
        number = sum(one is event and quad.predicate.value == predicate for one, quad in earlier)
        return candidates[-1 - min(number, len(candidates) - 1)] if candidates else event.node

    def _is_list(self, node: Node | None) -> bool:
        """Tell whether an array is a list: by its keyword, its term, or the list it stands in."""
        while node is not None and node.kind == "[":
            if node.key:
                keyword = self._aliases.get(node.key, node.key)
                return keyword == "@list" or (self._is_plain(node) and self._predicate(node)[1])
            node = node.parent
        return False

    def _type(self, types: Node, event: Event, spot: Spot) -> Node:
        """Return the type that a statement is about: the types come out together, sorted."""
        if not types.children:
            return types
        earlier = self.told[: spot.ordinal]
        number = sum(one is event and quad.predicate.value == _TYPE for one, quad in earlier)
        in_turn = sorted(types.children, key=lambda one: self._data[one.start : one.end])
        return in_turn[min(number, len(in_turn) - 1)]

    def _is_plain(self, node: Node) -> bool:
        return not self._aliases.get(node.key, node.key).startswith("@")

    def _inner(self, value: Node, quad: Quad) -> Node:
        """Return what is written in a value object or a reference."""
        aliases = self._aliases
        for keyword in ("@value", "@id", "@list"):
            inner = value.member(keyword, aliases)
            if inner is not None and not _is_json(quad):
                return inner
        return value

    def _property(self, value: Node, quad: Quad) -> Node:
        """Return the member whose key is the predicate: maps and keywords stand between."""
        candidates: list[Node] = []
        node: Node | None = value
        while node is not None and len(candidates) < 3:
            if node.key and (self._is_plain(node) or self._is_type(node, quad)):
                candidates.append(node)
            node = node.parent
        named = (one for one in candidates if self._predicate(one)[0] == quad.predicate.value)
        return next(named, candidates[0] if candidates else value)

    def _is_type(self, node: Node, quad: Quad) -> bool:
        keyword = self._aliases.get(node.key, node.key)
        return keyword == "@type" and quad.predicate.value == _TYPE

    def _predicate(self, member: Node) -> tuple[str, bool, bool]:
        """Return the predicate that a key is, whether it makes lists, whether it takes things."""
        if self._aliases.get(member.key, member.key) == "@type":
            return _TYPE, False, False
        if member.key_start not in self._predicates:
            before = b'{"@context":[' + b",".join(self._contexts(member)) + b'],"@id":"urn:x:s",'
            before += json.dumps(member.key).encode() + b":"
            if before not in self._tried:
                self._tried[before] = _tried(before, self._base)
            self._predicates[member.key_start] = self._tried[before]
        return self._predicates[member.key_start]

    def _contexts(self, member: Node) -> list[bytes]:
        """Return the contexts that hold at a member, the outermost first."""
        data, found = self._data, []
        node = member.parent
        while node is not None:
            context = node.member("@context", {})
            if context is not None:
                found.append(data[context.start : context.end])
            node = node.parent
        if self._parts.context:
            found.append(self._parts.context)
        return found[::-1]


def _tried(before: bytes, base: str) -> tuple[str, bool, bool]:
    """Return what the first kind of value that a key takes tells about the key."""
    for value in _TRIED:
        try:
            quads = list(parse(before + value + b"}", format=RdfFormat.JSON_LD, base_iri=base))
        except SyntaxError:
            continue
        if quads:
            is_list = any(quad.predicate.value == _LINKS[0] for quad in quads)
            takes_things = any(quad.object == NamedNode("urn:x:o") for quad in quads)
            return quads[0].predicate.value, is_list, takes_things and value == _TRIED[0]
    return "", False, False


def _is_json(quad: Quad) -> bool:
    return isinstance(quad.object, Literal) and quad.object.datatype.value == f"{_RDF}JSON"


def _alike(one: Quad, other: Quad) -> bool:
    """Tell whether two parses of one statement agree; labels of blank nodes need not."""
    same = one.object == other.object or isinstance(one.object, BlankNode)
    return same and one.predicate == other.predicate


def _span_of(data: bytes, start: int) -> tuple[int, int]:
    """Return start and end of the string, number, or first line of an object or array."""
    found = _SCALAR.match(data, start)
    if found:
        return start, found.end()
    end = data.find(b"\n", start)
    return start, end if end >= 0 else len(data)
