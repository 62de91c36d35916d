"""Commands of the program without the time in which Python reads it.

A process of its own has read the program and forks a child for every command line it is told;
half of the processor time of a short test with a service would go into reading. What is about the
start itself runs `KLIMAGRAPH` with subprocess.
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import IO, Any

from klimagraph import cli

COMMANDS = ("serving", "loading", "history")
"""Files of commands that are read before anybody asks for them."""
LONGEST = 1 << 18
"""Bytes of a command line with its environment."""


class Forked:
    """A child that runs a command line, used like subprocess.Popen."""

    def __init__(self, parent: "Parent", pid: int) -> None:
        """Hold a child by its number, which stays its own until it is asked how it ended."""
        self.pid = pid
        self.returncode: int | None = None
        self._parent = parent

    def poll(self) -> int | None:
        """Return how it ended: its exit status, or minus the signal; None while it runs."""
        if self.returncode is None:
            self.returncode = self._parent.ask({"reap": self.pid})
        return self.returncode

    def wait(self, timeout: float = float("inf")) -> int:
        """Return how it ended, as soon as it has; raises subprocess.TimeoutExpired."""
        end = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
            time.sleep(0.002)
        return status

    def send_signal(self, number: int) -> None:
        """Send a signal, to nobody where the child has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class Parent:
    """The process that forks; it ends with the one that started it, and ends what is left."""

    def __init__(self) -> None:
        """Start it."""
        self._lock = Lock()
        self._control, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            self._process = subprocess.Popen([sys.executable, __file__], stdin=far.fileno())

    def ask(self, message: dict[str, Any], files: Sequence[int] = ()) -> Any:
        """Send a message with open files and return what it is answered."""
        with self._lock:
            socket.send_fds(self._control, [json.dumps(message).encode()], files)
            return json.loads(self._control.recv(LONGEST))


parent = cache(Parent)


def forked(command: Sequence[str], environment: dict[str, str], errors: IO[bytes] | int) -> Forked:
    """Run a command line of `klimagraph` in a child, with its errors in a file."""
    with Path(os.devnull).open("r+b") as nothing:
        told = nothing if errors == subprocess.DEVNULL else errors
        files = [nothing.fileno(), 1, told if isinstance(told, int) else told.fileno()]
        place = str(Path.cwd())
        words = {"command": list(command), "environment": environment, "place": place}
        return Forked(parent(), parent().ask(words, files))


def _become(files: list[int], command: list[str], environment: dict[str, str], place: str) -> None:
    """Make a child what a new process would be: its files, its words, its variables, its folder."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.argv = command
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(place)


def _reap(pid: int) -> int | None:
    reaped, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if reaped else None


def main() -> None:
    """Fork and reap as told, until whoever tells is gone; in a child, run its command."""
    control = socket.socket(fileno=os.dup(0))
    for name in COMMANDS:
        import_module(f"klimagraph.cli.{name}")
    gc.freeze()
    children: set[int] = set()
    while True:
        message, files, _, _ = socket.recv_fds(control, LONGEST, 3)
        if not message:
            break
        words = json.loads(message)
        if "reap" in words:
            answer = _reap(words["reap"])
            children -= {words["reap"]} if answer is not None else set()
        elif answer := os.fork():
            children.add(answer)
        else:
            control.close()
            _become(files, **words)
            cli.main()
            return
        for file in files:
            os.close(file)
        control.send(json.dumps(answer).encode())
    for child in children:
        os.kill(child, signal.SIGTERM)


if __name__ == "__main__":
    main()
