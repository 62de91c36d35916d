"""Files of releases at addresses that follow their content: they never change."""

import contextlib
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import FileResponse, Response, StreamingResponse

from klimagraph.errors import NotFound, ReleaseGone, SnapshotMissing, StoreDamaged
from klimagraph.exports import packing
from klimagraph.exports.files import CUT, FOLDER, File
from klimagraph.formats import BY_NAME
from klimagraph.harvest import snapshot
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.signposting import header, part_of
from klimagraph.web import memento
from klimagraph.web.compression import chosen
from klimagraph.web.openapi_parts import refused
from klimagraph.web.respond import CORS, has_it

router = APIRouter(tags=["releases"])

FOREVER = "public, max-age=31536000, immutable"
ZSTD = "zstd"
DESCRIBED: dict[str, Any] = {
    "responses": {
        "200": {"description": "The file, packed with zstd or gzip for whoever takes it."},
        "206": {"description": "Ranges of a Parquet file."},
        **refused("404", "410", "503"),
    }
}
Digest = Annotated[
    str,
    Path(description=f"First {CUT} hex digits of the SHA-256 of the bytes.", pattern="^[0-9a-f]*$"),
]


@router.api_route("/files/{digest}/{name}", methods=["GET", "HEAD"], openapi_extra=DESCRIBED)
def download(digest: Digest, name: str, request: Request) -> Response:
    """Return a file of a release; the releases and the catalogue say which there are."""
    file = _found(f"/{FOLDER}/{digest}/{name}", name, request)
    return sent(file, request, {"Cache-Control": FOREVER})


def _found(path: str, name: str, request: Request) -> File:
    """Return the file with an address; raises NotFound, and ReleaseGone for an earlier one."""
    newer = ""
    for file in (file for one in snapshots(request) for file in one.files):
        if file.path == path:
            return file
        newer = newer or (file.path if file.name == name else "")
    if newer:
        raise ReleaseGone(f"this version of {name} is not kept any more; the newest is at {newer}")
    raise NotFound(f"there is no file {name}; /releases says which there are")


def snapshots(request: Request) -> Iterator[Snapshot]:
    """Yield the snapshots that are kept, the one that is served first.

    Raises SnapshotMissing as long as none is served but one will be.
    """
    harvest = request.app.state.harvest
    try:
        served = harvest.snapshot()
    except SnapshotMissing:
        if harvest.awaited:
            raise
        return
    yield served
    for name in reversed(snapshot.names(harvest.settings.home)):
        if name != served.name:
            with contextlib.suppress(
                NotFound, StoreDamaged
            ):  # removed meanwhile, or of another version
                yield harvest.snapshot(name)


def of_release(request: Request, release: str) -> tuple[File, ...]:
    """Return the files of a release, none where it is not prepared for harvesters."""
    with contextlib.suppress(SnapshotMissing):
        return prepared(request, release)
    return ()


def prepared(request: Request, release: str) -> tuple[File, ...]:
    """Return the files of a release, none where it is not prepared any more.

    Raises SnapshotMissing.
    """
    found = (one.files for one in snapshots(request) if one.release == release)
    return next(found, ())


def sent(file: File, request: Request, headers: dict[str, str]) -> Response:
    """Return the answer with a file: as it is kept where the client takes that."""
    home = request.app.state.settings.home
    path = packing.path_of(home, file)
    tag = f'"{file.digest}"'
    headers = {
        **CORS,
        **headers,
        "ETag": tag,
        "Link": header([part_of(file.dataset)]),
        "Last-Modified": memento.http_date(file.modified),
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Vary": "Accept-Encoding",
    }
    if has_it(request.headers, headers):
        return Response(None, 304, headers)
    content_type = BY_NAME[file.form].content_type
    if file.form == packing.PARQUET:
        return FileResponse(path, 200, headers, content_type)
    if chosen(request.headers.get("accept-encoding", "")) == ZSTD:
        coded = {"Content-Encoding": ZSTD, "ETag": f'"{file.digest}-{ZSTD}"'}
        return FileResponse(path, 200, {**headers, **coded}, content_type)
    headers |= {"Content-Type": content_type, "Content-Length": str(file.size)}
    body = () if request.method == "HEAD" else packing.stream(home, file)
    return StreamingResponse(body, 200, headers)
