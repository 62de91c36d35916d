"""The vocabulary: its terms, shapes and lists of concepts, each as a page and as data."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from klimagraph import resources, things
from klimagraph.asking import ask
from klimagraph.errors import NotFound
from klimagraph.formats import Format
from klimagraph.namespaces import CONCEPTS, TERMS
from klimagraph.terms import write
from klimagraph.vocabulary import concept, overview, schemes, shapes, term
from klimagraph.vocabulary.words import ONTOLOGY
from klimagraph.web import contexts, withdrawn
from klimagraph.web.documents import DATA, EXTENSIONS, release_of, reply, split
from klimagraph.web.language import language
from klimagraph.web.respond import CORS
from klimagraph.web.templating import render
from klimagraph.web.vocabulary_links import further, uses

router = APIRouter(tags=["vocabulary"])

LONGEST = 500
"""Characters of a text that search engines are told."""


@router.api_route("/ns", methods=["GET", "HEAD"])
async def namespace() -> Response:
    """Send from the names of terms to the document that defines them (303)."""
    return RedirectResponse("/ontology", 303, {**CORS, "Vary": "Accept"})


@router.api_route("/ns/{version}", methods=["GET", "HEAD"])
async def version(version: str, request: Request) -> Response:
    """Send from the name of a version to the document (303)."""
    if not await overview.is_version(request.app.state.pool, version):
        raise NotFound(f"there is no version {version!r} of the vocabulary")
    return await namespace()


@router.api_route("/ontology", methods=["GET", "HEAD"])
@router.api_route("/ontology.{extension}", methods=["GET", "HEAD"])
async def ontology(request: Request, extension: str = "") -> Response:
    """Define the terms of our own, as a page or as data."""
    form = _form(request, extension)
    pool, wanted = request.app.state.pool, release_of(request)
    if form.name == "html":
        page = await overview.overview(pool, wanted, language())
        body, release = _page("ontology.html", "/ontology", page), page.release
    else:
        triples, release = await overview.data(pool, wanted)
        body = write(triples, form.name)
    return await reply(body, form, request, ONTOLOGY, release)


@router.api_route("/ontology/{path}", methods=["GET", "HEAD"])
async def one_term(path: str, request: Request) -> Response:
    """Define a class or property."""
    name, form = split(path, request)
    pool, wanted = request.app.state.pool, release_of(request)
    if form.name == "html":
        page = await term.page(pool, name, wanted, language())
        more = await run_in_threadpool(further, page)
        body, release = _page("term.html", f"/ontology/{name}", page, more=more), page.release
    else:
        triples, release = await term.describe(pool, name, wanted)
        body = write(triples, form.name)
    return await reply(body, form, request, TERMS + name, release)


@router.api_route("/shapes", methods=["GET", "HEAD"])
@router.api_route("/shapes.{extension}", methods=["GET", "HEAD"])
async def all_shapes(request: Request, extension: str = "") -> Response:
    """Show by which shapes data are checked and described."""
    form = _form(request, extension)
    pool, wanted = request.app.state.pool, release_of(request)
    if form.name == "html":
        page = await shapes.all_shapes(pool, wanted, language())
        body, release = _page("shapes.html", "/shapes", page), page.release
    else:
        asked = await ask(pool, shapes.DATA, release=wanted)
        body, release = write(asked.triples, form.name), asked.release
    return await reply(body, form, request, shapes.SHAPES_DOCUMENT, release)


@router.api_route("/concept", methods=["GET", "HEAD"])
@router.api_route("/concept.{extension}", methods=["GET", "HEAD"])
async def all_schemes(request: Request, extension: str = "") -> Response:
    """List the lists of concepts."""
    form = _form(request, extension)
    pool, wanted = request.app.state.pool, release_of(request)
    if form.name == "html":
        page, release = await schemes.schemes(pool, wanted, language())
        body = _page("schemes.html", "/concept", page, release=release)
    else:
        triples, release = await schemes.data(pool, wanted)
        body = write(triples, form.name)
    return await reply(body, form, request, schemes.INDEX_DOCUMENT, release)


@router.api_route("/concept/{path}", methods=["GET", "HEAD"], include_in_schema=False)
async def one_scheme(path: str, request: Request) -> Response:
    """Define a list of concepts."""
    name, form = split(path, request)
    try:
        body, release = await _scheme(name, form, request)
    except NotFound as missing:
        return await withdrawn.answer(missing, CONCEPTS + name, form, request)
    return await reply(body, form, request, CONCEPTS + name, release)


async def _scheme(name: str, form: Format, request: Request) -> tuple[bytes, str]:
    """Return the document of a list and the release that it is of; raises NotFound."""
    pool, wanted = request.app.state.pool, release_of(request)
    if form.name == "jsonld":
        return await contexts.framed(request, CONCEPTS + name, wanted)
    if form.name != "html":
        triples, release = await resources.describe(pool, CONCEPTS + name, wanted)
        return write(triples, form.name), release
    page = await schemes.scheme(pool, name, wanted, language())
    return _page("scheme.html", f"/concept/{name}", page), page.release


async def concept_page(iri: str, base: str, request: Request) -> tuple[bytes, str]:
    """Return the page of a concept and the release that it is of; raises NotFound."""
    pool = request.app.state.pool
    page = await concept.page(pool, iri, release_of(request), language())
    texts = [text.said(language())[:LONGEST] for text in (page.name, page.definition)]
    told = things.defined_term(iri, pool.settings.address + quote(base), *texts)
    return _page("concept.html", base, page, queries=uses(page), schema_org=told), page.release


def _form(request: Request, extension: str) -> Format:
    if extension and extension not in EXTENSIONS:
        raise NotFound(f"there is nothing at {request.url.path}")
    return split(request.url.path, request)[1]


def _page(template: str, base: str, page: object, **more: object) -> bytes:
    return render(template, page=page, base=base, offers=DATA, **more)
