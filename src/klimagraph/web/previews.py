"""The first rows of the tables of a dataset."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph.errors import NotFound
from klimagraph.exports import previewing
from klimagraph.formats import BY_NAME
from klimagraph.web.openapi_parts import contents, refused
from klimagraph.web.respond import Reply, conditional
from klimagraph.web.templating import page_tag, render

router = APIRouter(tags=["catalogue"])

PAGE = BY_NAME["html"]
DESCRIBED: dict[str, Any] = {
    "responses": {
        "200": contents([PAGE], "The heading and the first rows of a CSV file."),
        **refused("404", "503"),
    }
}


@router.api_route(
    "/dataset/{slug}/preview/{name}", methods=["GET", "HEAD"], openapi_extra=DESCRIBED
)
async def preview(slug: str, name: str, request: Request) -> Response:
    """Show the first rows of a table of a dataset."""
    snapshot = request.app.state.harvest.snapshot()
    tables = [one for one in snapshot.files if (one.dataset, one.form) == (slug, previewing.FORM)]
    file = next((one for one in tables if one.name == name), None)
    if file is None:
        raise NotFound(f"the dataset {slug} has no table {name} in release {snapshot.release}")
    rows = await run_in_threadpool(previewing.head, request.app.state.settings.home, file)
    body = render("preview_table.html", file=file, rows=rows, slug=slug, snapshot=snapshot)
    headers = {"ETag": page_tag("preview", snapshot.name, file.digest, name, slug)}
    reply = Reply(200, body, PAGE.content_type, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()
