"""Answers are kept per release, and equal questions at the same time are answered once."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from pools import COUNT, ENDLESS, FORMATS, STREAM, ask, with_pool

from conftest import content
from klimagraph.errors import Overloaded, QueryRefused, QueryStopped
from klimagraph.releases import publish
from klimagraph.workers.cache import Cache, Held, Promise
from klimagraph.workers.pool import Pool
from klimagraph.workers.protocol import Question
from klimagraph.workers.turns import client

FIRST = ("1", b"a")
LONG = Question(STREAM, FORMATS)


def held(size: int) -> Held:
    """Return an answer of so many bytes."""
    return Held("bindings", "json", b"x" * size)


def test_an_answer_is_kept(home: Path) -> None:
    """The second time no worker is asked."""

    async def twice(pool: Pool) -> tuple[bytes, bytes]:
        first = await ask(pool, COUNT)
        for worker, _ in pool.staff._idle:
            worker.kill()  # nobody is left to work it out again
        return first.body, (await ask(pool, COUNT)).body

    first, second = with_pool(home, twice, cache=1)
    assert first == second


def test_what_differs_from_call_to_call_is_not_kept(home: Path) -> None:
    """A random number is another one each time."""

    async def twice(pool: Pool) -> set[bytes]:
        return {(await ask(pool, "SELECT (STRUUID() AS ?n) {}")).body for _ in range(2)}

    assert len(with_pool(home, twice, cache=1)) == 2


def test_an_answer_belongs_to_its_release(home: Path) -> None:
    """After a publication the same question has another answer."""

    async def across(pool: Pool) -> tuple[int, int]:
        before = (await ask(pool, COUNT)).number
        release = publish(home, {"b": content("b", ["y"])}, "second")
        await pool.reach(release.name)
        return before, (await ask(pool, COUNT)).number

    assert with_pool(home, across, cache=1) == (1000, 1001)


def test_equal_questions_at_once_need_one_worker(home: Path) -> None:
    """Twenty clients, one worker, one deadline: all are told the same."""

    async def crowd(pool: Pool) -> list[object]:
        asked = [ask(pool, ENDLESS) for _ in range(20)]
        return list(await asyncio.gather(*asked, return_exceptions=True))

    outcomes = with_pool(home, crowd, cache=1, query_timeout=1.0, workers=1, waiting=1)
    assert {type(outcome) for outcome in outcomes} == {QueryStopped}


def test_a_refusal_is_told_to_all(home: Path) -> None:
    """Who waits for a question that is refused is refused as well, and may ask again."""

    async def crowd(pool: Pool) -> list[object]:
        asked = [ask(pool, "nonsense") for _ in range(3)]
        found = list(await asyncio.gather(*asked, return_exceptions=True))
        return [*found, *await asyncio.gather(ask(pool, "nonsense"), return_exceptions=True)]

    assert {type(outcome) for outcome in with_pool(home, crowd, cache=1)} == {QueryRefused}


def test_who_leaves_does_not_take_the_others_along(home: Path) -> None:
    """The first client hangs up; the second gets its answer."""

    async def leave(pool: Pool) -> int:
        query = COUNT.replace("?n", "?m")
        first = asyncio.create_task(ask(pool, query))
        await asyncio.sleep(0)
        second = asyncio.create_task(ask(pool, query))
        await asyncio.sleep(0)
        first.cancel()
        return (await second).number

    assert with_pool(home, leave, cache=1) == 1000


def test_a_long_answer_does_not_hold_up_the_next(home: Path) -> None:
    """While one client reads slowly another can begin with the same question."""

    async def both(pool: Pool) -> bool:
        question = Question(STREAM, FORMATS)
        async with pool.answer(question) as slow, pool.answer(question) as other:
            return slow.first == other.first

    assert with_pool(home, both, cache=1, workers=3)


def test_the_room_is_bounded() -> None:
    """The answer unused for longest goes first."""
    cache = Cache(100)
    for number in range(20):
        cache.put(("1", str(number).encode()), held(10))
    assert cache.size <= 100
    assert (cache.get(("1", b"0")), cache.get(("1", b"19"))) == (None, held(10))


@pytest.mark.parametrize(("size", "kept"), [(10, True), (50, False)])
def test_one_answer_does_not_take_the_room_of_all(size: int, kept: bool) -> None:
    """What would fill a good part of the room is not kept."""
    cache = Cache(100)
    cache.put(FIRST, held(size))
    assert kept == (cache.get(FIRST) is not None)


def test_answers_too_long_to_keep_do_not_queue_behind_each_other(home: Path) -> None:
    """Where an answer is not kept, all who waited for it find it at the same time."""

    async def crowd(pool: Pool) -> bool:
        async with AsyncExitStack() as stack:
            asked = [stack.enter_async_context(pool.answer(LONG)) for _ in range(4)]
            answers = await asyncio.gather(*asked)  # none of them is read to its end
            return len({answer.first for answer in answers}) == 1

    assert with_pool(home, crowd, cache=1, workers=4)


def test_what_one_client_is_refused_is_not_told_to_another(home: Path) -> None:
    """Too much is said to who asked too much; who waits for the same is answered."""

    async def crowd(pool: Pool) -> list[object]:
        cache, key = pool.cache, ("1", b"question")
        first, second = Promise(cache, key), Promise(cache, key)
        assert await first.wait() is None
        waiting = asyncio.create_task(second.wait())
        await asyncio.sleep(0)
        first.fail(Overloaded("too many of yours"))
        return [await waiting]

    assert with_pool(home, crowd, cache=1) == [None]


def test_who_waits_for_the_same_counts(home: Path) -> None:
    """The share of a client holds for equal questions too."""

    async def crowd(pool: Pool) -> list[type]:
        client.set("a")
        asked = [ask(pool, ENDLESS) for _ in range(3)]
        found = await asyncio.gather(*asked, return_exceptions=True)
        return [type(outcome) for outcome in found]

    outcomes = with_pool(home, crowd, cache=1, per_client=2, query_timeout=1.0)
    assert outcomes == [QueryStopped, QueryStopped, Overloaded]
