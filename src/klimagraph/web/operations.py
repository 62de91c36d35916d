"""Is it alive, is it ready: for those who run it."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.responses import Response

from klimagraph import __version__

router = APIRouter(tags=["operations"])


@router.get("/health")
async def health() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok", "version": __version__}


@router.get("/ready")
async def ready(request: Request) -> Response:
    """Say whether queries are answered, from which release, and how."""
    state = request.app.state.pool.status()
    return JSONResponse(state, 200 if state["workers"] else 503)


@router.get("/robots.txt")
async def robots() -> Response:
    """Ask crawlers to leave pages of persons and queries alone."""
    return PlainTextResponse("User-agent: *\nDisallow: /doc/person/\nDisallow: /sparql\n")
