"""What harvesters are served from: the snapshot that is in place, and who prepares the next."""

import asyncio
import contextlib
import json
import logging
import sys
import threading
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from klimagraph import releases
from klimagraph.errors import NotFound, SnapshotMissing, StoreBusy, StoreDamaged
from klimagraph.harvest import snapshot
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.validation.worker import environment
from klimagraph.workers.engine import Engine

PROCESS = "klimagraph.harvest.process"
AGAIN, SELDOM = 60.0, 3600.0
"""Seconds until it is tried again after it failed once, and at most after it failed often."""
HELD = 32 * MEBIBYTE
"""Bytes of the parts of snapshots that are held in memory."""

log = logging.getLogger(__name__)


class Harvest:
    """The snapshots of a home, and how it stands with the next one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.fault = ""
        """Why the last attempt to prepare a snapshot failed; empty where it did not."""
        self._lock = threading.RLock()
        self._known: dict[str, Snapshot] = {}
        self._parts: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._held = 0

    def snapshot(self, name: str = "") -> Snapshot:
        """Return a snapshot by name, the one that is served without; raises NotFound.

        Raises SnapshotMissing where none is served: before the first one is there.
        """
        wanted = name or snapshot.current_name(self.settings.home)
        try:
            return self._snapshot(wanted or "")
        except (NotFound, StoreDamaged):
            if name:
                raise
        raise SnapshotMissing("what is harvested is still being prepared; try again soon")

    def content(self, name: str, path: str) -> bytes:
        """Return a part of a snapshot; raises NotFound."""
        key, there = (name, path), snapshot.is_there(self.settings.home, name)
        with self._lock:
            if key in self._parts and there:
                self._parts.move_to_end(key)
                return self._parts[key]
        data = snapshot.content(self.settings.home, name, path)
        with self._lock:
            if len(data) <= HELD // 4:
                self._held += len(data) - len(self._parts.pop(key, b""))
                self._parts[key] = data
            while self._held > HELD:
                self._held -= len(self._parts.popitem(last=False)[1])
        return data

    def _snapshot(self, name: str) -> Snapshot:
        there = snapshot.is_there(self.settings.home, name)
        with self._lock:
            if there and name in self._known:
                return self._known[name]
            self._forget(name)
        found = snapshot.read(self.settings.home, name)
        with self._lock:
            return self._known.setdefault(name, found)

    def _forget(self, name: str) -> None:
        """Drop what is held of a snapshot that is gone."""
        self._known.pop(name, None)
        for key in [key for key in self._parts if key[0] == name]:
            self._held -= len(self._parts.pop(key))

    def status(self) -> dict[str, str | bool | None]:
        """Return which snapshot is served, whether it is of the release served, and the fault."""
        name = snapshot.current_name(self.settings.home)
        release = releases.current_name(self.settings.home)
        with contextlib.suppress(SnapshotMissing):
            found = self.snapshot()
            current = (found.release, found.address) == (release, self.settings.address)
            return {"snapshot": name, "current": current, "fault": self.fault or None}
        return {"snapshot": name, "current": False, "fault": self.fault or None}

    @property
    def awaited(self) -> bool:
        """Tell whether a snapshot is served as soon as one is ready."""
        return self.settings.harvest == "on" and not self.settings.scratch

    @asynccontextmanager
    async def kept(self, pool: Engine) -> AsyncIterator[None]:
        """Prepare what is published while the caller is inside."""
        task = asyncio.create_task(self._keep(pool))
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _keep(self, pool: Engine) -> None:
        again = AGAIN
        while self.settings.harvest == "on" and not self.settings.scratch:
            release = pool.release
            done = await self._prepare()
            again = AGAIN if done else min(2 * again, SELDOM)
            wait = _until_midnight() if done else again / 2
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await pool.moved_on(release)
                again = AGAIN

    async def _prepare(self) -> bool:
        """Prepare; return whether that was done. Where another process does it nothing is wrong."""
        try:
            fault = await self._attempt()
        except StoreBusy:
            return False
        except OSError as error:  # no process can be started, or it is gone before it was told
            fault = str(error)
        if fault and fault != self.fault:
            log.error("the snapshot for harvesters was not prepared: %s", fault)
        self.fault = fault
        return not fault

    async def _attempt(self) -> str:
        """Prepare in a process; return what was wrong, nothing where all is well.

        Raises StoreBusy where another process, such as a takedown, has the right to prepare.
        """
        told = json.dumps(asdict(self.settings), default=str).encode() + b"\n"
        process = await create_subprocess_exec(
            sys.executable, "-m", PROCESS, stdin=PIPE, stdout=PIPE, env=environment()
        )
        try:
            output, _ = await process.communicate(told)
        finally:
            await _ended(process)
        return _fault(output, process.returncode)


def _fault(output: bytes, status: int | None) -> str:
    try:
        answer = json.loads(output)
    except ValueError:
        return f"the process ended with status {status}"
    if answer.get("error") == StoreBusy.__name__:
        raise StoreBusy(answer["message"])
    return str(answer.get("message", ""))


def _until_midnight() -> float:
    """Return the seconds until states that follow the day may be others."""
    now = datetime.now(UTC)
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=5, microsecond=0)
    return (tomorrow - now).total_seconds()


async def _ended(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
