"""Checking a file without submitting it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from klimagraph.errors import InputRefused, NotAcceptable, NotFound, Overloaded
from klimagraph.formats import BY_NAME, WORKBOOK, Format, negotiate
from klimagraph.rdf import Limits, read_bytes
from klimagraph.reports.comparing import Comparison, compare
from klimagraph.reports.comparison_text import comparison_json
from klimagraph.reports.reading import read_report
from klimagraph.reports.writers import WRITERS, Writer
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.validation import Report, Task
from klimagraph.validation.grouping import MOST_SHOWN
from klimagraph.web.guided import Guided
from klimagraph.web.handed_in import BEFORE, FILE, SHAPES, HandedIn, handed_in
from klimagraph.web.kept_reports import KeptReports
from klimagraph.web.respond import PRIVATE, Reply
from klimagraph.web.validate_shown import ANNOTATED, COMPARE, form_page, report_page
from klimagraph.web.watching import UnlessGone

router = APIRouter(tags=["validation"], route_class=Guided)

REPORTS = "/validate/reports"


def _format(writer: Writer) -> Format:
    media, _, charset = writer.media_type.partition(";")
    return Format(writer.name, writer.extension, (media,), (), f";{charset}" if charset else "")


PAGE = BY_NAME["html"]
OFFERS = (
    *map(_format, WRITERS.values()),
    PAGE,
)
WORKBOOKS = ".xlsx"
"""Extension of those that can be written again."""
LARGEST_BEFORE = 32 * MEBIBYTE
"""Bytes of an earlier report, packed or not: the service itself reads it."""
ASKED = ("profile", "dataset", "class")
"""Fields of a form: what is said about a file."""
UNLISTED = PRIVATE | {"X-Robots-Tag": "noindex"}


class Turns:
    """So many validations at once, and so many that may wait; each one has a process."""

    def __init__(self, at_once: int, waiting: int = 8) -> None:
        self._free, self._left = asyncio.Semaphore(at_once), at_once + waiting
        self.running = self.waiting = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn; raises Overloaded where too many wait already."""
        if self._left <= 0:
            raise Overloaded("too many files are being checked; try again in a minute")
        self._left -= 1
        self.waiting += 1
        try:
            await self._free.acquire()
        except asyncio.CancelledError:
            self._left += 1
            raise
        finally:
            self.waiting -= 1
        self.running += 1
        try:
            yield
        finally:
            self.running -= 1
            self._left += 1
            self._free.release()


@router.api_route("/validate", methods=["GET", "HEAD"])
async def form(request: Request) -> Response:
    """Show the page on which a file can be chosen, and get ready for the file."""
    request.app.state.validating.prepare()
    asked = {field: request.query_params.get(field, "") for field in ASKED}
    body = await run_in_threadpool(form_page, request.app.state.settings, asked)
    return Reply(200, body, PAGE.content_type).response()


@router.post("/validate")
async def validate(request: Request) -> Response:
    """Check RDF, a workbook or a table in the body, or the file of a form, against the shapes.

    The answer is 200 with a report whether or not the data conforms, or 303 to the page of one;
    400 names the place of what cannot be read.
    """
    state, chosen = request.app.state, _chosen(request)
    settings: Settings = state.settings
    with tempfile.TemporaryDirectory(prefix="klimagraph-") as folder:
        given = await handed_in(request, Path(folder), settings.upload_size * MEBIBYTE)
        before = await run_in_threadpool(_before, given, state.kept_reports)
        task = _task(given)
        with UnlessGone(request.receive):
            async with state.validations.turn():
                report = await state.validating.validated(task)
        comparison = await run_in_threadpool(compare, before, report) if before else None
        if chosen is not PAGE:
            return await run_in_threadpool(_written, report, comparison, chosen)
        workbook = task.path if task.path.suffix == WORKBOOKS else None
        asked = {field: given.values.get(field, "") for field in ASKED}
        asked = {} if task.shapes else asked
        name = await run_in_threadpool(state.kept_reports.keep, report, workbook, asked, comparison)
        return RedirectResponse(f"{REPORTS}/{name}", 303, UNLISTED)


@router.api_route(REPORTS + "/{name}", methods=["GET", "HEAD"])
async def kept(request: Request, name: str) -> Response:
    """Give a report that was made in the last hour, as page or in a format."""
    reports: KeptReports = request.app.state.kept_reports
    wanted = request.query_params.get("format", "")
    if wanted != ANNOTATED:
        chosen = _chosen(request, PAGE)
        found = reports.get(name)
        if chosen is PAGE:
            body = await run_in_threadpool(report_page, request.app.state.settings, name, found)
            return Reply(200, body, PAGE.content_type, UNLISTED).response()
        return await run_in_threadpool(_written, found.report, None, chosen)
    found = reports.get(name)
    if found.workbook is None:
        raise NotAcceptable("only a workbook (XLSX) comes back with remarks at its cells")
    with UnlessGone(request.receive):
        async with request.app.state.validations.turn():
            body = await request.app.state.validating.annotated(found.workbook, found.report)
    return Reply(200, body, WORKBOOK, _as_file("geprueft.xlsx")).response()


def _chosen(request: Request, first: Format = OFFERS[0]) -> Format:
    """Return the format that is asked for: `format=` beats Accept; raises NotAcceptable."""
    wanted = request.query_params.get("format")
    if not wanted:
        return negotiate(request.headers.get("accept"), (first, *OFFERS))
    named = (each for each in OFFERS if wanted in (each.name, each.extension))
    if found := next(named, None):
        return found
    names = ", ".join(each.name for each in OFFERS)
    raise NotAcceptable(f"format {wanted!r} is not known; known are {names}")


def _task(given: HandedIn) -> Task:
    path, name = given.files[FILE]
    values = given.values
    return Task(
        path,
        name,
        values.get("profile", ""),
        values.get("dataset", ""),
        values.get("class", ""),
        shapes=given.path(SHAPES),
    )


def _before(given: HandedIn, kept: KeptReports) -> Report | None:
    """Return the report to compare with: one that is sent, or one that is kept still."""
    path = given.path(BEFORE)
    if path is None:
        with suppress(NotFound):
            return kept.get(given.values.get(COMPARE, "")).report
        return None
    try:
        report = read_report(read_bytes(path, Limits(LARGEST_BEFORE, LARGEST_BEFORE)))
        count = max(sum(1 for _ in report.findings), len(report.groups))
        if count > MOST_SHOWN:
            raise InputRefused(f"{count:,} findings are listed; allowed are {MOST_SHOWN:,}")
        return report
    except InputRefused as error:
        error.source = given.files[BEFORE][1]
        raise


def _written(report: Report, comparison: Comparison | None, form: Format) -> Response:
    body = WRITERS[form.name].write(report)
    if comparison and form.name == "json":
        body = comparison_json(comparison)
    conforms = {"Klimagraph-Conforms": str(report.conforms).lower()}
    return Reply(200, body, form.content_type, UNLISTED | conforms).response()


def _as_file(name: str) -> Mapping[str, str]:
    return UNLISTED | {"Content-Disposition": f'attachment; filename="{name}"'}
