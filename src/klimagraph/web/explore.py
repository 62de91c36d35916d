"""Choosing authorities by what is known about them: a page for people who know no SPARQL."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from klimagraph.errors import InputRefused
from klimagraph.exploring import Selection, Table, find, question, read
from klimagraph.exploring.facets import GROUPS
from klimagraph.exploring.selection import FROM, ORDERS, TO, labelled
from klimagraph.formats import BY_NAME
from klimagraph.web.documents import check_utf8, release_of
from klimagraph.web.language import gettext, language
from klimagraph.web.respond import Reply, conditional
from klimagraph.web.templating import in_release, page_tag, render

router = APIRouter(include_in_schema=False)

PATH = "/explore"
LONGEST_SHOWN = 300


@router.api_route(PATH, methods=["GET", "HEAD"])
async def explore(request: Request) -> Response:
    """Show the authorities of a selection, and what else can be chosen."""
    check_utf8(request)
    pool = request.app.state.pool
    wanted = release_of(request)
    table: Table = await request.app.state.tables.of(wanted)
    status, fault = 200, ""
    try:
        selection = read(request.query_params.multi_items(), table)
    except InputRefused as refused:
        status, fault, selection = 400, refused.message[:LONGEST_SHOWN], Selection()
    body = render("explore.html", **_shown(selection, table, wanted), fault=fault, pinned=wanted)
    tag = page_tag("explore", pool.identity(table.release), request.url.query)
    reply = Reply(status, body, BY_NAME["html"].content_type, {"ETag": tag})
    return conditional(reply, request.headers.get("if-none-match")).response()


def _shown(selection: Selection, table: Table, pinned: str | None) -> dict[str, object]:
    text = question(selection, table, language())
    release = [("release", table.release)]
    return {
        "selection": selection,
        "found": find(table, selection),
        "groups": GROUPS,
        "said": language(),
        "chosen": labelled(selection, table),
        "years": (FROM, TO),
        "orders": dict(zip(ORDERS, _orders(), strict=True)),
        "question": text,
        "editor": in_release("/query?" + urlencode([("query", text)]), pinned),
        "files": {
            form: "/sparql?" + urlencode([("query", text), ("format", form), *release])
            for form in ("csv", "json", "xlsx")
        },
        "release": table.release,
    }


def _orders() -> tuple[str, ...]:
    return (gettext("Name"), gettext("Einwohner"), gettext("Zieljahr"), gettext("Zuwendungen"))
