"""What every server has in common: how it is got, loaded, started and stopped."""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlencode

from bench.data import Extent
from bench.step import StepFailedError

START_LIMIT = 120.0
PORTS = (15_000, 30_000)
OUT_OF_MEMORY = (-6, -9, 134, 137)
"""Exit codes of a process that got no more memory: aborted or killed."""


class Peer(ABC):
    """A server in a folder of its own; one process at a time."""

    name: ClassVar[str]
    how: ClassVar[str]
    """How it is run, for readers of the table."""
    updates: ClassVar[bool] = True
    """Whether it can be written over HTTP."""
    patience: ClassVar[float] = 30.0
    """Seconds that it may take to end when asked to."""

    def __init__(self, folder: Path, extent: Extent) -> None:
        self.folder, self.extent = folder / self.name, extent
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    @abstractmethod
    def address(self) -> str:
        """Return the address that answers queries."""

    @abstractmethod
    def prepare(self, limit: float) -> None:
        """Install what is missing; raises StepFailedError where it is not to be had."""

    @abstractmethod
    def version(self) -> str:
        """Return the version."""

    @abstractmethod
    def load(self, data: Path, limit: float) -> float | None:
        """Load a file of N-Triples for good; return the seconds, None where each start loads.

        Raises StepFailedError.
        """

    @abstractmethod
    def command(self, *, writable: bool) -> list[str]:
        """Return the command that serves on `port`."""

    def environment(self) -> dict[str, str]:
        """Return the variables of the server."""
        return dict(os.environ)

    def update(self, text: str) -> urllib.request.Request:
        """Return the request that carries out an update."""
        return urllib.request.Request(self.address, urlencode({"update": text}).encode())

    def alone(self) -> bool:
        """Tell whether it needs so much memory that no other server runs beside it."""
        return False

    @property
    def process(self) -> int:
        """Return the number of the process that runs."""
        assert self._process is not None  # noqa: S101  # started before
        return self._process.pid

    def start(self, *, writable: bool = False) -> None:
        """Start it and wait until it takes connections; raises StepFailedError."""
        self.port = free_port()
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(writable=writable),
                env=self.environment(),
                cwd=self.folder,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        end = time.monotonic() + START_LIMIT
        while not listens(self.port):
            if self._process.poll() is not None:
                raise StepFailedError(self.fate())
            if time.monotonic() > end:
                raise StepFailedError(f"not up after {START_LIMIT:g} s")
            time.sleep(0.002)

    def stop(self) -> None:
        """End it, and what it started: a busy process of its own would go on."""
        if self._process is None:
            return
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(self.patience)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def running(self) -> bool:
        """Tell whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def fate(self) -> str:
        """Say how the process ended."""
        code = self._process.poll() if self._process else None
        return "out of memory" if code in OUT_OF_MEMORY else f"ended with status {code}"


def run(command: list[str], limit: float, folder: Path | None = None) -> float:
    """Run a command to its end; return the seconds; raises StepFailedError."""
    started = time.perf_counter()
    try:
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            timeout=limit,
            cwd=folder,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise StepFailedError(f"> {limit:g} s") from None
    except subprocess.CalledProcessError as error:
        fate = "out of memory" if error.returncode in OUT_OF_MEMORY else "failed"
        raise StepFailedError(fate) from error
    except FileNotFoundError:
        raise StepFailedError("not installed") from None
    return time.perf_counter() - started


def output(command: list[str]) -> str:
    """Return what a command prints."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def present(program: str) -> bool:
    """Tell whether a program is installed."""
    return shutil.which(program) is not None


def free_port() -> int:
    """Return a port that nobody has, below those that the kernel gives to clients."""
    while True:
        port = random.randrange(*PORTS)  # noqa: S311  # no secret
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("", port))
            return port


def listens(port: int) -> bool:
    """Tell whether somebody takes connections on a port."""
    try:
        with socket.create_connection(("localhost", port), timeout=5):
            return True
    except OSError:
        return False
