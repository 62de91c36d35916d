"""Checking a file without submitting it."""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Message, Receive

from klimagraph import validation
from klimagraph.errors import InputRefused, InputTooLarge, MediaTypeUnsupported, Overloaded
from klimagraph.formats import BY_NAME, GRAPH, Format, negotiate
from klimagraph.settings import MEBIBYTE
from klimagraph.web.respond import Reply
from klimagraph.web.templating import render

router = APIRouter(tags=["validation"])

JSON = Format("json", "json", ("application/json",), ())
TEXT = Format("text", "txt", ("text/plain",), (), "; charset=utf-8")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}(\.gz)?$")
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
        path, name = await _received(request, Path(folder), settings.upload_size * MEBIBYTE)
        async with request.app.state.validations.turn():
            report = await run_in_threadpool(validation.validate, path, settings, name)
    if chosen is JSON:
        body = validation.as_json(report).encode()
    elif chosen is TEXT:
        body = validation.as_text(report).encode()
    else:
        body = render("report.html", report=report)
    return Reply(200, body, chosen.content_type).response()


async def _received(request: Request, folder: Path, limit: int) -> tuple[Path, str]:
    """Write what was sent to a file whose name tells its format; return it and what to call it."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit + MEBIBYTE:
        raise InputTooLarge(f"{int(length):,} bytes; at most {limit:,} are allowed")
    media = _media(request.headers.get("content-type"))
    if media == "multipart/form-data":
        return await _uploaded(request, folder, limit)
    extension = _extension(media)
    if extension is None:
        raise MediaTypeUnsupported(f"data comes as RDF or as a form with a file, not as {media!r}")
    path = folder / f"data{extension}"
    size = 0
    with path.open("wb") as file:
        async for chunk in request.stream():
            size = _counted(size, chunk, limit)
            file.write(chunk)
    return path, path.name


async def _uploaded(request: Request, folder: Path, limit: int) -> tuple[Path, str]:
    """Write the file of a form under a name of ours; theirs only tells format and what to say."""
    bounded = Request(request.scope, _bounded(request.receive, limit + MEBIBYTE))
    async with bounded.form(max_files=1) as fields:
        file = fields.get("file")
        if file is None or isinstance(file, str):
            raise InputRefused("the form has no file in the field 'file'")
        name = Path((file.filename or "").replace("\\", "/")).name
        found = _EXTENSION.search(name.lower())
        extension = found[0] if found else _extension(_media(file.content_type)) or ""
        path = folder / f"data{extension}"
        with path.open("wb") as written:
            size = 0
            while chunk := await file.read(MEBIBYTE):
                size = _counted(size, chunk, limit)
                written.write(chunk)
    return path, name or path.name


def _media(content_type: str | None) -> str:
    return (content_type or "").split(";")[0].strip().lower()


def _extension(media: str) -> str | None:
    """Return the extension of the RDF format with a media type."""
    known = (form for form in BY_NAME.values() if media in form.media_types and GRAPH in form.kinds)
    form = next(known, None)
    return f".{form.extension}" if form else None


def _bounded(receive: Receive, limit: int) -> Receive:
    """Return a receiver of a body that refuses what is longer than the limit."""
    size = 0

    async def counting() -> Message:
        nonlocal size
        message = await receive()
        size = _counted(size, message.get("body", b""), limit)
        return message

    return counting


def _counted(size: int, chunk: bytes, limit: int) -> int:
    if size + len(chunk) > limit:
        raise InputTooLarge(f"more than {limit:,} bytes")
    return size + len(chunk)
