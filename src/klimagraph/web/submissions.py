"""Submissions: a file becomes a dataset."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, RedirectResponse, Response

from klimagraph import ledger, releases
from klimagraph.errors import InputRefused, NotAcceptable, NotFound
from klimagraph.formats import BY_NAME, JSON, negotiate
from klimagraph.ledger import Holder, Submission
from klimagraph.ledger import submissions as entries
from klimagraph.reports.writers import WRITERS
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.submissions import finding
from klimagraph.submissions.answers import answers
from klimagraph.submissions.finding import found
from klimagraph.submissions.places import original_of
from klimagraph.submissions.receiving import arriving, receive, revise
from klimagraph.web.guided import Guided
from klimagraph.web.openapi_parts import refused
from klimagraph.web.respond import PRIVATE, Reply
from klimagraph.web.submissions_files import BODY, sent
from klimagraph.web.submissions_shown import (
    SHOWN,
    Looks,
    is_workbook,
    overview,
    page,
    plain,
    whole,
)
from klimagraph.web.tokens import COOKIE, holder_of, holder_or_none
from klimagraph.web.validate_shown import ANNOTATED

router = APIRouter(tags=["submissions"], route_class=Guided)

PATH = "/submissions"
HTML = BY_NAME["html"]
OFFERS = (JSON, HTML)
LONGEST_WAIT = 30.0
HANDED_IN: dict[str, Any] = {
    "requestBody": BODY,
    "responses": {
        "201": {"description": "Received and kept; it is checked next."},
        "200": {"description": "The same file is open already; this is its submission."},
        **refused("400", "413", "415", "429", "503"),
    },
}
Asking = Annotated[Holder, Depends(holder_of)]


@router.post(PATH, status_code=201, openapi_extra=HANDED_IN)
async def hand_in(request: Request, holder: Asking) -> Response:
    """Take a file that shall become the next version of a dataset.

    With `Prefer: wait=10` or `?wait=10` the answer comes when it is checked, or after so long.
    """
    settings: Settings = request.app.state.settings
    with arriving(settings.home) as folder:
        came = await sent(request, folder, settings.upload_size * MEBIBYTE)
        dataset = came.dataset or holder.dataset
        if not dataset:
            raise InputRefused("Bitte nennen Sie den Datensatz / name the dataset: ?dataset=SLUG")
        one, new = await run_in_threadpool(receive, settings, dataset, came.upload, holder)
    if one.state == entries.RECEIVED:
        request.app.state.checks.begin(one.id)
    return await _answered(request, one, holder, 201 if new else 200)


@router.api_route(PATH, methods=["GET", "HEAD"])
async def all_of_them(request: Request, state: str = "", dataset: str = "") -> Response:
    """List the submissions that the token may see: a submitter those of its dataset.

    `state` and `dataset` name those that are wanted; `open` are all that can become something.
    """
    settings: Settings = request.app.state.settings
    chosen = negotiate(request.headers.get("accept"), OFFERS)
    if state not in SHOWN:
        raise InputRefused(f"state is {state[:60]!r}; allowed is one of {', '.join(SHOWN[1:])}")
    asking = holder_of if chosen is JSON else holder_or_none
    holder: Holder | None = await run_in_threadpool(asking, request)
    rows = await run_in_threadpool(_rows, settings, holder) if holder else []
    looks = Looks(holder, holder is None and COOKIE in request.cookies, state, dataset)
    if chosen is HTML:
        body = await run_in_threadpool(overview, settings, rows, looks)
    else:
        body = _json({"submissions": [plain(settings, one) for one in rows if looks.shows(one)]})
    return Reply(200, body, chosen.content_type, PRIVATE).response()


@router.api_route(PATH + "/{identifier}", methods=["GET", "HEAD"])
async def one_of_them(identifier: str, request: Request, holder: Asking) -> Response:
    """Say how far a submission has come, what was found in it and what it would change."""
    one = await seen(request, identifier, holder)
    return await _answered(request, one, holder, 200)


@router.put(PATH + "/{identifier}/file", openapi_extra={"requestBody": BODY})
@router.post(PATH + "/{identifier}/file", include_in_schema=False)
async def correct(identifier: str, request: Request, holder: Asking) -> Response:
    """Put a corrected file in the place of the one before; it is checked again."""
    settings: Settings = request.app.state.settings
    with arriving(settings.home) as folder:
        came = await sent(request, folder, settings.upload_size * MEBIBYTE)
        one = await run_in_threadpool(revise, settings, identifier, came.upload, holder)
    request.app.state.checks.begin(one.id)
    return await _answered(request, one, holder, 200)


@router.post(PATH + "/{identifier}/publish")
async def publish(identifier: str, request: Request, holder: Asking) -> Response:
    """Publish a valid submission: it becomes the version of its dataset in a new release."""
    one = await run_in_threadpool(request.app.state.checks.desk.publish, identifier, holder)
    return await served(request, one, holder)


@router.post(PATH + "/{identifier}/withdraw")
async def withdraw(identifier: str, request: Request, holder: Asking) -> Response:
    """Withdraw a submission; of a published one the dataset gets its version before back."""
    one = await run_in_threadpool(request.app.state.checks.desk.withdraw, identifier, holder)
    return await served(request, one, holder)


@router.api_route(PATH + "/{identifier}/original", methods=["GET", "HEAD"])
async def original(identifier: str, request: Request, holder: Asking) -> Response:
    """Give the file back as it came."""
    one = await seen(request, identifier, holder)
    path = original_of(request.app.state.settings.home, one)
    if not path.is_file():
        raise NotFound("Die Datei wurde entfernt / the file was removed")
    return FileResponse(
        path,
        headers={**PRIVATE, "X-Content-Type-Options": "nosniff"},
        filename=one.name,
        media_type="application/octet-stream",
    )


@router.api_route(PATH + "/{identifier}/report", methods=["GET", "HEAD"])
async def report(
    identifier: str, request: Request, holder: Asking, form: str = Query("json", alias="format")
) -> Response:
    """Say what was found in a submission, in one of the formats of reports."""
    one = await seen(request, identifier, holder)
    if form == ANNOTATED:
        return await _with_remarks(request, one)
    if form not in WRITERS:
        raise NotAcceptable(f"format {form!r} is not known; known are {', '.join(WRITERS)}")
    writer = WRITERS[form]

    def written() -> bytes:
        held = finding.report(request.app.state.settings.home, one)
        if held is None:
            raise NotFound("Es gibt noch keinen Bericht / there is no report yet")
        return writer.write(held)

    body = await run_in_threadpool(written)
    name = f'inline; filename="bericht-{one.id}.{writer.extension}"'
    headers = {**PRIVATE, "Content-Disposition": name}
    return Reply(200, body, writer.media_type, headers).response()


@router.api_route(PATH + "/{identifier}/answers", methods=["GET", "HEAD"])
async def changed_answers(identifier: str, request: Request, holder: Asking) -> Response:
    """Say which named queries would have another answer; this may take a minute the first time."""
    settings: Settings = request.app.state.settings
    one = await seen(request, identifier, holder)
    async with request.app.state.validations.turn():
        data = await run_in_threadpool(answers, settings, one)
    if negotiate(request.headers.get("accept"), OFFERS) is HTML:
        return RedirectResponse(f"{PATH}/{one.id}#answers", 303, PRIVATE)
    return Reply(200, _json(data), JSON.content_type, PRIVATE).response()


async def served(request: Request, one: Submission, holder: Holder) -> Response:
    """Answer when the release that was made is what is served."""
    release = releases.current_name(request.app.state.settings.home)
    request.app.state.checks.tell()
    if release:
        await request.app.state.pool.reach(release)
    return await _answered(request, one, holder, 200)


async def seen(request: Request, identifier: str, holder: Holder) -> Submission:
    """Return a submission that somebody may see; raises NotFound."""

    def look() -> Submission:
        with ledger.reading(request.app.state.settings.home) as connection:
            return found(connection, identifier, holder)

    return await run_in_threadpool(look)


async def _with_remarks(request: Request, one: Submission) -> Response:
    """Answer with the workbook that was handed in, with what was found at its cells."""
    settings: Settings = request.app.state.settings
    held = await run_in_threadpool(finding.report, settings.home, one)
    if held is None or not is_workbook(one):
        raise NotAcceptable(
            "Anmerkungen gibt es nur zu geprüften Arbeitsmappen (XLSX) "
            "/ only a workbook (XLSX) that was checked comes back with remarks"
        )
    path = original_of(settings.home, one)
    async with request.app.state.validations.turn():
        body = await request.app.state.validating.annotated(path, held)
    name = f'attachment; filename="geprueft-{one.id}.xlsx"'
    headers = {**PRIVATE, "Content-Disposition": name}
    return Reply(200, body, WRITERS["xlsx"].media_type, headers).response()


def _rows(settings: Settings, holder: Holder) -> list[Submission]:
    with ledger.reading(settings.home) as connection:
        return entries.all_for(connection, holder)


async def _answered(request: Request, one: Submission, holder: Holder, status: int) -> Response:
    """Answer with a submission as JSON, or as a page; who wants to waits until it is checked."""
    settings: Settings = request.app.state.settings
    place = f"{PATH}/{one.id}"
    chosen = negotiate(request.headers.get("accept"), OFFERS)
    seconds = _patience(request)
    if seconds:
        await request.app.state.checks.wait(one.id, seconds)
        one = await seen(request, one.id, holder)
    if chosen is HTML:
        if request.method not in ("GET", "HEAD"):
            return RedirectResponse(place, 303, PRIVATE)
        body = await run_in_threadpool(page, settings, one, holder)
        return Reply(status, body, HTML.content_type, PRIVATE).response()
    data = await run_in_threadpool(whole, settings, one)
    headers = {**PRIVATE, "Location": place} if status == 201 else PRIVATE
    return Reply(status, _json(data), JSON.content_type, headers).response()


def _patience(request: Request) -> float:
    """Return how many seconds somebody waits (RFC 7240, section 4.3)."""
    wanted = request.query_params.get("wait", "")
    for part in request.headers.get("prefer", "").split(","):
        name, _, value = part.strip().partition("=")
        wanted = value if name == "wait" and not wanted else wanted
    return min(float(wanted), LONGEST_WAIT) if wanted.isascii() and wanted.isdigit() else 0.0


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
