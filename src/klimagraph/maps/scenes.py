"""What a picture of a map shows: areas behind, areas that are marked, and dots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from klimagraph.asking import ask
from klimagraph.errors import NotFound
from klimagraph.maps.areas import GRID, Area, polygons, read_areas
from klimagraph.maps.members import Member, Members, path_of, point_of, read_members
from klimagraph.namespaces import THINGS
from klimagraph.workers.engine import Engine

AUTHORITY = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
SELECT ?this ?name ?wkt ?point ?state ?stateName ?districtName WHERE {
  ?this a klima:Authority ; skos:prefLabel ?name FILTER(LANG(?name) = "de")
  OPTIONAL { ?this geo:hasGeometry/geo:asWKT ?wkt }
  OPTIONAL { ?this geo:hasCentroid/geo:asWKT ?point }
  OPTIONAL { ?this klima:inState ?state .
    ?state skos:prefLabel ?stateName FILTER(LANG(?stateName) = "de") }
  OPTIONAL { ?this klima:inDistrict/skos:prefLabel ?districtName
    FILTER(LANG(?districtName) = "de") }
}
ORDER BY ?wkt ?point ?state ?districtName
LIMIT 1
"""
NEAR = 2.0
"""Degrees of longitude and latitude that a picture shows at least."""
BESIDE = 0.15
"""Share of the picture that stays free beside the members."""

Position = tuple[float, float]


@dataclass(frozen=True)
class Dot:
    """A member on the picture: where, and the numbers of its alliances among all."""

    point: Position
    alliances: tuple[int, ...]


@dataclass(frozen=True)
class Scene:
    """Everything that is drawn, and what is told beside it."""

    title: str
    within: tuple[str, ...]
    """Names of what it lies in, the smallest first."""
    alliances: tuple[str, ...]
    """Names of the alliances that are shown, or that the authority belongs to."""
    members: int
    """How many members the alliance has, or all of them."""
    background: tuple[Area, ...]
    marked: tuple[Area, ...]
    dots: tuple[Dot, ...]
    low: Position
    high: Position


async def scene_of_members(pool: Engine, release: str, alliance: str = "") -> Scene:
    """Return the members of all alliances, or of one by its path; raises NotFound."""
    found = await read_members(pool, release)
    names = {one.path: one.name for one in found.alliances}
    if alliance and alliance not in names:
        raise NotFound(f"there is no alliance {alliance[:80]!r}")
    shown = found.of(alliance) if alliance else found
    points = [one.point for one in shown.members if one.point]
    states = (await read_areas(pool, "states", release=release)).areas
    low, high = _around(points) if alliance and points else _extent(states)
    close = high[0] - low[0] < 2 * NEAR
    areas = (await read_areas(pool, "districts", release=release)).areas if close else states
    return Scene(
        names.get(alliance, ""),
        (),
        tuple(names[path] for path in _joined(shown)),
        len(shown.members),
        areas,
        (),
        tuple(_dots(shown, alliance)),
        low,
        high,
    )


async def scene_of_authority(pool: Engine, release: str, path: str) -> Scene:
    """Return an authority within its state; raises NotFound."""
    asked = await ask(pool, AUTHORITY, THINGS + path, release)
    if not asked.rows:
        raise NotFound(f"there is no authority {path[:80]!r}")
    row = asked.rows[0]
    state = path_of(row["state"]) if "state" in row else path
    key = state.removeprefix("state/") if state.startswith("state/") else ""
    districts = (await read_areas(pool, "districts", key, release)).areas if key else ()
    marked = Area(path, row["name"], polygons(row.get("wkt", "")))
    point = point_of(row.get("point", ""))
    member = await _member(pool, release, path)
    low, high = _extent(districts or (marked,))
    return Scene(
        row["name"],
        tuple(row[name] for name in ("districtName", "stateName") if name in row),
        member,
        0,
        districts,
        (marked,) if marked.polygons else (),
        (Dot(point, ()),) if point else (),
        low,
        high,
    )


async def _member(pool: Engine, release: str, path: str) -> tuple[str, ...]:
    """Return the names of the alliances of an authority."""
    found = await read_members(pool, release)
    mine = Members(release, found.alliances, tuple(m for m in found.members if m.path == path))
    names = {one.path: one.name for one in found.alliances}
    return tuple(names[one] for one in _joined(mine) if one in names)


def _joined(found: Members) -> list[str]:
    """Return the paths of the alliances by their number of members, the most first."""
    counts: dict[str, int] = {}
    for member in found.members:
        for path in _alliances(member):
            counts[path] = counts.get(path, 0) + 1
    known = {one.path for one in found.alliances}
    return sorted(
        (path for path in counts if path in known), key=lambda path: (-counts[path], path)
    )


def _alliances(member: Member) -> list[str]:
    return list(dict.fromkeys(part.alliance for part in member.parts))


def _dots(found: Members, alliance: str) -> Iterable[Dot]:
    numbers = {path: number for number, path in enumerate(_joined(found))}
    for member in found.members:
        if member.point:
            paths = [alliance] if alliance else _alliances(member)
            yield Dot(member.point, tuple(numbers[path] for path in paths if path in numbers))


def _extent(areas: Iterable[Area]) -> tuple[Position, Position]:
    points = [
        (x / GRID, y / GRID)
        for area in areas
        for rings in area.polygons
        for ring in rings
        for x, y in ring
    ]
    return _box(points or [(6.0, 47.3), (15.0, 55.0)])


def _box(points: Sequence[Position]) -> tuple[Position, Position]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys)), (max(xs), max(ys))


def _around(points: Sequence[Position]) -> tuple[Position, Position]:
    """Return a box around points that is not too small, with room at its sides."""
    (left, low), (right, high) = _box(points)
    wide = max(right - left, NEAR) * (0.5 + BESIDE)
    tall = max(high - low, NEAR * 0.6) * (0.5 + BESIDE)
    x, y = (left + right) / 2, (low + high) / 2
    return (x - wide, y - tall), (x + wide, y + tall)
