"""What is known per state and per district, and what is not."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from klimagraph import coverage
from klimagraph.asking import Row, ask
from klimagraph.coverage import Area, Country, Gap
from klimagraph.coverage.areas import MEASURES
from klimagraph.errors import InputRefused, NotFound
from klimagraph.exploring import Table
from klimagraph.formats import BY_NAME
from klimagraph.namespaces import THINGS
from klimagraph.web.documents import check_utf8, release_of
from klimagraph.web.language import language
from klimagraph.web.respond import Reply, conditional, etag, spoken
from klimagraph.web.templating import page_tag, render

router = APIRouter(include_in_schema=False)

PATH = "/coverage"
FUNDING = "funding-per-state"
SORTS = ("name", "municipalities", *MEASURES)
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Asked:
    """What a request asks for besides the area."""

    table: Table
    alliance: str
    sort: str
    pinned: str

    def pairs(self, **other: str) -> str:
        """Return the query of an address that asks for the same but for some."""
        told = {"alliance": self.alliance, "sort": self.sort, "release": self.pinned} | other
        kept = {name: value for name, value in told.items() if value and value != "name"}
        return f"?{urlencode(kept)}" if kept else ""


@router.api_route(PATH, methods=["GET", "HEAD"])
async def whole(request: Request) -> Response:
    """Show what is known, by state."""
    asked = await _asked(request)
    found = coverage.country(asked.table, asked.alliance)
    return await _page(request, asked, found, "coverage.html")


@router.api_route(f"{PATH}.csv", methods=["GET", "HEAD"])
async def whole_csv(request: Request) -> Response:
    """Give the table of the states as a file."""
    asked = await _asked(request)
    found = coverage.country(asked.table, asked.alliance)
    return _file(request, asked, [found.whole, *_sorted(found.parts, asked.sort)])


@router.api_route(PATH + "/{key}", methods=["GET", "HEAD"])
async def of_state(key: str, request: Request) -> Response:
    """Show what is known in a state, by district; with `.csv` as a file."""
    asked = await _asked(request)
    found = coverage.state(asked.table, key.removesuffix(".csv"), asked.alliance)
    if found is None:
        known = ", ".join(asked.table.values["state"])
        raise NotFound(f"there is no state with the key {key[:40]!r}; there are {known}")
    if key.endswith(".csv"):
        return _file(request, asked, [found.whole, *_sorted(found.parts, asked.sort)])
    return await _page(request, asked, found, "coverage_state.html")


async def _asked(request: Request) -> Asked:
    check_utf8(request)
    pinned = release_of(request)
    table: Table = await request.app.state.tables.of(pinned)
    alliance = _one(request, "alliance", ("", *table.values["member"]))
    return Asked(table, alliance, _one(request, "sort", SORTS) or SORTS[0], pinned or "")


def _one(request: Request, name: str, allowed: Sequence[str]) -> str:
    """Return the value of a parameter; raises InputRefused for one that there is not."""
    given = [text for text in dict.fromkeys(request.query_params.getlist(name)) if text]
    if len(given) > 1 or any(text not in allowed for text in given):
        some = ", ".join(text for text in allowed if text)
        raise InputRefused(f"{name} is {given[0][:60]!r}; allowed is one of {some}")
    return "".join(given)


def _sorted(parts: Sequence[Area], sort: str) -> list[Area]:
    if sort == "name":
        return sorted(parts, key=lambda area: area.label["de"])
    if sort == "municipalities":
        return sorted(parts, key=lambda area: -area.municipalities)
    return sorted(parts, key=lambda area: (-area.shares[sort].part, -area.shares[sort].beyond))


async def _page(request: Request, asked: Asked, found: Country, template: str) -> Response:
    pool, release = request.app.state.pool, asked.table.release
    text = request.app.state.queries[FUNDING].text
    funding = await ask(pool, text, release=release)
    gaps = await coverage.gaps(pool, asked.table)
    iri = found.whole.iri
    body = render(
        template,
        found=found,
        parts=_sorted(found.parts, asked.sort),
        most={name: max((part.shares[name].part for part in found.parts), default=0.0)
              for name in MEASURES},
        asked=asked,
        measures=MEASURES,
        said=language(),
        funding=_funding(funding.rows, iri),
        gaps=_counted([gap for gap in gaps if not iri or gap.state == iri]),
        listed=[gap for gap in gaps if iri and gap.state == iri],
        alliances={key: value.label for key, value in asked.table.values["member"].items()},
        release=release,
    )  # fmt: skip
    tag = page_tag(request.url.path, pool.identity(release), request.url.query)
    reply = Reply(200, body, BY_NAME["html"].content_type, {"ETag": tag})
    return conditional(reply, request.headers.get("if-none-match")).response()


def _funding(rows: list[Row], state: str) -> list[Row]:
    return [row for row in rows if not state or row.get("state") == state]


def _counted(gaps: Sequence[Gap]) -> list[tuple[str, int]]:
    """Return how often what is missing, by reason, most first."""
    said = language()
    return Counter(f"{gap.reason[said]}: {gap.missing[said]}" for gap in gaps).most_common()


def _file(request: Request, asked: Asked, areas: list[Area]) -> Response:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    columns = [f"{name}{part}" for name in MEASURES for part in ("", "Inhabitants", "Beyond")]
    writer.writerow(["key", "name", "municipalities", "inhabitants", *columns])
    for area in areas:
        shares = [
            value
            for share in area.shares.values()
            for value in (share.municipalities, share.inhabitants, share.beyond)
        ]
        key = area.iri.removeprefix(THINGS).rpartition("/")[2]
        writer.writerow(
            [key, area.label[language()], area.municipalities, area.inhabitants, *shares]
        )
    body = written.getvalue().encode()
    pool = request.app.state.pool
    tag = etag("coverage", language(), pool.identity(asked.table.release), body.decode())
    reply = Reply(200, body, CSV, {"ETag": tag, **spoken()})
    return conditional(reply, request.headers.get("if-none-match")).response()
