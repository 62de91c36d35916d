"""What the kernel tells of a process and those it started: memory and descriptors."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE")
MEGABYTE = 1_000_000
INTERVAL = 0.02


@dataclass
class Peak:
    """The least and the most memory that was seen, in bytes."""

    seen: list[int] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """Return by how many megabytes the memory grew."""
        return (max(self.seen) - self.seen[0]) / MEGABYTE


def resident(process: int) -> int:
    """Return the resident memory of a process in bytes, 0 where it is no more."""
    try:
        return int((PROC / str(process) / "statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0


def proportional(process: int) -> int:
    """Return the memory of a process in bytes, shared pages counted in parts."""
    try:
        text = (PROC / str(process) / "smaps_rollup").read_text()
    except OSError:
        return 0
    line = next((line for line in text.splitlines() if line.startswith("Pss:")), "Pss: 0 kB")
    return int(line.split()[1]) * 1024


def descriptors(process: int) -> int:
    """Return how many files a process has open, 0 where it is no more."""
    try:
        return len(os.listdir(PROC / str(process) / "fd"))  # noqa: PTH208  # only the names
    except OSError:
        return 0


def family(process: int) -> list[int]:
    """Return a process and all that came from it."""
    found = [process]
    for one in found:
        found.extend(_children(one))
    return found


@contextmanager
def watched(process: int) -> Iterator[Peak]:
    """Look at the memory of a process while the block runs."""
    peak, end = Peak([resident(process)]), threading.Event()

    def look() -> None:
        while not end.wait(INTERVAL):
            peak.seen.append(resident(process))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        end.set()
        thread.join()


def _children(process: int) -> list[int]:
    try:
        tasks = list((PROC / str(process) / "task").iterdir())
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []
