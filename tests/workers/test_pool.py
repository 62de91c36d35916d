"""The pool answers questions, each in a process that ends where it must."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import asyncio
import json
import os
import signal
import socket
from pathlib import Path

import pytest
from pools import (
    COUNT,
    EATER,
    ENDLESS,
    FORMATS,
    STREAM,
    all_idle,
    all_of,
    ask,
    ask_all,
    busy,
    children,
    gone,
    templates,
    until,
    until_in_memory,
    with_pool,
    workers,
)

from conftest import content
from klimagraph.errors import (
    NotAcceptable,
    Overloaded,
    QueryFailed,
    QueryRefused,
    QueryStopped,
    ReleaseGone,
    ReleaseUnknown,
)
from klimagraph.namespaces import DATASETS
from klimagraph.releases import prune, publish
from klimagraph.workers.pool import Pool
from klimagraph.workers.protocol import Question


def test_a_select_answers_bindings(home: Path) -> None:
    """A SELECT answers rows."""

    async def work(pool: Pool) -> None:
        said = await ask(pool, COUNT)
        assert ("bindings", 1000) == (said.kind, said.number)

    with_pool(home, work)


def test_an_ask_answers_a_boolean(home: Path) -> None:
    """An ASK answers yes or no."""

    async def work(pool: Pool) -> None:
        said = await ask(pool, "ASK { <http://e/x1> ?p ?o }")
        assert ("boolean", True) == (said.kind, json.loads(said.body)["boolean"])

    with_pool(home, work)


def test_a_construct_answers_a_graph(home: Path) -> None:
    """A CONSTRUCT answers triples."""

    async def work(pool: Pool) -> None:
        said = await ask(pool, "CONSTRUCT WHERE { <http://e/x1> ?p ?o }")
        assert ("graph", b'<http://e/x1> <http://e/p> "x1" .\n') == (said.kind, said.body)

    with_pool(home, work)


def test_a_syntax_error_has_a_place(home: Path) -> None:
    """A syntax error says line and column."""

    async def work(pool: Pool) -> None:
        with pytest.raises(QueryRefused) as caught:
            await ask(pool, "SELECT *\n{ ?s ?p ?o } NONSENSE 3")
        assert 2 == caught.value.line
        assert (caught.value.column or 0) >= 14

    with_pool(home, work)


def test_a_format_that_cannot_carry_the_result_is_refused(home: Path) -> None:
    """Rows are not written where only a graph format was accepted; the worker stays."""

    async def work(pool: Pool) -> None:
        before = workers()
        with pytest.raises(NotAcceptable):
            await ask_all(pool, Question(COUNT, {"graph": "turtle"}))
        assert before == workers()

    with_pool(home, work, memory=1)


def test_an_endless_query_is_gone_at_its_deadline(home: Path) -> None:
    """At the deadline the process of a query is ended and another takes its place."""

    async def work(pool: Pool) -> None:
        (worker,) = workers()
        with pytest.raises(QueryStopped, match=r"1 seconds \(limit QUERY_TIMEOUT\)"):
            await ask(pool, ENDLESS)
        await until(lambda: gone(worker) and all_idle(pool))
        assert 1000 == (await ask(pool, COUNT)).number

    with_pool(home, work, query_timeout=1.0, workers=1, memory=1)


def test_a_memory_eater_dies_alone(home: Path) -> None:
    """A query above its memory ends its own worker; the other one answers on."""

    async def work(pool: Pool) -> None:
        before = workers()
        eating = asyncio.ensure_future(ask(pool, EATER))
        await until(lambda: any(busy(worker) for worker in before))
        numbers = [(await ask(pool, COUNT)).number for _ in range(20)]
        with pytest.raises(QueryStopped, match=r"64 MiB of memory \(limit QUERY_MEMORY\)"):
            await eating
        assert [1000] * 20 == numbers
        await until(lambda: all_idle(pool))
        assert 1 == len(before & workers())

    with_pool(home, work, query_memory=64, query_timeout=20.0, memory=1)


@pytest.mark.parametrize("memory", [1, 1000])
def test_deep_nesting_is_refused(home: Path, memory: int) -> None:
    """A query that overflows the stack of the parser is refused and the pool works on."""

    async def work(pool: Pool) -> None:
        if memory > 1:
            await until_in_memory(pool)
        with pytest.raises((QueryRefused, QueryStopped)):
            await ask(pool, "SELECT * " + "{" * 100_000 + "}" * 100_000)
        assert [1000] * 6 == [(await ask(pool, COUNT)).number for _ in range(6)]

    with_pool(home, work, memory=memory)


def test_idle_workers_that_were_killed_are_replaced(home: Path) -> None:
    """Who kills idle workers from outside costs nobody an answer."""

    async def work(pool: Pool) -> None:
        before = workers()
        for worker in before:
            os.kill(worker, signal.SIGKILL)
        await until(all_of(before, gone))
        assert [1000] * 4 == [(await ask(pool, COUNT)).number for _ in range(4)]
        await until(lambda: all_idle(pool) and len(workers()) == 2)

    with_pool(home, work, memory=1)


def test_a_busy_worker_that_was_killed_is_replaced(home: Path) -> None:
    """Who kills a busy worker from outside ends its query only."""

    async def work(pool: Pool) -> None:
        (worker,) = workers()
        running = asyncio.ensure_future(ask(pool, ENDLESS))
        await until(lambda: pool.status()["idle"] == 0 and busy(worker))
        os.kill(worker, signal.SIGKILL)
        with pytest.raises(QueryStopped, match="ended from outside"):
            await running
        await until(lambda: all_idle(pool))
        assert 1000 == (await ask(pool, COUNT)).number

    with_pool(home, work, workers=1, memory=1)


@pytest.mark.parametrize("memory", [1, 1000])
def test_the_service_outlives_its_template(home: Path, memory: int) -> None:
    """Where the template is killed the workers answer on, and killed ones are replaced."""

    async def work(pool: Pool) -> None:
        if memory > 1:
            await until_in_memory(pool)
        old = templates()
        for template in old:
            os.kill(template, signal.SIGKILL)
        await until(lambda: not old & templates())
        for _ in range(3):
            assert 1000 == (await ask(pool, COUNT)).number
            with pytest.raises(QueryStopped):
                await ask(pool, ENDLESS)
        await until(lambda: all_idle(pool))
        if memory > 1:
            await until_in_memory(pool)
        assert 1000 == (await ask(pool, COUNT)).number

    with_pool(home, work, memory=memory, query_timeout=0.5)


def test_leaving_early_ends_the_process(home: Path) -> None:
    """Who does not want the rest ends the query."""

    async def work(pool: Pool) -> None:
        (worker,) = workers()
        async with pool.answer(Question(STREAM, FORMATS)) as answer:
            assert not answer.complete
        await until(lambda: gone(worker) and all_idle(pool))

    with_pool(home, work, workers=1, memory=1)


def test_a_named_release_stays_the_one_that_was_named(home: Path) -> None:
    """Who waits while another release is published is still answered from the one he named."""

    async def work(pool: Pool) -> None:
        first = pool.release
        (worker,) = workers()
        running = asyncio.ensure_future(ask(pool, ENDLESS))
        await until(lambda: pool.status()["idle"] == 0 and busy(worker))
        waiting = asyncio.ensure_future(ask(pool, COUNT, release=first))
        await until(lambda: pool.status()["waiting"] == 1)
        second = publish(home, {"a": content("a", ["new"])}, "second").name
        await until(lambda: pool.release == second)
        running.cancel()
        said = await waiting
        assert (first, 1000) == (said.release, said.number)

    with_pool(home, work, workers=1, memory=1)


def test_cancelling_ends_the_process(home: Path) -> None:
    """Who is cancelled while waiting for an answer ends the query."""

    async def work(pool: Pool) -> None:
        (worker,) = workers()
        running = asyncio.ensure_future(ask(pool, ENDLESS))
        await until(lambda: pool.status()["idle"] == 0 and busy(worker))
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        await until(lambda: gone(worker) and all_idle(pool))

    with_pool(home, work, workers=1, memory=1)


def test_a_full_queue_is_overloaded(home: Path) -> None:
    """Beyond those that run and those that may wait, questions are refused at once."""

    async def work(pool: Pool) -> None:
        running = [asyncio.ensure_future(ask(pool, ENDLESS)) for _ in range(3)]
        await until(lambda: pool.status()["waiting"] == 2)
        with pytest.raises(Overloaded, match="2 queries are waiting already"):
            await ask(pool, COUNT)
        await asyncio.gather(*running, return_exceptions=True)

    with_pool(home, work, workers=1, waiting=2, query_timeout=1.0)


def test_those_who_left_the_queue_make_room(home: Path) -> None:
    """Who stops waiting does not count as waiting."""

    async def work(pool: Pool) -> None:
        running = asyncio.ensure_future(ask(pool, ENDLESS))
        await until(lambda: pool.status()["idle"] == 0)
        for _ in range(5):
            waiting = asyncio.ensure_future(ask(pool, COUNT))
            await until(lambda: pool.status()["waiting"] == 1)
            waiting.cancel()
            await asyncio.wait({waiting})
        assert 0 == pool.status()["waiting"]
        running.cancel()
        assert 1000 == (await ask(pool, COUNT)).number

    with_pool(home, work, workers=1, waiting=2)


def test_an_older_release_answers_by_name(home: Path) -> None:
    """A release that is kept answers as it did."""
    new = publish(home, {"a": content("a", ["y"])}, "second")
    names = [new.parent, new.name]

    async def work(pool: Pool) -> None:
        assert [1000, 1] == [(await ask(pool, COUNT, name)).number for name in names]

    with_pool(home, work)


def test_a_pruned_release_is_gone(home: Path) -> None:
    """A release without its data is not answered from something else."""
    for name in "yz":
        publish(home, {"a": content("a", [name])}, name)
    (pruned, *_) = prune(home, 1)

    async def work(pool: Pool) -> None:
        with pytest.raises(ReleaseGone):
            await ask(pool, COUNT, pruned.name)

    with_pool(home, work)


@pytest.mark.parametrize("name", ["1999.1.0", "../x", "", "2026"])
def test_an_unknown_release_is_unknown(home: Path, name: str) -> None:
    """A name that no release has is refused."""

    async def work(pool: Pool) -> None:
        with pytest.raises(ReleaseUnknown):
            await ask(pool, COUNT, name)

    with_pool(home, work)


def test_older_releases_do_not_multiply_workers(home: Path) -> None:
    """Questions about older releases run so many at once, the others wait."""
    old = publish(home, {"b": content("b", ["y"])}, "second").parent
    publish(home, {"b": None}, "third")

    async def work(pool: Pool) -> None:
        running = [asyncio.ensure_future(ask(pool, ENDLESS, old)) for _ in range(8)]
        await until(lambda: len(workers()) == 4)
        most = 0
        for _ in range(30):
            await ask(pool, COUNT)
            most = max(most, len(workers()))
        for task in running:
            task.cancel()
        await asyncio.wait(running)
        assert 4 == most
        await until(lambda: len(workers()) == 2)
        assert 1000 == (await ask(pool, COUNT, old)).number

    with_pool(home, work, memory=1)


def test_a_cancelled_start_leaves_no_process(home: Path) -> None:
    """Who leaves while a worker for an older release starts leaves no process behind."""
    old = publish(home, {"b": content("b", ["y"])}, "second").parent

    async def work(pool: Pool) -> None:
        for _ in range(20):
            running = asyncio.ensure_future(ask(pool, COUNT, old))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            running.cancel()
            await asyncio.wait({running})
        await until(lambda: _entries(templates()) == 2)

    with_pool(home, work, memory=1)


def _entries(parents: set[int]) -> int:
    """Return how many children processes have, those not waited for included."""
    texts = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            texts.append((folder / "stat").read_text())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return sum(int(text.rpartition(")")[2].split()[1]) in parents for text in texts)


def test_too_little_memory_means_disk(home: Path) -> None:
    """Where the copies do not fit into the memory setting the store on disk answers."""
    names = [f"y{number}" for number in range(3000)]
    publish(home, {"b": content("b", names)}, "second")

    async def work(pool: Pool) -> None:
        await until(lambda: pool.generations._tried != "" and pool.generations._loading is None)
        assert ("disk", 4000) == (pool.status()["store"], (await ask(pool, COUNT)).number)

    with_pool(home, work, memory=1)


def test_in_memory_every_worker_is_forked_from_the_copy(home: Path) -> None:
    """Once the copy is there no worker stands on the disk any more."""

    async def work(pool: Pool) -> None:
        await until_in_memory(pool)
        await until(lambda: [0, 4] == sorted(len(children(one)) for one in templates()))

    with_pool(home, work, workers=4, memory=1000)


@pytest.mark.parametrize("memory", [1, 1000])
def test_no_worker_opens_a_connection(home: Path, memory: int) -> None:
    """Even where the guard is passed by, SERVICE reaches nobody."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"

        async def work(pool: Pool) -> None:
            if memory > 1:
                await until_in_memory(pool)
            with pytest.raises(QueryFailed):
                await ask(pool, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
            await ask(pool, f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}")

        with_pool(home, work, memory=memory)
        with pytest.raises(BlockingIOError):
            listener.accept()


class TestDatasetClauses:
    """Which graphs a query sees (https://www.w3.org/TR/sparql11-protocol/#dataset)."""

    A, B = f"{DATASETS}a", f"{DATASETS}b"
    NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"

    @pytest.fixture
    def two(self, home: Path) -> Path:
        """Return a home with two datasets of 1,000 and 2 statements."""
        publish(home, {"b": content("b", ["y", "z"])}, "second")
        return home

    def test_what_two_datasets_say_is_there_once(self, home: Path) -> None:
        """The default graph is the merge of the graphs; one can take back what both said."""

        async def work(pool: Pool) -> None:
            for changes, expected in (({"b": content("b", ["x1", "y"])}, 1001), ({"a": None}, 2)):
                release = publish(home, changes, "another")
                await until(lambda name=release.name: pool.release == name)  # type: ignore[misc]
                assert expected == (await ask_all(pool, Question(COUNT, FORMATS))).number

        with_pool(home, work, workers=1)

    @pytest.mark.parametrize(
        ("expected", "question"),
        [
            (1002, Question(COUNT, FORMATS)),
            (1002, Question(NAMED, FORMATS)),
            (2, Question(COUNT.replace("{", f"FROM <{B}> {{"), FORMATS)),
            (
                0,
                Question(
                    NAMED.replace("{ G", f"FROM <{B}> {{ G"),
                    FORMATS,
                ),
            ),
            (
                0,
                Question(COUNT.replace("{", f"FROM NAMED <{B}> {{"), FORMATS),
            ),
            (2, Question(COUNT, FORMATS, default_graphs=(B,), named_graphs=())),
            (1002, Question(COUNT, FORMATS, default_graphs=(A, B), named_graphs=())),
            (0, Question(COUNT, FORMATS, named_graphs=(B,))),
            (2, Question(NAMED, FORMATS, named_graphs=(B,))),
            (0, Question(NAMED, FORMATS, default_graphs=(B,), named_graphs=())),
        ],
    )
    def test_graphs(self, two: Path, expected: int, question: Question) -> None:
        """A query sees the graphs that it or the request names, and without both all of them."""

        async def work(pool: Pool) -> None:
            assert expected == (await ask_all(pool, question)).number

        with_pool(two, work, workers=1)
