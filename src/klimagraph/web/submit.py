"""The door for those who bring data: what to do, in which order."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph.formats import BY_NAME
from klimagraph.settings import MEBIBYTE
from klimagraph.web.respond import PRIVATE, Reply
from klimagraph.web.templating import render
from klimagraph.web.tokens import holder_or_none

router = APIRouter(include_in_schema=False)


@router.api_route("/submit", methods=["GET", "HEAD"])
async def door(request: Request) -> Response:
    """Lead from a template over the check to the submission."""
    holder = await run_in_threadpool(holder_or_none, request)
    limit = request.app.state.settings.upload_size * MEBIBYTE
    body = render("submit.html", holder=holder, limit=limit)
    return Reply(200, body, BY_NAME["html"].content_type, PRIVATE).response()
