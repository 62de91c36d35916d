"""All named queries give the same rows on a remote engine as on our own."""

import asyncio
import json
import os
import tomllib
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from klimagraph import resources, statistics, things
from klimagraph.bundle import bundle_folder
from klimagraph.errors import KlimagraphError
from klimagraph.queries import NamedQuery, bind, read_queries
from klimagraph.remote.bringing import bring
from klimagraph.remote.pool import RemotePool
from klimagraph.settings import Settings
from klimagraph.vocabulary import overview, schemes, shapes
from klimagraph.workers.pool import Pool
from klimagraph.workers.protocol import Question
from remote.engines import FORMATS

LISTS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("known_differences.toml").read_text(encoding="utf-8")
)
KNOWN, SOMETIMES = set(LISTS["virtuoso"]), set(LISTS["sometimes"])
pytestmark = pytest.mark.skipif(
    "KLIMAGRAPH_TEST_REMOTE" not in os.environ, reason="takes a minute or two: make test-remote"
)
THING = "https://w3id.org/klimagraph/id/"


class Both:
    """Asks our own workers and a remote engine the same questions."""

    def __init__(self, home: Path, engine: dict[str, str]) -> None:
        own = {"workers": 1, "cache": 0, "query_timeout": 60.0}
        self.pool = Pool(Settings(home, **own))  # type: ignore[arg-type]  # by name
        self.remote = RemotePool(Settings(home, **own, **engine))  # type: ignore[arg-type]

    @asynccontextmanager
    async def opened(self) -> Any:
        """Open both, close both."""
        await self.pool.open()
        await self.remote.open()
        try:
            yield self
        finally:
            await self.pool.close()
            await self.remote.close()


@pytest.fixture(scope="session")
def brought(bundled_home: Path, bundled_engine: dict[str, str]) -> dict[str, str]:
    """Return the settings of an engine that holds the bundled data."""
    bring(Settings(bundled_home, **bundled_engine))  # type: ignore[arg-type]  # all are texts
    return bundled_engine


def test_named_queries_have_the_same_rows(bundled_home: Path, brought: dict[str, str]) -> None:
    """Every case of every query, with its parameters; what differs stands in the list."""
    found = set(run(different(bundled_home, brought)))
    if "store_user" in brought:  # it is Virtuoso
        found, expected = found - SOMETIMES, KNOWN
    else:
        expected = set()
    assert expected == found


def test_pages_are_the_same(bundled_home: Path, brought: dict[str, str]) -> None:
    """What the product itself asks has one answer on both."""
    run(same_pages(bundled_home, brought))


async def different(home: Path, engine: dict[str, str]) -> list[str]:
    """Return the names of the queries that have other rows."""
    names = []
    async with Both(home, engine).opened() as both:
        for query, given in cases():
            question = Question(query.text, FORMATS, substitutions=bind(query, given))
            if await rows(both.pool, question) != await rows(both.remote, question):
                names.append(query.name)
    return names


async def same_pages(home: Path, engine: dict[str, str]) -> None:
    """Compare what pages and documents say."""
    async with Both(home, engine).opened() as both:
        own, other = both.pool, both.remote
        for name in ("alliance/klima-buendnis", "target/klima-buendnis--010535323"):
            pages = [shown(await things.page(pool, THING + name)) for pool in (own, other)]
            assert set() == pages[0] ^ pages[1]
            assert set((await resources.describe(own, THING + name))[0]) == set(
                (await resources.describe(other, THING + name))[0]
            )
        assert len((await overview.overview(own)).properties) == len(
            (await overview.overview(other)).properties
        )
        assert len((await shapes.all_shapes(own)).shapes) == len(
            (await shapes.all_shapes(other)).shapes
        )
        assert set((await schemes.data(own))[0]) == set((await schemes.data(other))[0])
        counted = [await statistics.statistics(pool, own.settings) for pool in (own, other)]
        assert len(counted[0][0]) == len(counted[1][0])


def shown(page: things.Page) -> set[object]:
    """Return what a page says, whatever the order of equal names."""
    groups = {
        (group.name, item.iri, frozenset(item.values))
        for group in page.groups
        for item in group.properties
    }
    tables = {
        (table.class_iri, table.via_name, len(table.lines), table.more) for table in page.connected
    }
    return {page.title, *groups, *tables, frozenset(page.standings), len(page.doubts)}


def cases() -> Iterator[tuple[NamedQuery, dict[str, str]]]:
    """Yield each query with the parameters of each of its cases."""
    folder = Path(__file__).parents[1] / "queries"
    for query in read_queries(bundle_folder() / "queries"):
        for case in tomllib.loads((folder / f"{query.name}.toml").read_text())["case"]:
            yield query, case.get("parameters", {})


async def rows(pool: Pool | RemotePool, question: Question) -> object:
    """Return the rows of an answer in no order, or that there is none."""
    try:
        async with pool.answer(question) as answer:
            body = answer.first + b"".join([chunk async for chunk in answer.rest])
    except KlimagraphError as error:
        return type(error).__name__
    bindings = json.loads(body)["results"]["bindings"]
    return sorted(json.dumps(row, sort_keys=True) for row in bindings)


def run(work: Any) -> Any:
    """Run what is awaited."""
    return asyncio.run(work)
