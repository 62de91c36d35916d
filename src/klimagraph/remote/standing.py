"""Where a remote engine stands: looked at again and again, and brought to what is published."""

import asyncio
import contextlib
import logging
from contextlib import AsyncExitStack

import httpx

from klimagraph.errors import KlimagraphError, StoreBusy, StoreChanging, StoreUnavailable
from klimagraph.releases import current, current_name, order
from klimagraph.remote import marker
from klimagraph.remote.addresses import addresses
from klimagraph.remote.bringing import bring
from klimagraph.remote.client import asking_client
from klimagraph.remote.dialects import Dialect, dialect
from klimagraph.remote.engine import JSON
from klimagraph.remote.marker import Mark
from klimagraph.remote.reading import Reading
from klimagraph.settings import Settings

PAUSE = 0.5
"""Seconds between two looks at the engine."""
LOOKING = 5.0
"""Seconds that a look may take."""

log = logging.getLogger(__name__)


class Standing:
    """What an engine holds, as far as is known."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.address = addresses(settings).query
        self.mark: Mark | None = None
        self.failure = ""
        """Why the engine does not answer; empty while it does."""
        self.dialect: Dialect = dialect({})
        self._release = current_name(settings.home) or ""
        self._client: httpx.AsyncClient | None = None
        self._news, self._moved = asyncio.Event(), asyncio.Condition()
        self._following: asyncio.Task[None] | None = None
        self._closing = False

    @property
    def release(self) -> str:
        """Return the release that the engine holds, or held when it was last whole."""
        return self._release

    @property
    def client(self) -> httpx.AsyncClient:
        """Return the connections to the engine."""
        assert self._client is not None  # noqa: S101  # it was opened
        return self._client

    async def open(self) -> None:
        """Connect, look once, and keep looking in the background."""
        self._client = asking_client(self.settings)
        with contextlib.suppress(KlimagraphError):
            await self.look()
        self._following = asyncio.create_task(self._follow())

    async def close(self) -> None:
        """Stop looking; a release that is on its way stays half-way, and the mark says so."""
        self._closing = True
        if self._following:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        await self.client.aclose()

    async def held(self) -> Mark:
        """Return the mark of an engine that holds a release.

        Raises StoreUnavailable, StoreChanging where it does not answer or holds none now.
        """
        if self.mark is None or not self.mark.whole:
            await self.look()
        if self.mark is None or not self.mark.whole:
            raise StoreChanging("the store is being brought to a release; try again in a minute")
        return self.mark

    async def look(self) -> Mark | None:
        """Return the mark as it stands in the engine now; raises StoreUnavailable."""
        try:
            async with AsyncExitStack() as stack:
                reading = Reading(self.client, LOOKING, stack)
                answer = await reading.begin(self.address, {"query": marker.QUERY}, JSON)
                found = marker.read(await reading.upto(marker.LONGEST))
                self.dialect = dialect(answer.headers)
                if found and found.whole and found != self.mark:
                    await self._probe(stack)
        except KlimagraphError as error:
            self.mark, self.failure = None, str(error)
            raise StoreUnavailable(str(error)) from None
        self.failure = ""
        await self._take(found)
        return found

    async def _probe(self, stack: AsyncExitStack) -> None:
        """See that the engine cuts no answers; raises QueryStopped where it says that it does.

        Virtuoso says so with rows, but not with triples, which it cuts at the same limit.
        """
        if self.dialect.cuts:
            reading = Reading(self.client, self.settings.query_timeout, stack)
            await reading.begin(self.address, {"query": marker.PROBE}, JSON)

    async def _take(self, found: Mark | None) -> None:
        self.mark = found
        if found and found.whole and found.release != self._release:
            self._release = found.release
            async with self._moved:
                self._moved.notify_all()

    async def reach(self, release: str) -> None:
        """Wait for some time until the engine holds a release that was just published."""
        self._news.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.settings.write_timeout), self._moved:
                await self._moved.wait_for(lambda: order(self.release) >= order(release))

    async def moved_on(self, release: str) -> None:
        """Wait until the engine holds another release than this one."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.release != release)

    async def _follow(self) -> None:
        """Bring the engine along with what is published."""
        while True:
            before = self.failure
            with contextlib.suppress(StoreBusy):
                try:
                    await self.look()
                    if self._behind():
                        await asyncio.to_thread(bring, self.settings, self._tell)
                        await self.look()
                except (KlimagraphError, OSError) as error:
                    self.failure = str(error)
                    if before != self.failure:
                        log.warning("the store cannot be brought to the release: %s", error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), PAUSE)
            self._news.clear()

    def _behind(self) -> bool:
        wanted = current(self.settings.home)
        return wanted is not None and not (self.mark and self.mark.holds(wanted))

    def _tell(self, _step: str) -> None:
        """Stop on the way when the service is stopped."""
        if self._closing:
            raise StoreChanging("the service is being stopped")
