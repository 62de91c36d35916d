"""The pool: so many queries at once, each in a process of its own that can be ended."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from klimagraph.errors import KlimagraphError
from klimagraph.releases import order, read_kept
from klimagraph.settings import Settings
from klimagraph.workers import guard, protocol
from klimagraph.workers.answering import Answering
from klimagraph.workers.cache import Promise
from klimagraph.workers.conversation import Answer, Conversation, whole
from klimagraph.workers.generations import Generations
from klimagraph.workers.processes import WorkerProcess
from klimagraph.workers.staff import Hired, Staff, yield_to_others
from klimagraph.workers.turns import Rooms, client

log = logging.getLogger(__name__)


class Pool(Answering):
    """Answers questions in worker processes on the current release, or on an older one."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.generations = Generations(settings)
        self.staff = Staff(settings, self.generations)
        self._guests = Rooms(settings.worker_count, settings.waiting)
        """Room for questions about older releases, each of which starts a worker of its own."""
        self._news = asyncio.Event()
        self._moved = asyncio.Condition()

    @property
    def release(self) -> str:
        """Return the name of the release that new questions are answered from."""
        return self.generations.current.release

    def status(self) -> dict[str, Any]:
        """Return what an operator wants to know at a glance."""
        generation = self.generations.current
        return {
            "release": generation.release,
            "store": "memory" if generation.template else "disk",
            "readable": not self.staff.unreadable,
            **self.staff.numbers,
            "ended": dict(self.staff.ended),
            "cache": self.cache.numbers,
        }

    async def open(self) -> None:
        """Start the workers on the store on disk, then a copy in memory in the background."""
        await self.generations.open()
        await self.staff.fill()
        self.staff.background(self.staff.watch())
        self.staff.background(self._follow())

    async def close(self) -> None:
        """End everything."""
        await self.staff.close()
        self.generations.close()
        await asyncio.sleep(0)

    async def reach(self, release: str) -> None:
        """Wait for some time until new questions are answered from a release just published."""
        self._news.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.settings.query_timeout), self._moved:
                await self._moved.wait_for(lambda: order(self.release) >= order(release))

    async def moved_on(self, release: str) -> None:
        """Wait until new questions are answered from another release than this one."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.release != release)

    @asynccontextmanager
    async def answer(
        self, question: protocol.Question, release: str | None = None
    ) -> AsyncIterator[Answer]:
        """Give the answer to a question while the caller is inside; leaving early ends the query.

        Answers are kept; equal questions at the same time are answered once. Raises QueryRefused,
        QueryFailed, QueryStopped, NotAcceptable, Overloaded, ReleaseUnknown, ReleaseGone.
        """
        if release not in (None, self.release):
            read_kept(self.settings.home, str(release))
        name = release or self.release
        kept = self.cache.limit and not guard.volatile(question.query)
        promise = Promise(self.cache, (name, question.encoded + self.state) if kept else None)
        who = client.get()
        self.shares.take(who)
        try:
            if held := await promise.wait():
                yield whole(held.kind, held.format, name, held.body)
                return
            async with self._worked_out(question, release) as answer:
                promise.keep(answer)
                yield answer
        except KlimagraphError as error:
            promise.fail(error)
            raise
        finally:
            promise.drop()
            self.shares.give_back(who)

    @asynccontextmanager
    async def _worked_out(
        self, question: protocol.Question, release: str | None
    ) -> AsyncIterator[Answer]:
        hired, conversation = None, None
        try:
            hired = await self._hire(release)
            conversation = Conversation(hired.worker, self.settings)
            yield await conversation.begin(question, hired.generation.release)
        finally:
            if hired:
                self.staff.take_back(hired, conversation.ending if conversation else "client")
                if not hired.generation.counted:
                    self._guests.leave()

    async def _hire(self, release: str | None) -> Hired:
        """Return a worker on the current release, or a guest on the one that is named."""
        if release in (None, self.release):
            hired = await self.staff.hire()
            if release in (None, hired.generation.release):
                return hired
            self.staff.take_back(hired)
        return await self._guest(str(release))

    async def _guest(self, release: str) -> Hired:
        """Start a worker for one question about an older release; it yields to all others."""
        who = client.get()
        await self._guests.enter(who, self.settings.query_timeout)
        generation = self.generations.on_disk(release)
        starting = asyncio.ensure_future(self.generations.spawn(generation))
        try:
            worker = await asyncio.shield(starting)
        except BaseException:
            self._guests.leave()
            self.staff.background(_send_off(starting))
            raise
        yield_to_others(worker.process)
        return Hired(worker, generation, who, time.monotonic())

    async def _follow(self) -> None:
        """Go along with what is published, in memory where there is room."""
        while True:
            try:
                self.look_again()
                if await self.generations.advance():
                    self.staff.renew()
                    async with self._moved:
                        self._moved.notify_all()
                await self.staff.fill()
            except (KlimagraphError, OSError):
                log.exception("the next release cannot be served yet")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), 0.2)
            self._news.clear()


async def _send_off(starting: "asyncio.Future[WorkerProcess]") -> None:
    """End a worker that nobody waits for any more."""
    with contextlib.suppress(KlimagraphError, OSError):
        worker = await starting
        worker.kill()
        await worker.bury()
