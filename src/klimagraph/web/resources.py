"""Things and their documents (https://www.w3.org/TR/cooluris/#r303gendocument)."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from klimagraph import resources
from klimagraph.errors import NotFound
from klimagraph.formats import Format
from klimagraph.namespaces import BASE, CONCEPTS, DATASETS, THINGS
from klimagraph.terms import write
from klimagraph.web import contexts, memento, thing_pages, unknown_things, vocabulary, withdrawn
from klimagraph.web.documents import OFFERS, release_of, reply, split, unchanged
from klimagraph.web.openapi_parts import AT, RELEASE, contents, format_parameter, refused
from klimagraph.web.respond import CORS

router = APIRouter(tags=["things"])

DESCRIBED = {
    "parameters": [format_parameter(OFFERS), contexts.PARAMETER, RELEASE, AT],
    "responses": {"200": contents(OFFERS, "Statements."), **refused("400", "404", "406", "410")},
}


@router.api_route("/id/{path:path}", methods=["GET", "HEAD"])
async def thing(path: str, request: Request) -> Response:
    """Send to the document about a thing (303)."""
    pool = request.app.state.pool
    target = await resources.moved(pool, THINGS + path, release_of(request))
    document = "/doc/" + (target.removeprefix(THINGS) if target else path)
    given = request.query_params.getlist("release")
    behind = f"?{urlencode({'release': given[0]})}" if given else ""
    return RedirectResponse(document + behind, 303, {**CORS, "Vary": memento.VARY})


@router.api_route("/doc/{path:path}", methods=["GET", "HEAD"], openapi_extra=DESCRIBED)
async def document(path: str, request: Request) -> Response:
    """Describe a thing in the format of the extension, else of the Accept header."""
    key, form = split(path, request)
    return await _document(THINGS + key, f"/doc/{key}", form, request)


@router.api_route("/concept/{path:path}", methods=["GET", "HEAD"], openapi_extra=DESCRIBED)
async def concept(path: str, request: Request) -> Response:
    """Describe a concept of a vocabulary."""
    key, form = split(path, request)
    return await _document(f"{BASE}concept/{key}", f"/concept/{key}", form, request)


@router.api_route("/dataset/{path:path}", methods=["GET", "HEAD"], openapi_extra=DESCRIBED)
async def dataset(path: str, request: Request) -> Response:
    """Describe a dataset."""
    key, form = split(path, request)
    return await _document(DATASETS + key, f"/dataset/{key}", form, request)


async def _document(iri: str, base: str, form: Format, request: Request) -> Response:
    if known := unchanged(request, iri, form):
        return known
    try:
        body, release = await _written(iri, base, form, request)
    except NotFound as missing:
        return await _missing(missing, iri, form, request)
    return await reply(body, form, request, iri, release)


async def _missing(missing: NotFound, iri: str, form: Format, request: Request) -> Response:
    """Return what is left of a thing, else help; raises NotFound for whoever wants data."""
    try:
        return await withdrawn.answer(missing, iri, form, request)
    except NotFound:
        if form.name != "html" or not iri.startswith(THINGS):
            raise
        return await unknown_things.answer(iri, request)


async def _written(iri: str, base: str, form: Format, request: Request) -> tuple[bytes, str]:
    """Return a document and the release that it is of; raises NotFound."""
    pool, wanted = request.app.state.pool, release_of(request)
    if form.name == "jsonld":
        return await contexts.framed(request, iri, wanted)
    if form.name != "html":
        triples, release = await resources.describe(pool, iri, wanted)
        return write(triples, form.name), release
    if iri.startswith(CONCEPTS):
        return await vocabulary.concept_page(iri, base, request)
    return await thing_pages.written(iri, base, request)
