"""Releases and their files, which never change."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response, StreamingResponse

from klimagraph import releases, signposting
from klimagraph.errors import NotFound
from klimagraph.exports.files import DESCRIBED_IN, DESCRIPTIONS
from klimagraph.formats import BY_NAME, Format, negotiate
from klimagraph.releases import DatasetVersion, Release, objects
from klimagraph.web import files, releases_shown
from klimagraph.web.items import links_of_release
from klimagraph.web.openapi_parts import contents, refused
from klimagraph.web.respond import CORS, Reply, conditional, digest, matches
from klimagraph.web.templating import render

router = APIRouter(tags=["releases"])

JSON = Format("manifest", "json", ("application/json",), ())
OFFERS = (JSON, BY_NAME["html"])
PACKED = "nq.zst"
SHORTLY = "public, max-age=300"
LISTED: dict[str, Any] = {
    "responses": {"200": contents(OFFERS, "All releases, newest first."), **refused("406")}
}
DESCRIBED: dict[str, Any] = {
    "responses": {
        "200": contents(OFFERS, "The datasets, and where they are prepared the files."),
        **refused("404", "406"),
    }
}
SENT: dict[str, Any] = {
    "responses": {"200": {"description": "The file."}, **refused("404", "410", "503")}
}


@router.api_route("/releases", methods=["GET", "HEAD"], openapi_extra=LISTED)
def listed(request: Request) -> Response:
    """List the releases, newest first, and name the one that is served."""
    form = negotiate(request.headers.get("accept"), OFFERS)
    known = list(reversed(releases.all_releases(request.app.state.settings.home)))
    current = request.app.state.pool.release
    if form is JSON:
        body = releases_shown.index(known, current)
    else:
        body = render("releases.html", releases=known, current=current)
    return _reply(body, form, request)


@router.api_route("/releases/{name}", methods=["GET", "HEAD"], openapi_extra=DESCRIBED)
async def manifest(name: str, request: Request) -> Response:
    """Return a release: its datasets with sizes and checksums, and its files."""
    form = negotiate(request.headers.get("accept"), OFFERS)
    release = releases.read(request.app.state.settings.home, name)
    found = [] if release.pruned else files.of_release(request, name)
    if form is JSON:
        body = releases_shown.manifest(release, found)
    else:
        body = releases_shown.page(release, found, *_beside(release, request))
    links = await links_of_release(release, request)
    answer = _reply(body, form, request)
    answer.headers["Link"] = signposting.header(links)
    return answer


def _beside(release: Release, request: Request) -> tuple[Release | None, str]:
    """Return the release before one, and where this instance answers."""
    settings = request.app.state.settings
    before = releases.read(settings.home, release.parent) if release.parent else None
    return before, settings.address


@router.api_route("/releases/{name}/{file}", methods=["GET", "HEAD"], openapi_extra=SENT)
def download(name: str, file: str, request: Request) -> Response:
    """Return a file of a release: a dataset, a class, or a description of all files."""
    release = releases.read_kept(request.app.state.settings.home, name)
    slug, _, extension = file.partition(".")
    version = release.dataset(slug)
    if version is not None and extension in (BY_NAME["nquads"].extension, PACKED):
        return _content(version, file, request)
    if file in DESCRIPTIONS:
        return _description(release, file, request)
    prepared = (one for one in files.prepared(request, name) if one.name == file)
    if (found := next(prepared, None)) is None:
        raise _missing(release, file, request)
    headers = {"Cache-Control": SHORTLY, "Content-Location": found.path}
    return files.sent(found, request, headers)


def _content(version: DatasetVersion, file: str, request: Request) -> Response:
    """Return the N-Quads of a dataset, which every release has as long as it is kept."""
    home = request.app.state.settings.home
    headers = {**CORS, "Cache-Control": files.FOREVER, "ETag": f'"{version.content}"'}
    headers["Link"] = signposting.header([signposting.part_of(version.slug)])
    if matches(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(None, 304, headers)
    if file.endswith(PACKED):
        path = objects.path_of(home, version.content)
        return FileResponse(path, 200, headers, "application/zstd", filename=file)
    headers["Content-Length"] = str(version.size)
    stream = iter(()) if request.method == "HEAD" else objects.stream(home, version.content)
    return StreamingResponse(stream, 200, headers, BY_NAME["nquads"].content_type)


def _description(release: Release, file: str, request: Request) -> Response:
    """Return a description of the files; raises NotFound where none are prepared."""
    for one in files.snapshots(request):
        if one.release == release.name:
            body = request.app.state.harvest.content(one.name, f"{DESCRIBED_IN}/{file}")
            headers = {"ETag": digest(body), "Cache-Control": SHORTLY}
            reply = Reply(200, body, DESCRIPTIONS[file], headers)
            return conditional(reply, request.headers.get("if-none-match")).response()
    raise _missing(release, file, request)


def _missing(release: Release, file: str, request: Request) -> NotFound:
    """Return what is said of a file that is not there: which ones are."""
    there = f"/releases/{release.name}"
    if files.of_release(request, release.name):
        return NotFound(f"release {release.name} has no file {file}; {there} lists all of them")
    slugs = ", ".join(f"{version.slug}.nq" for version in release.datasets[:20])
    return NotFound(
        f"release {release.name} has no file {file}; of releases that are not prepared for "
        f"harvesting there are N-Quads only: {slugs}"
    )


def _reply(body: bytes, form: Format, request: Request) -> Response:
    headers = {"ETag": digest(body), "Cache-Control": SHORTLY}
    reply = Reply(200, body, form.content_type, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()
