"""Serving an earlier release again: the page for an admin, and the address for programs."""

import asyncio
import contextlib
import json
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from klimagraph import releases
from klimagraph.errors import Conflict, Forbidden, InputRefused
from klimagraph.formats import BY_NAME, JSON, negotiate
from klimagraph.ledger import Holder
from klimagraph.ledger.tokens import ADMIN
from klimagraph.releases import Release
from klimagraph.submissions.rolling_back import steps
from klimagraph.web.guided import Guided
from klimagraph.web.language import gettext
from klimagraph.web.openapi_parts import refused
from klimagraph.web.respond import PRIVATE, Reply
from klimagraph.web.templating import render
from klimagraph.web.tokens import holder_of
from klimagraph.web.uploads import fields_of

router = APIRouter(tags=["releases"], route_class=Guided)

PATH = "/releases/{name}/rollback"
HTML = BY_NAME["html"]
LARGEST = 4096
FIELDS = {
    "served": {"type": "string", "description": "The release that you believe to be served; "
               "where it is another one by now, nothing is done (409)."},
    "sure": {"type": "string", "description": "Pages only: any value, by which somebody says so."},
}  # fmt: skip
DONE: dict[str, Any] = {
    "requestBody": {
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": FIELDS}
            }
        }
    },
    "responses": {
        "200": {
            "description": "It is served; `before` is the release that was served until then.",
            "content": {JSON.media_types[0]: {}},
        },
        **refused("400", "404", "410", "413"),
        "401": {"description": "A token is missing."},
        "403": {"description": "The token is not that of an admin."},
        "409": {"description": "It is served already, another one is by now, or somebody writes."},
    },
}


@router.api_route(PATH, methods=["GET", "HEAD"], include_in_schema=False)
async def asked(name: str, request: Request) -> Response:
    """Say what would change if a release were served again, and ask whether to do so."""
    await run_in_threadpool(_admin, request)
    home = request.app.state.settings.home
    served = await run_in_threadpool(_served, request)
    wanted = await run_in_threadpool(releases.read_kept, home, name)
    body = render("rollback.html", wanted=wanted, served=served, steps=steps(served, wanted))
    return Reply(200, body, HTML.content_type, PRIVATE).response()


@router.post(PATH, openapi_extra=DONE)
async def roll_back(name: str, request: Request) -> Response:
    """Serve an earlier release again; needs the token of an admin. What came later is kept."""
    holder = await run_in_threadpool(_admin, request)
    form = negotiate(request.headers.get("accept"), (JSON, HTML))
    fields = await fields_of(request, LARGEST)
    if form is HTML and "sure" not in fields:
        raise InputRefused(gettext("Bitte bestätigen Sie, dass Sie zurücksetzen wollen."))
    before = (await run_in_threadpool(_served, request)).name
    state = request.app.state
    saw = fields.get("served") or before
    done = await run_in_threadpool(state.checks.desk.roll_back, name, saw, holder)
    state.checks.tell()
    await _until_served(request, done)
    if form is HTML:
        return RedirectResponse("/status", 303, PRIVATE)
    body = json.dumps({"release": done, "before": before}).encode()
    return Reply(200, body, JSON.content_type, PRIVATE | {"Klimagraph-Release": done}).response()


def _admin(request: Request) -> Holder:
    """Return the admin who asks; raises TokenMissing and Forbidden."""
    holder = holder_of(request)
    if holder.role != ADMIN:
        raise Forbidden(gettext("Das darf nur, wer den Dienst betreibt (Rolle admin)."))
    return holder


def _served(request: Request) -> Release:
    found = releases.current(request.app.state.settings.home)
    if found is None:
        raise Conflict(gettext("Es ist noch nichts veröffentlicht."))
    return found


async def _until_served(request: Request, name: str) -> None:
    """Wait for some time until queries are answered from a release, an earlier one as well."""
    pool = request.app.state.pool
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(pool.settings.query_timeout):
            while pool.release != name:
                before = pool.release
                await pool.reach(name)  # looks at once; returns where a later one is served
                if pool.release == before:
                    await pool.moved_on(before)
