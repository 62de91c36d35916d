"""The tables of releases: each is made once, and nobody waits for that of another release."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from conftest import content
from klimagraph.exploring.table import Table, Tables, build
from klimagraph.releases import publish
from klimagraph.settings import Settings
from klimagraph.workers.engine import Engine
from klimagraph.workers.pool import Pool

MODULE = sys.modules[Tables.__module__]
FIRST, LAST = "first", "last"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with more releases than tables are kept, which are all empty."""
    folder = tmp_path_factory.mktemp("tables")
    for number in range(Tables.KEPT + 2):
        publish(folder, {"a": content("a", [f"x{number}"])}, f"release {number}")
    return folder


def with_tables(home: Path, work: Callable[[Tables, list[str]], Awaitable[None]]) -> None:
    """Do work with the tables of a home and the names of its releases, the newest last."""

    async def run() -> None:
        pool = Pool(Settings(home, workers=1, cache=0))
        await pool.open()
        try:
            names = sorted(path.name for path in (home / "releases").iterdir())
            await work(Tables(pool), names)
        finally:
            await pool.close()

    asyncio.run(run())


def test_nobody_waits_for_the_table_of_another_release(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither who asks for one that is there, nor who asks for one that is to be made."""
    held = asyncio.Event()

    async def work(tables: Tables, names: list[str]) -> None:
        async def slow(pool: Engine, release: str) -> Table:
            if release == names[0]:
                await held.wait()
            return await build(pool, release)

        served = await tables.of()
        monkeypatch.setattr(MODULE, "build", slow)
        waiting = [asyncio.create_task(tables.of(names[0])) for _ in range(2)]
        await asyncio.sleep(0)
        async with asyncio.timeout(100):
            assert served is await tables.of()
            assert names[1] == (await tables.of(names[1])).release
        held.set()
        one, other = await asyncio.gather(*waiting)
        assert one is other

    with_tables(home, work)


def test_the_table_that_is_served_stays(home: Path) -> None:
    """However many old releases somebody asks for; of those the oldest goes."""

    async def work(tables: Tables, names: list[str]) -> None:
        served = await tables.of()
        old = [await tables.of(name) for name in names[:-1]]
        assert served is await tables.of()
        assert old[-1] is await tables.of(names[-2])
        assert old[0] is not await tables.of(names[0])

    with_tables(home, work)
