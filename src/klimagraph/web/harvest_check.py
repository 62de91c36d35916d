"""The check of our own feed as portals read it; never of a stranger's, and nobody is asked."""

from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph.errors import NotAcceptable
from klimagraph.formats import BY_NAME, JSON, Format, negotiate
from klimagraph.harvest import snapshot
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.harvest_check import own_feed
from klimagraph.harvest_check.checking import check
from klimagraph.harvest_check.faults import TITLES
from klimagraph.harvest_check.report import Report, as_json
from klimagraph.harvest_check.text import concerned
from klimagraph.web.openapi_parts import contents, format_parameter, refused
from klimagraph.web.respond import Reply, conditional, digest
from klimagraph.web.templating import render

PATH = "/harvest-check"
PAGE = BY_NAME["html"]
OFFERS = {form.name: form for form in (JSON, PAGE)}

DESCRIBED = {
    "parameters": [format_parameter(OFFERS.values())],
    "responses": {
        "200": contents(OFFERS.values(), "How portals read our catalogue."),
        **refused("406", "503"),
    },
}

router = APIRouter(tags=["harvesting"])


@router.api_route(PATH, methods=["GET", "HEAD"], openapi_extra=DESCRIBED)
async def harvest_check(request: Request) -> Response:
    """Say how CKAN, GovData and piveau read our catalogue, and what they would delete and lose."""
    state, form = request.app.state, _chosen(request)
    found = state.harvest.snapshot()
    report = await run_in_threadpool(_report, state.settings.home, found)
    body = _page(report, found.name) if form is PAGE else as_json(report).encode()
    headers = {"ETag": digest(body), "Cache-Control": "public, max-age=300"}
    reply = Reply(200, body, form.content_type, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()


def _chosen(request: Request) -> Format:
    """Return the format that is asked for: `format=` beats Accept; raises NotAcceptable."""
    wanted = request.query_params.get("format")
    if not wanted:
        return negotiate(request.headers.get("accept"), tuple(OFFERS.values()))
    if wanted not in OFFERS:
        raise NotAcceptable(f"format {wanted!r} is not known; known are {', '.join(OFFERS)}")
    return OFFERS[wanted]


def _report(home: Path, found: Snapshot) -> Report:
    """Return the report on a snapshot, compared with the one before it."""
    return _made(home, found.name, own_feed.before_of(home, found).name)


@lru_cache(maxsize=4)
def _made(home: Path, name: str, before: str) -> Report:
    """Return a report, which stays as it is as long as both snapshots are the same."""
    found = snapshot.read(home, name)
    fetch, known = own_feed.fetch_of(home, found), own_feed.before_of(home, found)
    return check(fetch, own_feed.start_of(found), known)


def _page(report: Report, name: str) -> bytes:
    return render(
        "harvest_check.html", report=report, snapshot=name, titles=TITLES, concerned=concerned
    )
