"""The service from outside while it is under load: memory, descriptors, processes."""

import asyncio
import os
import statistics
import time
from contextlib import suppress
from dataclasses import dataclass, field

from bench.processes import MEGABYTE, descriptors, family, proportional, resident

INTERVAL = 5.0
"""Seconds between two looks; each walks page tables of gigabytes and locks them meanwhile."""
MOMENT, STILL, PATIENCE = 1.0, 3, 90.0
FIFTH = 5


@dataclass(frozen=True)
class Sample:
    """One look: megabytes and numbers."""

    service: float
    """Resident memory of the process that listens."""
    resident: float
    """Resident memory of it and all that it started; shared pages count several times."""
    proportional: float
    """The same with shared pages counted in parts: what the machine is short of."""
    processes: int
    descriptors: int


@dataclass
class Watch:
    """Looks at a process and its family."""

    process: int
    samples: list[Sample] = field(default_factory=list)

    async def run(self, enough: asyncio.Event) -> "Watch":
        """Look now and then until it is enough, at low priority: a look at much memory is long."""
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        while not enough.is_set():
            self.samples.append(self.look())
            with suppress(TimeoutError):
                await asyncio.wait_for(enough.wait(), INTERVAL)
        return self

    def look(self) -> Sample:
        """Look once."""
        every = family(self.process)
        return Sample(
            resident(self.process) / MEGABYTE,
            sum(map(resident, every)) / MEGABYTE,
            sum(map(proportional, every)) / MEGABYTE,
            len(every),
            descriptors(self.process),
        )

    def settled(self, like: Sample | None = None) -> Sample:
        """Wait until numbers stand still, or are those of another time; return the last look."""
        end, seen = time.monotonic() + PATIENCE, [self.look()]
        while time.monotonic() < end:
            time.sleep(MOMENT)
            seen.append(self.look())
            last = {(one.processes, one.descriptors) for one in seen[-STILL:]}
            still = len(seen) >= STILL and len(last) == 1
            if still and (like is None or last == {(like.processes, like.descriptors)}):
                break
        return seen[-1]

    def ends(self) -> tuple[float, float]:
        """Return the median memory of the service in the first and in the last fifth."""
        values = [one.service for one in self.samples]
        part = max(1, len(values) // FIFTH)
        return statistics.median(values[:part]), statistics.median(values[-part:])
