"""Search for people who do not know IRIs, and for programs."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph.errors import InputRefused, NotFound
from klimagraph.formats import BY_NAME, JSON, Format, negotiate
from klimagraph.namespaces import BASE, PREFIXES, THINGS
from klimagraph.overview import class_names
from klimagraph.releases import read_kept
from klimagraph.releases.manifests import folder_of
from klimagraph.resolving import open_resolver, values
from klimagraph.search.finding import LONGEST, Question
from klimagraph.search.results import Result, Results, search
from klimagraph.terms import is_iri
from klimagraph.web import memento
from klimagraph.web.documents import check_utf8
from klimagraph.web.language import language
from klimagraph.web.respond import Reply, conditional, etag
from klimagraph.web.search_page import Shown, page
from klimagraph.web.templating import local
from klimagraph.workers.turns import Shares, client

router = APIRouter(tags=["search"])

PATH = "/search"
HTML = BY_NAME["html"]
OFFERS = (JSON, HTML)
FIELDS = {
    "iri": "The thing.",
    "label": "Its name, in German where there is one.",
    "class": "IRI of its class.",
    "classLabel": "Name of its class.",
    "state": "IRI of the state it lies in.",
    "stateLabel": "Name of that state.",
    "district": "IRI of the district it lies in.",
    "districtLabel": "Name of that district.",
    "matched": "The name or key by which it was found.",
    "how": "exact, key, alternative, former, former-key, prefix, words, similar or part.",
    "score": "How well it was found: above 0, at most 1.",
    "url": "Address of its page here.",
}
"""What is said of each result; null where nothing is known."""
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        **{name: {"type": "integer"} for name in ("total", "page", "limit")},
        "q": {"type": "string"},
        "release": {"type": "string"},
        "more": {"type": "boolean", "description": "Whether only the best were counted."},
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    name: {
                        "type": ["number" if name == "score" else "string", "null"],
                        "description": text,
                    }
                    for name, text in FIELDS.items()
                },
            },
        },
    },
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What was found, best first.",
        "content": {"application/json": {"schema": SCHEMA}, "text/html": {}},
    }
}
MEANT_FIELDS = {
    "iri": "The authority.",
    "label": "Its name.",
    "state": "Name of the state it lies in.",
    "district": "Name of the district it lies in.",
    "certain": "Whether it can only be this one.",
    "reasons": "What speaks for it and against it, in English.",
    "url": "Address of its page here.",
}
SCHEMA["properties"]["meant"] = {
    "type": "array",
    "description": "Authorities that may be meant where none of the results has this very name.",
    "items": {
        "type": "object",
        "properties": {name: {"description": text} for name, text in MEANT_FIELDS.items()},
    },
}
MEANT, PLAIN = 3, ("exact", "key")
"""Authorities that may be meant, at most; ways to find something that leave no doubt."""
_STATE = re.compile(r"[0-9]{2}")


@dataclass(frozen=True)
class Asked:
    """The parameters of a search."""

    q: Annotated[str, Query(description="Name, part of a name, or key.", max_length=LONGEST)] = ""
    kind: Annotated[
        str, Query(alias="class", description="Class: klima:Municipality, or its IRI.")
    ] = ""
    state: Annotated[str, Query(description="State: its key of two digits, or its IRI.")] = ""
    limit: Annotated[int, Query(description="Results of a page.", ge=1, le=100)] = 20
    page: Annotated[int, Query(description="Number of the page.", ge=1, le=1000)] = 1
    release: Annotated[str, Query(description="Release; the current one if not given.")] = ""
    format: Annotated[str, Query(description="json or html; beats the Accept header.")] = ""

    @property
    def question(self) -> Question:
        """Return what is looked for; raises InputRefused."""
        return Question(self.q, _class(self.kind), _state(self.state))

    @property
    def given(self) -> dict[str, str]:
        """Return what was asked for besides the page, as parameters of an address."""
        said = {"q": self.q, "class": self.kind, "state": self.state, "release": self.release}
        limit = {"limit": str(self.limit)} if self.limit != 20 else {}
        return {name: value for name, value in said.items() if value} | limit


@router.api_route(PATH, methods=["GET", "HEAD"], responses=RESPONSES)
async def negotiated(request: Request, asked: Annotated[Asked, Depends()]) -> Response:
    """Find things by their names, former names and keys."""
    return await _answer(request, asked, _form(request, asked.format))


for _offer in OFFERS:

    @router.api_route(
        f"{PATH}.{_offer.extension}", methods=["GET", "HEAD"], include_in_schema=False
    )
    async def fixed(request: Request, asked: Annotated[Asked, Depends()]) -> Response:
        """Answer in the format of the extension."""
        return await _answer(request, asked, _named(request.url.path.rpartition(".")[2]))


async def _answer(request: Request, asked: Asked, form: Format) -> Response:
    check_utf8(request)
    pool, settings = request.app.state.pool, request.app.state.settings
    if settings.scratch:
        raise NotFound("a scratch instance has no search")
    if form is JSON and not asked.q.strip():
        raise InputRefused(f"q is missing; it is the text to look for, up to {LONGEST} characters")
    at = memento.of_time(request.headers.get("accept-datetime"), pool)
    release = read_kept(settings.home, asked.release or at or pool.release)
    who = client.get()
    shares: Shares = request.app.state.searching
    shares.take(who)
    try:
        found, meant = await run_in_threadpool(_found, settings.home, release.name, asked)
    finally:
        shares.give_back(who)
    if form is JSON:
        body = _as_json(asked, found, meant, release.name, settings.address)
    else:
        names = await class_names(pool, release.name) if language() == "en" else {}
        body = page(Shown(asked, asked.question, found, meant, release.name, names))
    pinned = {name: [value] for name, value in (asked.given | {"page": str(asked.page)}).items()}
    headers = {
        "ETag": etag("search", form.name, pool.identity(release.name), body.decode()),
        "Vary": memento.VARY,
        "Klimagraph-Release": release.name,
        "Memento-Datetime": memento.http_date(release.created),
        "Content-Location": memento.citable(PATH, pinned, release.name, form.name),
    }
    reply = Reply(
        200, body, form.content_type, {name: text for name, text in headers.items() if text}
    )
    return conditional(reply, request.headers.get("if-none-match")).response()


def _found(home: Path, release: str, asked: Asked) -> tuple[Results, values.Resolution]:
    """Return what bears the name, and what else may be meant by it."""
    start = (asked.page - 1) * asked.limit
    found = search(folder_of(home, release), asked.question, start, asked.limit)
    doubt = not any(result.hit.how in PLAIN for result in found.results)
    if not (doubt and asked.q.strip() and asked.page == 1 and not asked.kind):
        return found, values.Resolution((), certain=False)
    with open_resolver(home, release) as resolver:
        return found, resolver.resolve(values.Asked(asked.q, state=asked.state))


def _form(request: Request, wanted: str) -> Format:
    return _named(wanted) if wanted else negotiate(request.headers.get("accept"), OFFERS)


def _named(name: str) -> Format:
    found = next((offer for offer in OFFERS if offer.name == name), None)
    if found is None:
        raise InputRefused(f"format is {name!r}; allowed are json and html")
    return found


def _class(text: str) -> str | None:
    prefix, _, name = text.partition(":")
    iri = PREFIXES[prefix] + name if prefix in PREFIXES else text
    if text and not is_iri(iri):
        raise InputRefused(
            f"class is {text!r}; allowed is an IRI, or a name such as klima:Municipality"
        )
    return iri or None


def _state(text: str) -> str | None:
    iri = f"{THINGS}state/{text}" if _STATE.fullmatch(text) else text
    if text and not is_iri(iri):
        raise InputRefused(f"state is {text!r}; allowed is an IRI, or two digits such as 15")
    return iri or None


def _as_json(
    asked: Asked, found: Results, meant: values.Resolution, release: str, address: str
) -> bytes:
    document = {
        "q": asked.q,
        "release": release,
        "total": found.total,
        "more": found.more,
        "page": asked.page,
        "limit": asked.limit,
        "results": [_row(result, address) for result in found.results],
        "meant": [_candidate(one, meant, address) for one in meant.candidates[:MEANT]],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _candidate(one: values.Candidate, meant: values.Resolution, address: str) -> dict[str, Any]:
    place = (one.iri, one.label, one.state or None, one.district or None)
    row = (*place, meant.certain, list(one.reasons_en), address + local(one.iri))
    return dict(zip(MEANT_FIELDS, row, strict=True))


def _row(result: Result, address: str) -> dict[str, str | float | None]:
    iri = result.hit.iri
    row = (
        *(iri, result.label, result.kind or None, result.kind_label),
        *(result.state, result.state_label, result.district, result.district_label),
        *(result.hit.matched, result.hit.how, result.hit.score),
        address + local(iri) if iri.startswith(BASE) else iri,
    )
    return dict(zip(FIELDS, row, strict=True))
