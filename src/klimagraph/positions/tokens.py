"""Tokens and safe pieces of Turtle and its relatives (https://www.w3.org/TR/turtle/#sec-grammar)."""

import re
from collections.abc import Iterator

from klimagraph.positions.feed import Piece

SMALLEST = 600
"""Bytes that a piece has at least: a call for each line would cost more than it tells."""
_WORD = r"""[^\s<>"'\[\](){};,#^@.\\~|]"""
_STRING = r"""
    \"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]++|\\.|'(?!''))*+'''
    | "(?:[^"\\\n\r]++|\\.)*+" | '(?:[^'\\\n\r]++|\\.)*+'
"""
_NAME = rf"(?:\\.|{_WORD}|\.+(?={_WORD}|\\))+"
_IRI = r"<[^<>\"\s{}|^`]*+>"
TOKEN = re.compile(
    rf"""
    [ \t\r\n]++ | \#[^\r\n]*+
    | (?P<string>{_STRING}) | (?P<tag>@[A-Za-z0-9-]+) | (?P<term>{_IRI}|{_NAME})
    | (?P<sign>\^\^ | \{{\| | \|\}} | << | >> | .)
    """.encode(),
    re.VERBOSE | re.DOTALL,
)
_QUOTED = re.compile(
    rf"(?:{_STRING})(?:@[A-Za-z0-9-]+|\^\^(?:{_IRI}|{_NAME}))?|{_IRI}|{_NAME}|.".encode(),
    re.VERBOSE | re.DOTALL,
)
_BLOCK_END = re.compile(rb"[.}][ \t\r]*\n")


def pieces(data: bytes, by_line: bool) -> Iterator[Piece]:
    """Yield a text in pieces that end where a line and a statement end.

    By line is for the formats that have one statement a line.
    """
    start, length = 0, len(data)
    while start < length:
        end = _line_end(data, start) if by_line else _block_end(data, start)
        yield Piece(start, end, data[start:end])
        start = end


def _line_end(data: bytes, start: int) -> int:
    return data.find(b"\n", start + SMALLEST) + 1 or len(data)


def _block_end(data: bytes, start: int) -> int:
    """Return the end of the first line after some bytes that ends with the end of a block."""
    known, search = start, start + SMALLEST
    while found := _BLOCK_END.search(data, search):
        end = found.end()
        if not _doubtful(data, known, end):
            return end
        known, closed = _tokens_to(data, known, end)
        if closed and known == end:
            return end
        search = max(known, end)
    return len(data)


def _doubtful(data: bytes, start: int, end: int) -> bool:
    """Tell whether the last line may be part of a long string, or its end part of a comment."""
    if data.find(b'"""', start, end) >= 0 or data.find(b"'''", start, end) >= 0:
        return True
    return data.find(b"#", data.rfind(b"\n", start, end - 1) + 1, end) >= 0


def _tokens_to(data: bytes, start: int, end: int) -> tuple[int, bool]:
    """Return where the token ends that reaches an offset, and whether a block ended before."""
    position, closed = start, False
    for found in TOKEN.finditer(data, start):
        position = found.end()
        if found.lastgroup:
            closed = found[0] in (b".", b"}")
        elif position > end:
            return end, closed
        if position >= end:
            break
    return position, closed


def span_of(data: bytes, start: int) -> tuple[int, int]:
    """Return start and end of the term that begins at an offset."""
    found = _QUOTED.match(data, start)
    if found is None or found[0] in (b"[", b"("):
        return start, data.find(b"\n", start) if b"\n" in data[start:] else len(data)
    return start, found.end()
