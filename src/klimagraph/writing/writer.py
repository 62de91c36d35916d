"""The service's side of the process that writes: one operation after the other, with a deadline."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import asdict

from klimagraph.errors import KlimagraphError, Overloaded, QueryRefused, QueryStopped
from klimagraph.settings import Settings
from klimagraph.writing.kinds import Operation, Written
from klimagraph.writing.replies import raised

LONGEST_LINE = 1 << 27
WAITING = 16
"""Operations that may wait for their turn."""


class Writer:
    """Writes in the home of the service."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._process: Process | None = None
        self._turn, self._waiting = asyncio.Lock(), 0

    async def write(self, operation: Operation) -> Written:
        """Carry out an operation; raises what it raises, QueryStopped at a limit, Overloaded."""
        if self._waiting >= WAITING:
            raise Overloaded("too many writes are waiting; try again in a few seconds")
        self._waiting += 1
        try:
            working = asyncio.ensure_future(self._in_turn(operation))
            working.add_done_callback(_look_at)
            return await asyncio.shield(working)
        finally:
            self._waiting -= 1

    def end(self) -> None:
        """End the process."""
        if self._process and self._process.returncode is None:
            self._process.kill()
        self._process = None

    async def _in_turn(self, operation: Operation) -> Written:
        """Carry out an operation to its end, whether or not somebody still waits for it."""
        async with self._turn:
            return await self._write(operation)

    async def _write(self, operation: Operation) -> Written:
        line = json.dumps({"operation": type(operation).__name__, **operation.__dict__})
        try:
            async with asyncio.timeout(self.settings.write_timeout):
                answer = await self._ask(line)
        except TimeoutError:
            self.end()
            raise QueryStopped(
                f"writing took longer than {self.settings.write_timeout:g} seconds "
                "(limit WRITE_TIMEOUT) and was ended; nothing was changed"
            ) from None
        if not answer:
            raise await self._post_mortem()
        reply = json.loads(answer)
        if "error" in reply:
            raise raised(reply)
        return Written(**reply["written"])

    async def _post_mortem(self) -> KlimagraphError:
        """Say why the process is no more: the signal tells."""
        status = await self._process.wait() if self._process else 0
        self.end()
        if status == -signal.SIGSEGV:
            return QueryRefused("this is nested too deeply for the engine; nothing was changed")
        return QueryStopped(
            f"writing was ended: more than {self.settings.write_memory} MiB of memory "
            f"(limit WRITE_MEMORY), or from outside (status {status}); nothing was changed"
        )

    async def _ask(self, line: str) -> bytes:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "klimagraph.writing.process"),
                stdin=PIPE,
                stdout=PIPE,
                limit=LONGEST_LINE,
            )
            assert self._process.stdin is not None  # noqa: S101  # asked for above
            told = {**asdict(self.settings), "home": str(self.settings.home), "admin_token": ""}
            self._process.stdin.write(json.dumps(told).encode() + b"\n")
        process = self._process
        assert process.stdin is not None  # noqa: S101  # asked for above
        assert process.stdout is not None  # noqa: S101  # asked for above
        process.stdin.write(line.encode() + b"\n")
        return await process.stdout.readline()


def _look_at(working: "asyncio.Future[Written]") -> None:
    """Take note of an error that nobody waits for any more."""
    if not working.cancelled():
        working.exception()
