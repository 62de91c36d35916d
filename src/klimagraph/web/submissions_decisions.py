"""Decisions about submissions on the pages: they are asked for before they are carried out."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from klimagraph.submissions.asking import ask
from klimagraph.web.guided import Guided
from klimagraph.web.respond import PRIVATE, Reply
from klimagraph.web.submissions import HTML, PATH, Asking, seen
from klimagraph.web.submissions_shown import confirmation
from klimagraph.web.uploads import fields_of

router = APIRouter(tags=["submissions"], include_in_schema=False, route_class=Guided)

LARGEST = 65_536
"""Bytes of a form with a note."""


@router.api_route(PATH + "/{identifier}/publish", methods=["GET", "HEAD"])
async def about_to_publish(identifier: str, request: Request, holder: Asking) -> Response:
    """Ask whether a submission shall be published."""
    return await _asked(request, identifier, holder, "publish")


@router.api_route(PATH + "/{identifier}/withdraw", methods=["GET", "HEAD"])
async def about_to_withdraw(identifier: str, request: Request, holder: Asking) -> Response:
    """Ask whether a submission shall be withdrawn."""
    return await _asked(request, identifier, holder, "withdraw")


@router.post(PATH + "/{identifier}/correction")
async def correction(identifier: str, request: Request, holder: Asking) -> Response:
    """Write down what a curator wants to be corrected."""
    note = (await fields_of(request, LARGEST)).get("note", "")
    home = request.app.state.settings.home
    one = await run_in_threadpool(ask, home, identifier, holder, note)
    return RedirectResponse(f"{PATH}/{one.id}", 303, PRIVATE)


async def _asked(request: Request, identifier: str, holder: Asking, what: str) -> Response:
    one = await seen(request, identifier, holder)
    settings = request.app.state.settings
    body = await run_in_threadpool(confirmation, settings, one, holder, what)
    return Reply(200, body, HTML.content_type, PRIVATE).response()
