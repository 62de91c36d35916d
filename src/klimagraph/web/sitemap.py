"""What crawlers may read and what there is for them (https://www.rfc-editor.org/rfc/rfc9309)."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from starlette.responses import Response

from klimagraph import sitemap
from klimagraph.errors import NotFound
from klimagraph.web.respond import Reply, conditional, digest

router = APIRouter(tags=["discovery"])

TYPE = "application/xml"
CLOSED = (
    *("/sparql?", "/queries/saved", "/queries/*?", "/graphs?", "/search?", "/reconcile?"),
    *("/update", "/submissions", "/validate?", "/api/", "/*release="),
)
"""What costs much to answer, changes something, or shows again what stands elsewhere."""


@router.api_route("/robots.txt", methods=["GET", "HEAD"])
async def robots(request: Request) -> Response:
    """Ask crawlers to leave alone what is expensive, and name the sitemap.

    Pages of people are not closed: that they shall not be listed is said by the pages themselves,
    which a crawler has to read for it.
    """
    address = request.app.state.settings.address
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    return PlainTextResponse("\n".join([*lines, "", f"Sitemap: {address}/sitemap.xml", ""]))


@router.api_route("/sitemap.xml", methods=["GET", "HEAD"])
def index(request: Request) -> Response:
    """List the parts of the sitemap."""
    return _part(sitemap.INDEX, request)


@router.api_route("/sitemap/{number}.xml", methods=["GET", "HEAD"])
def part(number: str, request: Request) -> Response:
    """List pages with the time of their last change."""
    if not number.isdecimal():
        raise NotFound(f"there is no part {number!r} of the sitemap")
    return _part(sitemap.part_path(number), request)


def _part(path: str, request: Request) -> Response:
    harvest = request.app.state.harvest
    body = harvest.content(harvest.snapshot().name, path)
    reply = Reply(200, body, TYPE, {"ETag": digest(body)})
    return conditional(reply, request.headers.get("if-none-match")).response()
