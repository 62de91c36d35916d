"""The members of an alliance over the years, as a drawing for SVG (https://www.w3.org/TR/SVG2/)."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimagraph.things.alliance import Year

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 14, 14, 30
LEAST = 2
"""Years that there must be to draw a line."""
TICKS = (1, 2, 5)


@dataclass(frozen=True)
class Tick:
    """A mark of an axis: where it stands and what is written there."""

    at: float
    text: str


@dataclass(frozen=True)
class Chart:
    """The lines and marks of the drawing."""

    line: str
    area: str
    points: tuple[tuple[float, float, Year], ...]
    years: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    bottom: int = HEIGHT - BOTTOM


def chart(growth: Sequence[Year]) -> Chart | None:
    """Return the drawing; None where there are too few years for one."""
    if len(growth) < LEAST:
        return None
    first, last = growth[0].year, growth[-1].year
    step = _step(max(one.participants for one in growth))
    top = step * -(-max(one.participants for one in growth) // step)

    def across(year: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (year - first) / (last - first), 1)

    def up(count: int) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / top, 1)

    points = tuple((across(one.year), up(one.participants), one) for one in growth)
    line = f"M{points[0][0]} {points[0][1]}" + "".join(f"H{x}V{y}" for x, y, _ in points[1:])
    area = f"{line}V{HEIGHT - BOTTOM}H{points[0][0]}Z"
    years = tuple(Tick(across(year), str(year)) for year in _years(first, last))
    counts = tuple(Tick(up(count), str(count)) for count in range(0, top + 1, step))
    return Chart(line, area, points, years, counts)


def _step(most: int) -> int:
    """Return how many lie between two marks, so that there are about four."""
    size = 1
    while True:
        for tick in TICKS:
            if tick * size * 4 >= most:
                return tick * size
        size *= 10


def _years(first: int, last: int) -> list[int]:
    between = max(1, -(-(last - first) // 5))
    return list(range(first, last + 1, between))
