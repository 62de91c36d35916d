"""Boundaries as rings on a grid."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import asyncio
import threading
from pathlib import Path

import pytest

from klimagraph.maps import areas
from klimagraph.maps.areas import polygons, read_areas
from klimagraph.namespaces import DATASETS, PREFIXES, THINGS
from klimagraph.releases import Content, publish
from klimagraph.settings import Settings
from klimagraph.workers.pool import Pool

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


def test_boundaries_are_read_beside_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading those of all municipalities takes a second in which others are answered."""
    threads = []

    def noting(wkt: str) -> tuple[tuple[areas.Ring, ...], ...]:
        threads.append(threading.current_thread())
        return polygons(wkt)

    async def run() -> list[str]:
        pool = Pool(Settings(tmp_path, workers=1, cache=0))
        await pool.open()
        try:
            return [area.name for area in (await read_areas(pool, "states")).areas]
        finally:
            await pool.close()

    publish(tmp_path, {"a": a_state()}, "first")
    monkeypatch.setattr(areas, "polygons", noting)
    assert ["Nordland"] == asyncio.run(run())
    assert threading.current_thread() not in threads


def a_state() -> Content:
    """Return the content of a dataset with a state that has a boundary."""
    state, geometry = f"<{THINGS}state/01>", "<http://e/g>"
    geo = PREFIXES["geo"]
    statements = (
        f"{state} <{PREFIXES['rdf']}type> <{PREFIXES['klima']}State>",
        f'{state} <{PREFIXES["skos"]}prefLabel> "Nordland"@de',
        f"{state} <{geo}hasGeometry> {geometry}",
        f'{geometry} <{geo}asWKT> "POLYGON ((0 0, 1 0, 1 1, 0 0))"^^<{geo}wktLiteral>',
    )
    lines = sorted(f"{statement} <{DATASETS}a> .\n" for statement in statements)
    return Content("".join(lines).encode(), "test")
