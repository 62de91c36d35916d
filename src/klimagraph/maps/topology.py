"""Areas as TopoJSON: each border once, in small steps (https://github.com/topojson/topojson-specification)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from klimagraph.maps.areas import GRID, Area, Point, Ring

Arc = tuple[Point, ...]


def topology(areas: Sequence[Area], name: str) -> bytes:
    """Return areas as one object of a topology; each has a path, and its name as a property."""
    rings = [ring for area in areas for polygon in area.polygons for ring in polygon]
    arcs = _Arcs(_junctions(rings))
    geometries = [_geometry(area, arcs) for area in areas]
    left, low = _corner(rings)
    document = {
        "type": "Topology",
        "transform": {"scale": [1 / GRID, 1 / GRID], "translate": [left / GRID, low / GRID]},
        "objects": {name: {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_steps(arc, (left, low)) for arc in arcs.known],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _geometry(area: Area, arcs: "_Arcs") -> dict[str, Any]:
    found = [[arcs.of(ring) for ring in polygon] for polygon in area.polygons]
    return {
        "type": "MultiPolygon",
        "id": area.path,
        "properties": {"name": area.name},
        "arcs": found,
    }


def _corner(rings: Iterable[Ring]) -> Point:
    points = [point for ring in rings for point in ring]
    return min((x for x, _ in points), default=0), min((y for _, y in points), default=0)


def _steps(arc: Arc, start: Point) -> list[list[int]]:
    """Return the points of an arc as differences to the one before."""
    (x, y), steps = start, []
    for point in arc:
        steps.append([point[0] - x, point[1] - y])
        x, y = point
    return steps


def _junctions(rings: Iterable[Ring]) -> set[Point]:
    """Return the points in which borders meet: rings go on differently from there."""
    beside: dict[Point, tuple[Point, Point]] = {}
    found = set()
    for ring in rings:
        for before, point, after in _with_neighbours(ring):
            pair = (before, after) if before < after else (after, before)
            if beside.setdefault(point, pair) != pair:
                found.add(point)
    return found


def _with_neighbours(ring: Ring) -> Iterator[tuple[Point, Point, Point]]:
    return zip((ring[-2], *ring), ring[:-1], ring[1:], strict=False)


class _Arcs:
    """The arcs of a topology, each in one direction."""

    def __init__(self, junctions: set[Point]) -> None:
        self.known: list[Arc] = []
        self._numbers: dict[Arc, int] = {}
        self._junctions = junctions

    def of(self, ring: Ring) -> list[int]:
        """Return the numbers of the arcs of a ring; ~number stands for the way back."""
        return [self._number(arc) for arc in self._cut(ring)]

    def _cut(self, ring: Ring) -> Iterator[Arc]:
        """Yield the parts of a ring between junctions; without any it begins at its least point."""
        inner = ring[:-1]
        starts = [at for at, point in enumerate(inner) if point in self._junctions]
        if not starts:
            starts = [inner.index(min(inner))]
        turned = (*inner[starts[0] :], *inner[: starts[0]], inner[starts[0]])
        bounds = [at - starts[0] for at in starts] + [len(inner)]
        for begin, end in pairwise(bounds):
            yield turned[begin : end + 1]

    def _number(self, arc: Arc) -> int:
        found = self._numbers.get(arc)
        if found is None:
            back = self._numbers.get(arc[::-1])
            if back is not None:
                return ~back
            found = self._numbers[arc] = len(self.known)
            self.known.append(arc)
        return found
