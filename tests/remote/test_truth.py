"""An answer of a remote engine is complete and of the release that it names, or an error."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import asyncio
import json
import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from conftest import KLIMAGRAPH, content, free_port, serving
from klimagraph.errors import (
    KlimagraphError,
    NotAcceptable,
    Overloaded,
    QueryRefused,
    QueryStopped,
    ReleaseNotQueryable,
    ReleaseUnknown,
    StoreChanging,
    StoreUnavailable,
)
from klimagraph.releases import current, publish
from klimagraph.releases.lock import writing
from klimagraph.remote import marker
from klimagraph.remote.bringing import LOCKED, bring
from klimagraph.remote.engine import Engine
from klimagraph.remote.pool import RemotePool
from klimagraph.settings import Settings
from klimagraph.workers.protocol import Question
from remote.engines import FORMATS, asked, oxigraph, until, virtuoso, with_remote

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }"
LONG = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }"


def test_answer_names_its_release(home: Path, engine: dict[str, str]) -> None:
    """The release is the one that the engine holds."""
    bring(settings(home, engine))

    async def work(pool: RemotePool) -> str:
        async with pool.answer(Question(COUNT, FORMATS)) as answer:
            assert answer.complete
            return answer.release

    release = current(home)
    assert release
    assert release.name == with_remote(home, work, **engine)


def test_older_release_is_refused(home: Path, engine: dict[str, str]) -> None:
    """The engine holds one release; others are there for download, which is said."""
    first = current(home)
    publish(home, {"b": content("b", ["other"])}, "second")
    bring(settings(home, engine))

    async def work(pool: RemotePool) -> None:
        with pytest.raises(ReleaseNotQueryable, match="downloaded"):
            await asked(pool, COUNT, first.name if first else "")
        with pytest.raises(ReleaseUnknown):
            await asked(pool, COUNT, "1999.1.0")

    with_remote(home, work, **engine)


def test_endless_query_is_given_up(home: Path, engine: dict[str, str]) -> None:
    """The client waits no longer than the limit, which the error names."""
    bring(settings(home, engine))

    async def work(pool: RemotePool) -> None:
        with pytest.raises(QueryStopped, match="QUERY_TIMEOUT"):
            await asked(pool, ENDLESS)

    with_remote(home, work, **engine, query_timeout=0.5)


def test_what_waits_too_many_is_turned_away(home: Path, engine: dict[str, str]) -> None:
    """So many queries at once, and no more."""
    bring(settings(home, engine))

    async def work(pool: RemotePool) -> list[object]:
        several = (asked(pool, ENDLESS) for _ in range(3))
        return await asyncio.gather(*several, return_exceptions=True)

    limits = {"query_timeout": 0.5, "workers": 1, "waiting": 1}
    found = with_remote(home, work, **engine, **limits)
    assert Overloaded in {type(item) for item in found}


def test_mistake_is_the_askers(home: Path, engine: dict[str, str]) -> None:
    """A query that cannot be read is refused, and a format that cannot be had is said."""
    bring(settings(home, engine))

    async def work(pool: RemotePool) -> None:
        for query in ("SELECT ?x { ?x ?y }", "DROP ALL", "SELECT (bif:now() AS ?x) {}"):
            with pytest.raises(QueryRefused):
                await asked(pool, query)
        with pytest.raises(NotAcceptable):
            async with pool.answer(Question("ASK {}", {"graph": "turtle"})):
                pass

    with_remote(home, work, **engine)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "xlsx"])
def test_rows_come_in_each_format(home: Path, engine: dict[str, str], form: str) -> None:
    """What the engine cannot write is written here."""
    bring(settings(home, engine))

    async def work(pool: RemotePool) -> tuple[str, bytes]:
        async with pool.answer(Question(COUNT, {"bindings": form})) as answer:
            return answer.format, answer.first

    found, body = with_remote(home, work, **engine)
    assert form == found
    assert b"1000" in body or body.startswith(b"PK")


def test_engine_on_its_way_is_no_engine(home: Path, engine: dict[str, str]) -> None:
    """While the engine is changed no answer is given."""
    bring(settings(home, engine))
    mark_as_changing(home, engine)

    async def work(pool: RemotePool) -> None:
        pool.standing.settings = Settings(home / "nothing")  # so that nobody brings it along
        with pytest.raises(StoreChanging):
            await asked(pool, COUNT)
        assert 0 == pool.status()["workers"]

    release_lock = holding_the_lock(home)
    try:
        with_remote(home, work, **engine)
    finally:
        release_lock()


def test_long_answer_breaks_off_where_the_release_changes(home: Path) -> None:
    """Rows of one release never end as if they were those of another."""
    with oxigraph() as engine:
        bring(settings(home, engine))

        async def work(pool: RemotePool) -> None:
            async with pool.answer(Question(LONG, FORMATS)) as answer:
                assert not answer.complete
                release = current(home)
                assert release
                with Engine(settings(home, engine)) as writer:
                    writer.set_mark(marker.holding(release))
                with pytest.raises(StoreChanging):
                    async for _ in answer.rest:
                        pass

        with_remote(home, work, **engine)


def test_engine_that_is_gone_is_told_and_comes_back(home: Path) -> None:
    """Without the engine there is an error; with it, even an empty one, answers again."""
    port = free_port()
    with oxigraph(port) as engine:
        bring(settings(home, engine))

    async def work(pool: RemotePool) -> bytes:
        with pytest.raises(StoreUnavailable):
            await asked(pool, COUNT)
        assert "not answering" == pool.status()["state"]
        with oxigraph(port):
            await until(lambda: "answering" == pool.status()["state"])
            return await asked(pool, COUNT)

    assert b"1000" in with_remote(home, work, **engine)


def test_engine_that_cuts_answers_is_not_used(home: Path, tmp_path: Path) -> None:
    """Virtuoso says that it cut rows, not that it cut triples: neither is taken."""
    with virtuoso(tmp_path, "ResultSetMaxRows = 100") as engine:
        bring(settings(home, engine))

        async def work(pool: RemotePool) -> None:
            with pytest.raises(KlimagraphError, match="ResultSetMaxRows"):
                await asked(pool, COUNT)

        with_remote(home, work, **engine)


def test_service_writes_and_reads(tmp_path: Path, engine: dict[str, str]) -> None:
    """What is loaded and written over HTTP is answered from the engine; downloads stay."""
    home = tmp_path / "home"
    publish(home, {"a": content("a", ["one"])}, "first")
    named = {f"KLIMAGRAPH_{name.upper()}": value for name, value in engine.items()}
    with serving(home, admin_token="secret", **engine) as served:  # noqa: S106  # of this test
        assert knows(served.address, "one")
        file = tmp_path / "b.nt"
        file.write_text('<http://e/two> <http://e/p> "two" .\n')
        command = [KLIMAGRAPH, "load", "--dataset", "b", "--home", str(home), str(file)]
        subprocess.run(command, env={**os.environ, **named}, check=True)
        wait_for(lambda: knows(served.address, "two"))
        write(served.address, "a", b'<http://e/three> <http://e/p> "three" .')
        assert knows(served.address, "three") and knows(served.address, "one")
        assert "remote" == read(f"{served.address}/ready")["store"]
        first = read(f"{served.address}/releases")["releases"][-1]["name"]
        assert 501 == status(f"{served.address}/sparql?query=ASK%7B%7D&release={first}")
        assert 200 == status(f"{served.address}/releases/{first}/a.nq")


def settings(home: Path, engine: dict[str, str]) -> Settings:
    """Return the settings of a service on this home and this engine."""
    return Settings(home, **engine)  # type: ignore[arg-type]  # all of them are texts


def mark_as_changing(home: Path, engine: dict[str, str]) -> None:
    """Leave an engine as a crash would."""
    release = current(home)
    assert release
    with Engine(settings(home, engine)) as writer:
        writer.set_mark(marker.changing(release))


def holding_the_lock(home: Path) -> Callable[[], None]:
    """Keep others from writing in a home until the answer is called."""
    stack = ExitStack()
    stack.enter_context(writing(home / LOCKED, "test"))
    return stack.close


def knows(address: str, name: str) -> bool:
    """Tell whether anything is said of a thing; not while the engine is changed."""
    query = f"{address}/sparql?query=ASK%7B%3Chttp%3A%2F%2Fe%2F{name}%3E%3Fp%3Fo%7D"
    return 503 != status(query) and bool(read(query)["boolean"])


def write(address: str, slug: str, triples: bytes) -> None:
    """Add triples to a dataset over HTTP."""
    headers = {"Authorization": "Bearer secret", "Content-Type": "text/turtle"}
    graph = f"{address}/graphs?graph=https://w3id.org/klimagraph/dataset/{slug}"
    request = urllib.request.Request(graph, triples, headers, method="POST")
    with urllib.request.urlopen(request) as answer:
        assert 204 == answer.status


def read(address: str) -> dict[str, Any]:
    """Return the JSON at an address."""
    with urllib.request.urlopen(address) as answer:
        return dict(json.load(answer))


def status(address: str) -> int:
    """Return the status of an address."""
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def wait_for(true: Callable[[], bool]) -> None:
    """Wait until something is so."""

    async def wait() -> None:
        await until(true)

    asyncio.run(wait())
