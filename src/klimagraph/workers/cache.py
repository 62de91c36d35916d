"""Answers that were given already: a release never changes, so they stay right."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from klimagraph.errors import KlimagraphError, Overloaded
from klimagraph.workers.conversation import Answer

Key = tuple[str, bytes]
"""Release and encoded question."""


@dataclass(frozen=True)
class Held:
    """A whole answer: its kind, its format and its bytes."""

    kind: str
    format: str
    body: bytes


class Cache:
    """Keeps whole answers up to a number of bytes; the one unused for longest goes first."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self.hits, self.misses = 0, 0
        self._held: OrderedDict[Key, Held] = OrderedDict()
        self._running: dict[Key, asyncio.Future[bool | None]] = {}

    @property
    def numbers(self) -> dict[str, int]:
        """Return how full the cache is and how often it helped."""
        return {
            "hits": self.hits,
            "misses": self.misses,
            "bytes": self.size,
            "entries": len(self._held),
        }

    def get(self, key: Key) -> Held | None:
        """Return an answer, None where it is not kept."""
        found = self._held.get(key)
        if found:
            self._held.move_to_end(key)
        return found

    def put(self, key: Key, answer: Held) -> None:
        """Keep an answer unless it alone would fill a good part of the room."""
        if len(answer.body) > self.limit // 8 or key in self._held:
            return
        self._held[key] = answer
        self.size += _size(key, answer)
        while self.size > self.limit:
            old, gone = self._held.popitem(last=False)
            self.size -= _size(old, gone)

    def clear(self) -> None:
        """Forget all answers."""
        self._held.clear()
        self.size = 0

    async def first(self, key: Key) -> Held | None:
        """Return a kept answer, or wait for whoever is finding it; None where the caller is first.

        Who is first says what came of it by `settle`. Raises what finding it raised.
        """
        while key not in self._held:
            running = self._running.get(key)
            if running is None:
                self._running[key] = asyncio.get_running_loop().create_future()
                self.misses += 1
                return None
            if await asyncio.shield(running) is False:
                return None  # it will not be kept: everybody finds it for himself
        self.hits += 1
        return self.get(key)

    def settle(
        self,
        key: Key,
        answer: Held | None,
        error: KlimagraphError | None = None,
        *,
        again: bool = False,
    ) -> None:
        """Say what came of a question: an answer to keep, an error for all who wait, or nothing.

        With `again` one of those who wait tries in turn, else each of them finds it alone.
        """
        if answer:
            self.put(key, answer)
        running = self._running.pop(key, None)
        if running is None:
            return
        if error:
            running.set_exception(error)
            running.exception()  # whether or not somebody waits
        else:
            running.set_result(None if again else key in self._held)


class Promise:
    """What is owed to those who wait for the same answer; kept once, whatever happens."""

    def __init__(self, cache: Cache, key: Key | None) -> None:
        self._cache, self._key = cache, key

    async def wait(self) -> Held | None:
        """Return a kept answer; None where the caller is the one to find it."""
        if self._key is None:
            return None
        held = await self._cache.first(self._key)
        if held:
            self._key = None
        return held

    def keep(self, answer: Answer) -> None:
        """Give the answer to all, if it is whole and of the release that was asked for."""
        if self._key and answer.complete and answer.release == self._key[0]:
            self._settle(Held(answer.kind, answer.format, answer.first))
        else:
            self._settle(None)

    def fail(self, error: KlimagraphError) -> None:
        """Give the error to all, but for one that is about the client and not the question."""
        if isinstance(error, Overloaded):
            self.drop()
        else:
            self._settle(None, error)

    def drop(self) -> None:
        """Let the next one find the answer, where none was given."""
        self._settle(None, again=True)

    def _settle(
        self, answer: Held | None, error: KlimagraphError | None = None, *, again: bool = False
    ) -> None:
        key, self._key = self._key, None
        if key:
            self._cache.settle(key, answer, error, again=again)


def _size(key: Key, answer: Held) -> int:
    return len(key[1]) + len(answer.body)
