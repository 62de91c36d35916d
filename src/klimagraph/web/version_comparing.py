"""Comparisons of versions, made by processes, and the last of them kept."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from klimagraph.errors import Overloaded
from klimagraph.settings import Settings
from klimagraph.submissions.differences import Difference
from klimagraph.versions.comparing import Pair, read
from klimagraph.web.awaiting import done, started

PROCESS = "klimagraph.versions.process"
KEPT, WAITING = 32, 8
"""Comparisons that are held in memory, and those that may wait for their turn."""


class Comparing:
    """Compares versions, one pair after the other."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: OrderedDict[tuple[str, str], Difference] = OrderedDict()
        self._free, self._waiting = asyncio.Semaphore(1), 0

    async def compared(self, pair: Pair) -> Difference:
        """Return the difference; raises Overloaded, QueryStopped, StoreDamaged."""
        if pair.key in self._known:
            self._known.move_to_end(pair.key)
            return self._known[pair.key]
        async with self._turn():
            if pair.key not in self._known:
                self._known[pair.key] = read(await self._answer(pair))
            found = self._known[pair.key]
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            return found

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._waiting >= WAITING:
            raise Overloaded("too many versions are being compared; try again in a few seconds")
        self._waiting += 1
        try:
            async with self._free:
                yield
        finally:
            self._waiting -= 1

    async def _answer(self, pair: Pair) -> dict[str, object]:
        task = {"slug": pair.slug, "before": pair.before.name, "after": pair.after.name}
        process = await started(PROCESS)
        return dict(await done(process, task, pair.slug, self._settings))
