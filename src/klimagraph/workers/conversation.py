"""One question to one worker, and what became of it."""

import json
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from klimagraph.errors import (
    InternalError,
    KlimagraphError,
    NotAcceptable,
    QueryFailed,
    QueryRefused,
    QueryStopped,
    StoreDamaged,
)
from klimagraph.settings import Settings
from klimagraph.workers import protocol
from klimagraph.workers.processes import WorkerProcess

WHOLE = 1 << 20
"""Answers up to this many bytes are sent whole or not at all."""


@dataclass(slots=True)
class Answer:
    """An answer on its way: what it is, and its bytes.

    `complete` says that `first` is all of it; else `rest` yields what follows and raises
    where the answer cannot be completed.
    """

    kind: str
    format: str
    release: str
    first: bytes
    complete: bool
    rest: AsyncIterator[bytes]
    cached: bool = False
    """Whether it was given before and kept."""


def whole(kind: str, form: str, release: str, body: bytes) -> Answer:
    """Return an answer that is complete already."""
    return Answer(kind, form, release, body, complete=True, rest=_nothing(), cached=True)


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""  # so that this is a generator


class Conversation:
    """One question to one worker, with the clock running while the worker thinks."""

    __slots__ = ("ending", "left", "over", "settings", "worker")

    def __init__(self, worker: WorkerProcess, settings: Settings) -> None:
        self.worker, self.settings = worker, settings
        self.left = settings.query_timeout
        self.over = False
        self.ending = "client"
        """Why the worker is not to be used again; empty once the answer is complete."""

    async def begin(self, question: protocol.Question, release: str) -> Answer:
        """Ask, and read the answer until it ends or is too long to be kept back."""
        self.worker.ask(_dated(question, release))
        frame, payload = await self._next()
        if frame == protocol.WHOLE:
            end = 1 + payload[0]
            kind, name = protocol.kind_of(payload[1:end])
            first = payload[end:]
        else:
            kind, name = protocol.kind_of(payload)
            first = await self._beginning()
        if name is None:
            raise NotAcceptable(f"none of the formats you accept can carry a result of kind {kind}")
        return Answer(kind, name, release, first, self.over, self._rest())

    async def _beginning(self) -> bytes:
        """Return what comes, until the end or until it is too much to be kept back."""
        first = bytearray()
        while not self.over and len(first) < WHOLE:
            _, data = await self._next()
            first += data
        return bytes(first)

    async def _rest(self) -> AsyncIterator[bytes]:
        while not self.over:
            _, data = await self._next()
            if data:
                yield data

    async def _next(self) -> tuple[bytes, bytes]:
        started = time.monotonic()
        try:
            kind, payload = await self.worker.receive(self.left)
        except TimeoutError:
            raise self._too_long() from None
        except ConnectionError:
            raise await self._post_mortem() from None
        self.left -= time.monotonic() - started
        if kind in (protocol.END, protocol.WHOLE, protocol.ERROR):
            self.over, self.ending = True, ""
        if kind == protocol.ERROR:
            raise _error(json.loads(payload))
        return kind, payload

    def _too_long(self) -> QueryStopped:
        self.ending = "time"
        return QueryStopped(
            f"the query ran longer than {self.settings.query_timeout:g} seconds "
            "(limit QUERY_TIMEOUT) and was ended"
        )

    async def _post_mortem(self) -> KlimagraphError:
        """Say why the worker died: we ended it, or the signal tells."""
        status = await self.worker.bury()
        if self.worker.verdict:
            self.ending = "share"
            return self.worker.verdict
        if status in (-signal.SIGPROF, -signal.SIGALRM):
            return self._too_long()
        memory = self.settings.query_memory
        endings = {
            -signal.SIGKILL: (
                "outside",
                QueryStopped(
                    "the process of the query was ended from outside, perhaps because the "
                    f"machine ran out of memory (limit QUERY_MEMORY: {memory} MiB)"
                ),
            ),
            -signal.SIGABRT: (
                "memory",
                QueryStopped(
                    f"the query needed more than {memory} MiB of memory "
                    "(limit QUERY_MEMORY) and was ended"
                ),
            ),
            -signal.SIGSEGV: (
                "depth",
                QueryRefused("the query is nested too deeply for the engine"),
            ),
            protocol.CANNOT_READ: (
                "store",
                StoreDamaged("the worker could not read the store of this release"),
            ),
        }
        if status == protocol.FAULT:
            self.ending = "fault"
            return InternalError("this is a fault of the service; it has been noted")
        self.ending, error = endings.get(status, ("engine", None))
        return error or QueryFailed(f"the engine gave up on this query (exit status {status})")


def _dated(question: protocol.Question, release: str) -> protocol.Question:
    """Let a workbook, which travels without the headers of HTTP, say which release it is of."""
    if "xlsx" not in question.formats.values():
        return question
    about = tuple(_pinned(line, release) for line in question.about)
    return replace(question, about=(*about, ("Version / release", release)))


def _pinned(line: tuple[str, ...], release: str) -> tuple[str, ...]:
    """Let the address in a workbook ask the release again that gave the answer."""
    if line[0] != protocol.ADDRESS:
        return line
    place, _, asked = line[1].partition("?")
    kept = [item for item in asked.split("&") if item and not item.startswith("release=")]
    return (line[0], f"{place}?{'&'.join([*kept, f'release={release}'])}", *line[2:])


def _error(message: protocol.Message) -> KlimagraphError:
    if message["error"] == "NotAcceptable":
        return NotAcceptable(message["message"])
    if message["error"] not in ("SyntaxError", "ValueError"):
        return QueryFailed(message["message"])
    return QueryRefused(message["message"], message.get("line"), message.get("column"))
