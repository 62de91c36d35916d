"""How the service is doing: a page for whoever runs it or wonders, and the same as data."""

import json
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph import __version__, releases
from klimagraph.formats import BY_NAME
from klimagraph.ledger import Holder
from klimagraph.ledger.tokens import ADMIN
from klimagraph.releases import Release
from klimagraph.web.health import findings, level
from klimagraph.web.respond import PRIVATE, Reply
from klimagraph.web.status_figures import Figures, Inner, figures
from klimagraph.web.templating import render
from klimagraph.web.tokens import holder_or_none

router = APIRouter(tags=["operations"])

PATH = "/status"
SHOWN = 8
"""Releases to go back to, at most so many; the list of releases has the others."""


@router.api_route(PATH, methods=["GET", "HEAD"], include_in_schema=False)
async def page(request: Request) -> Response:
    """Show how the service is doing; an admin sees more, and what can be done."""
    holder = await run_in_threadpool(holder_or_none, request)
    known, inner = await figures(request.app.state, __version__)
    found = findings(known, inner, request.app.state.settings)
    kept = await run_in_threadpool(_earlier, request, known.release) if _runs(holder) else []
    body = render(
        "status.html",
        earlier=kept,
        known=known,
        inner=inner if _runs(holder) else None,
        holder=holder,
        findings=found,
        level=level(found),
    )
    return Reply(200, body, BY_NAME["html"].content_type, PRIVATE).response()


@router.api_route(f"{PATH}.json", methods=["GET", "HEAD"])
async def data(request: Request) -> Response:
    """Say how the service is doing, in numbers; more with the token of an admin."""
    holder = await run_in_threadpool(holder_or_none, request)
    known, inner = await figures(request.app.state, __version__)
    found = findings(known, inner, request.app.state.settings)
    told: dict[str, Any] = {"status": level(found), "findings": [asdict(one) for one in found]}
    told |= _plain(known) | ({"operator": _plain(inner)} if _runs(holder) else {})
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return Reply(200, body, "application/json", PRIVATE).response()


def _earlier(request: Request, served: str) -> list[Release]:
    """Return the releases that could be served instead, newest first."""
    known = releases.all_releases(request.app.state.settings.home)
    kept = [one for one in known if not one.pruned and one.name != served]
    return kept[: -SHOWN - 1 : -1]


def _plain(values: Figures | Inner) -> dict[str, Any]:
    return asdict(values)


def _runs(holder: Holder | None) -> bool:
    return holder is not None and holder.role == ADMIN
