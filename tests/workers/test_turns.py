"""The fair queue."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from klimagraph.errors import Overloaded
from klimagraph.workers.turns import Shares, Turns


class Line:
    """A queue, and those who wait in it."""

    def __init__(self, limit: int) -> None:
        self.back: list[str] = []
        self.turns = Turns[str](limit, self.back.append)
        self.waiting: list[asyncio.Task[str]] = []

    async def join(self, *names: str, seconds: float = 60) -> None:
        """Let clients join, one after the other."""
        for name in names:
            self.waiting.append(asyncio.create_task(self.turns.wait(name, seconds)))
            await asyncio.sleep(0)

    async def given(self, *things: str) -> list[str | None]:
        """Hand things over; return what each of those who wait has got."""
        for thing in things:
            self.turns.hand_over(thing)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return [_result(task) for task in self.waiting]


def _result(task: "asyncio.Task[str]") -> str | None:
    if not task.done():
        return None
    return "refused" if task.exception() else task.result()


def with_line(limit: int, work: Callable[[Line], Awaitable[None]]) -> None:
    """Do work with a queue."""

    async def run() -> None:
        line = Line(limit)
        await work(line)
        for task in line.waiting:
            task.cancel()
        await asyncio.gather(*line.waiting, return_exceptions=True)
        assert len(line.turns) == 0

    asyncio.run(run())


def test_clients_are_served_in_turn() -> None:
    """Who has asked once does not wait for all questions of who has asked three times."""

    async def work(line: Line) -> None:
        await line.join("a", "a", "a", "b")
        assert await line.given("1", "2", "3") == ["1", "3", None, "2"]

    with_line(10, work)


def test_who_was_served_stands_behind_all_others() -> None:
    """Nobody is passed over twice."""

    async def work(line: Line) -> None:
        await line.join("a", "a", "b", "c")
        assert await line.given("1", "2", "3") == ["1", None, "2", "3"]

    with_line(10, work)


def test_nobody_waits() -> None:
    """Where nobody waits nothing is taken."""
    assert not Turns[str](1, print).hand_over("1")


def test_a_full_queue_refuses_who_stands_there_most() -> None:
    """One who fills the queue alone is told so."""

    async def work(line: Line) -> None:
        await line.join("a", "a", "a")
        assert await line.given() == [None, None, "refused"]

    with_line(2, work)


def test_a_full_queue_has_a_place_for_somebody_else() -> None:
    """One who has few questions there takes the last place of one who has many."""

    async def work(line: Line) -> None:
        await line.join("a", "a", "a", "b")
        assert await line.given("1", "2") == ["1", None, "refused", "2"]

    with_line(3, work)


def test_equals_do_not_push_each_other_out() -> None:
    """A full queue in which all stand once refuses the next."""

    async def work(line: Line) -> None:
        await line.join("a", "b", "c")
        assert await line.given("1", "2") == ["1", "2", "refused"]

    with_line(2, work)


def test_waiting_ends() -> None:
    """Who waits too long is told so and makes room."""

    async def work(line: Line) -> None:
        with pytest.raises(Overloaded, match=r"no worker was free for 0\.01 seconds"):
            await line.turns.wait("a", 0.01)

    with_line(1, work)


def test_who_leaves_makes_room() -> None:
    """What was meant for one who has just left goes to the next."""

    async def work(line: Line) -> None:
        await line.join("a", "b")
        line.waiting[0].cancel()
        line.turns.hand_over("1")
        await asyncio.wait({line.waiting[1]})
        assert line.waiting[1].result() == "1"

    with_line(2, work)


def test_what_one_was_given_while_leaving_comes_back() -> None:
    """A thing handed over to one who was cancelled in the same moment is not lost."""

    async def work(line: Line) -> None:
        await line.join("a")
        line.turns.hand_over("1")
        line.waiting[0].cancel()
        await asyncio.wait(line.waiting)
        assert line.back == ["1"]

    with_line(2, work)


def test_shares_end() -> None:
    """A client may have so many at once and no more; others may have theirs."""
    shares = Shares(2)
    shares.take("a")
    shares.take("a")
    with pytest.raises(Overloaded, match="2 queries of yours"):
        shares.take("a")
    shares.take("b")
    shares.give_back("a")
    assert (shares.left("a"), shares.left("b"), shares.left("c")) == (1, 1, 2)


def test_our_own_questions_have_no_limit() -> None:
    """What the service asks itself is counted under no client."""
    shares = Shares(1)
    for _ in range(3):
        shares.take("")
