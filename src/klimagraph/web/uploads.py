"""Files that come in the body of a request, alone or in a form."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.types import Message, Receive

from klimagraph.errors import InputRefused, InputTooLarge, MediaTypeUnsupported
from klimagraph.formats import BY_NAME, GRAPH, WORKBOOK
from klimagraph.settings import MEBIBYTE

TABLES: Mapping[str, str] = {
    "text/csv": ".csv",
    WORKBOOK: ".xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.ms-excel": ".xls",
}
"""Extensions of tables by media type."""
NO_TABLES: Mapping[str, str] = {}
_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}(\.gz)?$")


async def received(
    request: Request, folder: Path, limit: int, tables: Mapping[str, str] = NO_TABLES
) -> tuple[Path, str]:
    """Write what was sent to a file whose name tells its format; return it and what to call it.

    Tables are taken where their media types are named.
    """
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit + MEBIBYTE:
        raise InputTooLarge(f"{int(length):,} bytes; at most {limit:,} are allowed")
    media = media_of(request.headers.get("content-type"))
    if media == "multipart/form-data":
        return await _uploaded(request, folder, limit)
    extension = extension_of(media) or tables.get(media)
    if extension is None:
        allowed = "RDF, a table" if tables else "RDF"
        raise MediaTypeUnsupported(
            f"data comes as {allowed} or as a form with a file, not as {media!r}"
        )
    path = folder / f"data{extension}"
    size = 0
    with path.open("wb") as file:
        async for chunk in request.stream():
            size = counted(size, chunk, limit)
            file.write(chunk)
    return path, path.name


async def all_received(request: Request, folder: Path, limit: int) -> tuple[str, ...]:
    """Write every file that was sent, one body or the parts of a form; return their paths."""
    if media_of(request.headers.get("content-type")) != "multipart/form-data":
        path, _ = await received(request, folder, limit)
        return (str(path),)
    paths: list[str] = []
    bounded_request = Request(request.scope, bounded(request.receive, limit + MEBIBYTE))
    async with bounded_request.form(max_files=100) as fields:
        for number, (name, part) in enumerate(fields.multi_items()):
            if isinstance(part, str):
                raise InputRefused(f"the part {name!r} of the form is not a file")
            inner = folder / str(number)
            inner.mkdir()
            path, _ = await written(part, inner, limit)
            paths.append(str(path))
    if not paths:
        raise InputRefused("the form has no file")
    return tuple(paths)


async def fields_of(request: Request, limit: int) -> dict[str, str]:
    """Return the fields of a small form, of each the first value; raises InputTooLarge."""
    body = await Request(request.scope, bounded(request.receive, limit)).body()
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


async def _uploaded(request: Request, folder: Path, limit: int) -> tuple[Path, str]:
    """Write the file in the field `file` of a form."""
    bounded_request = Request(request.scope, bounded(request.receive, limit + MEBIBYTE))
    async with bounded_request.form(max_files=1) as fields:
        file = fields.get("file")
        if file is None or isinstance(file, str):
            raise InputRefused("the form has no file in the field 'file'")
        return await written(file, folder, limit)


async def written(file: UploadFile, folder: Path, limit: int) -> tuple[Path, str]:
    """Write the file of a form under a name of ours; theirs only tells format and what to say."""
    name = Path((file.filename or "").replace("\\", "/")).name
    found = _EXTENSION.search(name.lower())
    extension = found[0] if found else extension_of(media_of(file.content_type)) or ""
    path = folder / f"data{extension}"
    with path.open("wb") as copy:
        size = 0
        while chunk := await file.read(MEBIBYTE):
            size = counted(size, chunk, limit)
            copy.write(chunk)
    return path, name or path.name


def media_of(content_type: str | None) -> str:
    """Return a media type without its parameters, in lower case."""
    return (content_type or "").split(";")[0].strip().lower()


def extension_of(media: str) -> str | None:
    """Return the extension of the RDF format with a media type."""
    known = (form for form in BY_NAME.values() if media in form.media_types and GRAPH in form.kinds)
    form = next(known, None)
    return f".{form.extension}" if form else None


def bounded(receive: Receive, limit: int) -> Receive:
    """Return a receiver of a body that refuses what is longer than the limit."""
    size = 0

    async def counting() -> Message:
        nonlocal size
        message = await receive()
        size = counted(size, message.get("body", b""), limit)
        return message

    return counting


def counted(size: int, chunk: bytes, limit: int) -> int:
    """Return the size with a chunk more; raises InputTooLarge above the limit."""
    if size + len(chunk) > limit:
        raise InputTooLarge(f"more than {limit:,} bytes")
    return size + len(chunk)
