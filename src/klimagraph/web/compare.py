"""Up to five authorities side by side: a page for people, files for programs."""

import csv
import io
import json
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from klimagraph.comparing import MOST, Comparison, compare, place_of
from klimagraph.comparing.claims import KINDS
from klimagraph.errors import InputRefused
from klimagraph.exploring import Table
from klimagraph.formats import BY_NAME
from klimagraph.resolving import Asked, Candidate, open_resolver
from klimagraph.resolving.wording import LONGEST
from klimagraph.web.documents import check_utf8, release_of
from klimagraph.web.language import gettext, language
from klimagraph.web.respond import Reply, conditional, etag
from klimagraph.web.templating import page_tag, render

router = APIRouter(include_in_schema=False)

PATH = "/compare"
CANDIDATES = 6
READ = 20
"""Values of `place` that are looked at; a hundred are a mistake."""
COLUMNS = ("what", "iri", "other", "kind", "status", "period", "number", "unit", "year", "text",
           "certainty")  # fmt: skip


@dataclass
class Wanted:
    """What the values of `place` mean: authorities, doubts, and what to tell about the rest."""

    iris: list[str] = field(default_factory=list)
    doubts: list[tuple[str, list[Candidate]]] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    resolved: bool = False
    """Whether a name was understood, so that the address should say the key instead."""

    @property
    def keys(self) -> list[tuple[str, str]]:
        """Return the authorities as parameters of an address."""
        return [("place", iri.rpartition("/")[2]) for iri in self.iris]

    def add(self, iri: str) -> None:
        """Take an authority, unless it is there or there are enough."""
        if iri in self.iris:
            self.messages.append(gettext("Ein Ort war doppelt genannt; er steht einmal da."))
        elif len(self.iris) == MOST:
            text = gettext("Es passen höchstens fünf Orte nebeneinander; weitere fehlen hier.")
            self.messages.append(text)
        else:
            self.iris.append(iri)


@router.api_route(PATH, methods=["GET", "HEAD"])
async def page(request: Request) -> Response:
    """Show authorities side by side; a name that is clear becomes its key."""
    table = await _table(request)
    wanted = await _wanted(request, table)
    pinned = [("release", text) for text in request.query_params.getlist("release")]
    if wanted.resolved and not (wanted.doubts or wanted.messages):
        return RedirectResponse(f"{PATH}?{urlencode(wanted.keys + pinned)}", 303)
    pool = request.app.state.pool
    found = await compare(pool, table, wanted.iris)
    body = render(
        "compare.html",
        found=found,
        wanted=wanted,
        messages=list(dict.fromkeys(wanted.messages)),
        most=MOST,
        kinds=KINDS,
        pinned=pinned,
        said=language(),
        name=lambda iri: _name(found, iri),
        without={iri: _without(wanted, iri, pinned) for iri in wanted.iris},
        address=urlencode(wanted.keys + pinned),
        adding={iri: urlencode([*wanted.keys, ("place", iri.rpartition("/")[2]), *pinned])
                for _, candidates in wanted.doubts for iri in (one.iri for one in candidates)},
        release=table.release,
    )  # fmt: skip
    tag = page_tag("compare", pool.identity(table.release), request.url.query)
    reply = Reply(200, body, BY_NAME["html"].content_type, {"ETag": tag})
    return conditional(reply, request.headers.get("if-none-match")).response()


@router.api_route(f"{PATH}.csv", methods=["GET", "HEAD"])
async def as_csv(request: Request) -> Response:
    """Give the claims about the authorities as a table."""
    table, found = await _found(request)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(["place", "name", "inhabitants", "squareKilometres", *COLUMNS])
    for place in found.places:
        who = [place.key, place.authority.name, place.authority.inhabitants, place.area]
        writer.writerow([*who, *("" for _ in COLUMNS)])
        for claim in place.claims:
            writer.writerow([*who, *(getattr(claim, name) for name in COLUMNS)])
    return _file(request, table, written.getvalue().encode(), "text/csv; charset=utf-8")


@router.api_route(f"{PATH}.json", methods=["GET", "HEAD"])
async def as_json(request: Request) -> Response:
    """Give the authorities with all their claims."""
    table, found = await _found(request)
    places = [asdict(place) | {"euros": place.euros} for place in found.places]
    document = {"release": table.release, "places": places, "labels": found.labels}
    body = json.dumps(document, ensure_ascii=False, indent=1).encode()
    return _file(request, table, body, "application/json")


async def _table(request: Request) -> Table:
    check_utf8(request)
    table: Table = await request.app.state.tables.of(release_of(request))
    return table


async def _found(request: Request) -> tuple[Table, Comparison]:
    """Return the comparison that a file holds; here only keys are understood."""
    table = await _table(request)
    keys = list(dict.fromkeys(request.query_params.getlist("place")))
    iris = [place_of(table, key) for key in keys[: MOST + 1]]
    if not keys or len(keys) > MOST or None in iris:
        raise InputRefused(f"place is wrong; allowed are one to {MOST} official keys of places")
    return table, await compare(request.app.state.pool, table, [iri for iri in iris if iri])


def _file(request: Request, table: Table, body: bytes, kind: str) -> Response:
    pool = request.app.state.pool
    tag = etag(kind, pool.identity(table.release), body.decode())
    reply = Reply(200, body, kind, {"ETag": tag})
    return conditional(reply, request.headers.get("if-none-match")).response()


async def _wanted(request: Request, table: Table) -> Wanted:
    wanted, names = Wanted(), []
    given = [text.strip() for text in request.query_params.getlist("place")]
    if len(given) > READ:
        wanted.messages.append(gettext("Es passen höchstens fünf Orte nebeneinander; weitere fehlen hier."))  # fmt: skip  # noqa: E501
    for text in given[:READ]:
        if iri := place_of(table, text):
            wanted.add(iri)
        elif len(text) > LONGEST:
            wanted.messages.append(gettext("Ein Name ist zu lang, um der eines Ortes zu sein."))
        elif text:
            names.append(text)
    if names:
        await run_in_threadpool(_resolve, request, table, names, wanted)
    return wanted


def _resolve(request: Request, table: Table, names: list[str], wanted: Wanted) -> None:
    """Look names up; what is not clear becomes a doubt with candidates."""
    settings = request.app.state.settings
    with open_resolver(settings.home, table.release) as resolver:
        for name in names:
            found = resolver.resolve(Asked(name))
            known = [one for one in found.candidates if one.iri in table.numbers]
            if found.certain and known:
                wanted.add(known[0].iri)
                wanted.resolved = True
            else:
                wanted.doubts.append((name, known[:CANDIDATES]))


def _name(found: Comparison, iri: str) -> str:
    return found.labels.get(iri, {}).get(language(), "") or iri.rpartition("/")[2]


def _without(wanted: Wanted, iri: str, pinned: list[tuple[str, str]]) -> str:
    key = ("place", iri.rpartition("/")[2])
    return urlencode([pair for pair in wanted.keys if pair != key] + pinned)
