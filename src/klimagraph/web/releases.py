"""Releases and their files, which never change."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response, StreamingResponse

from klimagraph import releases
from klimagraph.errors import NotFound
from klimagraph.releases import Release, manifests, objects
from klimagraph.web.respond import CORS

router = APIRouter(tags=["releases"])

FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@router.api_route("/releases", methods=["GET", "HEAD"])
async def listed(request: Request) -> dict[str, object]:
    """List the releases, newest first, and name the one that is served."""
    known = await run_in_threadpool(releases.all_releases, request.app.state.settings.home)
    rows = [_row(release) for release in reversed(known)]
    return {"current": request.app.state.pool.release, "releases": rows}


@router.api_route("/releases/{name}", methods=["GET", "HEAD"])
async def manifest(name: str, request: Request) -> Response:
    """Return the manifest of a release: its datasets with sizes and checksums."""
    release = releases.read(request.app.state.settings.home, name)
    return Response(manifests.to_json(release), 200, CORS, "application/json")


@router.api_route("/releases/{name}/{file}", methods=["GET", "HEAD"])
async def download(name: str, file: str, request: Request) -> Response:
    """Return the content of a dataset in a release: `{slug}.nq`, or packed `{slug}.nq.zst`."""
    home = request.app.state.settings.home
    release = releases.read_kept(home, name)
    slug, _, extension = file.partition(".")
    version = release.dataset(slug)
    if version is None or extension not in ("nq", "nq.zst"):
        raise NotFound(f"release {name} has no file {file}")
    headers = {**CORS, **FOREVER, "ETag": f'"{version.content}"'}
    if extension == "nq.zst":
        path = objects.path_of(home, version.content)
        return FileResponse(path, 200, headers, "application/zstd", filename=file)
    headers["Content-Length"] = str(version.size)
    stream = iter(()) if request.method == "HEAD" else objects.stream(home, version.content)
    return StreamingResponse(stream, 200, headers, "application/n-quads")


def _row(release: Release) -> dict[str, object]:
    return {
        "name": release.name,
        "created": release.created,
        "note": release.note,
        "quads": release.quads,
        "digest": release.digest,
        "pruned": release.pruned,
    }
