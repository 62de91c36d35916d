"""The workers of the current release: hiring, taking back, and making room where some are slow."""

import asyncio
import contextlib
import logging
import os
import time
from collections import Counter, deque
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from klimagraph.errors import Overloaded
from klimagraph.settings import Settings
from klimagraph.workers.generations import Generation, Generations
from klimagraph.workers.processes import CANNOT_READ, WorkerProcess
from klimagraph.workers.turns import Turns, client

TICK = 0.1
"""Seconds between two looks at how long queries run."""
PAUSE = 1.0
"""Seconds between two tries to read a store that could not be read."""
NICE = 10
"""How much a slow query yields to others (setpriority(2))."""

Pair = tuple[WorkerProcess, Generation]

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Hired:
    """A worker at work: for whom, since when, and whether it has left its place to another."""

    worker: WorkerProcess
    generation: Generation
    who: str
    since: float
    slow: bool = False
    aside: bool = False


class Staff:
    """Keeps as many workers as the settings say ready for short queries, and as many slow ones.

    A slow query yields to others and moves aside, so that a worker for short ones takes its place.
    Where there is no room aside and all places are held by slow ones while somebody waits, the
    client with most of them loses its last (ADR 0009).
    """

    def __init__(self, settings: Settings, generations: Generations) -> None:
        self.settings, self.generations = settings, generations
        self.turns = Turns[Pair](settings.waiting, lambda pair: self._free(*pair))
        self.ended = Counter[str]()
        """Workers ended before their time, by reason."""
        self.unreadable = False
        """Whether the worker that ended last could not read the store."""
        self._idle: deque[Pair] = deque()
        self._busy: set[Hired] = set()
        self._count = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def numbers(self) -> dict[str, int]:
        """Return how many workers there are and what they do."""
        return {
            "workers": self._count,
            "idle": len(self._idle),
            "slow": sum(hired.slow for hired in self._busy),
            "waiting": len(self.turns),
        }

    async def close(self) -> None:
        """End everything that goes on in the background, and the idle workers."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker, _ in self._idle:
            worker.kill()

    async def hire(self) -> Hired:
        """Return a worker for the client of this request; raises Overloaded."""
        self._sweep()
        who = client.get()
        pair = self._idle.pop() if self._idle else None
        pair = pair or await self.turns.wait(who, self.settings.query_timeout)
        hired = Hired(*pair, who, time.monotonic())
        self._busy.add(hired)
        return hired

    def take_back(self, hired: Hired, reason: str = "") -> None:
        """Take a worker back; with a reason it is not to be used again."""
        self._busy.discard(hired)
        self.unreadable = self.unreadable and bool(reason)
        if reason:
            self.ended[reason] += 1
        if hired.aside or not hired.generation.counted:
            self._send_home(hired.worker)
        elif reason or hired.slow:
            self._dismiss(hired.worker)
        else:
            self._free(hired.worker, hired.generation)

    async def fill(self) -> None:
        """Start workers of the current generation until there are as many as there should be."""
        self._sweep()
        if self.unreadable:
            await asyncio.sleep(PAUSE)
        while self._count < self.settings.worker_count:
            self._count += 1
            generation = self.generations.current
            try:
                worker = await self.generations.spawn(generation)
            except BaseException:
                self._count -= 1
                raise
            self._free(worker, generation)

    def renew(self) -> None:
        """Send idle workers of the former generation home; the busy ones go when they are done."""
        old, self._idle = list(self._idle), deque()
        for worker, _ in old:
            self._dismiss(worker)

    async def watch(self) -> None:
        """Look again and again at how long queries run, and make room."""
        while True:
            await asyncio.sleep(TICK)
            late = time.monotonic() - self.settings.slow_after
            for hired in self._busy:
                if not hired.slow and hired.since < late:
                    hired.slow = True
                    yield_to_others(hired.worker.process)
            self._move_aside()
            if self.turns and not self._idle and self._blocked():
                self._end_one()

    def _move_aside(self) -> None:
        """Let slow queries leave their places, those first that run longest."""
        here, aside = self._slow(aside=False), self._slow(aside=True)
        room = max(0, self.settings.worker_count - len(aside))
        for hired in sorted(here, key=lambda one: one.since)[:room]:
            self._leave_place(hired)

    def _leave_place(self, hired: Hired) -> None:
        hired.aside = True
        self._count -= 1
        self.background(self.fill())

    def _slow(self, *, aside: bool) -> list[Hired]:
        """Return the slow queries that were not ended, those aside or those in a place."""
        living = (one for one in self._busy if one.slow and one.worker.verdict is None)
        return [one for one in living if one.aside == aside]

    def _blocked(self) -> bool:
        """Tell whether slow queries hold all places."""
        return len(self._slow(aside=False)) == self.settings.worker_count

    def _end_one(self) -> None:
        """End the last slow query of the client that has most of them; its place is free at once,
        however long its client takes to notice.
        """
        slow = [*self._slow(aside=False), *self._slow(aside=True)]
        numbers = Counter(hired.who for hired in slow)
        last = max(slow, key=lambda one: (numbers[one.who], one.since))
        if not last.aside:
            self._leave_place(last)
        seconds = self.settings.slow_after
        last.worker.kill(
            Overloaded(
                f"this query ran longer than {seconds:g} seconds while others waited "
                "(limit SLOW_AFTER); try again when less is going on"
            )
        )

    def _free(self, worker: WorkerProcess, generation: Generation) -> None:
        """Give a worker to who is next; one of a former generation goes home."""
        if generation is not self.generations.current:
            self._dismiss(worker)
        elif not self.turns.hand_over((worker, generation)):
            self._idle.append((worker, generation))

    def _sweep(self) -> None:
        """Replace idle workers that somebody else has ended."""
        for pair in [item for item in self._idle if item[0].ended]:
            self._idle.remove(pair)
            self.ended["outside"] += 1
            self._dismiss(pair[0])

    def _dismiss(self, worker: WorkerProcess) -> None:
        """Send a worker home and start another in its place."""
        self._count -= 1
        self.background(self.fill())
        self._send_home(worker)

    def _send_home(self, worker: WorkerProcess) -> None:
        worker.kill()
        self.background(self._bury(worker))

    async def _bury(self, worker: WorkerProcess) -> None:
        if await worker.bury() == CANNOT_READ:
            self.unreadable = True

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Do some work while others go on; what goes wrong is logged."""
        if self._closed:
            work.close()
            return
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("work in the background failed", exc_info=error)


def yield_to_others(process: int) -> None:
    """Lower the priority of a process, if it still is."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpriority(os.PRIO_PROCESS, process, NICE)
