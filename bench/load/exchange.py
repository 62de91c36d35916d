"""HTTP/1.1 from a chosen source address: what a client sees, down to an answer that breaks off."""

import asyncio
from dataclasses import dataclass

LARGEST_HEAD = 1 << 16


class BrokenError(Exception):
    """Raised where an answer does not come, or ends before it is complete."""


class HungUpError(BrokenError):
    """Raised where the connection ends before the first byte of an answer."""


@dataclass(frozen=True)
class Place:
    """Where the service listens."""

    host: str
    port: int


@dataclass(frozen=True)
class Answer:
    """One complete answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def honest(self) -> bool:
        """Tell whether it is no 5xx, or a 503 that says why."""
        problem = self.headers.get("content-type", "").startswith("application/problem+json")
        return self.status < 500 or (self.status == 503 and problem)


class Connection:
    """A keep-alive connection; it is opened when it is needed."""

    def __init__(self, place: Place, source: str) -> None:
        self.place, self.source = place, source
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def exchange(self, request: bytes) -> Answer:
        """Send a request and read its answer; raises BrokenError.

        A kept connection that the service closed meanwhile is replaced once, as clients do.
        """
        kept = self._writer is not None
        try:
            return await self._exchange(request)
        except HungUpError:
            if not kept:
                raise
            return await self._exchange(request)

    async def _exchange(self, request: bytes) -> Answer:
        head = b""
        try:
            reader, writer = await self._opened()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            answer = await _read(head, reader)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            self.close()
            begun = head or getattr(error, "partial", b"")
            kind = BrokenError if begun else HungUpError
            raise kind(type(error).__name__) from None
        except BaseException:
            self.close()
            raise
        if answer.headers.get("connection", "").lower() == "close":
            self.close()
        return answer

    async def send(self, request: bytes) -> None:
        """Send something without waiting for an answer; raises BrokenError."""
        try:
            _, writer = await self._opened()
            writer.write(request)
            await writer.drain()
        except OSError as error:
            self.close()
            raise BrokenError(str(error)) from None

    def close(self) -> None:
        """Hang up at once."""
        if self._writer:
            self._writer.transport.abort()
        self._reader = self._writer = None

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(
                self.place.host, self.place.port, local_addr=(self.source, 0), limit=LARGEST_HEAD
            )
        return self._reader, self._writer


def get(path: str, accept: str) -> bytes:
    """Return a GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode()


def post(query: str) -> bytes:
    """Return a POST request of a query."""
    body = query.encode()
    head = (
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        f"Accept: application/sparql-results+json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _read(head: bytes, reader: asyncio.StreamReader) -> Answer:
    status, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    if headers.get("transfer-encoding") == "chunked":
        body = await _chunks(reader)
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(status.split()[1]), headers, body)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return bytes(body)
