"""One writer at a time, across processes; the lock is gone when its process is."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from klimagraph.errors import StoreBusy


@contextmanager
def writing(home: Path, purpose: str) -> Iterator[None]:
    """Hold the right to write in a home; raises StoreBusy naming who has it."""
    home.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(home / "writer.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor, home)
        holder = {"process": os.getpid(), "since": time.strftime("%H:%M:%S"), "for": purpose}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, home: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StoreBusy(
            f"{home} is being written by {_holder(descriptor)}; try again later"
        ) from None


def _holder(descriptor: int) -> str:
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0))
        return f"process {holder['process']} since {holder['since']} ({holder['for']})"
    except (ValueError, KeyError):
        return "another process"
