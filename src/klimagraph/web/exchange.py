"""One request and what became of it, as far as those who run the service want to know."""

from contextvars import ContextVar

from starlette.types import Message, Send

from klimagraph import errors
from klimagraph.errors import KlimagraphError
from klimagraph.namespaces import BASE
from klimagraph.workers.conversation import Answer

OUTCOMES: dict[type[KlimagraphError], str] = {
    errors.Overloaded: "overloaded",
    errors.QueryFailed: "engine_failure",
    errors.StoreDamaged: "engine_failure",
    errors.InternalError: "fault",
    errors.Stopping: "stopping",
}


class Exchange:
    """A request on its way; whoever knows something about it notes it here."""

    __slots__ = ("_send", "cache", "ended", "error", "gone", "header", "kind", "query", "release",
                 "size", "status")  # fmt: skip

    def __init__(self, header: bytes, send: Send) -> None:
        self.header, self._send = header, send
        self.status, self.size = 0, 0
        """What was sent: no status means that nothing was."""
        self.ended, self.gone = False, False
        """Whether the answer was sent to its end, and whether the client hung up."""
        self.error: KlimagraphError | None = None
        self.query: str | None = None
        """The text of the query, if the request carries one."""
        self.kind, self.cache, self.release = "none", "none", ""

    @property
    def identifier(self) -> str:
        """Return the name of the request, empty outside of one."""
        return self.header.decode("ascii")

    @property
    def instance(self) -> str:
        """Return the IRI of this occurrence of a problem (RFC 9457, section 3.1.5)."""
        return f"{BASE}request/{self.identifier}" if self.header else ""

    def answered(self, answer: Answer) -> None:
        """Note what the engine or the cache gave."""
        self.kind, self.release = answer.kind, answer.release
        self.cache = "hit" if answer.cached else "miss"

    async def send(self, message: Message) -> None:
        """Pass a part of the answer on, with the name of the request among its headers."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], (b"x-request-id", self.header)]
            await self._send(message)
        else:
            await self._send(message)
            self.size += len(message.get("body", b""))
            self.ended = not message.get("more_body", False)

    def outcome(self) -> str:
        """Return what became of the request in one word."""
        if self.gone or not self.status:
            return "client_gone"
        if not self.ended:
            return "broken_transfer"
        if self.error is None:
            return "not_modified" if self.status == 304 else "complete"
        if isinstance(self.error, errors.QueryStopped):  # its message names the limit
            return "memory" if "QUERY_MEMORY" in str(self.error) else "timeout"
        return OUTCOMES.get(type(self.error), "refused")


async def _nowhere(_message: Message) -> None:
    """Send nothing."""


CURRENT: ContextVar[Exchange] = ContextVar("exchange")


def current() -> Exchange:
    """Return the request that is being answered; outside of one, one that nobody looks at."""
    return CURRENT.get(None) or Exchange(b"", _nowhere)
