"""Signing in on the pages: the token in a cookie that no script and no other site gets."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from klimagraph.errors import Forbidden
from klimagraph.settings import Settings
from klimagraph.web.guided import Guided, returning
from klimagraph.web.respond import PRIVATE
from klimagraph.web.submissions import PATH
from klimagraph.web.tokens import COOKIE, known, refuse_other_sites
from klimagraph.web.uploads import fields_of

router = APIRouter(tags=["submissions"], include_in_schema=False, route_class=Guided)

SESSION = "/session"
LARGEST = 4096


@router.post(SESSION)
async def sign_in(request: Request) -> Response:
    """Keep a token in a cookie until the browser is closed; raises Forbidden where it is none."""
    refuse_other_sites(request)
    token, place = await _asked(request)
    if not await run_in_threadpool(known, request, token):
        raise Forbidden("Dieses Token gilt nicht / this token is not valid")
    settings: Settings = request.app.state.settings
    answer = RedirectResponse(place, 303, PRIVATE)
    secure = settings.address.startswith("https:")
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure)
    return answer


@router.post(SESSION + "/end")
async def sign_out(request: Request) -> Response:
    """Let the browser forget the token."""
    refuse_other_sites(request)
    answer = RedirectResponse(PATH, 303, PRIVATE)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


async def _asked(request: Request) -> tuple[str, str]:
    """Return the token of the form and the page to go to afterwards."""
    fields = await fields_of(request, LARGEST)
    return fields.get("token", "").strip(), returning(fields.get("next", ""))
