"""The pool: so many queries at once, each in a process of its own that can be ended."""

import asyncio
import json
import logging
import signal
import time
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from klimagraph.errors import (
    KlimagraphError,
    NotAcceptable,
    Overloaded,
    QueryFailed,
    QueryRefused,
    QueryStopped,
)
from klimagraph.releases import read_kept
from klimagraph.settings import Settings
from klimagraph.workers import protocol
from klimagraph.workers.generations import Generation, Generations
from klimagraph.workers.processes import WorkerProcess

WHOLE = 1 << 20
"""Answers up to this many bytes are sent whole or not at all."""

log = logging.getLogger(__name__)


@dataclass
class Answer:
    """An answer on its way: what it is, and its bytes.

    `complete` says that `first` is all of it; else `rest` yields what follows and raises
    where the answer cannot be completed.
    """

    kind: str
    format: str
    release: str
    first: bytes
    complete: bool
    rest: AsyncIterator[bytes]


class Pool:
    """Answers questions in worker processes on the current release, or on an older one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.generations = Generations(settings)
        self._idle: deque[tuple[WorkerProcess, Generation]] = deque()
        self._waiting: deque[asyncio.Future[tuple[WorkerProcess, Generation]]] = deque()
        self._count = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def release(self) -> str:
        """Return the name of the release that new questions are answered from."""
        return self.generations.current.release

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
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.generations.close()

    @asynccontextmanager
    async def answer(
        self, question: protocol.Question, release: str | None = None
    ) -> AsyncIterator[Answer]:
        """Give the answer to a question while the caller is inside; leaving early ends the query.

        Raises QueryRefused, QueryFailed, QueryStopped, NotAcceptable, Overloaded,
        ReleaseUnknown, ReleaseGone.
        """
        worker, generation = await self._hire(release)
        conversation = Conversation(worker, self.settings)
        try:
            yield await conversation.begin(question, generation.release)
        finally:
            if conversation.over and generation is self.generations.current:
                self._free(worker, generation)
            else:
                self._dismiss(worker, generation)

    async def _hire(self, release: str | None) -> tuple[WorkerProcess, Generation]:
        if release is not None and release != self.release:
            return await self._hire_for(release)
        if self._idle:
            return self._idle.popleft()
        if len(self._waiting) >= self.settings.waiting:
            raise Overloaded(
                f"{self._count} queries are running and {len(self._waiting)} waiting; "
                "try again in a few seconds"
            )
        turn: asyncio.Future[tuple[WorkerProcess, Generation]]
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await asyncio.wait({turn}, timeout=self.settings.query_timeout)
        except asyncio.CancelledError:
            if turn.done():
                self._free(*turn.result())
            turn.cancel()
            raise
        if not turn.done():
            turn.cancel()
            raise Overloaded(f"no worker was free for {self.settings.query_timeout:g} seconds")
        return turn.result()

    async def _hire_for(self, release: str) -> tuple[WorkerProcess, Generation]:
        """Start a worker of its own for an older release."""
        read_kept(self.settings.home, release)
        generation = self.generations.on_disk(release)
        return await self.generations.spawn(generation), generation

    def _free(self, worker: WorkerProcess, generation: Generation) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result((worker, generation))
                return
        self._idle.append((worker, generation))

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
            if generation is self.generations.current:
                self._free(worker, generation)
            else:
                self._dismiss(worker, generation)

    async def _follow(self) -> None:
        """Go along with what is published; put a copy in memory where there is room."""
        while True:
            try:
                if await self.generations.advance():
                    await self._renew()
            except (KlimagraphError, OSError):
                log.exception("the next release cannot be served yet")
            await asyncio.sleep(0.2)

    async def _renew(self) -> None:
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


class Conversation:
    """One question to one worker, with the clock running while the worker thinks."""

    def __init__(self, worker: WorkerProcess, settings: Settings) -> None:
        self.worker, self.settings = worker, settings
        self.left = settings.query_timeout
        self.over = False

    async def begin(self, question: protocol.Question, release: str) -> Answer:
        """Ask, and read the answer until it ends or is too long to be kept back."""
        self.worker.ask(question)
        _, payload = await self._next()
        kind, name = json.loads(payload)
        first = bytearray()
        while not self.over and len(first) < WHOLE:
            _, data = await self._next()
            first += data
        if name is None:
            raise NotAcceptable(f"none of the formats you accept can carry a result of kind {kind}")
        return Answer(kind, name, release, bytes(first), self.over, self._rest())

    async def _rest(self) -> AsyncIterator[bytes]:
        while not self.over:
            _, data = await self._next()
            if data:
                yield data

    async def _next(self) -> tuple[bytes, bytes]:
        started = time.monotonic()
        try:
            async with asyncio.timeout(self.left):
                kind, payload = await self.worker.receive()
        except TimeoutError:
            raise self._too_long() from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise await self._post_mortem() from None
        self.left -= time.monotonic() - started
        if kind == protocol.ERROR:
            self.over = True
            raise _error(json.loads(payload))
        self.over = kind == protocol.END
        return kind, payload

    def _too_long(self) -> QueryStopped:
        return QueryStopped(
            f"the query ran longer than {self.settings.query_timeout:g} seconds "
            "(limit QUERY_TIMEOUT) and was ended"
        )

    async def _post_mortem(self) -> KlimagraphError:
        """Say why the worker died: the signal tells."""
        status = await self.worker.bury()
        if status in (-signal.SIGPROF, -signal.SIGALRM):
            return self._too_long()
        if status in (-signal.SIGABRT, -signal.SIGKILL):
            return QueryStopped(
                f"the query needed more than {self.settings.query_memory} MiB of memory "
                "(limit QUERY_MEMORY) and was ended"
            )
        if status == -signal.SIGSEGV:
            return QueryRefused("the query is nested too deeply for the engine")
        return QueryFailed(f"the engine gave up on this query (exit status {status})")


def _error(message: protocol.Message) -> KlimagraphError:
    if message["error"] in ("SyntaxError", "ValueError"):
        return QueryRefused(message["message"], message.get("line"), message.get("column"))
    return QueryFailed(message["message"])
