"""The door for those who bring data: what to do, in which order."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph.errors import Forbidden, TokenMissing
from klimagraph.formats import BY_NAME
from klimagraph.ledger import Holder
from klimagraph.settings import MEBIBYTE
from klimagraph.web.respond import Reply
from klimagraph.web.templating import render
from klimagraph.web.tokens import holder_of

router = APIRouter(include_in_schema=False)

PRIVATE = {"Cache-Control": "no-store"}
"""It says who is signed in."""


@router.api_route("/submit", methods=["GET", "HEAD"])
async def door(request: Request) -> Response:
    """Lead from a template over the check to the submission."""
    holder = await run_in_threadpool(signed_in, request)
    limit = request.app.state.settings.upload_size * MEBIBYTE
    body = render("submit.html", holder=holder, limit=limit)
    return Reply(200, body, BY_NAME["html"].content_type, PRIVATE).response()


def signed_in(request: Request) -> Holder | None:
    """Return who has signed in, None where nobody has."""
    try:
        return holder_of(request)
    except (TokenMissing, Forbidden):
        return None
