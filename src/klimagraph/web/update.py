"""SPARQL Update (https://www.w3.org/TR/sparql11-protocol/#update-operation)."""

from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph.errors import MediaTypeUnsupported, QueryRefused
from klimagraph.web.respond import CORS
from klimagraph.web.tokens import may_write
from klimagraph.web.uploads import bounded, media_of
from klimagraph.workers import guard
from klimagraph.writing import Update

router = APIRouter(tags=["sparql"])

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-update"


@router.post("/update", status_code=204)
async def update(request: Request) -> Response:
    """Carry out an update, all of its operations or none; the token of an admin is needed."""
    may_write(request)
    application, settings = request.app.state, request.app.state.settings
    parameters = await _parameters(request, settings.upload_unpacked << 20)
    text = _one(parameters, "update")
    # Looking through many megabytes takes seconds, in which others are served.
    await run_in_threadpool(guard.check_update, text, settings.upload_unpacked << 20)
    operation = Update(
        text,
        f"{settings.address}/update",
        tuple(parameters.get("using-graph-uri", ())),
        tuple(parameters.get("using-named-graph-uri", ())),
    )
    written = await application.writer.write(operation)
    await application.pool.reach(written.release)
    return Response(status_code=204, headers={**CORS, "Klimagraph-Release": written.release})


async def _parameters(request: Request, limit: int) -> dict[str, list[str]]:
    """Return the parameters of the address and the body (sections 2.2.1 and 2.2.2)."""
    media = media_of(request.headers.get("content-type"))
    body = await Request(request.scope, bounded(request.receive, limit)).body()
    address = _parsed(request.url.query)
    if media == FORM:
        sent = await run_in_threadpool(_parsed, _text(body))
        return {name: address.get(name, []) + sent.get(name, []) for name in {*address, *sent}}
    if media != DIRECT:
        raise MediaTypeUnsupported(f"an update comes as {FORM} or {DIRECT}, not as {media!r}")
    if "update" in address:
        raise QueryRefused("the update stands both in the address and in the body")
    return {**address, "update": [_text(body)]}


def _parsed(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise QueryRefused("the parameters are not UTF-8 in percent encoding") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise QueryRefused("the update is not UTF-8") from None


def _one(parameters: dict[str, list[str]], name: str) -> str:
    if "query" in parameters:
        raise QueryRefused("a query is not an update; this address takes updates only")
    values = parameters.get(name, [])
    if len(values) != 1:
        raise QueryRefused(f"the parameter {name!r} stands there {len(values)} times, not once")
    return values[0]
