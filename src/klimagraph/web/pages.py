"""The first page."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from klimagraph.formats import BY_NAME
from klimagraph.overview import overview
from klimagraph.things import start
from klimagraph.web.language import language
from klimagraph.web.respond import Reply, conditional
from klimagraph.web.templating import page_tag, render

router = APIRouter(include_in_schema=False)

NEWEST = 5
"""Datasets that the page names as published last, at most."""
EXAMPLES = ("Blankenburg", "15085055", "KlikKS", "Landkreis Harz", "Klimanotstand")
"""What somebody may look for."""


@router.api_route("/", methods=["GET", "HEAD"])
async def home(request: Request) -> Response:
    """Say what this is: search, map, numbers, what is new, and the ways from here."""
    pool = request.app.state.pool
    found = await overview(pool, language())
    address = pool.settings.address
    body = render(
        "home.html",
        found=found,
        newest=found.published[:NEWEST],
        examples=EXAMPLES,
        address=address,
        schema_org=start(address),
    )
    tag = page_tag("home", pool.identity(found.release.name), address)
    reply = Reply(200, body, BY_NAME["html"].content_type, {"ETag": tag})
    return conditional(reply, request.headers.get("if-none-match")).response()
