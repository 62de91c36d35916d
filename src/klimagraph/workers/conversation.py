"""One question to one worker, and what became of it."""

import json
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from klimagraph.errors import (
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


@dataclass
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


def whole(kind: str, form: str, release: str, body: bytes) -> Answer:
    """Return an answer that is complete already."""
    return Answer(kind, form, release, body, complete=True, rest=_nothing())


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""  # so that this is a generator


class Conversation:
    """One question to one worker, with the clock running while the worker thinks."""

    def __init__(self, worker: WorkerProcess, settings: Settings) -> None:
        self.worker, self.settings = worker, settings
        self.left = settings.query_timeout
        self.over = False

    async def begin(self, question: protocol.Question, release: str) -> Answer:
        """Ask, and read the answer until it ends or is too long to be kept back."""
        self.worker.ask(question)
        _, payload = await self._next()
        kind, name = json.loads(payload)
        first = bytearray()
        while not self.over and len(first) < WHOLE:
            _, data = await self._next()
            first += data
        if name is None:
            raise NotAcceptable(f"none of the formats you accept can carry a result of kind {kind}")
        return Answer(kind, name, release, bytes(first), self.over, self._rest())

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
        if kind == protocol.ERROR:
            self.over = True
            raise _error(json.loads(payload))
        self.over = kind == protocol.END
        return kind, payload

    def _too_long(self) -> QueryStopped:
        return QueryStopped(
            f"the query ran longer than {self.settings.query_timeout:g} seconds "
            "(limit QUERY_TIMEOUT) and was ended"
        )

    async def _post_mortem(self) -> KlimagraphError:
        """Say why the worker died: the signal tells."""
        status = await self.worker.bury()
        if status in (-signal.SIGPROF, -signal.SIGALRM):
            return self._too_long()
        if status == -signal.SIGKILL:
            return QueryStopped(
                "the process of the query was ended from outside, perhaps because the machine "
                f"ran out of memory (limit QUERY_MEMORY: {self.settings.query_memory} MiB)"
            )
        if status == -signal.SIGABRT:
            return QueryStopped(
                f"the query needed more than {self.settings.query_memory} MiB of memory "
                "(limit QUERY_MEMORY) and was ended"
            )
        if status == -signal.SIGSEGV:
            return QueryRefused("the query is nested too deeply for the engine")
        if status == 1:
            return StoreDamaged("the worker could not read the store of this release")
        return QueryFailed(f"the engine gave up on this query (exit status {status})")


def _error(message: protocol.Message) -> KlimagraphError:
    if message["error"] in ("SyntaxError", "ValueError"):
        return QueryRefused(message["message"], message.get("line"), message.get("column"))
    return QueryFailed(message["message"])
