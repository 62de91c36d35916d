"""Slow queries make room for others."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pools import COUNT, ENDLESS, Said, all_idle, ask, until, until_in_memory, with_pool, workers

from klimagraph.errors import Overloaded
from klimagraph.workers import hired
from klimagraph.workers.pool import Pool
from klimagraph.workers.priority import processor_seconds, waited_seconds
from klimagraph.workers.staff import TICK, Staff
from klimagraph.workers.turns import client

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"


async def ask_as(who: str, pool: Pool, query: str) -> Said:
    """Return the answer that a client gets."""
    client.set(who)
    return await ask(pool, query)


def asked(who: str, pool: Pool, query: str) -> "asyncio.Task[Said]":
    """Let a client ask."""
    return asyncio.create_task(ask_as(who, pool, query))


async def ended_all(*tasks: "asyncio.Task[Said]") -> None:
    """Cancel what still runs and wait for it."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def policies() -> list[int]:
    """Return how each of our workers is scheduled (sched(7)); SCHED_IDLE is the largest number."""
    return sorted(os.sched_getscheduler(worker) for worker in workers())


def test_a_slow_query_leaves_its_place(home: Path) -> None:
    """With one place for short queries and an endless one in it, others are answered."""

    async def work(pool: Pool) -> None:
        endless = asked("a", pool, ENDLESS)
        await until(lambda: pool.status()["slow"] == 1)
        assert (await ask_as("b", pool, COUNT)).number == 1000
        assert not endless.done()
        endless.cancel()
        await until(lambda: all_idle(pool) and policies() == [os.SCHED_OTHER])

    with_pool(home, work, workers=1, slow_after=0.1, query_timeout=20.0)


def test_a_long_query_yields_as_soon_as_others_come(home: Path) -> None:
    """Alone it does not; from then on its process has less to say than the others."""

    async def work(pool: Pool) -> None:
        await until_in_memory(pool)
        endless = asked("a", pool, ENDLESS)
        await until(lambda: pool.status()["slow"] == 1)
        assert policies() == [os.SCHED_OTHER] * 2
        assert (await ask_as("b", pool, COUNT)).number == 1000
        await until(lambda: policies()[-1] == os.SCHED_IDLE)
        await ended_all(endless)

    with_pool(home, work, workers=2, slow_after=0.1, query_timeout=20.0)


def test_a_long_query_yields_to_another_one(home: Path) -> None:
    """Two that run at the same time make room for each other, and for whoever comes."""

    async def work(pool: Pool) -> None:
        tasks = [asked(who, pool, ENDLESS) for who in ("a", "b")]
        await until(lambda: policies()[-2:] == [os.SCHED_IDLE] * 2)
        await ended_all(*tasks)

    with_pool(home, work, workers=3, slow_after=0.1, query_timeout=20.0)


def test_who_was_alone_keeps_the_worker(home: Path) -> None:
    """After a long query that nobody else met, the same process answers the next one."""

    async def work(pool: Pool) -> None:
        await until_in_memory(pool)
        await until(lambda: len(workers()) == 2)
        before = workers()
        assert (await ask_as("a", pool, LONG)).number == 1_000_000
        assert pool.staff.numbers["idle"] == 2
        assert before == workers()

    with_pool(home, work, workers=2, slow_after=0.001, query_timeout=60.0)


def test_a_slow_query_stays_while_a_worker_is_left(home: Path) -> None:
    """It moves aside when the last worker is taken, not before."""

    async def work(pool: Pool) -> None:
        first = asked("a", pool, ENDLESS)
        await until(lambda: pool.status()["slow"] == 1)
        assert pool.status()["idle"] == 1
        second = asked("b", pool, ENDLESS)
        await until(lambda: pool.status()["slow"] == 2 and pool.status()["idle"] >= 1)
        await ended_all(first, second)

    with_pool(home, work, workers=2, slow_after=0.1, query_timeout=20.0)


def test_slow_queries_use_all_places_while_nobody_waits(home: Path) -> None:
    """Who is alone may use what is there."""

    async def work(pool: Pool) -> None:
        tasks = [asked("a", pool, ENDLESS) for _ in range(2)]
        await until(lambda: pool.status()["slow"] == 2)
        assert [task.done() for task in tasks] == [False, False]
        await ended_all(*tasks)

    with_pool(home, work, workers=1, slow_after=0.1, query_timeout=20.0)


def test_who_has_most_slow_queries_loses_the_last(home: Path) -> None:
    """Where slow queries hold every place and somebody waits, one of them ends, with the reason."""

    async def work(pool: Pool) -> None:
        one = asked("a", pool, ENDLESS)
        await until(lambda: pool.status()["slow"] == 1)
        tasks = [asked("b", pool, ENDLESS) for _ in range(4)]
        await until(lambda: pool.status()["slow"] == 5)
        assert (await ask_as("c", pool, COUNT)).number == 1000
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        (ended,) = [task for task in tasks if task.done()]
        assert not one.done()
        with pytest.raises(Overloaded, match="while others waited"):
            ended.result()
        assert pool.status()["ended"] == {"share": 1}
        await ended_all(one, *tasks)

    with_pool(home, work, workers=2, slow_after=0.1, query_timeout=60.0)


