"""The contexts of our JSON-LD, each at an address at which it never changes."""

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from klimagraph import resources
from klimagraph.errors import NotFound, QueryRefused
from klimagraph.formats import BY_NAME, JSON, negotiate
from klimagraph.jsonld.context import CATALOG, ENTITIES, Context
from klimagraph.jsonld.writing import document
from klimagraph.web.openapi_parts import contents, refused
from klimagraph.web.respond import Reply, conditional, etag
from klimagraph.web.templating import page_tag, render

router = APIRouter(tags=["vocabulary"])

PATH = "/context"
TITLES = {
    ENTITIES: ("Dinge, Begriffe und Angaben", "Things, concepts and claims"),
    CATALOG: (
        "Beschreibungen von Datensätzen (DCAT-AP.de)",
        "Descriptions of datasets (DCAT-AP.de)",
    ),
}
JSON_LD, HTML = BY_NAME["jsonld"], BY_NAME["html"]
NEVER_CHANGES = {"Cache-Control": "public, max-age=31536000, immutable"}
"""A year, and no question in it (RFC 8246)."""
PARAMETER = {
    "name": "context",
    "in": "query",
    "description": "Whether the context stands in JSON-LD, as it does by default, or a link to it.",
    "schema": {"type": "string", "enum": ["inline", "link"]},
}


def link_to(request: Request) -> str:
    """Return the address of the context where `context=link` asks for it, else nothing.

    Raises QueryRefused for anything that is neither of the two.
    """
    wanted = request.query_params.get("context", "inline")
    if wanted not in PARAMETER["schema"]["enum"]:  # type: ignore[index]
        raise QueryRefused(f"context is {wanted!r}; it may be 'inline' or 'link'")
    return _address(ENTITIES, request) if wanted == "link" else ""


async def framed(request: Request, iri: str, release: str | None) -> tuple[bytes, str]:
    """Return a thing as a document of JSON-LD and the release; raises NotFound."""
    link = link_to(request)
    node, found = await resources.framed(request.app.state.pool, iri, release)
    return document(ENTITIES, node, link), found


@router.api_route(PATH, methods=["GET", "HEAD"], openapi_extra={"responses": refused("406")})
async def contexts(request: Request) -> Response:
    """List the contexts that are published, as a page or as JSON."""
    form = negotiate(request.headers.get("accept"), (JSON, HTML))
    rows = [
        {
            "name": context.name.removesuffix(".jsonld"),
            "address": _address(context, request),
            "title": {"de": german, "en": english},
            "terms": len(context.definitions),
        }
        for context, (german, english) in TITLES.items()
    ]
    text = json.dumps({"contexts": rows}, ensure_ascii=False, indent=1).encode() + b"\n"
    body = render("contexts.html", rows=rows) if form is HTML else text
    tag = (page_tag if form is HTML else etag)(form.name, text.decode())
    reply = Reply(200, body, form.content_type, {"ETag": tag})
    return conditional(reply, request.headers.get("if-none-match")).response()


@router.api_route(
    f"{PATH}/{{name}}",
    methods=["GET", "HEAD"],
    openapi_extra={"responses": {"200": contents([JSON_LD], "The context."), **refused("404")}},
)
async def one(name: str, request: Request) -> Response:
    """Give a context, which never changes at its address."""
    found = next((context for context in TITLES if context.name == name), None)
    if found is None:
        known = ", ".join(context.name for context in TITLES)
        raise NotFound(f"there is no context {name!r}; there are {known}")
    headers = {"ETag": etag(found.text.decode()), **NEVER_CHANGES}
    reply = Reply(200, found.text, JSON_LD.content_type, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()


def _address(context: Context, request: Request) -> str:
    return f"{request.app.state.pool.settings.address}{PATH}/{context.name}"
