"""Pictures of boxes and arrows in columns: where each part lies, as plain numbers for an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

LETTER, LINE, LANE, HEAD, MARGIN = 7.9, 17, 24, 11, 14
"""Width of a letter, height of a line, of the lane and head of an arrow, distance of boxes."""
LONGEST = 24
"""Letters of a name that fit in one line of a box."""
CURVE = 56


@dataclass(frozen=True)
class Label:
    """A name that leads somewhere."""

    text: str
    iri: str


@dataclass(frozen=True)
class Box:
    """A box with one name or several, in a column."""

    key: str
    names: tuple[Label, ...]
    column: int
    style: str = ""


@dataclass(frozen=True)
class Edge:
    """An arrow from a box to one in the next column."""

    source: str
    target: str
    label: Label


@dataclass(frozen=True)
class Placed:
    """A box or an arrow (which has a path) with the places of its lines of text."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[float, float, Label], ...]
    style: str = ""
    path: str = ""


@dataclass(frozen=True)
class Picture:
    """A drawn picture."""

    width: int
    height: int
    boxes: tuple[Placed, ...]
    arrows: tuple[Placed, ...]


def draw(boxes: Sequence[Box], edges: Sequence[Edge]) -> Picture:
    """Place boxes in their columns, in the order given, and arrows between them."""
    height = max((_bottom(column, edges) for column in _columns(boxes)), default=0)
    placed: dict[str, Placed] = {}
    x = 1.0
    for column in _columns(boxes):
        y = (height - _bottom(column, edges)) / 2 + 1
        width = max(max(len(line) for line, _ in _lines(box)) for box in column) * LETTER + 40
        for box in column:
            placed[box.key] = _place(box, x, y, width, edges)
            y += placed[box.key].height + MARGIN
        keys = {box.key for box in column}
        labels = [len(edge.label.text) for edge in edges if edge.source in keys]
        x += width + (max(labels) * LETTER + CURVE if labels else 0)
    order = {box.key: place for place, box in enumerate(boxes)}
    arrows = [_arrow(edge, placed, edges, order) for edge in edges]
    return Picture(round(x + 1), round(height + 2), tuple(placed.values()), tuple(arrows))


def _columns(boxes: Sequence[Box]) -> list[list[Box]]:
    numbers = sorted({box.column for box in boxes})
    return [[box for box in boxes if box.column == number] for number in numbers]


def _lines(box: Box) -> list[tuple[str, Label]]:
    return [(line, name) for name in box.names for line in wrap(name.text, LONGEST) or [""]]


def _height(box: Box, edges: Sequence[Edge]) -> float:
    out = sum(box.key == edge.source for edge in edges)
    into = sum(box.key == edge.target for edge in edges)
    return max(len(_lines(box)) * LINE + 14, max(out, 1) * LANE + 8, into * HEAD + 8)


def _bottom(column: Sequence[Box], edges: Sequence[Edge]) -> float:
    return sum(_height(box, edges) + MARGIN for box in column) - MARGIN


def _place(box: Box, x: float, y: float, width: float, edges: Sequence[Edge]) -> Placed:
    lines, height = _lines(box), _height(box, edges)
    top = y + (height - len(lines) * LINE) / 2 + 13
    texts = [(x + 12, top + at * LINE, Label(line, to.iri)) for at, (line, to) in enumerate(lines)]
    return Placed(x, y, width, height, tuple(texts), box.style)


def _arrow(
    edge: Edge, placed: dict[str, Placed], edges: Sequence[Edge], order: dict[str, int]
) -> Placed:
    source, target = placed[edge.source], placed[edge.target]
    out = [one for one in edges if one.source == edge.source]
    out.sort(key=lambda one: order[one.target])
    into = [one for one in edges if one.target == edge.target]
    into.sort(key=lambda one: (order[one.source], out.index(one) if one in out else 0))
    start = source.x + source.width
    y = source.y + (source.height - len(out) * LANE) / 2 + (out.index(edge) + 0.75) * LANE
    end = target.y + target.height * (into.index(edge) + 1) / (len(into) + 1)
    bend = target.x - CURVE
    path = (
        f"M{start:.1f} {y:.1f}H{bend:.1f}C{bend + 30:.1f} {y:.1f} {target.x - 36:.1f} {end:.1f} "
        f"{target.x - 1:.1f} {end:.1f}m-7 -4l7 4l-7 4"
    )
    label = (start + 8, y - 5, edge.label)
    return Placed(start, y, bend - start, 0, (label,), path=path)
