"""A client that costs little: keep-alive connections, one request after the other on each."""

import asyncio
import time
import urllib.request
from dataclasses import dataclass
from random import Random
from typing import cast
from urllib.parse import quote, urlencode

import uvloop

from bench.data import MEMBERSHIPS
from bench.queries import point


@dataclass(frozen=True)
class Load:
    """What a server did under load: answers per second, latencies in seconds, failures."""

    rate: float
    median: float
    p99: float
    failures: int


@dataclass(frozen=True)
class Transfer:
    """One large answer: seconds to the first byte and in all, bytes."""

    first: float
    total: float
    size: int


def ask(address: str, query: str, accept: str = "text/csv") -> bytes:
    """Return the answer to one query."""
    data = urlencode({"query": query}).encode()
    request = urllib.request.Request(f"{address}", data, {"Accept": accept})
    with urllib.request.urlopen(request, timeout=600) as answer:
        return bytes(answer.read())


def timed(address: str, query: str, rounds: int) -> list[float]:
    """Return the seconds that each of some rounds of a query took."""
    seconds = []
    for number in range(rounds):
        started = time.perf_counter()
        ask(address, f"{query}\n# round {number}")
        seconds.append(time.perf_counter() - started)
    return seconds


def transfer(address: str, query: str) -> Transfer:
    """Read a large answer without keeping it."""
    url = f"{address}?{urlencode({'query': query})}"
    request = urllib.request.Request(url, headers={"Accept": "application/sparql-results+json"})
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=600) as answer:
        size = len(answer.read(1))
        first = time.perf_counter() - started
        while chunk := answer.read(1 << 20):
            size += len(chunk)
    return Transfer(first, time.perf_counter() - started, size)


def load(address: str, connections: int, seconds: float) -> Load:
    """Send point queries on some connections for some seconds."""
    return uvloop.run(_load(address, connections, seconds))


async def _load(address: str, connections: int, seconds: float) -> Load:
    end = time.perf_counter() + seconds
    workers = [_Connection(address, number, end) for number in range(connections)]
    await asyncio.gather(*(worker.run() for worker in workers))
    latencies = sorted(item for worker in workers for item in worker.latencies)
    count = len(latencies)
    failures = sum(worker.failures for worker in workers)
    return Load(count / seconds, latencies[count // 2], latencies[int(count * 0.99)], failures)


class _Connection(asyncio.Protocol):
    def __init__(self, address: str, seed: int, end: float) -> None:
        place, _, path = address.removeprefix("http://").partition("/")
        self.host, _, port = place.partition(":")
        self.port, self.path, self.end = int(port), "/" + path, end
        self.chance = Random(seed)  # noqa: S311  # a reproducible choice, not a secret
        self.latencies: list[float] = []
        self.failures, self.buffer, self.missing = 0, b"", 0

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        self.done = loop.create_future()
        await loop.create_connection(lambda: self, self.host, self.port)
        await self.done

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        query = quote(point(self.chance.randrange(MEMBERSHIPS)))
        self.started = time.perf_counter()
        self.transport.write(
            f"GET {self.path}?query={query} HTTP/1.1\r\nHost: {self.host}\r\n"
            "Accept: application/sparql-results+json\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not _complete(self.buffer):
            return
        self.failures += not self.buffer.startswith(b"HTTP/1.1 200")
        self.buffer = b""
        now = time.perf_counter()
        self.latencies.append(now - self.started)
        if now < self.end:
            self._send()
        else:
            self.transport.close()
            self.done.set_result(None)


def _complete(text: bytes) -> bool:
    """Tell whether an answer is all there, by its length or its last chunk."""
    head, separator, body = text.partition(b"\r\n\r\n")
    if not separator:
        return False
    lower = head.lower()
    at = lower.find(b"content-length:")
    if at < 0:
        return body.endswith(b"0\r\n\r\n")
    return len(body) >= int(lower[at + 15 :].split(b"\r\n", 1)[0])
