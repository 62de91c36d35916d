"""Things and their documents (https://www.w3.org/TR/cooluris/#r303gendocument)."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from klimagraph import resources
from klimagraph.errors import NotFound
from klimagraph.formats import ALIASES, BY_NAME, Format, negotiate
from klimagraph.namespaces import BASE, DATASETS, THINGS
from klimagraph.terms import write
from klimagraph.web.respond import CORS, Reply, conditional, etag
from klimagraph.web.templating import render

router = APIRouter(tags=["things"])

OFFERS = tuple(BY_NAME[name] for name in ("jsonld", "turtle", "ntriples", "rdfxml", "html"))
IRI_SAFE = ":/?#[]@!$&'()*+,;=%~"
EXTENSIONS = {form.extension: form for form in OFFERS}


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
    key, form = _split(path, request)
    return await _document(THINGS + key, f"/doc/{key}", form, request)


@router.api_route("/concept/{path:path}", methods=["GET", "HEAD"])
async def concept(path: str, request: Request) -> Response:
    """Describe a concept of a vocabulary."""
    key, form = _split(path, request)
    return await _document(f"{BASE}concept/{key}", f"/concept/{key}", form, request)


@router.api_route("/dataset/{path:path}", methods=["GET", "HEAD"])
async def dataset(path: str, request: Request) -> Response:
    """Describe a dataset."""
    key, form = _split(path, request)
    return await _document(DATASETS + key, f"/dataset/{key}", form, request)


@router.api_route("/ns", methods=["GET", "HEAD"])
async def namespace() -> Response:
    """Send from the names of terms to the document that defines them (303)."""
    return RedirectResponse("/ontology", 303, {**CORS, "Vary": "Accept"})


@router.api_route("/ontology", methods=["GET", "HEAD"])
@router.api_route("/ontology.{extension}", methods=["GET", "HEAD"])
async def ontology(request: Request, extension: str = "") -> Response:
    """Define the terms of our own, as a page or as data."""
    if extension and extension not in EXTENSIONS:
        raise NotFound(f"there is nothing at {request.url.path}")
    _, form = _split(request.url.path, request)
    pool = request.app.state.pool
    if form.name == "html":
        rows, release = await resources.terms(pool)
        body = render("ontology.html", terms=rows, release=release, offers=OFFERS[:-1])
    else:
        triples, release = await resources.vocabulary(pool)
        body = write(triples, form.name)
    return _reply(body, form, request, f"{BASE}ns", release)


def _split(path: str, request: Request) -> tuple[str, Format]:
    """Return key and format; an extension beats `format=`, which beats Accept."""
    key, dot, extension = path.rpartition(".")
    if dot and extension in EXTENSIONS:
        return key, EXTENSIONS[extension]
    wanted = request.query_params.get("format")
    if wanted:
        name = ALIASES.get(wanted, wanted)
        found = next((form for form in OFFERS if form.name == name), None)
        if found is None:
            known = ", ".join(form.name for form in OFFERS)
            raise NotFound(f"there is no format {wanted!r} here; known are {known}")
        return path, found
    return path, negotiate(request.headers.get("accept"), OFFERS)


async def _document(iri: str, base: str, form: Format, request: Request) -> Response:
    pool = request.app.state.pool
    if form.name == "html":
        page = await resources.page(pool, iri)
        body, release = render("thing.html", page=page, base=base, offers=OFFERS[:-1]), page.release
    else:
        triples, release = await resources.describe(pool, iri)
        body = write(triples, form.name)
    return _reply(body, form, request, iri, release)


def _reply(body: bytes, form: Format, request: Request, iri: str, release: str) -> Response:
    base = request.url.path.removesuffix(f".{form.extension}")
    tag = etag(iri, form.name, request.app.state.pool.identity(release))
    headers = {"ETag": tag, "Link": links(base, form, iri)}
    reply = Reply(200, body, form.content_type, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()


def links(base: str, form: Format, iri: str) -> str:
    """Return the Link header: the other formats and the thing itself (RFC 8288)."""
    base, iri = quote(base), quote(iri, safe=IRI_SAFE)
    others = [
        f'<{base}.{other.extension}>; rel="alternate"; type="{other.media_types[0]}"'
        for other in OFFERS
        if other is not form
    ]
    return ", ".join([*others, f'<{iri}>; rel="describes"'])
