"""Statements of Turtle, TriG, N3 and the N formats by offset (https://www.w3.org/TR/turtle/)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from klimagraph.positions.feed import Mark, Piece, Spot
from klimagraph.positions.tokens import TOKEN, pieces, span_of

_DIRECTIVES = {b"PREFIX": 2, b"BASE": 1, b"VERSION": 1, b"GRAPH": 0}
_TAGS = {b"@prefix": 2, b"@base": 1, b"@version": 1}
_BY_LINE = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_OPENING = (b"[", b"(")


class TurtleText:
    """A text in Turtle or in one of the formats like it."""

    def __init__(self, data: bytes, form: RdfFormat) -> None:
        self.data = data
        self._form = form

    def pieces(self) -> Iterator[Piece]:
        """Yield the text in pieces that end where statements end."""
        return pieces(self.data, self._form in _BY_LINE)

    def marks(self, spots: Sequence[Spot]) -> list[Mark | None]:
        """Return where statements stand."""
        walked: dict[int, list[Mark]] = {}
        found: list[Mark | None] = []
        for spot in spots:
            start = spot.piece.start
            if start not in walked:
                walk = _Walk(delayed=self._form == RdfFormat.N3)
                walked[start] = walk.through(self.data, spot.piece)
            known = walked[start][spot.ordinal : spot.ordinal + 1]
            fitting = [mark for mark in known if _fits(self.data, mark.object, spot.quad.object)]
            found.append(fitting[0] if fitting else _by_spelling(self.data, spot))
        return found

    def span(self, start: int, part: str) -> tuple[int, int]:
        """Return start and end of a term."""
        return span_of(self.data, start)


def _by_spelling(data: bytes, spot: Spot) -> Mark | None:
    """Return where the text of an object stands, for what is not followed token by token."""
    value = spot.quad.object
    if not isinstance(value, Literal | NamedNode):
        return None
    for text in (value.value, *re.split(r"[/#]", value.value)[:0:-1]):
        start = data.find(text.encode(), spot.piece.start, spot.piece.end) if text else -1
        if start >= 0:
            return Mark(start, start, start)
    return None


def _fits(data: bytes, start: int, term: object) -> bool:
    """Tell whether a kind of term can begin with what stands at an offset."""
    first = data[start : start + 2]
    if isinstance(term, Literal):
        return first[:1] in b"\"'+-.0123456789tf"
    if isinstance(term, BlankNode):
        return first[:1] in b"[()" or first == b"_:" or data[start - 1 : start] in b" \t\n"
    return first[:1] not in b"\"'["


@dataclass(slots=True)
class _Frame:
    """What is open: a statement with its parts so far, or a list with its last item."""

    subject: int
    kind: bytes = b"."
    predicate: int = 0
    step: int = 0
    """Of a statement: what comes next, 0 subject, 1 predicate, 2 object, 3 punctuation."""
    item: int = -1


class _Walk:
    """Follows subject, predicate and object through tokens, in the order of the parser.

    That yields the statements that one token completes the last first, and knows that a string
    is whole at the token after it only. The one for N3 (delayed) does neither.
    """

    def __init__(self, delayed: bool) -> None:
        self.delayed = delayed
        self.found: list[Mark] = []
        self.stack = [_Frame(0)]
        self.skip = 0
        self.string = -1
        self._completed: list[Mark] = []

    def through(self, data: bytes, piece: Piece) -> list[Mark]:
        """Return the marks of the statements in a piece."""
        for token in TOKEN.finditer(data, piece.start, piece.end):
            if token.lastgroup and not self._token(token[0], token.lastgroup, token.start()):
                break
            if self._completed:
                self.found.extend(reversed(self._completed))
                self._completed.clear()
        return self.found

    def _token(self, text: bytes, group: str, start: int) -> bool:
        """Take in a token; false where it is of a language that is not followed here."""
        if text == b"^^":
            self.skip = 1
            return True
        if self.string >= 0:
            self._finish_string(self.string)
            if self.skip or group == "tag":
                self.skip = 0
                return True
        if group == "sign":
            return self._sign(text, start)
        if self.skip:
            self.skip -= 1
        elif group == "tag":
            self.skip = _TAGS.get(text, 0)
        elif group == "string" and not self.delayed:
            self._begin_string(start)
        else:
            self._named(text, start)
        return True

    def _begin_string(self, start: int) -> None:
        self.string = start
        if self.stack[-1].kind == b"(":
            self._link(self.stack[-1], self.stack[-2], start)

    def _finish_string(self, start: int) -> None:
        self.string = -1
        frame = self.stack[-1]
        if frame.kind == b"(":
            self._add(frame.subject, start, start)
        else:
            self._value(frame, start)

    def _named(self, text: bytes, start: int) -> None:
        frame = self.stack[-1]
        if frame.kind == b"." and frame.step == 0 and text.upper() in _DIRECTIVES:
            self.skip = _DIRECTIVES[text.upper()]
        else:
            self._term(start)

    def _term(self, start: int) -> None:
        frame = self.stack[-1]
        if frame.kind == b"(":
            self._item(frame, start)
        else:
            self._value(frame, start)

    def _sign(self, text: bytes, start: int) -> bool:
        """Take in punctuation; false where it is none of Turtle, TriG or N3."""
        frame = self.stack[-1]
        if text in _OPENING:
            self._open(frame, text, start)
        elif text in b"])" and len(self.stack) > 1:
            self._close(self.stack.pop(), start)
        elif text in (b".", b"{", b"}"):
            frame.step = 0
        elif text in b",;":
            frame.step = 2 if text == b"," else 1
        else:
            return False
        return True

    def _add(self, subject: int, predicate: int, value: int) -> None:
        marks = self.found if self.delayed else self._completed
        marks.append(Mark(subject, predicate, value))

    def _value(self, frame: _Frame, start: int) -> None:
        """Take in a term as the next part of a statement."""
        if frame.step == 0:
            frame.subject, frame.step = start, 1
        elif frame.step == 1:
            frame.predicate, frame.step = start, 2
        elif frame.step == 2:
            self._add(frame.subject, frame.predicate, start)
            frame.step = 3  # a term here is the graph of N-Quads

    def _item(self, frame: _Frame, start: int) -> None:
        """Take in a term as the next item of a list."""
        self._link(frame, self.stack[-2], start)
        if not self.delayed:
            self._add(frame.subject, start, start)

    def _link(self, frame: _Frame, outer: _Frame, start: int) -> None:
        """Join an item to the one before it, or the list to what it stands in."""
        if frame.item >= 0:
            self._add(frame.subject, start, start)
            if self.delayed:
                self._add(frame.subject, frame.item, frame.item)
        elif not self.delayed:
            self._whole(outer, frame.subject)
        frame.item = start

    def _whole(self, outer: _Frame, start: int) -> None:
        """Take in a list or a bracket as a part of what it stands in."""
        if outer.kind != b"(":
            self._value(outer, start)
        elif not self.delayed:
            self._add(outer.subject, start, start)

    def _open(self, frame: _Frame, text: bytes, start: int) -> None:
        if frame.kind == b"(":
            self._link(frame, self.stack[-2], start)
        self.stack.append(_Frame(start, text, step=1))

    def _close(self, frame: _Frame, end: int) -> None:
        """Take in the end of a list or bracket, of which some was told at the first item."""
        if frame.item >= 0:
            self._add(frame.subject, end, end)
            if self.delayed:
                self._add(frame.subject, frame.item, frame.item)
        if frame.item < 0 or self.delayed:
            self._whole(self.stack[-1], frame.subject)