def test_long_queries_without_room_aside_leave_the_places_to_others(home: Path) -> None:
    """Nobody is ended for a short query, and the next long one waits."""

    async def work(pool: Pool) -> None:
        tasks = [asked("a", pool, ENDLESS) for _ in range(4)]
        await until(lambda: pool.status()["slow"] == 4)
        assert [(await asked("b", pool, COUNT)).number for _ in range(5)] == [1000] * 5
        late = asked("a", pool, COUNT)
        assert [(await asked("b", pool, COUNT)).number for _ in range(5)] == [1000] * 5
        assert not any(task.done() for task in (*tasks, late))
        await ended_all(tasks.pop(), tasks.pop())  # one at least stands aside
        assert (await late).number == 1000
        assert pool.status()["ended"] == {"client": 2}
        await ended_all(*tasks)

    with_pool(home, work, workers=2, slow_after=1.0, query_timeout=60.0)


def test_who_has_several_slow_queries_loses_one_to_who_waits_for_a_first(home: Path) -> None:
    """Clients with long queries do not wait for long ones of another that has more of them."""

    async def work(pool: Pool) -> None:
        known = asked("b", pool, ENDLESS)
        await until(lambda: pool.status()["slow"] == 1)
        await ended_all(known)
        tasks = [asked("a", pool, ENDLESS) for _ in range(4)]
        await until(lambda: pool.status()["slow"] == 4)
        assert (await ask_as("b", pool, COUNT)).number == 1000
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        assert pool.status()["ended"] == {"client": 1, "share": 1}
        await ended_all(*tasks)

    with_pool(home, work, workers=2, slow_after=0.1, query_timeout=60.0)


def test_who_has_slow_queries_gets_half_of_the_places(home: Path) -> None:
    """The other half stays for those who ask briefly."""

    async def work(pool: Pool) -> None:
        first = asked("a", pool, ENDLESS)
        await until(lambda: pool.status()["slow"] == 1 and pool.status()["idle"] == 3)
        more = [asked("a", pool, ENDLESS) for _ in range(4)]
        await until(lambda: pool.status()["idle"] == 2)
        assert [(await asked("b", pool, COUNT)).number for _ in range(5)] == [1000] * 5
        await ended_all(first, *more)

    with_pool(home, work, workers=4, slow_after=1.0, query_timeout=20.0)


def test_a_client_may_have_so_many_at_once(home: Path) -> None:
    """Beyond its share a client is refused; others are not."""

    async def work(pool: Pool) -> None:
        tasks = [asked("a", pool, ENDLESS) for _ in range(2)]
        await until(lambda: pool.status()["slow"] == 2)
        with pytest.raises(Overloaded, match="2 queries of yours"):
            await asked("a", pool, COUNT)
        assert (await asked("b", pool, COUNT)).number == 1000
        await ended_all(*tasks)

    with_pool(home, work, workers=2, per_client=2, slow_after=0.1, query_timeout=20.0)


def test_a_busy_query_yields_to_other_clients_before_it_is_slow(home: Path) -> None:
    """What it has used of the processor counts, not how long it took."""

    async def work(pool: Pool) -> None:
        endless = asked("a", pool, ENDLESS)
        await until(lambda: used_most() > 1.0)
        assert (await ask_as("b", pool, COUNT)).number == 1000
        await until(lambda: policies()[-1] == os.SCHED_IDLE)
        assert pool.status()["slow"] == 0
        await ended_all(endless)

    with_pool(home, work, workers=2, slow_after=8.0, query_timeout=60.0)


def test_nobody_looks_while_nothing_runs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that nobody asks lets the processor sleep."""
    looks = list[float]()

    def look(staff: Staff) -> None:
        looks.append(time.monotonic())
        looked(staff)

    looked = Staff._look
    monkeypatch.setattr(Staff, "_look", look)

    async def work(pool: Pool) -> None:
        assert (await ask_as("a", pool, COUNT)).number == 1000
        await until(lambda: all_idle(pool) and len(looks) > 0)
        await asyncio.sleep(5 * TICK)
        before = len(looks)
        await asyncio.sleep(10 * TICK)
        assert len(looks) == before
        assert (await ask_as("a", pool, COUNT)).number == 1000
        await until(lambda: len(looks) > before)

    with_pool(home, work, workers=2, slow_after=5.0)


def used_most() -> float:
    """Return the most seconds of the processor that one of our workers has used."""
    return max(processor_seconds(worker) for worker in workers())


def test_who_has_ended_has_used_nothing() -> None:
    """A worker may end between two looks."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        assert processor_seconds(process.pid) == 0.0


def test_who_was_held_up_is_not_slow(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time in which others had the processors does not count against a query."""
    began = time.monotonic()

    async def work(pool: Pool) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(hired, "waited_seconds", lambda _: time.monotonic() - began)
            endless = asked("a", pool, ENDLESS)
            await asyncio.sleep(1.0)
            assert pool.status()["slow"] == 0
        await until(lambda: pool.status()["slow"] == 1)
        await ended_all(endless)

    with_pool(home, work, workers=2, slow_after=0.2, query_timeout=20.0)


def test_waiting_for_a_processor_is_counted() -> None:
    """Of two processes on one processor each waits for the other."""
    one = min(os.sched_getaffinity(0))
    command = [
        *(sys.executable, "-c"),
        f"import os\nos.sched_setaffinity(0, {{{one}}})\nprint(flush=True)\nwhile True: pass",
    ]
    busy = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    try:
        for process in busy:
            assert process.stdout
            process.stdout.readline()
        before = [waited_seconds(process.pid) for process in busy]
        end = time.monotonic() + 20
        while min(waited_seconds(p.pid) - then for p, then in zip(busy, before, strict=True)) < 0.1:
            assert time.monotonic() < end
            time.sleep(0.05)
    finally:
        for process in busy:
            process.kill()
            process.communicate()
    assert waited_seconds(busy[0].pid) == 0.0
