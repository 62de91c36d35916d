"""The change feed for mirrors (https://w3id.org/ldes/specification)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from klimagraph.changes import History, history
from klimagraph.feed import nodes
from klimagraph.feed.nodes import Node
from klimagraph.feed.writing import write
from klimagraph.formats import BY_NAME, negotiate
from klimagraph.settings import Settings
from klimagraph.web import memento
from klimagraph.web.respond import Reply, conditional, dated, etag, has_it
from klimagraph.web.templating import page_tag, render

router = APIRouter(tags=["feed"])

OFFERS = tuple(BY_NAME[name] for name in ("trig", "jsonld", "nquads"))
HTML = BY_NAME["html"]
FOREVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=300"


@router.api_route(nodes.PATH, methods=["GET", "HEAD"])
def root(request: Request) -> Response:
    """Return where a client of the change feed begins: a linked data event stream in months."""
    settings: Settings = request.app.state.settings
    with history(settings.home) as log:
        node = nodes.root(log, settings.address)
        if negotiate(request.headers.get("accept"), (*OFFERS, HTML)) is not HTML:
            return _answer(request, log, node)
    place = f"{settings.address}{nodes.PATH}"
    body = render("feed.html", place=place, changed=node.changed)
    reply = Reply(200, body, HTML.content_type, {"ETag": page_tag("feed", place, node.changed)})
    return conditional(reply, request.headers.get("if-none-match")).response()


@router.api_route(f"{nodes.PATH}/{{month}}", methods=["GET", "HEAD"])
def month(
    month: str, request: Request, page: Annotated[int, Query(ge=1)] | None = None
) -> Response:
    """Return the pages of a month, or one of them with what happened, oldest first."""
    settings: Settings = request.app.state.settings
    with history(settings.home) as log:
        node = (
            nodes.month(log, settings.address, month)
            if page is None
            else nodes.page(log, settings.address, month, page)
        )
        return _answer(request, log, node)


def _answer(request: Request, log: History, node: Node) -> Response:
    form = negotiate(request.headers.get("accept"), OFFERS)
    headers = {
        "ETag": etag("feed", form.name, node.iri, node.identity),
        "Last-Modified": memento.http_date(node.changed),
        "Cache-Control": FOREVER if node.immutable else SHORTLY,
    }
    body = b""
    if not has_it(request.headers, headers):
        members = log.activities(node.month, node.page) if node.month else []
        body = write(node, members, form.name, request.app.state.settings.address)
    reply = Reply(200, body, form.content_type, headers)
    return dated(reply, request.headers).response()
