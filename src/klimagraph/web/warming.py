"""What is asked for most is answered before anybody asks, for each release anew."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp, Message

from klimagraph.completing.vocabulary import vocabulary
from klimagraph.errors import KlimagraphError
from klimagraph.exploring import Tables
from klimagraph.web.language import LANGUAGES
from klimagraph.web.queries import PATH, Running

MAPS = ("/map/areas/states.json", "/map/members.json", "/map/areas/districts.json")
"""What the first page draws."""
LIKELY = (("", b"text/html"), (".csv", b"*/*"), (".json", b"*/*"))
"""Ending of the address and Accept of what people and programs ask for most."""


@asynccontextmanager
async def kept_ready(application: ASGIApp, running: Running, tables: Tables) -> AsyncIterator[None]:
    """Keep maps, facts, answers to named queries and the vocabulary at hand while inside."""
    task = asyncio.create_task(_keep_ready(application, running, tables))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _keep_ready(application: ASGIApp, running: Running, tables: Tables) -> None:
    pool = running.endpoint.pool
    while pool.settings.cache and not pool.settings.scratch:
        release = pool.release
        for path in MAPS:
            await _ask(application, path, b"*/*")
        with contextlib.suppress(KlimagraphError):  # whoever asks for them is told why
            await tables.of(release)
        for query in running.library.values():
            if all(item.optional or item.default is not None for item in query.parameters):
                for ending, accept in LIKELY:
                    await _ask(running, f"{PATH}/{query.name}{ending}", accept)
        for language in LANGUAGES:
            with contextlib.suppress(KlimagraphError):
                await vocabulary(pool, language, release)
        await pool.moved_on(release)


async def _ask(application: ASGIApp, path: str, accept: bytes) -> None:
    """Ask the way a client does, so that the answer is kept under the same question."""
    scope = {
        "type": "http",
        "method": "GET",
        "http_version": "1.1",
        "path": path,
        "query_string": b"",
        "headers": [(b"accept", accept)],
    }
    await application(scope, _nothing_comes, _nobody_listens)


async def _nothing_comes() -> Message:
    await asyncio.Event().wait()
    raise AssertionError  # nobody sets that event


async def _nobody_listens(_message: Message) -> None:
    """Drop what is sent."""
