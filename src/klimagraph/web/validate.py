"""Checking a file without submitting it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph import validation
from klimagraph.errors import Overloaded
from klimagraph.formats import BY_NAME, Format, negotiate
from klimagraph.settings import MEBIBYTE
from klimagraph.web.respond import Reply
from klimagraph.web.templating import render
from klimagraph.web.uploads import received

router = APIRouter(tags=["validation"])

JSON = Format("json", "json", ("application/json",), ())
TEXT = Format("text", "txt", ("text/plain",), (), "; charset=utf-8")
OFFERS = (JSON, TEXT, BY_NAME["html"])


class Turns:
    """So many validations at once, and so many that may wait; each one has a process."""

    def __init__(self, at_once: int, waiting: int = 8) -> None:
        self._free, self._left = asyncio.Semaphore(at_once), at_once + waiting

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn; raises Overloaded where too many wait already."""
        if self._left <= 0:
            raise Overloaded("too many files are being checked; try again in a minute")
        self._left -= 1
        try:
            async with self._free:
                yield
        finally:
            self._left += 1


@router.api_route("/validate", methods=["GET", "HEAD"])
async def form(request: Request) -> Response:
    """Show the page on which a file can be chosen."""
    limit = request.app.state.settings.upload_size
    return Reply(200, render("validate.html", limit=limit), OFFERS[2].content_type).response()


@router.post("/validate")
async def validate(request: Request) -> Response:
    """Check RDF in the body, or the file of a form, against the shapes.

    The answer is 200 with a report whether or not the data conforms; 400 names the place of
    what cannot be read.
    """
    settings = request.app.state.settings
    chosen = negotiate(request.headers.get("accept"), OFFERS)
    with tempfile.TemporaryDirectory(prefix="klimagraph-") as folder:
        path, name = await received(request, Path(folder), settings.upload_size * MEBIBYTE)
        async with request.app.state.validations.turn():
            report = await run_in_threadpool(validation.validate, validation.Task(path, name), settings)
    if chosen is JSON:
        body = validation.as_json(report).encode()
    elif chosen is TEXT:
        body = validation.as_text(report).encode()
    else:
        body = render("report.html", report=report)
    return Reply(200, body, chosen.content_type).response()
