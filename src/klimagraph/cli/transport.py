"""Connections on which head and body of an answer leave together."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

Message = dict[str, Any]
Application = Callable[..., Awaitable[None]]
"""An application and its messages as ASGI has them (https://asgi.readthedocs.io/en/latest/specs/www.html)."""
MUCH = 1 << 16
"""Bytes that are sent at once, however much may follow."""
BODILESS = (204, 304)
"""Statuses of answers without a body (RFC 9110, section 6.4.1)."""
CONTROLS = bytes(range(32)).replace(b"\t", b"") + b"\x7f"


class Gathering:
    """A transport that sends what is written in one turn of the loop in one piece.

    One system call less, and a client that is woken once instead of twice (ADR 0009).
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._held, self._size = list[bytes](), 0

    def write(self, data: bytes) -> None:
        """Take data; they leave before the loop turns to anything else that waits."""
        if not self._held:
            self._loop.call_soon(self._send)
        self._held.append(data)
        self._size += len(data)
        if self._size >= MUCH:
            self._send()

    def write_at_once(self, data: bytes) -> None:
        """Send what is held, and data after which nothing more is to be expected soon."""
        self._held.append(data)
        self._send()

    def close(self) -> None:
        """Send what is held and close."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        held, self._held, self._size = self._held, [], 0
        if held:
            self._transport.write(b"".join(held))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Whole:
    """An application whose answers, where they are whole, skip the steps of the server.

    The server looks at each header and each message on its own; an answer of known length in one
    message needs that once (ADR 0009). Everything else goes the way of the server.
    """

    __slots__ = ("_application", "_cycle", "_start")

    def __init__(self, application: Application, cycle: RequestResponseCycle) -> None:
        self._application, self._cycle = application, cycle
        self._start: Message | None = None

    async def __call__(self, scope: Any, receive: Any, _send: Any) -> None:
        """Answer one request."""
        await self._application(scope, receive, self.send)

    async def send(self, message: Message) -> None:
        """Send a part; a head that names a length waits for what follows it at once."""
        start, self._start = self._start, None
        if start is None:
            if self._holds(message):
                self._start = message
            else:
                await self._cycle.send(cast("Any", message))
        elif not self._sent(start, message):
            await self._cycle.send(cast("Any", start))
            await self._cycle.send(cast("Any", message))

    def _holds(self, message: Message) -> bool:
        cycle = self._cycle
        if cycle.response_started or not cycle.keep_alive or cycle.scope["method"] == "HEAD":
            return False
        return any(name == b"content-length" for name, _ in message["headers"])

    def _sent(self, start: Message, message: Message) -> bool:
        """Send an answer that is whole; tell whether it was."""
        cycle, body = self._cycle, message.get("body", b"")
        if message.get("more_body") or cycle.flow.write_paused or cycle.disconnected:
            return False
        text = head(start, len(body), cycle.default_headers)
        if text is None:
            return False
        cycle.response_started = cycle.response_complete = True
        cast("Gathering", cycle.transport).write_at_once(text + body)
        cycle.message_event.set()
        cycle.on_response()
        return True


def head(start: Message, length: int, own: list[tuple[bytes, bytes]]) -> bytes | None:
    """Return the head of an answer with a body of this length; None where the server must look.

    It must where lengths differ, at characters that may not stand in a header, and where a header
    says something about the connection (RFC 9112, sections 2.2, 6.3 and 9.3).
    """
    headers = [*own, *start["headers"]]
    if (b"content-length", b"%d" % length) not in headers or start["status"] in BODILESS:
        return None
    lines = [name + b": " + value for name, value in headers]
    text = b"\r\n".join([STATUS_LINE[start["status"]][:-2], *lines, b"", b""])
    if len(text.translate(None, CONTROLS)) != len(text) - 2 * len(lines) - 4:
        return None
    return None if b"\nconnection:" in text or b"\ntransfer-encoding:" in text else text


class Protocol(HttpToolsProtocol):
    """HTTP as the server speaks it, on such connections."""

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        super()._start_asgi_task(cycle, cast("Any", Whole(app, cycle)))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin on a new connection."""
        gathering = Gathering(cast("asyncio.Transport", transport), self.loop)
        super().connection_made(cast("asyncio.Transport", gathering))
