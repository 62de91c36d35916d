"""Checking a file without submitting it."""

import tempfile
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph import validation
from klimagraph.errors import InputRefused, InputTooLarge, MediaTypeUnsupported
from klimagraph.formats import BY_NAME, GRAPH, Format, negotiate
from klimagraph.settings import MEBIBYTE
from klimagraph.web.respond import Reply
from klimagraph.web.templating import render

router = APIRouter(tags=["validation"])

JSON = Format("json", "json", ("application/json",), ())
TEXT = Format("text", "txt", ("text/plain",), (), "; charset=utf-8")
OFFERS = (JSON, TEXT, BY_NAME["html"])


@router.get("/validate")
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
    with tempfile.TemporaryDirectory(prefix="klimagraph-") as folder:
        path = await _received(request, Path(folder), settings.upload_size * MEBIBYTE)
        report = await run_in_threadpool(validation.validate, path, settings, path.name)
    chosen = negotiate(request.headers.get("accept"), OFFERS)
    if chosen is JSON:
        body = validation.as_json(report).encode()
    elif chosen is TEXT:
        body = validation.as_text(report).encode()
    else:
        body = render("report.html", report=report)
    return Reply(200, body, chosen.content_type).response()


async def _received(request: Request, folder: Path, limit: int) -> Path:
    """Write the body to a file whose name tells its format."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit + MEBIBYTE:
        raise InputTooLarge(f"{int(length):,} bytes; at most {limit:,} are allowed")
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media == "multipart/form-data":
        return await _uploaded(request, folder, limit)
    form = next(
        (one for one in BY_NAME.values() if media in one.media_types and GRAPH in one.kinds), None
    )
    if form is None:
        raise MediaTypeUnsupported(f"data comes as RDF or as a form with a file, not as {media!r}")
    path = folder / f"data.{form.extension}"
    size = 0
    with path.open("wb") as file:
        async for chunk in request.stream():
            size = _counted(size, chunk, limit)
            file.write(chunk)
    return path


async def _uploaded(request: Request, folder: Path, limit: int) -> Path:
    async with request.form(max_files=1) as fields:
        file = fields.get("file")
        if file is None or isinstance(file, str):
            raise InputRefused("the form has no file in the field 'file'")
        path = folder / Path(file.filename or "data.ttl").name
        size = 0
        with path.open("wb") as written:
            while chunk := await file.read(MEBIBYTE):
                size = _counted(size, chunk, limit)
                written.write(chunk)
    return path


def _counted(size: int, chunk: bytes, limit: int) -> int:
    if size + len(chunk) > limit:
        raise InputTooLarge(f"more than {limit:,} bytes")
    return size + len(chunk)
