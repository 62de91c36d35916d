"""Named queries that ask for nothing are answered before anybody asks, for each release anew."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import Message

from klimagraph.web.queries import PATH, Running

LIKELY = (("", b"text/html"), (".csv", b"*/*"), (".json", b"*/*"))
"""Ending of the address and Accept of what people and programs ask for most."""


@asynccontextmanager
async def kept_ready(running: Running) -> AsyncIterator[None]:
    """Keep the answers to named queries in the cache while the caller is inside."""
    task = asyncio.create_task(_keep_ready(running))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _keep_ready(running: Running) -> None:
    pool = running.endpoint.pool
    while pool.settings.cache and not pool.settings.scratch:
        release = pool.release
        for query in running.library.values():
            if all(item.optional or item.default is not None for item in query.parameters):
                await _ask(running, query.name)
        await pool.moved_on(release)


async def _ask(running: Running, name: str) -> None:
    """Ask the way a client does, so that the answer is kept under the same question."""
    for ending, accept in LIKELY:
        scope = {
            "type": "http",
            "method": "GET",
            "http_version": "1.1",
            "path": f"{PATH}/{name}{ending}",
            "query_string": b"",
            "headers": [(b"accept", accept)],
        }
        await running(scope, _nothing_comes, _nobody_listens)


async def _nothing_comes() -> Message:
    await asyncio.Event().wait()
    raise AssertionError  # nobody sets that event


async def _nobody_listens(_message: Message) -> None:
    """Drop what is sent."""
