"""Text handed to a parser piece by piece, so that it is known what it had read at a statement."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Protocol, cast

from pyoxigraph import Quad, RdfFormat, parse


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file, from one offset of its bytes to another, and the bytes for the parser."""

    start: int
    end: int
    text: bytes


@dataclass(frozen=True, slots=True)
class Spot:
    """A statement, the piece after which the parser yielded it, and its number in that piece."""

    piece: Piece
    ordinal: int
    quad: Quad


@dataclass(frozen=True, slots=True)
class Mark:
    """Offsets in the bytes of a file at which the parts of one statement stand."""

    subject: int
    predicate: int
    object: int


class Text(Protocol):
    """A text in one of the formats."""

    data: bytes

    def pieces(self) -> Iterator[Piece]:
        """Yield the text in pieces that the parser takes one after another."""

    def marks(self, spots: Sequence[Spot]) -> list[Mark | None]:
        """Return where statements stand, in the order given."""

    def span(self, start: int, part: str) -> tuple[int, int]:
        """Return start and end of the part of a statement that stands at an offset."""


class Feed:
    """A file for a parser that gets one piece for each time it asks."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.piece = Piece(0, 0, b"")
        self._pieces: Iterator[Piece] = iter(pieces)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Return what is left of a piece, or the next one; nothing at the end."""
        text = self._rest
        while not text:
            following = next(self._pieces, None)
            if following is None:
                return b""
            self.piece, text = following, following.text
        if size < 0 or len(text) <= size:
            self._rest = b""
            return text
        self._rest = text[size:]
        return text[:size]


def parsed(feed: Feed, form: RdfFormat, base: str) -> Iterator[Quad]:
    """Yield the statements in what a feed hands out, each as soon as it has been read."""
    return parse(cast("IO[bytes]", feed), format=form, base_iri=base)
