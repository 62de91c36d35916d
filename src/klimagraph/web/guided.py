"""Routes for people who hand something in: what is refused says what to do next."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph.errors import Forbidden, KlimagraphError, NotAcceptable, TokenMissing
from klimagraph.formats import BY_NAME, negotiate
from klimagraph.web.errors import PROBLEM, reply_to
from klimagraph.web.guided_words import words_for
from klimagraph.web.language import language
from klimagraph.web.respond import PRIVATE, Reply
from klimagraph.web.templating import render
from klimagraph.web.tokens import COOKIE, known

HTML = BY_NAME["html"]
AFTERWARDS = re.compile(
    r"/(submissions(/[0-9a-f]{1,32}(/publish|/withdraw)?)?|desk"
    r"|status|releases/[0-9.]{1,40}/rollback)"
)
"""Pages to which somebody returns who had to sign in first."""
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Guided(APIRoute):
    """A route whose refusals are pages with a way on, for those who ask for pages."""

    def get_route_handler(self) -> Handler:
        """Return the handler of the route with a page for what it refuses."""
        inner = super().get_route_handler()

        async def guided(request: Request) -> Response:
            try:
                return await inner(request)
            except KlimagraphError as error:
                if not wants_page(request):
                    raise
                return await run_in_threadpool(refusal, request, error)

        return guided


def wants_page(request: Request) -> bool:
    """Tell whether somebody looks at the answer in a browser."""
    try:
        return negotiate(request.headers.get("accept"), (PROBLEM, HTML)) is HTML
    except NotAcceptable:
        return False


def refusal(request: Request, error: KlimagraphError) -> Response:
    """Return what was refused as a page; whoever has to sign in can do that there."""
    told = reply_to(error, "application/json")
    heading, advice = words_for(error, request.app.state.settings.upload_size)
    signing = _must_sign_in(request, error)
    body = render(
        "refused.html",
        heading=heading,
        advice=advice,
        said=spoken(str(getattr(error, "message", "") or error)),
        error=error,
        status=told.status,
        signing=signing,
        back=_back(request),
        next=returning(request.url.path if request.method in ("GET", "HEAD") else _back(request)),
    )
    headers = {name: value for name, value in told.headers.items() if name == "Retry-After"}
    if isinstance(error, TokenMissing):
        headers["WWW-Authenticate"] = told.headers["WWW-Authenticate"]
    return Reply(told.status, body, HTML.content_type, PRIVATE | headers).response()


def returning(path: str) -> str:
    """Return a page of this room to go to, the list of submissions where it is none."""
    return path if AFTERWARDS.fullmatch(path) else "/submissions"


def spoken(message: str) -> str:
    """Return the half of a message in two languages that is in the language of the page."""
    german, both, english = message.partition(" / ")
    return english if both and language() == "en" else german


def _must_sign_in(request: Request, error: KlimagraphError) -> bool:
    if isinstance(error, TokenMissing):
        return True
    token = request.cookies.get(COOKIE, "")
    return isinstance(error, Forbidden) and not known(request, token)


def _back(request: Request) -> str:
    """Return the page from which somebody came to a path."""
    path = request.url.path
    if path.startswith("/validate"):
        return "/validate"
    found = re.match(r"/submissions/[0-9a-f]{1,32}", path)
    return found[0] if found and path != found[0] else "/submissions"
