"""Graphs by name (https://www.w3.org/TR/sparql11-http-rdf-update/)."""

import logging
import tempfile
import uuid
from pathlib import Path
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from klimagraph.asking import ask
from klimagraph.errors import ClientGone, KlimagraphError, NotFound, QueryRefused
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.terms import is_iri
from klimagraph.web import sparql
from klimagraph.web.errors import reply_to
from klimagraph.web.respond import CORS
from klimagraph.web.tokens import may_write
from klimagraph.web.transfer import TransferBrokenError
from klimagraph.web.uploads import all_received
from klimagraph.workers.engine import Engine
from klimagraph.writing import Delete, Operation, Put

log = logging.getLogger(__name__)

router = APIRouter(tags=["graphs"])

PATH = "/graphs"
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")
ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
EXISTS = "SELECT ?this { GRAPH ?this { } }"
NOT_EMPTY = "SELECT ?this { GRAPH ?this { ?s ?p ?o } } LIMIT 1"
"""A scratch instance has empty graphs, the published one has none."""


class Reading:
    """Gives graphs away, the same way as the SPARQL endpoint gives results."""

    def __init__(self, endpoint: sparql.Endpoint) -> None:
        self.endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one GET or HEAD."""
        headers = sparql.headers_of(scope)
        pool = self.endpoint.pool
        try:
            asked = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            graph = _graph(scope["path"], asked, pool.settings)
            kept = {name: asked[name] for name in ("format", "release") if name in asked}
            parameters = {**kept, "query": [ALL]}
            if graph is not None:
                parameters["default-graph-uri"] = [graph]
            method, version = scope["method"], scope["http_version"]
            path = scope["path"]
            request = sparql.Request(method, version, parameters, headers, b"", (), path, asked)
            if graph is not None:
                release = asked.get("release", [""])[0] or self.endpoint.release_at(request)
                await _must_exist(pool, graph, release)
            await self.endpoint.answer(request, receive, send)
        except ClientGone:
            return
        except TransferBrokenError as error:
            log.warning("a transfer was broken off: %s", error)
        except KlimagraphError as error:
            await reply_to(error, headers.get("accept")).send(send, head=scope["method"] == "HEAD")


@router.put(PATH + "{path:path}", status_code=204)
async def put(request: Request, path: str) -> Response:
    """Put triples in the place of a graph; the token of an admin is needed."""
    return await _sent(request, path, add=False)


@router.post(PATH + "{path:path}", status_code=204)
async def post(request: Request, path: str) -> Response:
    """Add triples to a graph, or to a new one that gets a name; the token is needed."""
    return await _sent(request, path, add=True)


@router.delete(PATH + "{path:path}", status_code=204)
async def delete(request: Request, path: str) -> Response:
    """Delete a graph; the token of an admin is needed."""
    may_write(request)
    asked = parse_qs(request.url.query, keep_blank_values=True)
    graph = _graph(PATH + path, asked, request.app.state.settings)
    return await _done(request, Delete(graph), 204)


async def _sent(request: Request, path: str, *, add: bool) -> Response:
    may_write(request)
    settings: Settings = request.app.state.settings
    asked = parse_qs(request.url.query, keep_blank_values=True)
    location = ""
    if add and path in ("", "/") and not asked:
        location = f"{settings.address}{PATH}/{uuid.uuid4()}"
    graph = location or _graph(PATH + path, asked, settings)
    limits = (settings.upload_size * MEBIBYTE, settings.upload_unpacked * MEBIBYTE)
    with tempfile.TemporaryDirectory(prefix="klimagraph-") as folder:
        files = await all_received(request, Path(folder), limits[0])
        base = graph or f"{settings.address}{PATH}"
        operation = Put(graph, files, base, add, (*limits, settings.upload_triples))
        answer = await _done(request, operation, 204)
    if location:
        answer.headers["Location"] = location
    return answer


async def _done(request: Request, operation: Operation, status: int) -> Response:
    written = await request.app.state.writer.write(operation)
    await request.app.state.pool.reach(written.release)
    created = written.created and isinstance(operation, Put)
    headers = {**CORS, "Klimagraph-Release": written.release}
    return Response(status_code=201 if created else status, headers=headers)


def _graph(path: str, asked: dict[str, list[str]], settings: Settings) -> str | None:
    """Return the graph that a request names, directly or not; None for the default graph."""
    graphs, default = asked.get("graph", []), "default" in asked
    direct = path.removeprefix(PATH).strip("/")
    if len(graphs) + default + bool(direct) != 1:
        raise QueryRefused(f"name one graph: {PATH}?default or {PATH}?graph=IRI or {PATH}/name")
    if direct:
        return f"{settings.address}{quote(path)}"
    return _absolute(graphs[0]) if graphs else None


def _absolute(graph: str) -> str:
    """Return the IRI; raises QueryRefused where it is none (section 4.2)."""
    if not is_iri(graph):
        raise QueryRefused(f"graph is {graph!r}, which is not an absolute IRI")
    return graph


async def _must_exist(pool: Engine, graph: str, release: str | None) -> None:
    asked = await ask(pool, EXISTS if pool.settings.scratch else NOT_EMPTY, graph, release)
    if not asked.rows:
        raise NotFound(f"there is no graph {graph}")
