"""Areas as TopoJSON: what comes out again is what went in, and each border stands there once."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from typing import Any

from klimagraph.maps.areas import Area, Point, Ring
from klimagraph.maps.topology import topology


def square(x: int, y: int, side: int = 2) -> Ring:
    """Return a square as a ring."""
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y))


def written(*areas: Area) -> dict[str, Any]:
    """Return the topology of areas."""
    found: dict[str, Any] = json.loads(topology(areas, "all"))
    return found


def points(document: dict[str, Any], number: int) -> list[Point]:
    """Return the points of an arc, backwards for ~number, as the specification says."""
    low = [round(value * 10_000) for value in document["transform"]["translate"]]
    x, y, found = low[0], low[1], []
    for dx, dy in document["arcs"][number if number >= 0 else ~number]:
        x, y = x + dx, y + dy
        found.append((x, y))
    return found if number >= 0 else found[::-1]


def rings(document: dict[str, Any], at: int) -> list[set[Point]]:
    """Return the points of each ring of an area."""
    arcs = document["objects"]["all"]["geometries"][at]["arcs"]
    return [
        {point for number in ring for point in points(document, number)}
        for polygon in arcs
        for ring in polygon
    ]


def joined(document: dict[str, Any], at: int) -> bool:
    """Tell whether the arcs of every ring of an area meet and close."""
    for polygon in document["objects"]["all"]["geometries"][at]["arcs"]:
        for ring in polygon:
            lines = [points(document, number) for number in ring]
            following = [*lines[1:], lines[0]]
            if any(a[-1] != b[0] for a, b in zip(lines, following, strict=True)):
                return False
    return True


def test_neighbours_share_a_border() -> None:
    """The line between two areas is one arc, which the second runs backwards."""
    left, right = square(0, 0), square(2, 0)
    document = written(Area("a", "A", ((left,),)), Area("b", "B", ((right,),)))
    assert [set(left)] == rings(document, 0)
    assert [set(right)] == rings(document, 1)
    assert joined(document, 0) and joined(document, 1)
    assert 3 == len(document["arcs"])


def test_enclave_fills_its_hole() -> None:
    """The hole of an area and what lies in it are one arc, wherever their rings begin."""
    hole, inner = square(3, 3), (*square(3, 3)[2:-1], *square(3, 3)[:2], square(3, 3)[2])
    outer = square(0, 0, 9)
    document = written(Area("a", "A", ((outer, hole[::-1]),)), Area("b", "B", ((inner,),)))
    assert [set(outer), set(hole)] == rings(document, 0)
    assert [set(hole)] == rings(document, 1)
    assert 2 == len(document["arcs"])


def test_three_areas_meet_in_a_point() -> None:
    """A point in which more than two meet ends all arcs that run into it."""
    areas = (square(0, 0), square(2, 0), ((0, 2), (2, 2), (4, 2), (4, 4), (0, 4), (0, 2)))
    document = written(*(Area(str(at), "", ((ring,),)) for at, ring in enumerate(areas)))
    assert [[set(ring)] for ring in areas] == [rings(document, at) for at in range(3)]
    assert all(joined(document, at) for at in range(3))


def test_name_and_path_are_kept() -> None:
    """An area can be told by its path and called by its name."""
    (found,) = written(Area("state/15", "Sachsen-Anhalt", ((square(0, 0),),)))["objects"]["all"][
        "geometries"
    ]
    assert ("state/15", {"name": "Sachsen-Anhalt"}) == (found["id"], found["properties"])


def test_nothing() -> None:
    """A level without areas is a topology, too."""
    assert [] == written()["arcs"]
