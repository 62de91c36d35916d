"""The service's side of a template and of a worker: start, ask, end."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any
from weakref import WeakSet

from klimagraph.errors import StoreDamaged
from klimagraph.workers import protocol

BUFFER = 1 << 18


class TemplateProcess:
    """A running template; commands go one after the other."""

    def __init__(self) -> None:
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        mine.setblocking(False)
        command = [sys.executable, "-m", "klimagraph.workers.template", str(its.fileno())]
        self._process = subprocess.Popen(  # noqa: S603  # our own module
            command, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL
        )
        its.close()
        self._control, self._turn = mine, asyncio.Lock()
        self._workers: WeakSet[WorkerProcess] = WeakSet()

    @property
    def ended(self) -> bool:
        """Tell whether the process is no more."""
        return self._process.poll() is not None

    async def load(self, home: Path, contents: list[str]) -> int:
        """Load contents into the memory of the template; return its size in bytes."""
        answer = await self._ask({"do": "load", "home": str(home), "contents": contents})
        return int(answer["resident"])

    async def change(self, home: Path, pairs: list[tuple[str | None, str | None]]) -> int:
        """Bring the template from one release to the next; return its size in bytes."""
        answer = await self._ask({"do": "change", "home": str(home), "pairs": pairs})
        return int(answer["resident"])

    async def spawn(self, store: Path | None, memory: int, timeout: float) -> "WorkerProcess":
        """Fork a worker on the template's memory or on the store in a folder."""
        mine, its = socket.socketpair()
        command = {
            "do": "spawn",
            "store": str(store) if store else None,
            "memory": memory,
            "timeout": timeout,
        }
        try:
            answer = await self._ask(command, its.fileno())
        except BaseException:
            mine.close()
            raise
        finally:
            its.close()
        reader, writer = await asyncio.open_unix_connection(sock=mine, limit=BUFFER)
        worker = WorkerProcess(int(answer["process"]), self, reader, writer)
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


class WorkerProcess:
    """A running worker: its process, its template and the two ends of the conversation."""

    def __init__(
        self,
        process: int,
        template: TemplateProcess,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.process, self.template = process, template
        self._reader, self._writer = reader, writer
        self._burial: asyncio.Task[int] | None = None

    @property
    def ended(self) -> bool:
        """Tell whether the process has hung up."""
        return self._reader.at_eof()

    def ask(self, question: protocol.Question) -> None:
        """Send a question."""
        payload = json.dumps(asdict(question)).encode()
        self._writer.write(protocol.frame(protocol.REQUEST, payload))

    async def receive(self) -> tuple[bytes, bytes]:
        """Return kind and payload of the next frame; raises IncompleteReadError at its death."""
        header = await self._reader.readexactly(protocol.HEADER.size)
        kind, length = protocol.HEADER.unpack(header)
        return kind, await self._reader.readexactly(length) if length else b""

    def kill(self) -> None:
        """End the process at once. Until it is buried its number is its own."""
        self._writer.close()
        if self._burial is None and not self.ended:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)

    async def bury(self) -> int:
        """Wait for the end of the process; return minus the signal, or the exit code."""
        if self._burial is None:
            self._burial = asyncio.create_task(self._bury())
        return await asyncio.shield(self._burial)

    async def _bury(self) -> int:
        self._writer.close()
        try:
            return await self.template.reap(self.process)
        except (StoreDamaged, OSError):
            return -signal.SIGKILL
