"""Who is served next: a fair queue, in which every client stands in line for itself."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from contextvars import ContextVar
from typing import Generic, TypeVar

from klimagraph.errors import Overloaded

client: ContextVar[str] = ContextVar("client", default="")
"""Whom the running request is answered for: an address, in memory only; empty for ourselves."""

Thing = TypeVar("Thing")


class Turns(Generic[Thing]):
    """Hands things that have become free to those who wait, one client after the other."""

    def __init__(self, limit: int, give_back: Callable[[Thing], None]) -> None:
        self.limit, self._give_back, self._length = limit, give_back, 0
        self._lines: OrderedDict[str, deque[asyncio.Future[Thing]]] = OrderedDict()

    def __len__(self) -> int:
        return self._length

    async def wait(self, who: str, seconds: float) -> Thing:
        """Return what is handed over when it is this client's turn.

        Raises Overloaded after `seconds`, or at once where the queue is full and nobody else
        stands there more often than this client. Who is cancelled gives up the place.
        """
        if self._length >= self.limit:
            self._make_place(who)
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[Thing] = loop.create_future()
        self._lines.setdefault(who, deque()).append(turn)
        self._length += 1
        clock = loop.call_later(seconds, self._turn_away, who, turn, seconds)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and not turn.exception():
                self._give_back(turn.result())
            raise
        finally:
            clock.cancel()
            self._leave(who, turn)

    def others(self, who: str) -> bool:
        """Tell whether anybody but this client waits."""
        return any(name != who for name in self._lines)

    def hand_over(self, thing: Thing) -> bool:
        """Give a thing to whoever is next; tell whether there was somebody."""
        while self._lines:
            who, line = self._lines.popitem(last=False)
            self._lines[who] = line  # who was served stands behind all others
            turn = line[0]
            self._leave(who, turn)
            if not turn.done():  # who was cancelled has not left yet
                turn.set_result(thing)
                return True
        return False

    def _make_place(self, who: str) -> None:
        """Send away the last one of the client that stands here most often."""
        most = max(self._lines, key=lambda name: len(self._lines[name]), default=who)
        mine = len(self._lines.get(who, ()))
        message = f"{self._length} queries are waiting already; try again in a few seconds"
        if mine + 1 >= len(self._lines.get(most, ())):
            raise Overloaded(message)
        turn = self._lines[most][-1]
        self._leave(most, turn)
        turn.set_exception(Overloaded(message))

    def _turn_away(self, who: str, turn: "asyncio.Future[Thing]", seconds: float) -> None:
        if not turn.done():
            self._leave(who, turn)
            turn.set_exception(Overloaded(f"no worker was free for {seconds:g} seconds"))

    def _leave(self, who: str, turn: "asyncio.Future[Thing]") -> None:
        line = self._lines.get(who, ())
        if turn in line:
            self._lines[who].remove(turn)
            self._length -= 1
        if not line:
            self._lines.pop(who, None)


class Rooms:
    """So much room, and a fair queue for it."""

    def __init__(self, rooms: int, waiting: int) -> None:
        self.free = rooms
        self._turns = Turns[None](waiting, lambda _: self.leave())

    async def enter(self, who: str, seconds: float) -> None:
        """Take room; raises Overloaded like `Turns.wait`."""
        if not self.take():
            await self._turns.wait(who, seconds)

    def take(self) -> bool:
        """Take room if there is any, and tell."""
        if not self.free:
            return False
        self.free -= 1
        return True

    @property
    def waited_for(self) -> bool:
        """Tell whether somebody waits for room."""
        return bool(self._turns)

    def others(self, who: str) -> bool:
        """Tell whether anybody but this client waits for room."""
        return self._turns.others(who)

    def leave(self) -> None:
        """Leave the room to whoever is next."""
        if not self._turns.hand_over(None):
            self.free += 1


class Shares:
    """Counts what each client has at once, up to a limit."""

    def __init__(self, limit: int) -> None:
        self.limit, self._taken = limit, Counter[str]()

    def left(self, who: str) -> int:
        """Return how many more a client may have."""
        return max(0, self.limit - self._taken[who])

    def take(self, who: str) -> None:
        """Count one more; raises Overloaded at the limit. Our own questions have none."""
        if who and self._taken[who] >= self.limit:
            raise Overloaded(
                f"{self.limit} queries of yours are running or waiting; wait for one of them"
            )
        self._taken[who] += 1

    def give_back(self, who: str) -> None:
        """Count one less."""
        self._taken[who] -= 1
        if not self._taken[who]:
            del self._taken[who]
