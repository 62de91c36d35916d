"""One question to a remote engine, with the clock running while the engine is waited for."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import httpx

from klimagraph.errors import QueryStopped
from klimagraph.remote.client import reached
from klimagraph.remote.faults import fault

LARGEST_FAULT = 65_536


class Reading:
    """The answer of an engine while it comes in; the connection is closed with the stack."""

    def __init__(self, client: httpx.AsyncClient, seconds: float, stack: AsyncExitStack) -> None:
        self._client, self._seconds, self._stack = client, seconds, stack
        self.left = seconds
        self.over = False
        self._chunks: AsyncIterator[bytes] | None = None

    async def begin(
        self, address: str, form: Mapping[str, object], accept: str, opening: str = ""
    ) -> httpx.Response:
        """Ask; raises what became of the question instead of an answer, StoreUnavailable."""
        request = self._client.stream("POST", address, data=form, headers={"Accept": accept})
        with reached():
            async with self._clock():
                answer = await self._stack.enter_async_context(request)
            text = "" if answer.is_success else await self._text_of(answer)
        if error := fault(answer.status_code, answer.headers, text, opening):
            raise error
        self._chunks = answer.aiter_bytes()
        return answer

    async def upto(self, size: int) -> bytes:
        """Return what has come until the answer is over or has this many bytes."""
        data = bytearray()
        while not self.over and len(data) < size:
            data += await self._next()
        return bytes(data)

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield what follows."""
        while not self.over:
            if chunk := await self._next():
                yield chunk

    async def _next(self) -> bytes:
        assert self._chunks is not None  # noqa: S101  # it has begun
        with reached():
            async with self._clock():
                chunk = await anext(self._chunks, None)
        self.over = chunk is None
        return chunk or b""

    async def _text_of(self, answer: httpx.Response) -> str:
        """Return what the engine says instead of an answer, its beginning if it is long."""
        text = bytearray()
        async with self._clock():
            async for chunk in answer.aiter_bytes():
                text += chunk
                if len(text) > LARGEST_FAULT:
                    break
        return text.decode("utf-8", "replace")

    @asynccontextmanager
    async def _clock(self) -> AsyncIterator[None]:
        """Count the time of a wait, and end it when none is left; raises QueryStopped."""
        started = time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, self.left)):
                yield
        except TimeoutError:
            raise QueryStopped(
                f"the query ran longer than {self._seconds:g} seconds (limit QUERY_TIMEOUT); "
                "nobody waits for it any longer, though the store may still work on it"
            ) from None
        finally:
            self.left -= time.monotonic() - started
