"""The application: routes, life time, and the short way for queries."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from klimagraph import __version__
from klimagraph.bundle import bundle_folder
from klimagraph.condition import Counting
from klimagraph.errors import (
    InputRefused,
    InternalError,
    KlimagraphError,
    MethodNotAllowed,
    NotFound,
)
from klimagraph.exploring import Tables
from klimagraph.queries import read_queries
from klimagraph.remote.choice import chosen
from klimagraph.settings import Settings
from klimagraph.web import (
    assets,
    catalog,
    compare,
    completion,
    contexts,
    coverage,
    desk,
    editor,
    entities,
    explore,
    feed,
    files,
    graphs,
    harvest_check,
    labels,
    linksets,
    maps,
    operations,
    pages,
    previews,
    queries,
    reconcile,
    releases,
    releases_feed,
    resources,
    rollback,
    saved,
    search,
    sitemap,
    status,
    submissions,
    submissions_decisions,
    submissions_feed,
    submissions_session,
    submit,
    templates_download,
    testbed,
    update,
    validate,
    version_changes,
    vocabulary,
)
from klimagraph.web.access_log import AccessLog
from klimagraph.web.allowing import allowed
from klimagraph.web.awaiting import Validating
from klimagraph.web.catalog import Catalogue
from klimagraph.web.catalog_addresses import takes
from klimagraph.web.compression import Compression
from klimagraph.web.errors import reply_to
from klimagraph.web.harvest import Harvest
from klimagraph.web.kept_reports import KeptReports
from klimagraph.web.language import Speaking
from klimagraph.web.metrics import Metrics
from klimagraph.web.metrics_of_checks import ChecksOf
from klimagraph.web.observation import Observed
from klimagraph.web.openapi import describing
from klimagraph.web.respond import preflight
from klimagraph.web.sparql import Endpoint
from klimagraph.web.submissions_checks import Checks
from klimagraph.web.version_comparing import Comparing
from klimagraph.web.warming import kept_ready
from klimagraph.workers.turns import Shares, client
from klimagraph.writing import Writer

SEARCHES = 8
"""Searches of one client at once; they share the threads with everybody else's."""

log = logging.getLogger(__name__)


class Front:
    """Sends queries straight to their endpoint and everything else to the application."""

    def __init__(
        self, application: ASGIApp, running: queries.Running, catalogue: Catalogue
    ) -> None:
        self.application, self.endpoint = application, running.endpoint
        self.graphs = graphs.Reading(running.endpoint)
        self.queries = running
        self.catalogue = catalogue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose by path; whether a browser may ask from another site is answered here."""
        if address := scope.get("client"):
            client.set(address[0])
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            await preflight(_allowed(scope["path"])).send(send)
            return
        await self._chosen(scope)(scope, receive, send)

    def _chosen(self, scope: Scope) -> ASGIApp:
        if scope["type"] != "http":
            return self.application
        path = scope["path"]
        if path == "/sparql":
            return self.endpoint
        if path.startswith(f"{queries.PATH}/") and not path.startswith(saved.PATH):
            return self.queries
        if takes(path):
            return self.catalogue
        graph = path == graphs.PATH or path.startswith(f"{graphs.PATH}/")
        return self.graphs if graph and scope["method"] in ("GET", "HEAD") else self.application


ROOMS = (
    assets,
    operations,
    status,
    sitemap,
    feed,
    releases_feed,
    submissions_feed,  # before the documents of datasets, whose paths are anything
    version_changes,
    previews,
    linksets,
    vocabulary,
    contexts,
    resources,
    catalog,
    harvest_check,
    rollback,  # before the files of a release, whose names are anything
    releases,
    files,
    entities,
    validate,
    testbed,
    pages,
    maps,
    update,
    graphs,
    completion,
    editor,
    queries,
    saved,
    search,
    explore,
    compare,
    coverage,
    labels,
    reconcile,
    templates_download,
    submissions,
    submissions_decisions,
    submissions_session,
    desk,
    submit,
)
"""Where the routes are; the first that fits answers."""


def _allowed(path: str) -> tuple[str, ...]:
    return allowed(path, (route for room in ROOMS for route in room.router.routes))


def create(settings: Settings) -> ASGIApp:
    """Return the application for these settings; it opens the store when it starts."""
    pool = chosen(settings)
    application = FastAPI(
        title="Klimagraph", version=__version__, lifespan=_lifespan, docs_url=None, redoc_url=None
    )
    application.state.pool, application.state.settings = pool, settings
    application.state.writer = Writer(settings)
    application.state.searching = Shares(SEARCHES)
    application.state.tables = Tables(pool)
    library = {query.name: query for query in read_queries(bundle_folder() / "queries")}
    application.state.queries = library
    application.openapi = describing(application, library)  # type: ignore[method-assign]
    application.state.validations = validate.Turns(os.cpu_count() or 1)
    application.state.validating = Validating(settings)
    application.state.kept_reports = KeptReports()
    application.state.version_comparing = Comparing(settings)
    application.state.counting = Counting()
    application.state.checks = Checks(settings, application.state.validations)
    for room in ROOMS:
        application.include_router(room.router)
    application.add_exception_handler(KlimagraphError, _known)
    application.add_exception_handler(HTTPException, _http)
    application.add_exception_handler(RequestValidationError, _parameters)
    application.add_exception_handler(ClientDisconnect, _left)
    application.add_exception_handler(Exception, _bug)
    harvest = application.state.harvest = Harvest(settings)
    metrics = application.state.metrics = Metrics(pool, harvest)
    metrics.registry.register(ChecksOf(application.state.validations, settings.home))
    running = application.state.running = queries.Running(Endpoint(pool, library), library)
    catalogue = application.state.catalogue = Catalogue(application.state, application)
    front = Compression(Speaking(Front(application, running, catalogue)))
    return Observed(front, metrics, AccessLog(settings))


@asynccontextmanager
async def _lifespan(application: FastAPI) -> AsyncIterator[None]:
    await application.state.pool.open()
    await application.state.checks.open()
    try:
        async with (
            kept_ready(application, application.state.running, application.state.tables),
            application.state.harvest.kept(application.state.pool),
        ):
            yield
    finally:
        application.state.kept_reports.close()
        await application.state.validating.close()
        application.state.writer.end()
        await application.state.checks.close()
        await application.state.pool.close()


def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, KlimagraphError)  # noqa: S101  # registered for it
    return reply_to(error, request.headers.get("accept")).response()


def _left(_request: Request, _error: Exception) -> Response:
    """Answer nobody: the client hung up before its request was complete."""
    return Response(status_code=400)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for it
    if error.status_code == 405:
        return _known(request, MethodNotAllowed(request.method, _allowed(request.url.path)))
    if error.status_code == 404:
        return _known(request, NotFound(f"there is nothing at {request.url.path}"))
    return _known(request, InputRefused(str(error.detail)))


def _bug(request: Request, _error: Exception) -> Response:
    """Say that it was our fault; the server writes the error itself into the log."""
    return _known(request, InternalError("this is a fault of the service; it has been noted"))


def _parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # registered for it
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return _known(request, InputRefused(f"{place}: {first['msg']}"))
