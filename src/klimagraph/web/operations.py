"""Is it alive, is it ready, how is it doing: for those who run it."""

from ipaddress import ip_address

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from klimagraph import __version__
from klimagraph.web.metrics import CONTENT_TYPE
from klimagraph.web.tokens import may_write

router = APIRouter(tags=["operations"])


@router.api_route("/health", methods=["GET", "HEAD"])
async def health() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok", "version": __version__}


@router.api_route("/ready", methods=["GET", "HEAD"])
async def ready(request: Request) -> Response:
    """Say whether queries are answered, from which release, and how."""
    state = request.app.state.pool.status()
    able = state["workers"] and state.get("readable", True)
    harvest = request.app.state.harvest.status()
    return JSONResponse(state | {"harvest": harvest}, 200 if able else 503)


@router.api_route("/metrics", methods=["GET", "HEAD"], include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Give the metrics to Prometheus: on this machine to everybody, elsewhere by token."""
    if not _is_near(request):
        may_write(request)
    return Response(request.app.state.metrics.written(), media_type=CONTENT_TYPE)


def _is_near(request: Request) -> bool:
    """Tell whether a request comes from this machine and not through a proxy on it."""
    if "x-forwarded-for" in request.headers:
        return False
    return request.client is None or ip_address(request.client.host).is_loopback
