"""Things and their documents (https://www.w3.org/TR/cooluris/#r303gendocument)."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from klimagraph import resources, things
from klimagraph.formats import Format
from klimagraph.namespaces import BASE, DATASETS, THINGS
from klimagraph.terms import write
from klimagraph.web.documents import DATA, reply, split
from klimagraph.web.respond import CORS
from klimagraph.web.templating import render

router = APIRouter(tags=["things"])


@router.api_route("/id/{path:path}", methods=["GET", "HEAD"])
async def thing(path: str, request: Request) -> Response:
    """Send to the document about a thing (303)."""
    pool = request.app.state.pool
    target = await resources.moved(pool, THINGS + path)
    document = "/doc/" + (target.removeprefix(THINGS) if target else path)
    return RedirectResponse(document, 303, {**CORS, "Vary": "Accept"})


@router.api_route("/doc/{path:path}", methods=["GET", "HEAD"])
async def document(path: str, request: Request) -> Response:
    """Describe a thing in the format of the extension, else of the Accept header."""
    key, form = split(path, request)
    return await _document(THINGS + key, f"/doc/{key}", form, request)


@router.api_route("/concept/{path:path}", methods=["GET", "HEAD"])
async def concept(path: str, request: Request) -> Response:
    """Describe a concept of a vocabulary."""
    key, form = split(path, request)
    return await _document(f"{BASE}concept/{key}", f"/concept/{key}", form, request)


@router.api_route("/dataset/{path:path}", methods=["GET", "HEAD"])
async def dataset(path: str, request: Request) -> Response:
    """Describe a dataset."""
    key, form = split(path, request)
    return await _document(DATASETS + key, f"/dataset/{key}", form, request)


async def _document(iri: str, base: str, form: Format, request: Request) -> Response:
    pool = request.app.state.pool
    if form.name == "html":
        page = await things.page(pool, iri)
        body, release = render("thing.html", page=page, base=base, offers=DATA), page.release
    else:
        triples, release = await resources.describe(pool, iri)
        body = write(triples, form.name)
    return reply(body, form, request, iri, release)
