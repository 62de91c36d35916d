"""Looks at every request from outside: gives it a name, has it counted and written down."""

import asyncio
import re
import secrets
import time
from collections.abc import Iterable
from itertools import count

from starlette.types import ASGIApp, Receive, Scope, Send

from klimagraph.errors import InternalError, KlimagraphError, Stopping
from klimagraph.web.access_log import AccessLog
from klimagraph.web.errors import reply_to
from klimagraph.web.exchange import CURRENT, Exchange
from klimagraph.web.metrics import Metrics

SANE = re.compile(rb"[A-Za-z0-9._-]{1,64}")
DIRECT = {"/sparql": "/sparql", "/graphs": "/graphs"}
"""Routes that the framework does not see."""
BELOW = (("/queries/", "/queries/{name}"), ("/graphs/", "/graphs/{path}"))
READING = ("GET", "HEAD", "OPTIONS")
METHODS = frozenset((*READING, "POST", "PUT", "PATCH", "DELETE"))


class Observed:
    """An application whose requests are counted, timed and written down."""

    def __init__(self, application: ASGIApp, metrics: Metrics, log: AccessLog) -> None:
        self.application, self.metrics, self.log = application, metrics, log
        self._prefix, self._numbers = secrets.token_hex(8), count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what nobody else answers is answered here with the truth."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        exchange = Exchange(self._name(scope["headers"]), send)
        CURRENT.set(exchange)
        started = time.perf_counter()
        try:
            await self.application(scope, receive, exchange.send)
        except asyncio.CancelledError:
            await _stop(scope, exchange)
        except Exception:  # the server writes it into the log
            await _answer(scope, exchange, InternalError("this is a fault of the service"))
            raise
        finally:
            self._record(scope, exchange, time.perf_counter() - started)

    def _name(self, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
        """Return the name that the client or the proxy gave, if it is one, or a new one."""
        for name, value in headers:
            if name == b"x-request-id" and SANE.fullmatch(value):
                return value
        return f"{self._prefix}{next(self._numbers):016x}".encode()

    def _record(self, scope: Scope, exchange: Exchange, seconds: float) -> None:
        route = route_of(scope)
        method = scope["method"] if scope["method"] in METHODS else "other"
        if method == "HEAD":
            exchange.size = 0
        if route == "/sparql" and exchange.error and exchange.query is None:
            exchange.query = ""  # refused before it was read
        outcome = exchange.outcome()
        self.metrics.record(exchange, route, method, outcome, seconds)
        if 200 <= exchange.status < 400:
            self.metrics.harvesters.note(scope["path"], scope["headers"])
        self.log.record(exchange, route, method, outcome, seconds)


def route_of(scope: Scope) -> str:
    """Return the pattern of the path, so that nothing that a client chose gets any further."""
    if scope["method"] == "OPTIONS":
        return "preflight"
    path = scope["path"]
    if path in DIRECT:
        return DIRECT[path]
    if route := scope.get("route"):
        return str(getattr(route, "path", "other"))
    return next((pattern for start, pattern in BELOW if path.startswith(start)), "other")


async def _stop(scope: Scope, exchange: Exchange) -> None:
    """Answer a request that was cut off because the service stops.

    What was begun stays without an end, so that the server hangs up.
    """
    task = asyncio.current_task()
    assert task is not None  # noqa: S101  # requests are served in tasks
    task.uncancel()
    text = "the service was stopped before the answer was ready; try again in a moment"
    if scope["method"] not in READING and exchange.query is None:
        text += ". Look first whether what was to be written is there: it is, or nothing of it is"
    await _answer(scope, exchange, Stopping(text))


async def _answer(scope: Scope, exchange: Exchange, error: KlimagraphError) -> None:
    """Send an error where nothing was sent yet."""
    exchange.error = error
    if exchange.status:
        return
    accept = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    reply = reply_to(error, accept.decode("latin-1") or None)
    await reply.send(exchange.send, head=scope["method"] == "HEAD")
