"""Areas of states, districts and municipalities, as their boundaries stand in the graph.

Well-known text: https://www.ogc.org/standard/sfa/
"""

import asyncio
import re
from dataclasses import dataclass

from klimagraph.asking import Asked, Row, ask
from klimagraph.errors import InputRefused, NotFound
from klimagraph.namespaces import THINGS
from klimagraph.workers.engine import Engine

LEVELS = {
    "states": "State",
    "districts": "District",
    "associations": "AssociationOfMunicipalities",
    "municipalities": "Municipality",
}
"""Classes of authorities by the name of their level, the largest first."""
GRID = 10_000
"""Steps of the grid in one degree: the boundaries have four decimals."""
_AREAS = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
SELECT ?area ?name ?wkt%s WHERE {
  ?area a klima:%s ; geo:hasGeometry/geo:asWKT ?wkt ; skos:prefLabel ?name .
  FILTER(LANG(?name) = "de")%s
}
ORDER BY ?area
"""
EVERYWHERE = {level: _AREAS % ("", name, "") for level, name in LEVELS.items()}
"""The class stands in the text, so that the engine begins with it."""
WITHIN = {
    level: _AREAS % (" ?state", name, "\n  ?area klima:inState ?state .")
    for level, name in LEVELS.items()
}
A_STATE = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
SELECT ?this WHERE { ?this a klima:State }
"""
STATE = re.compile(r"[0-9]{2}")
_RING = re.compile(r"\(\(?\(?([^()]+)\)")
_POSITION = re.compile(r"(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s+(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)")

Point = tuple[int, int]
"""Longitude and latitude in steps of the grid."""
Ring = tuple[Point, ...]
"""A closed line; the last point is the first."""


@dataclass(frozen=True)
class Area:
    """An authority with its boundary: polygons, each an outer ring and its holes."""

    path: str
    """Class and key as in the address of its page, such as `municipality/15085055`."""
    name: str
    polygons: tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True)
class Areas:
    """The areas of a level, and the release that they were read from."""

    release: str
    areas: tuple[Area, ...]


async def read_areas(
    pool: Engine, level: str, state: str = "", release: str | None = None
) -> Areas:
    """Return the areas of a level, of one state where its key is given.

    Raises NotFound for an unknown level, InputRefused for what is no key of a state.
    """
    if level not in LEVELS:
        raise NotFound(f"there is no level {level[:50]!r} of areas; known are {', '.join(LEVELS)}")
    if state and not STATE.fullmatch(state):
        raise InputRefused(f"state is {state[:50]!r}; allowed are two digits such as 15")
    if state:
        asked = await ask(pool, WITHIN[level], None, release, state=f"{THINGS}state/{state}")
    else:
        asked = await ask(pool, EVERYWHERE[level], release=release)
    return await asyncio.to_thread(_areas, asked)


async def is_state(pool: Engine, key: str, release: str | None = None) -> bool:
    """Tell whether a key is that of a state."""
    return bool((await ask(pool, A_STATE, f"{THINGS}state/{key}", release)).rows)


def _areas(asked: Asked) -> Areas:
    found = (_area(row) for row in asked.rows)
    return Areas(asked.release, tuple(area for area in found if area.polygons))


def _area(row: Row) -> Area:
    return Area(row["area"].removeprefix(THINGS), row["name"], polygons(row["wkt"]))


def polygons(wkt: str) -> tuple[tuple[Ring, ...], ...]:
    """Return the polygons of well-known text, none where it is something else."""
    kind, _, rest = wkt.partition("(")
    if kind.strip().upper() not in ("POLYGON", "MULTIPOLYGON"):
        return ()
    parts = re.split(r"\)\s*\)\s*,", rest)
    found = (tuple(_rings(part)) for part in parts)
    return tuple(rings for rings in found if rings)


def _rings(text: str) -> list[Ring]:
    rings = (_ring(inner) for inner in _RING.findall(f"({text})"))
    return [ring for ring in rings if len(ring) > 3]


def _ring(text: str) -> Ring:
    """Return a ring on the grid, without points that fall on the one before."""
    points: list[Point] = []
    for longitude, latitude in _POSITION.findall(text):
        point = round(float(longitude) * GRID), round(float(latitude) * GRID)
        if not points or points[-1] != point:
            points.append(point)
    if points and points[0] != points[-1]:
        points.append(points[0])
    return tuple(points)
