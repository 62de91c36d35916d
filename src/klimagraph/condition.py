"""How a home is doing: what it takes on disk, since when it serves what, how much it holds."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from klimagraph.asking import ask
from klimagraph.errors import KlimagraphError
from klimagraph.namespaces import THINGS
from klimagraph.releases.manifests import POINTER
from klimagraph.workers.engine import Engine

PATIENCE = 0.5
"""Seconds that the number of things may take; whoever looks has a reason to be in a hurry."""
COUNTED = f"""SELECT (COUNT(DISTINCT ?thing) AS ?number)
{{ ?thing a ?class FILTER(STRSTARTS(STR(?thing), "{THINGS}")) }}"""


@dataclass(frozen=True)
class Storage:
    """Bytes of a home and of the disk that it lies on."""

    files: int
    used: int
    free: int
    whole: int

    @property
    def scarce(self) -> bool:
        """Tell whether another release like those that are there may not find its place."""
        return self.free < max(self.whole // 50, self.used // 4)


def storage(home: Path) -> Storage:
    """Return what a home takes; a content that several releases share counts once."""
    sizes = dict(_sizes(home))
    disk = shutil.disk_usage(home)
    return Storage(len(sizes), sum(sizes.values()), disk.free, disk.total)


def _sizes(home: Path) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield the files by device and number, with the bytes that they take."""
    for folder, _, names in os.walk(home):
        for name in names:
            with contextlib.suppress(FileNotFoundError):  # removed while we look
                found = (Path(folder) / name).lstat()
                yield (found.st_dev, found.st_ino), found.st_blocks * 512


def served_since(home: Path) -> str:
    """Return when the pointer to the release that is served was moved, empty before the first."""
    return written(home / POINTER)


def written(path: Path) -> str:
    """Return when a file or folder was written last (xsd:dateTime), empty where there is none."""
    try:
        moment = path.stat().st_mtime
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")


class Counting:
    """Counts the things of the release that is served, once, while others do not wait for it."""

    def __init__(self) -> None:
        self._release = ""
        self._task: asyncio.Task[int] | None = None

    async def things(self, pool: Engine) -> int | None:
        """Return how many things the release describes, None where that is not known yet."""
        if self._task is None or self._release != pool.release or _failed(self._task):
            self._release = pool.release
            self._task = asyncio.create_task(_number(pool, self._release))
            self._task.add_done_callback(_failed)
        with contextlib.suppress(TimeoutError, KlimagraphError):
            return await asyncio.wait_for(asyncio.shield(self._task), PATIENCE)
        return None


async def _number(pool: Engine, release: str) -> int:
    return int((await ask(pool, COUNTED, release=release)).rows[0]["number"])


def _failed(task: asyncio.Task[int]) -> bool:
    """Tell whether a task came to nothing, so that nobody is told that nobody asked."""
    return task.done() and (task.cancelled() or task.exception() is not None)
