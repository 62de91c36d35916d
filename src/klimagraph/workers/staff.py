"""The workers of the current release: hiring, taking back, and making room where some are slow."""

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Coroutine
from typing import Any

from klimagraph.errors import Overloaded
from klimagraph.settings import Settings
from klimagraph.workers.generations import Generation, Generations
from klimagraph.workers.hired import Hired
from klimagraph.workers.priority import processor_seconds, yield_to_others
from klimagraph.workers.processes import WorkerProcess
from klimagraph.workers.protocol import CANNOT_READ
from klimagraph.workers.turns import Rooms, Turns, client

TICK = 0.02
"""Seconds between two looks at how long queries run."""
YIELDING = 0.2
"""Part of the time after which a query counts as slow, from which on it yields if others come."""
WORKED = 0.12
"""Part of that time in which a query may keep a processor busy before it yields to others."""
REMEMBERED = 60.0
"""Seconds that a client counts as one who asks long queries."""
PAUSE = 1.0
"""Seconds between two tries to read a store that could not be read."""

Pair = tuple[WorkerProcess, Generation]

log = logging.getLogger(__name__)


class Staff:
    """Keeps as many workers as the settings say ready for short queries, and as many slow ones.

    A long query yields as soon as others come; where no worker is left for them a slow one moves
    aside, and another takes its place. Clients that asked long ones lately get half of the places
    at most. Where there is no room aside and somebody waits, the client with most slow ones loses
    its last (ADR 0009).
    """

    def __init__(self, settings: Settings, generations: Generations) -> None:
        self.settings, self.generations = settings, generations
        self.turns = Turns[Pair](settings.waiting, lambda pair: self._free(*pair))
        self._places = settings.worker_count
        self._heavy = Rooms(max(1, self._places // 2), settings.waiting)
        """Places that clients with long queries may have."""
        self._asked_long: dict[str, float] = {}
        """When each of them had one last."""
        self.ended = Counter[str]()
        """Workers ended before their time, by reason."""
        self.unreadable = False
        """Whether the worker that ended last could not read the store."""
        self._idle: deque[Pair] = deque()
        self._busy: set[Hired] = set()
        self._count = 0
        self._came: list[str] = []
        """For whom workers were hired since the last look."""
        self._looked, self._short = 0.0, False
        """When that was; whether somebody has waited since."""
        self._at_work = asyncio.Event()
        """Set where a worker may be at work; nobody looks where none is, or was for long lately."""
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
        who = client.get()
        heavy = who in self._asked_long
        if heavy:
            await self._heavy.enter(who, self.settings.query_timeout)
        self._short = self._short or not self._idle
        try:
            pair = self._ready() or await self.turns.wait(who, self.settings.query_timeout)
        except BaseException:
            if heavy:
                self._heavy.leave()
            raise
        hired = Hired(*pair, who, time.monotonic(), heavy)
        self._came.append(who)
        self._busy.add(hired)
        self._at_work.set()
        return hired

    def take_back(self, hired: Hired, reason: str = "") -> None:
        """Take a worker back; with a reason it is not to be used again."""
        self._busy.discard(hired)
        self._leave_heavy(hired)
        self.unreadable = self.unreadable and bool(reason)
        if reason:
            self.ended[reason] += 1
        if hired.aside or not hired.generation.counted:
            self._send_home(hired.worker)
        elif reason or hired.yielding:
            self._dismiss(hired.worker)
        else:
            self._free(hired.worker, hired.generation)

    async def fill(self) -> None:
        """Start workers of the current generation until there are as many as there should be."""
        self._sweep()
        if self.unreadable:
            await asyncio.sleep(PAUSE)
        while self._count < self._places:
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
            if not (self._busy or self._asked_long):
                self._at_work.clear()
            await self._at_work.wait()
            await asyncio.sleep(TICK)
            self._look()
            self._move_aside()
            self._short = False
            self._end_one()

    def _look(self) -> None:
        """Note who runs long, let those yield to whom others have come, forget who did long ago."""
        now = time.monotonic()
        busy = len(self._busy) > 1 or bool(self.turns)
        clients = {*self._came, *(hired.who for hired in self._busy)}
        for hired in self._busy:
            age = now - hired.since - hired.held_up()
            hired.long = hired.long or age > YIELDING * self.settings.slow_after
            if hired.long:
                self._asked_long[hired.who] = now
            others = busy or len(self._came) > (hired.since > self._looked)
            greedy = self._is_greedy(hired) and clients != {hired.who}
            if not hired.yielding and (greedy or (hired.long and others)):
                hired.yielding = True
                yield_to_others(hired.worker.process)
            hired.slow = hired.slow or age > self.settings.slow_after
        for who in [one for one, then in self._asked_long.items() if now - then > REMEMBERED]:
            del self._asked_long[who]
        self._came, self._looked = [], now

    def _is_greedy(self, hired: Hired) -> bool:
        """Tell whether others have waited for it long enough; at once after long ones before it."""
        used = processor_seconds(hired.worker.process)
        if hired.before is None:
            hired.before = used
        allowed = 0.0 if hired.heavy else WORKED * self.settings.slow_after
        return used - hired.before > allowed

    def _move_aside(self) -> None:
        """Let slow queries leave their places where those who come find no worker, those first
        that run longest; where somebody waits those too that yield already.

        Beyond the room aside there is more for clients with long queries, as much as they may have
        places: who goes there counts as one in such a place, so that no other comes after it.
        """
        living = sorted(self._living(), key=lambda one: one.since)
        room = self._places - sum(one.aside and not one.heavy for one in living)
        waited_for, wanted = bool(self.turns), self._short or self._heavy.waited_for
        for hired in living:
            slow = hired.slow or (waited_for and (hired.long or hired.yielding))
            leaves = slow and not hired.aside and (wanted or not self._idle)
            if room > 0 and (leaves or (hired.aside and hired.heavy)):
                self._leave_heavy(hired)
                room -= 1
            elif leaves and not hired.heavy:
                hired.heavy = leaves = self._heavy.take()
            if leaves:
                self._leave_place(hired)

    def _leave_place(self, hired: Hired) -> None:
        hired.aside = True
        self._count -= 1
        self.background(self.fill())

    def _leave_heavy(self, hired: Hired) -> None:
        if hired.heavy:
            hired.heavy = False
            self._heavy.leave()

    def _living(self) -> list[Hired]:
        """Return the queries that were not ended."""
        return [one for one in self._busy if one.worker.verdict is None]

    def _in_the_way(self, slow: list[Hired], last: Hired, several: bool) -> bool:
        """Tell whether others than the client of `last` wait for what slow queries hold: for a
        place where all are taken, or, where that client has several, for one for long queries.
        """
        full = sum(not hired.aside for hired in self._busy) == self._places
        if full and self.turns.others(last.who) and any(not one.aside for one in slow):
            return True
        return several and self._heavy.others(last.who) and any(one.heavy for one in slow)

    def _end_one(self) -> None:
        """End the last slow query of the client that has most of them, where it is in the way;
        rather one that holds a place for long ones.

        Its place is free at once, however long its client takes to notice.
        """
        slow = [one for one in self._living() if one.slow]
        numbers = Counter(hired.who for hired in slow)
        last = max(slow, key=lambda one: (numbers[one.who], one.heavy, one.since), default=None)
        if last is None or not self._in_the_way(slow, last, numbers[last.who] > 1):
            return
        self._leave_heavy(last)
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

    def _ready(self) -> Pair | None:
        """Return an idle worker, None where there is none."""
        while self._idle:
            pair = self._idle.pop()
            if not pair[0].ended:
                return pair
            self._replace(pair[0])
        return None

    def _sweep(self) -> None:
        """Replace idle workers that somebody else has ended."""
        for pair in [item for item in self._idle if item[0].ended]:
            self._idle.remove(pair)
            self._replace(pair[0])

    def _replace(self, worker: WorkerProcess) -> None:
        self.ended["outside"] += 1
        self._dismiss(worker)

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
