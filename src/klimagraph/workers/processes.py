"""The service's side of a template and of a worker: start, ask, end."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import Any, cast
from weakref import WeakSet

from klimagraph.errors import KlimagraphError, StoreDamaged
from klimagraph.releases import Release
from klimagraph.workers import protocol

BUFFERED = 8
"""Frames that may lie here before the worker is made to wait; each has about 64 KiB."""

Frame = tuple[bytes, bytes]
"""Kind and payload."""


class TemplateProcess:
    """A running template; commands go one after the other."""

    def __init__(self) -> None:
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        mine.setblocking(False)
        command = [sys.executable, "-m", "klimagraph.workers.template", str(its.fileno())]
        self._process = subprocess.Popen(  # noqa: S603  # our own module
            command,
            pass_fds=[its.fileno()],
            stdin=subprocess.DEVNULL,
        )
        its.close()
        self._control, self._turn = mine, asyncio.Lock()
        self._workers: WeakSet[WorkerProcess] = WeakSet()

    @property
    def ended(self) -> bool:
        """Tell whether the process is no more."""
        return self._process.poll() is not None

    async def load(self, home: Path, contents: list[str], index: Path) -> int:
        """Load contents into the memory of the template; return its size in bytes."""
        command = {"do": "load", "home": str(home), "contents": contents, "index": str(index)}
        answer = await self._ask(command)
        return int(answer["resident"])

    async def change(self, home: Path, before: Release, after: str) -> int:
        """Bring the template from one release to another; return its size in bytes."""
        told = {"before": before.name, "held": before.digest, "after": after}
        command = {"do": "change", "home": str(home), **told}
        answer = await self._ask(command)
        return int(answer["resident"])

    async def spawn(self, store: Path | None, memory: int, timeout: float) -> "WorkerProcess":
        """Fork a worker on the template's memory or on the store in a folder."""
        mine, its = socket.socketpair()
        command = {
            "do": "spawn",
            "store": str(store) if store else None,
            "limit": memory,
            "timeout": timeout,
        }
        try:
            answer = await self._ask(command, its.fileno())
        except BaseException:
            mine.close()
            raise
        finally:
            its.close()
        worker = WorkerProcess(int(answer["process"]), self)
        await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=mine)
        self._workers.add(worker)
        return worker

    async def reap(self, process: int) -> int:
        """Wait for a worker that has ended; return minus its signal, or its exit code."""
        return int((await self._ask({"do": "reap", "process": process}))["status"])

    def end(self) -> None:
        """End the template and with it all its workers."""
        for worker in self._workers:
            worker.kill()
        self._control.close()
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def leave(self) -> None:
        """Forget a template that somebody else has ended; its workers go on."""
        self._control.close()

    async def _ask(self, command: dict[str, Any], descriptor: int | None = None) -> dict[str, Any]:
        async with self._turn:
            asked = asyncio.ensure_future(self._exchange(command, descriptor))
            try:
                return await asyncio.shield(asked)
            except asyncio.CancelledError:
                with contextlib.suppress(OSError, StoreDamaged):
                    await asked
                raise

    async def _exchange(self, command: dict[str, Any], descriptor: int | None) -> dict[str, Any]:
        message = json.dumps(command).encode()
        socket.send_fds(self._control, [message], [descriptor] if descriptor is not None else [])
        answer = await asyncio.get_running_loop().sock_recv(self._control, 1 << 16)
        if not answer:
            raise StoreDamaged(f"the template process ended while doing {command['do']!r}")
        return dict(json.loads(answer))


def _settle(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)


class WorkerProcess(asyncio.Protocol):
    """A running worker: its process, its template and the frames that came from it."""

    def __init__(self, process: int, template: TemplateProcess) -> None:
        self.process, self.template = process, template
        self.ended = False
        """Whether the process has hung up."""
        self.verdict: KlimagraphError | None = None
        """Why we ended it in the middle of a question."""
        self._buffer, self._frames = bytearray(), deque[Frame]()
        self._waiter: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None
        self._burial: asyncio.Task[int] | None = None

    def ask(self, question: protocol.Question) -> None:
        """Send a question."""
        assert self._transport is not None  # noqa: S101  # connected when it was made
        self._transport.write(protocol.frame(protocol.REQUEST, question.encoded))

    async def receive(self, timeout: float) -> Frame:
        """Return kind and payload of the next frame.

        Raises TimeoutError after `timeout` seconds and ConnectionError at the worker's death.
        """
        if not self._frames:
            await self._wait(timeout)
        found = self._frames.popleft()
        if self._transport and not self._frames:
            self._transport.resume_reading()
        return found

    async def _wait(self, timeout: float) -> None:
        if self.ended:
            raise ConnectionResetError
        loop = asyncio.get_running_loop()
        self._waiter = loop.create_future()
        clock = loop.call_later(timeout, self._wake, TimeoutError())
        try:
            await self._waiter
        finally:
            clock.cancel()
            self._waiter = None

    def _wake(self, error: Exception | None = None) -> None:
        if self._waiter is None or self._waiter.done():
            return
        if error:
            self._waiter.set_exception(error)
        else:
            self._waiter.set_result(None)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to the worker."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Cut what came into frames; where too much lies here, let the worker wait."""
        self._buffer += data
        start, size = 0, protocol.HEADER.size
        while len(self._buffer) >= start + size:
            kind, length = protocol.HEADER.unpack_from(self._buffer, start)
            end = start + size + length
            if len(self._buffer) < end:
                break
            self._frames.append((kind, bytes(self._buffer[start + size : end])))
            start = end
        del self._buffer[:start]
        if len(self._frames) > BUFFERED and self._transport:
            self._transport.pause_reading()
        if self._frames:
            self._wake()

    def connection_lost(self, _error: Exception | None) -> None:
        """Note the death of the worker."""
        self.ended = True
        self._wake(ConnectionResetError())

    def kill(self, verdict: KlimagraphError | None = None) -> None:
        """End the process at once. Until it is buried its number is its own."""
        self.verdict = self.verdict or verdict
        self._close()
        if self._burial is None and not self.ended:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)

    async def bury(self) -> int:
        """Wait for the end of the process; return minus the signal, or the exit code."""
        if self._burial is None:
            self._burial = asyncio.create_task(self._bury())
        return await asyncio.shield(self._burial)

    async def _bury(self) -> int:
        self._close()
        try:
            await self._end()
            return await self.template.reap(self.process)
        except (StoreDamaged, OSError):
            return -signal.SIGKILL

    async def _end(self) -> None:
        """Wait until the process is dead: giving back much memory takes its time, and whoever
        waits for it in the template holds up those who want a new worker.
        """
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[None] = loop.create_future()
        descriptor = os.pidfd_open(self.process)
        loop.add_reader(descriptor, _settle, ended)
        try:
            await ended
        finally:
            loop.remove_reader(descriptor)
            os.close(descriptor)

    def _close(self) -> None:
        if self._transport:
            self._transport.close()
