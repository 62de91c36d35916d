"""The pool: so many queries at once, each in a process of its own that can be ended."""

import asyncio
import contextlib
import logging
import time
from types import TracebackType
from typing import Any

from klimagraph.errors import KlimagraphError
from klimagraph.releases import order, read_kept
from klimagraph.settings import Settings
from klimagraph.workers import protocol
from klimagraph.workers.answering import Answering
from klimagraph.workers.cache import Promise
from klimagraph.workers.conversation import Answer, Conversation, whole
from klimagraph.workers.generations import Generations
from klimagraph.workers.hired import Hired
from klimagraph.workers.priority import yield_to_others
from klimagraph.workers.processes import WorkerProcess
from klimagraph.workers.staff import Staff
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

    def answer(self, question: protocol.Question, release: str | None = None) -> "Asking":
        """Give the answer to a question while the caller is inside; leaving early ends the query.

        Answers are kept; equal questions at the same time are answered once. Raises QueryRefused,
        QueryFailed, QueryStopped, NotAcceptable, Overloaded, ReleaseUnknown, ReleaseGone.
        """
        return Asking(self, question, release)

    async def hire(self, release: str | None) -> Hired:
        """Return a worker on the current release, or a guest on the one that is named."""
        if release in (None, self.release):
            hired = await self.staff.hire()
            if release in (None, hired.generation.release):
                return hired
            self.staff.take_back(hired)
        return await self._guest(str(release))

    def take_back(self, hired: Hired, ending: str) -> None:
        """Take a worker back; `ending` says why it is not to be used again, if so."""
        self.staff.take_back(hired, ending)
        if not hired.generation.counted:
            self._guests.leave()

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


class Asking:
    """A question on its way through a pool; a context, whose value is the answer."""

    __slots__ = ("_hired", "_pool", "_promise", "_question", "_release", "_talk", "_who")

    def __init__(self, pool: Pool, question: protocol.Question, release: str | None) -> None:
        self._pool, self._question, self._release = pool, question, release
        self._who = client.get()
        self._hired: Hired | None = None
        self._talk: Conversation | None = None

    async def __aenter__(self) -> Answer:
        """Return the answer: one that is kept, else that of a worker."""
        pool, question, release = self._pool, self._question, self._release
        if release not in (None, pool.release):
            read_kept(pool.settings.home, str(release))
        name = release or pool.release
        kept = pool.cache.limit and not question.volatile
        self._promise = Promise(pool.cache, (name, question.encoded + pool.state) if kept else None)
        pool.shares.take(self._who)
        try:
            if held := await self._promise.wait():
                return whole(held.kind, held.format, name, held.body)
            self._hired = await pool.hire(release)
            self._talk = Conversation(self._hired.worker, pool.settings)
            answer = await self._talk.begin(question, self._hired.generation.release)
            self._promise.keep(answer)
        except BaseException as error:
            self._leave(error)
            raise
        return answer

    async def __aexit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        """Leave; a worker that has not said everything is not used again."""
        self._leave(error)

    def _leave(self, error: BaseException | None) -> None:
        if self._hired:
            self._pool.take_back(self._hired, self._talk.ending if self._talk else "client")
        if isinstance(error, KlimagraphError):
            self._promise.fail(error)
        self._promise.drop()
        self._pool.shares.give_back(self._who)


async def _send_off(starting: "asyncio.Future[WorkerProcess]") -> None:
    """End a worker that nobody waits for any more."""
    with contextlib.suppress(KlimagraphError, OSError):
        worker = await starting
        worker.kill()
        await worker.bury()
