"""The lines of the table: what is measured, in which unit, and what is demanded of it."""

from dataclasses import dataclass

from bench.queries import LABELS, MIX, NAMED, SELECTIVE
from bench.step import Cell

OURS = "klimagraph"
Cells = dict[tuple[str, str], Cell]
"""Figures by line and server; times in seconds."""

LOAD, START, POINTS, P99 = "bulk load", "start to first answer", "point queries", "their p99"
RATE, FIRST, GROWN = "large result", "its first byte", "memory of the process meanwhile"
CHANGE = "small change to visible"


@dataclass(frozen=True)
class Demand:
    """A bound of our figure, or of how many times it is better than that of a peer."""

    bound: float
    peer: str = ""

    def holds(self, cells: Cells, line: str, unit: str) -> bool | None:
        """Tell whether it holds; None where a figure for it is missing."""
        ours = cells.get((line, OURS), Cell())
        if ours.value is None:
            return None if not ours.note else False
        if not self.peer:
            return ours.value <= self.bound
        ratio = better(ours, cells.get((line, self.peer), Cell()), unit)
        return None if ratio is None else ratio >= self.bound


@dataclass(frozen=True)
class Line:
    """One line: its key in the cells, its unit, its demands."""

    name: str
    unit: str
    demands: tuple[Demand, ...] = ()


def cold(name: str) -> str:
    """Return the line of a query of the mix without the cache of answers."""
    return f"cold: {name}"


def again(name: str) -> str:
    """Return the line of a query of the mix asked once more."""
    return f"repeated: {name}"


def _mix() -> tuple[Line, ...]:
    first = (
        Line(cold(name), "ms", (Demand(1.5 if name == LABELS else 2.5, "oxigraph"),))
        for name in MIX
    )
    second = (Line(again(name), "ms", (Demand(1, "virtuoso"),)) for name in (*MIX, NAMED))
    return (*first, *second)


AHEAD = tuple(Demand(1, name) for name in ("virtuoso", "comunica", "rdflib-endpoint"))
LINES = (
    Line(LOAD, "s", (Demand(0.8, "oxigraph"),)),
    Line(START, "s", (Demand(2),)),
    Line(POINTS, "1/s", (Demand(0.5, "oxigraph"), *AHEAD)),
    Line(P99, "ms", (Demand(0.2, "oxigraph"),)),
    *_mix(),
    Line(RATE, "MB/s", (Demand(1.5, "oxigraph"),)),
    Line(FIRST, "ms", (Demand(0.05),)),
    Line(GROWN, "MB", (Demand(32),)),
    Line(CHANGE, "s", (Demand(1),)),
    *(Line(name, "ms") for name in SELECTIVE),
)
LARGEST_GROWTH = 1.5


def better(ours: Cell, theirs: Cell, unit: str) -> float | None:
    """Return how many times our figure is better, None where there is none."""
    if not ours.value or not theirs.value:
        return None
    return ours.value / theirs.value if unit.endswith("/s") else theirs.value / ours.value
