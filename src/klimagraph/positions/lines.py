"""Lines and columns of offsets in a text."""

from collections.abc import Iterable

from klimagraph.places import Place

LONGEST = 200
"""Characters that a place quotes."""


def places_at(data: bytes, spans: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Place]:
    """Return the place of each span of bytes; a column counts characters."""
    found: dict[tuple[int, int], Place] = {}
    line, counted = 1, 0
    for start, end in sorted(set(spans)):
        line += data.count(b"\n", counted, start)
        counted = start
        begin = data.rfind(b"\n", 0, start) + 1
        column = len(data[begin:start].decode("utf-8", "ignore")) + 1
        text = data[start : min(end, start + 4 * LONGEST)].decode("utf-8", "ignore")
        found[start, end] = Place(line=line, column=column, text=text.strip()[:LONGEST])
    return found
