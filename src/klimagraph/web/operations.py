"""Is it alive, is it ready: for those who run it."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.responses import Response

from klimagraph import __version__

router = APIRouter(tags=["operations"])


@router.api_route("/health", methods=["GET", "HEAD"])
async def health() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok", "version": __version__}


@router.api_route("/ready", methods=["GET", "HEAD"])
async def ready(request: Request) -> Response:
    """Say whether queries are answered, from which release, and how."""
    state = request.app.state.pool.status()
    return JSONResponse(state, 200 if state["workers"] else 503)


@router.api_route("/robots.txt", methods=["GET", "HEAD"])
async def robots() -> Response:
    """Ask crawlers to leave pages of persons and queries alone."""
    return PlainTextResponse("User-agent: *\nDisallow: /doc/person/\nDisallow: /sparql\n")
