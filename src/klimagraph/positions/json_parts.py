"""A JSON-LD document in parts that stand alone (https://www.w3.org/TR/json-ld11/#named-graphs)."""

import json
import re
from collections.abc import Callable, Iterator

from klimagraph.positions.feed import Piece
from klimagraph.positions.json_tree import Event, Node, events

_ALIAS = re.compile(r'"([^"@][^"]*)"\s*:\s*(?:\{[^{}]*?"@id"\s*:\s*)?"(@[a-z]+)"')
_SPACE = re.compile(r"[ \t\r\n]*+,?[ \t\r\n]*+")
_SMALLEST = 500
"""Bytes that a part has at least: a context is read again for each."""


class Parts:
    """A document cut into parts that mean the same when they stand alone."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        text = data.decode("latin-1")  # one character for each byte: offsets stay
        self.aliases = dict(_ALIAS.findall(text))
        self.before, self.after = b"", b""
        self.context = b""
        self._text = text
        self._items = self._list_start()

    def _list_start(self) -> int:
        """Return where the values begin that can stand alone; -1 for the document as a whole."""
        start = _space(self._text, 0)
        if self._text.startswith("[", start):
            return start + 1
        members, items = _members(self._text, start)
        if items < 0:
            return -1
        given = [self.data[a:b] for a, b in members]
        self.before = b"{" + b"".join(one + b"," for one in sorted(given)) + b'"@graph":['
        contexts = [one for one in given if one.startswith(b'"@context"')]
        self.context = contexts[0].split(b":", 1)[1] if contexts else b""
        self.after = b"]}"
        return items

    def pieces(self) -> Iterator[Piece]:
        """Yield the document in parts for the parser."""
        if self._items < 0:
            yield Piece(0, len(self.data), self.data)
            return
        opening = b"["
        for start, end in self._parts():
            text = self.before + self.data[start:end] + self.after
            yield Piece(start, end, opening + text)
            opening = b","
        yield Piece(len(self.data), len(self.data), b"]" if opening == b"," else b"[]")

    def alone(self, piece: Piece) -> bytes:
        """Return a part as a document of its own."""
        part = self.data[piece.start : piece.end]
        if self._items < 0:
            return part
        return (self.before or b"[") + part + (self.after or b"]")

    def _parts(self) -> Iterator[tuple[int, int]]:
        decoder, text = json.JSONDecoder(), self._text
        enough = max(_SMALLEST, 4 * len(self.before))
        start = position = _space(text, self._items)
        while not text.startswith("]", position):
            _, end = decoder.raw_decode(text, position)
            position = _space(text, end)
            if end - start >= enough or text.startswith("]", position):
                yield start, end
                start = position

    def stream(self, root: Node, unnamed: Callable[[Node], bool]) -> Iterator[Event]:
        """Yield the values of a part as a document for a parser of streams."""
        if self._items >= 0:
            yield Event("open", root, self.before or b"[")
        for number, value in enumerate(root.children):
            if number:
                yield Event("open", root, b",")
            yield from events(self.data, value, self.aliases, unnamed)
        if self._items >= 0:
            yield Event("open", root, self.after or b"]")


def _space(text: str, start: int) -> int:
    """Return the offset after white space and a comma."""
    found = _SPACE.match(text, start)
    return found.end() if found else start


def _members(text: str, start: int) -> tuple[list[tuple[int, int]], int]:
    """Return where the members before `@graph` stand, and where the list of that begins.

    It is -1 if there is more than a context and a name beside the list.
    """
    decoder, members = json.JSONDecoder(), []
    graph = -1
    position = _space(text, start + 1)
    while text.startswith('"', position):
        key, end = decoder.raw_decode(text, position)
        value = text.index(":", end) + 1
        value = _space(text, value)
        if key == "@graph" and text.startswith("[", value):
            graph = value + 1
        elif key not in ("@context", "@id"):
            return [], -1
        _, end = decoder.raw_decode(text, value)
        if key != "@graph":
            members.append((position, end))
        position = _space(text, end)
    return members, graph
