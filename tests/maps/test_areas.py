"""Boundaries as rings on a grid."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import pytest

from klimagraph.maps.areas import polygons

SQUARE = ((0, 0), (10_000, 0), (10_000, 10_000), (0, 0))


def test_polygon() -> None:
    """Positions fall on the grid of four decimals."""
    assert ((SQUARE,),) == polygons("POLYGON ((0 0, 1 0, 1.00001 1, 0 0))")


def test_hole() -> None:
    """A polygon has an outer ring and its holes."""
    text = "POLYGON ((0 0, 9 0, 9 9, 0 0), (4 1, 5 1, 5 2, 4 1))"
    assert [2] == [len(rings) for rings in polygons(text)]


def test_several_polygons() -> None:
    """Each polygon keeps its own holes."""
    text = (
        "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0), (4 1, 5 1, 5 2, 4 1)), ((0 0, 1 0, 1.00001 1, 0 0)))"
    )
    found = polygons(text)
    assert [2, 1] == [len(rings) for rings in found]
    assert (SQUARE,) == found[1]


def test_open_ring_is_closed() -> None:
    """What somebody left open is closed, and points that fall together are one."""
    assert ((SQUARE,),) == polygons("POLYGON((0 0, 1 0, 1 1, 1.00001 1))")


@pytest.mark.parametrize(
    "text", ["", "POINT (1 2)", "POLYGON", "POLYGON (", "POLYGON ((a b, c d))", "<script>", "((("]
)
def test_what_is_no_area(text: str) -> None:
    """Anything else is no area, and no fault."""
    assert () == polygons(text)
