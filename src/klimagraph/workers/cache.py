"""Answers that were given already: a release never changes, so they stay right."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from klimagraph.errors import KlimagraphError

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
        self._held: OrderedDict[Key, Held] = OrderedDict()
        self._running: dict[Key, asyncio.Future[bool]] = {}

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

    async def first(self, key: Key) -> Held | None:
        """Return a kept answer, or wait for whoever is finding it; None where the caller is first.

        Who is first says what came of it by `settle`. Raises what finding it raised.
        """
        while key not in self._held:
            running = self._running.get(key)
            if running is None:
                self._running[key] = asyncio.get_running_loop().create_future()
                return None
            if not await asyncio.shield(running):
                continue
        return self.get(key)

    def settle(self, key: Key, answer: Held | None, error: KlimagraphError | None = None) -> None:
        """Say what came of a question: an answer to keep, an error for all who wait, or nothing."""
        if answer:
            self.put(key, answer)
        running = self._running.pop(key)
        if error:
            running.set_exception(error)
            running.exception()  # whether or not somebody waits
        else:
            running.set_result(key in self._held)


def _size(key: Key, answer: Held) -> int:
    return len(key[1]) + len(answer.body)
