"""Malformed files sent to a running service: it answers, and answers others meanwhile.

A hundred and fifty files by default; `KLIMAGRAPH_FUZZ=10000` sends so many.
"""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import os
import re
import shutil
import socket
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx
import pytest
from drawn import drawn

from conftest import KLIMAGRAPH, Served, _wait_for, free_port

COUNT = int(os.environ.get("KLIMAGRAPH_FUZZ", "0")) or 150
CLIENTS = 4
EVERY = 5
"""One file of so many is submitted, the others are only checked."""
TOKEN = "of-the-malformed"  # noqa: S105  # opens nothing but the instance of this test
DEADLINE = 60
"""Seconds of a validation; whoever waits longer for an answer has been hung up."""
LEFT_OVER = 150
"""MiB by which the service may have grown when all is over: reports that it keeps."""
STORE = 500
"""MiB of the bundled data in memory; each query worker owns at most so much, for what it reads."""
CHECKING = 600
"""MiB that a process of a check may take in all these small files."""


@dataclass
class Beside:
    """What another client saw while the files were sent."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    memory: int = 0
    """The most MiB that the service and its checks took."""
    querying: int = 0
    """The most MiB that the processes for queries took."""

    def look(self, service: Served) -> None:
        """Note what is taken just now."""
        memory, querying = memory_of(service)
        self.memory, self.querying = max(self.memory, memory), max(self.querying, querying)


@pytest.fixture
def witness(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Yield a socket that listens, which is also the proxy of whoever asks for one."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=512)) as listening:
        listening.setblocking(False)
        place = f"http://127.0.0.1:{listening.getsockname()[1]}"
        for name in ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"):
            monkeypatch.setenv(name, place)
        yield listening


@pytest.fixture
def service(tmp_path: Path, bundled_home: Path, witness: socket.socket) -> Iterator[Served]:
    """Yield a service that may be submitted to; its log holds no traceback."""
    home, log, port = tmp_path / "home", tmp_path / "log", free_port()
    shutil.copytree(bundled_home, home)
    named = {"admin_token": TOKEN, "submissions_open": COUNT, "validation_timeout": DEADLINE}
    named["cache"] = 0  # nothing is made ready meanwhile: what grows is of the files
    names = {f"KLIMAGRAPH_{name.upper()}": str(value) for name, value in named.items()}
    command = [KLIMAGRAPH, "serve", "--home", str(home), "--port", str(port)]
    with log.open("wb") as errors:
        process = subprocess.Popen(command, env={**os.environ, **names}, stderr=errors)
    try:
        address = f"http://127.0.0.1:{port}"
        os.environ["no_proxy"] = "127.0.0.1"  # of this process, whose proxies go with the test
        _wait_for(address, process)
        yield Served(address, process, home)
    finally:
        process.terminate()
        process.wait(30)
    assert "Traceback" not in log.read_text()


def test_a_running_service(service: Served, witness: socket.socket) -> None:
    """No file gives a 5xx or hangs, opens a connection, or keeps others from their answers."""
    with client() as one:
        warm(one, service)
        before, _ = memory_of(service)
        with beside(service) as seen, ThreadPoolExecutor(CLIENTS) as pool:
            statuses = Counter(pool.map(lambda file: sent(one, service, file), files(witness)))
        after, _ = memory_of(service)
    print(dict(statuses), dict(seen.answers), f"{before} {seen.memory} {after} MiB", seen.querying)
    with pytest.raises(BlockingIOError):
        witness.accept()
    assert not [status for status in statuses if not 200 <= status < 500], statuses
    assert {200} == {status for _, status in seen.answers}, seen.answers
    assert {"health", "sparql"} == {name for name, _ in seen.answers}
    assert after < before + LEFT_OVER
    workers = 2 * (os.cpu_count() or 1)
    assert seen.memory < before + LEFT_OVER + workers * CHECKING
    assert seen.querying < (workers + 1) * STORE


@contextmanager
def client() -> Iterator[httpx.Client]:
    """Yield a client that goes straight to the service."""
    with httpx.Client(trust_env=False, timeout=2 * DEADLINE) as one:
        yield one


def files(witness: socket.socket) -> Iterator[tuple[int, str, bytes]]:
    """Yield the files to send, with their numbers."""
    place = f"127.0.0.1:{witness.getsockname()[1]}".encode()
    for number, (extension, data) in enumerate(drawn(COUNT, place)):
        yield number, extension, data


def sent(one: httpx.Client, service: Served, file: tuple[int, str, bytes]) -> int:
    """Send a file to one of the doors; return the status of the answer."""
    number, extension, data = file
    form = {"file": (f"data{extension}", data)}
    if number % EVERY:
        return one.post(f"{service.address}/validate", files=form).status_code
    headers = {"Authorization": f"Bearer {TOKEN}"}
    address = f"{service.address}/submissions?wait=30"
    got = one.post(address, files=form, data={"dataset": "malformed"}, headers=headers)
    if got.status_code < 300:
        assert "" == got.json()["fault"], got.json()
    return got.status_code


def warm(one: httpx.Client, service: Served) -> None:
    """Have everything started that is started when it is first wanted."""
    for number in range(EVERY + 1):
        assert 300 > sent(one, service, (number, ".ttl", b"<a:%d> <a:b> <a:c> ." % number))


@contextmanager
def beside(service: Served) -> Iterator[Beside]:
    """Ask other things all the while, one after the other, and look at the memory."""
    seen, over = Beside(), threading.Event()

    def asking() -> None:
        with client() as one:
            for number in count():
                health = one.get(f"{service.address}/health")
                asked = {"query": f"SELECT (COUNT(*) + {number} AS ?n) {{ ?s a ?class }}"}
                got = one.get(f"{service.address}/sparql", params=asked)
                seen.answers.update([("health", health.status_code), ("sparql", got.status_code)])
                seen.look(service)
                if over.wait(0.05):
                    return

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(asking)
        try:
            yield seen
        finally:
            over.set()
        done.result()


def memory_of(service: Served) -> tuple[int, int]:
    """Return the MiB that a service with its checks takes, and that its processes for queries do.

    What processes share is counted once.
    """
    parents = dict(filter(None, map(_parent, Path("/proc").glob("[0-9]*"))))
    mine, found = {service.process.pid}, 0
    while len(mine) != found:
        found = len(mine)
        mine |= {one for one, parent in parents.items() if parent in mine}
    querying = {one for one in mine if _is_for_queries(one)}
    return sum(map(_taken, mine - querying)) // 1024, sum(map(_taken, querying)) // 1024


def _is_for_queries(process: int) -> bool:
    try:
        return b"klimagraph.workers" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False  # it ended just now


def _parent(process: Path) -> tuple[int, int] | None:
    try:
        return int(process.name), int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None  # it ended just now


def _taken(process: int) -> int:
    """Return the kB of a process, its share of what it shares; nothing where it ended just now."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss: +(\d+)", text, re.MULTILINE)
    return int(found[1]) if found else 0
