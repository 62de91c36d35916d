"""The pool: so many queries at once, each in a process of its own that can be ended."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from klimagraph.errors import KlimagraphError, Overloaded
from klimagraph.releases import Release, order, read, read_kept
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.workers import guard, protocol
from klimagraph.workers.cache import Cache, Held, Key
from klimagraph.workers.conversation import Answer, Conversation, whole
from klimagraph.workers.generations import Generation, Generations
from klimagraph.workers.processes import WorkerProcess

Hired = tuple[WorkerProcess, Generation]

log = logging.getLogger(__name__)


class Pool:
    """Answers questions in worker processes on the current release, or on an older one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.generations = Generations(settings)
        self._idle: deque[Hired] = deque()
        self._waiting: deque[asyncio.Future[Hired]] = deque()
        self.cache = Cache(settings.cache * MEBIBYTE)
        self._manifests: dict[str, Release] = {}
        self._count, self._long = 0, 0
        self._guests = asyncio.Semaphore(settings.worker_count)
        """Room for questions about older releases, each of which starts a worker of its own."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()
        self._moved = asyncio.Condition()

    @property
    def release(self) -> str:
        """Return the name of the release that new questions are answered from."""
        return self.generations.current.release

    def identity(self, release: str) -> str:
        """Return what tells the data of a release from any other data, whatever its name."""
        with contextlib.suppress(KlimagraphError):
            return self.manifest(release).digest
        return release

    def manifest(self, release: str) -> Release:
        """Return what a release says of itself; raises ReleaseUnknown, StoreDamaged."""
        if release not in self._manifests:
            self._manifests[release] = read(self.settings.home, release)
        return self._manifests[release]

    @contextmanager
    def long_answer(self) -> Iterator[None]:
        """Keep a worker for a long answer; one worker always stays for short ones.

        Raises Overloaded where the others are all kept already.
        """
        if self._long >= max(1, self.settings.worker_count - 1):
            raise Overloaded("too many long answers are being read; try again in a minute")
        self._long += 1
        try:
            yield
        finally:
            self._long -= 1

    def status(self) -> dict[str, str | int]:
        """Return what an operator wants to know at a glance."""
        generation = self.generations.current
        return {
            "release": generation.release,
            "store": "memory" if generation.template else "disk",
            "workers": self._count,
            "idle": len(self._idle),
            "waiting": len(self._waiting),
        }

    async def open(self) -> None:
        """Start the workers on the store on disk, then a copy in memory in the background."""
        await self.generations.open()
        await self._staff()
        self._background(self._follow())

    async def close(self) -> None:
        """End everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker, _ in self._idle:
            worker.kill()
        self.generations.close()
        await asyncio.sleep(0)

    async def reach(self, release: str) -> None:
        """Wait for some time until new questions are answered from a release just published."""
        self._news.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.settings.query_timeout), self._moved:
                await self._moved.wait_for(lambda: order(self.release) >= order(release))

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
        key = (release or self.release, question.encoded)
        if not self.cache.limit or guard.volatile(question.query):
            async with self._worked_out(question, release) as answer:
                yield answer
        elif held := await self.cache.first(key):
            yield whole(held.kind, held.format, key[0], held.body)
        else:
            async with self._kept(key, question, release) as answer:
                yield answer

    @asynccontextmanager
    async def _kept(
        self, key: Key, question: protocol.Question, release: str | None
    ) -> AsyncIterator[Answer]:
        """Work an answer out and tell those who wait for the same what came of it."""
        settled = False
        try:
            async with self._worked_out(question, release) as answer:
                right = answer.complete and answer.release == key[0]
                kept = Held(answer.kind, answer.format, answer.first) if right else None
                self.cache.settle(key, kept)
                settled = True
                yield answer
        except KlimagraphError as error:
            if not settled:
                settled = True
                self.cache.settle(key, None, error)
            raise
        finally:
            if not settled:
                self.cache.settle(key, None)

    @asynccontextmanager
    async def _worked_out(
        self, question: protocol.Question, release: str | None
    ) -> AsyncIterator[Answer]:
        hired = await self._hire() if release in (None, self.release) else None
        if hired and release not in (None, hired[1].release):
            self._free(*hired)
            hired = None
        if hired is None:
            async with self._guest(str(release)) as guest:
                yield await Conversation(guest[0], self.settings).begin(question, str(release))
            return
        worker, generation = hired
        conversation = Conversation(worker, self.settings)
        try:
            yield await conversation.begin(question, generation.release)
        finally:
            if conversation.over:
                self._free(worker, generation)
            else:
                self._dismiss(worker, generation)

    async def _hire(self) -> Hired:
        self._sweep()
        if self._idle:
            return self._idle.pop()
        if len(self._waiting) >= self.settings.waiting:
            raise Overloaded(
                f"{self._count} queries are running and {len(self._waiting)} waiting; "
                "try again in a few seconds"
            )
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[Hired] = loop.create_future()
        self._waiting.append(turn)
        clock = loop.call_later(self.settings.query_timeout, self._turn_away, turn)
        try:
            return await turn
        except asyncio.CancelledError:
            self._leave(turn)
            raise
        finally:
            clock.cancel()

    def _turn_away(self, turn: "asyncio.Future[Hired]") -> None:
        if not turn.done():
            self._waiting.remove(turn)
            seconds = self.settings.query_timeout
            turn.set_exception(Overloaded(f"no worker was free for {seconds:g} seconds"))

    def _leave(self, turn: "asyncio.Future[Hired]") -> None:
        """Give up a place in the queue, or give back the worker that was just handed over."""
        if turn in self._waiting:
            self._waiting.remove(turn)
        elif not turn.cancelled() and not turn.exception():
            self._free(*turn.result())

    @asynccontextmanager
    async def _guest(self, release: str) -> AsyncIterator[Hired]:
        """Start a worker for one question about an older release, and end it."""
        try:
            async with asyncio.timeout(self.settings.query_timeout):
                await self._guests.acquire()
        except TimeoutError:
            raise Overloaded("too many queries about older releases are running") from None
        try:
            generation = self.generations.on_disk(release)
            starting = asyncio.ensure_future(self.generations.spawn(generation))
            try:
                yield await asyncio.shield(starting), generation
            finally:
                self._background(self._send_off(starting, generation))
        finally:
            self._guests.release()

    async def _send_off(
        self, starting: "asyncio.Future[WorkerProcess]", generation: Generation
    ) -> None:
        with contextlib.suppress(KlimagraphError, OSError):
            self._dismiss(await starting, generation)

    def _free(self, worker: WorkerProcess, generation: Generation) -> None:
        """Give a worker to who waits longest; one of a former generation goes home."""
        if generation is not self.generations.current:
            self._dismiss(worker, generation)
            return
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result((worker, generation))
                return
        self._idle.append((worker, generation))

    def _sweep(self) -> None:
        """Replace idle workers that somebody else has ended."""
        for hired in [item for item in self._idle if item[0].ended]:
            self._idle.remove(hired)
            self._dismiss(*hired)

    def _dismiss(self, worker: WorkerProcess, generation: Generation) -> None:
        worker.kill()
        self._background(self._replace(worker, generation))

    async def _replace(self, worker: WorkerProcess, generation: Generation) -> None:
        if generation.counted:
            self._count -= 1
            await self._staff()
        await worker.bury()

    async def _staff(self) -> None:
        """Start workers of the current generation until there are as many as there should be."""
        while self._count < self.settings.worker_count:
            self._count += 1
            generation = self.generations.current
            try:
                worker = await self.generations.spawn(generation)
            except BaseException:
                self._count -= 1
                raise
            self._free(worker, generation)

    async def _follow(self) -> None:
        """Go along with what is published, in memory where there is room."""
        while True:
            try:
                if await self.generations.advance():
                    self._renew()
                    async with self._moved:
                        self._moved.notify_all()
                self._sweep()
                await self._staff()
            except (KlimagraphError, OSError):
                log.exception("the next release cannot be served yet")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), 0.2)
            self._news.clear()

    def _renew(self) -> None:
        """Send idle workers of the former generation home; the busy ones go when they are done."""
        old, self._idle = list(self._idle), deque()
        for worker, generation in old:
            self._dismiss(worker, generation)

    def _background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("work in the background failed", exc_info=error)
