"""Answers made smaller on their way (https://www.rfc-editor.org/rfc/rfc9110#section-8.4)."""

import asyncio
import re
import zlib
from collections.abc import Callable
from typing import Protocol

import zstandard
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klimagraph.formats import qualities

LEAST = 1024
"""Bytes below which nothing is gained."""
MUCH = 1 << 15
"""Bytes that are worth a thread of their own."""
COMPRESSIBLE = re.compile(
    rb"(text/|application/(sparql-results\+|ld\+|rdf\+|geo\+|problem\+|n-triples|n-quads|trig"
    rb"|json|xml|javascript|x-turtle))|image/svg"
)


class Compressor(Protocol):
    """Takes bytes and gives some back now and the rest at the end."""

    def compress(self, data: bytes, /) -> bytes:
        """Return what is ready."""

    def flush(self) -> bytes:
        """Return the rest."""


CODINGS: dict[str, Callable[[], Compressor]] = {
    "zstd": lambda: zstandard.ZstdCompressor(level=3).compressobj(),
    "gzip": lambda: zlib.compressobj(4, wbits=31),
}
"""Best first."""


class Compression:
    """An application whose answers are compressed for clients that take it."""

    def __init__(self, application: ASGIApp) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what the client says it has is told without our ending."""
        able = scope["type"] == "http" and scope["http_version"] != "1.0"  # those need a length
        accepted = _header(scope, b"accept-encoding") if able else b""
        coding = chosen(accepted.decode("latin-1")) if accepted else ""
        if not coding:
            await self.application(scope, receive, send)
            return
        tag = f'-{coding}"'.encode()
        headers = [
            (name, value.replace(tag, b'"') if name == b"if-none-match" else value)
            for name, value in scope["headers"]
        ]
        named = _header(scope, b"if-none-match")
        answer = _Answer(send, coding, named=named, head=scope["method"] == "HEAD")
        inner = {**scope, "headers": headers}
        try:
            await self.application(inner, receive, answer.send)
        finally:  # whoever counts the request sees this scope only
            if "route" in inner:
                scope["route"] = inner["route"]


def chosen(accepted: str) -> str:
    """Return the coding that a client likes best of ours, empty for none (RFC 9110, 12.5.3)."""
    liked = qualities(accepted)
    other = liked.get("*", 0.0)
    best = max(CODINGS, key=lambda name: liked.get(name, other))
    quality = liked.get(best, other)
    return best if quality > 0 and quality >= liked.get("identity", 0.0) else ""


def _header(scope: Scope, wanted: bytes) -> bytes:
    for name, value in scope["headers"]:
        if name == wanted:
            return bytes(value)
    return b""


class _Answer:
    """An answer on its way; what it says of itself is made to fit."""

    def __init__(self, send: Send, coding: str, *, named: bytes, head: bool) -> None:
        self._send, self._coding, self._named, self._head = send, coding, named, head
        self._compressor: Compressor | None = None
        self._start: Message | None = None
        self._begun = False

    async def send(self, message: Message) -> None:
        """Pass a part on; the beginning waits for the first bytes, which tell the length."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is not None:
            start, self._start = self._start, None
            self._begin(start)
            await self._pass_on_start(start, message)
        if message["type"] != "http.response.body" or self._compressor is None:
            await self._send(message)
        elif not self._head:
            await self._compressed(message)
        else:
            await self._send(message)

    def _begin(self, start: Message) -> None:
        """Decide by the head of the answer whether it is compressed."""
        headers = dict(start["headers"])
        length = headers.get(b"content-length")
        worth = length is None or int(length) >= LEAST
        suits = COMPRESSIBLE.match(headers.get(b"content-type", b""))
        if start["status"] == 304:
            if _of_coding(headers.get(b"etag", b""), self._coding) in _tags(self._named):
                start["headers"] = _tagged(start["headers"], self._coding)
        elif worth and suits and b"content-encoding" not in headers:
            self._compressor = CODINGS[self._coding]()
            start["headers"] = [
                *_tagged(start["headers"], self._coding),
                (b"content-encoding", self._coding.encode()),
            ]

    async def _pass_on_start(self, start: Message, message: Message) -> None:
        if self._compressor and not self._head and not message.get("more_body", False):
            body = await self._made_smaller(message.get("body", b""), last=True)
            message["body"] = body
            start["headers"] = [*start["headers"], (b"content-length", str(len(body)).encode())]
            self._compressor = None
        await self._send(start)

    async def _compressed(self, message: Message) -> None:
        last = not message.get("more_body", False)
        body = await self._made_smaller(message.get("body", b""), last=last)
        if body or last:
            await self._send({**message, "body": body})

    async def _made_smaller(self, data: bytes, *, last: bool) -> bytes:
        compressor = self._compressor
        assert compressor is not None  # noqa: S101  # the callers have seen it
        if len(data) < MUCH:
            return compressor.compress(data) + (compressor.flush() if last else b"")
        small = await asyncio.to_thread(compressor.compress, data)
        return small + compressor.flush() if last else small


def _tagged(headers: list[tuple[bytes, bytes]], coding: str) -> list[tuple[bytes, bytes]]:
    """Return the headers without the length and with a validator of its own for this coding."""
    mine, varies = [], b"Accept-Encoding"
    for name, value in headers:
        if name == b"etag":
            mine.append((name, _of_coding(value, coding)))
        elif name == b"vary":
            varies = value if varies in value else value + b", " + varies
        elif name != b"content-length":
            mine.append((name, value))
    return [*mine, (b"vary", varies)]


def _of_coding(tag: bytes, coding: str) -> bytes:
    return tag[:-1] + f'-{coding}"'.encode()


def _tags(named: bytes) -> set[bytes]:
    """Return the validators that If-None-Match names."""
    return {item.strip().removeprefix(b"W/") for item in named.split(b",")}
