"""The catalogue for harvesters (https://www.w3.org/TR/vocab-dcat-3/)."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from klimagraph import releases
from klimagraph.catalog import catalog
from klimagraph.formats import BY_EXTENSION, BY_NAME, Format, negotiate
from klimagraph.statistics import statistics
from klimagraph.terms import write
from klimagraph.web import memento
from klimagraph.web.respond import Reply, conditional, etag

router = APIRouter(tags=["catalogue"])

OFFERS = tuple(BY_NAME[name] for name in ("jsonld", "turtle", "rdfxml", "ntriples"))
VOID_OFFERS = tuple(BY_NAME[name] for name in ("turtle", "jsonld", "rdfxml", "ntriples"))


@router.api_route("/catalog", methods=["GET", "HEAD"])
async def negotiated(request: Request) -> Response:
    """Return the catalogue in the format of the Accept header, JSON-LD where it says nothing."""
    return await _catalog(request, negotiate(request.headers.get("accept"), OFFERS))


for _form in OFFERS:

    @router.api_route(f"/catalog.{_form.extension}", methods=["GET", "HEAD"])
    async def fixed(request: Request) -> Response:
        """Return the catalogue in the format of the extension."""
        return await _catalog(request, BY_EXTENSION[request.url.path.rpartition(".")[2]])


@router.api_route("/.well-known/void", methods=["GET", "HEAD"])
async def void(request: Request) -> Response:
    """Return what the release holds, in numbers, in Turtle where nothing else is asked for."""
    form = negotiate(request.headers.get("accept"), VOID_OFFERS)
    pool, settings = request.app.state.pool, request.app.state.settings
    triples, release = await statistics(pool, settings)
    tag = etag("void", form.name, release, pool.identity(release), settings.address)
    headers = {"ETag": tag, **memento.headers(pool, release)}
    reply = Reply(200, write(triples, form.name), form.content_type, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()


async def _catalog(request: Request, form: Format) -> Response:
    pool, settings = request.app.state.pool, request.app.state.settings
    release = releases.read(settings.home, pool.release)
    tag = etag("catalog", form.name, release.name, release.digest, settings.address)
    headers = {"ETag": tag, **memento.headers(pool, release.name)}
    known = request.app.state.__dict__.setdefault("catalogs", {})
    key = (release.name, form.name)
    if key not in known:
        if any(name != release.name for name, _ in known):
            known.clear()
        known[key] = write(await catalog(pool, release, settings.address), form.name)
    reply = Reply(200, known[key], form.content_type, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()
