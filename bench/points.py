"""Point queries on keep-alive connections, one after the other on each, at little cost."""

import asyncio
import time
from dataclasses import dataclass
from random import Random
from typing import cast
from urllib.parse import quote, urlsplit

import uvloop

from bench.data import Extent
from bench.queries import point
from bench.step import StepFailedError

PATIENCE = 20.0
"""Seconds beyond the end that a last answer may take."""


@dataclass(frozen=True)
class Load:
    """What a server did: answers a second, and the 99th percentile of the latency in seconds."""

    rate: float
    p99: float


def load(address: str, extent: Extent, connections: int, seconds: float) -> Load:
    """Send point queries on some connections for some seconds; raises StepFailedError."""
    return uvloop.run(_load(address, extent, connections, seconds))


async def _load(address: str, extent: Extent, connections: int, seconds: float) -> Load:
    end = time.perf_counter() + seconds
    asking = [_Asking(address, extent, Random(number), end) for number in range(connections)]  # noqa: S311  # reproducible
    try:
        async with asyncio.timeout(seconds + PATIENCE):
            await asyncio.gather(*(one.run() for one in asking))
    except TimeoutError:
        raise StepFailedError(f"no answer for {PATIENCE:g} s") from None
    except OSError:
        raise StepFailedError("broke off") from None
    latencies = sorted(item for one in asking for item in one.latencies)
    failures = sum(one.failures for one in asking)
    if failures or not latencies:
        raise StepFailedError(f"{failures} of {len(latencies)} failed")
    return Load(len(latencies) / seconds, latencies[int(len(latencies) * 0.99)])


class _Asking(asyncio.Protocol):
    def __init__(self, address: str, extent: Extent, chance: Random, end: float) -> None:
        self.place, self.extent, self.chance, self.end = urlsplit(address), extent, chance, end
        self.host, self.port = self.place.hostname or "", self.place.port or 80
        self.latencies: list[float] = []
        self.failures, self.buffer = 0, b""

    async def run(self) -> None:
        """Ask until the end; a server that hangs up between two answers is called again."""
        loop = asyncio.get_running_loop()
        while time.perf_counter() < self.end:
            self.done = loop.create_future()
            await loop.create_connection(lambda: self, self.host, self.port)
            await self.done

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.buffer = b""
        self._send()

    def connection_lost(self, _error: Exception | None) -> None:
        self.failures += bool(self.buffer)
        if not self.done.done():
            self.done.set_result(None)

    def _send(self) -> None:
        query = quote(point(self.chance.randrange(self.extent.memberships), self.extent))
        self.started = time.perf_counter()
        self.transport.write(
            f"GET {self.place.path or '/'}?query={query} HTTP/1.1\r\n"
            f"Host: {self.place.netloc}\r\nAccept: application/sparql-results+json\r\n\r\n".encode()
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
