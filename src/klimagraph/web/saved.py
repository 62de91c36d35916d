"""Queries to cite: saved, found again, asked again."""

import json
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from klimagraph import citations
from klimagraph.errors import NotAcceptable, QueryRefused, ReleaseGone
from klimagraph.formats import BY_NAME, JSON, Format, negotiate
from klimagraph.web import memento
from klimagraph.web.openapi_parts import contents, format_parameter, refused
from klimagraph.web.respond import Reply
from klimagraph.web.templating import render
from klimagraph.web.uploads import bounded, media_of
from klimagraph.workers.engine import Engine

router = APIRouter(tags=["queries"])

PATH = "/queries/saved"
TEXT = Format("text", "txt", ("text/plain",), (), "; charset=utf-8")
BIBTEX = Format("bibtex", "bib", ("application/x-bibtex",), (), "; charset=utf-8")
CSL = Format("csl", "csl", ("application/vnd.citationstyles.csl+json",), ())
HTML = BY_NAME["html"]
OFFERS = (JSON, HTML, TEXT, BIBTEX, CSL)
CITATIONS = {
    TEXT: citations.as_text,
    BIBTEX: citations.as_bibtex,
    CSL: citations.as_csl,
}
LARGEST_BODY = 4 * citations.LONGEST
EXAMPLE = {
    "query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "release": "2026.1.0",
    "title": "Statements of the release",
}
FIELDS = {
    "query": {"type": "string", "description": "The query, in SPARQL 1.1."},
    "release": {"type": "string", "description": "Its release; the current one if not given."},
    "title": {
        "type": "string",
        "maxLength": citations.LONGEST_TITLE,
        "description": "What the citation calls it, plain text.",
    },
}
"""What is sent; `application/sparql-query` has all but the query as parameters."""
SAVED: dict[str, Any] = {
    "parameters": [
        {"name": name, "in": "query", "schema": FIELDS[name], "description": "With a bare query."}
        for name in ("release", "title")
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "required": ["query"], "properties": FIELDS},
                "example": EXAMPLE,
            },
            "application/sparql-query": {
                "schema": {"type": "string"},
                "example": EXAMPLE["query"],
            },
        },
    },
    "responses": {
        "201": {
            **contents((JSON,), "Saved; or it was already."),
            "headers": {"Location": {"schema": {"type": "string"}}},
        },
        "303": {"description": "The same, for browsers: to the page of the query."},
        **refused("400", "404", "406", "410", "413", "429", "503"),
    },
}
FOUND: dict[str, Any] = {
    "parameters": [format_parameter(OFFERS)],
    "responses": {
        "200": contents(OFFERS, "What was saved; `state` is same, different or pruned."),
        **refused("404", "406", "429", "503"),
    },
}


@router.post(PATH, status_code=201, openapi_extra=SAVED)
async def save(request: Request) -> Response:
    """Save a query (form fields `query`, `release` if not the current one, `title` if any)."""
    body = await Request(request.scope, bounded(request.receive, LARGEST_BODY)).body()
    fields = _fields(request, body.decode("utf-8", "replace"))
    query, release, title = (fields.get(name, "") for name in ("query", "release", "title"))
    saved = await citations.save(request.app.state.pool, query, release or None, title)
    place = f"{PATH}/{saved.identifier}"
    if negotiate(request.headers.get("accept"), (JSON, HTML)) is HTML:
        return RedirectResponse(place, 303)
    answer = asdict(saved) | {"url": f"{request.app.state.settings.address}{place}"}
    return Reply(201, _json(answer), JSON.content_type, {"Location": place}).response()


@router.api_route(PATH, methods=["GET", "HEAD"], include_in_schema=False)
async def nothing() -> Response:
    """Send whoever opens the address without a name to the list of questions."""
    return RedirectResponse("/queries", 303)


@router.api_route(PATH + "/{identifier}", methods=["GET", "HEAD"], openapi_extra=FOUND)
async def found(identifier: str, request: Request) -> Response:
    """Ask a saved query again on its release and say whether the answer is the same.

    With another Accept header, or `format=`, the citation as text, BibTeX or CSL-JSON.
    """
    settings = request.app.state.settings
    saved = await run_in_threadpool(citations.find, settings.home, identifier)
    dated = {
        "Klimagraph-Release": saved.release,
        "Memento-Datetime": memento.http_date(saved.released),
    }
    chosen = _chosen(request)
    if chosen in CITATIONS:
        body = CITATIONS[chosen](saved, settings.address).encode()
    else:
        body = await _compared(request.app.state.pool, saved, chosen)
    return Reply(200, body, chosen.content_type, dated).response()


def _fields(request: Request, body: str) -> dict[str, str]:
    """Return the fields of the form, or the query that is the body with the parameters."""
    if media_of(request.headers.get("content-type")) == "application/sparql-query":
        fields = {**parse_qs(request.url.query, keep_blank_values=True), "query": [body]}
    else:
        fields = parse_qs(body, keep_blank_values=True)
    if len(fields.get("query", [])) != 1:
        raise QueryRefused("send one query, as the form field 'query' or as the body")
    for name in ("release", "title"):
        if len(fields.get(name, [])) > 1:
            raise QueryRefused(f"the field {name!r} stands there {len(fields[name])} times")
    return {name: values[0] for name, values in fields.items()}


async def _compared(pool: Engine, saved: citations.Saved, form: Format) -> bytes:
    """Return, as JSON or as a page, what was saved and whether it is still answered so."""
    try:
        now, lines = await citations.digest(pool, saved.query, saved.release)
        state = "same" if now == saved.result else "different"
    except ReleaseGone:
        now, lines, state = "", 0, "pruned"
    place = f"/sparql?{urlencode({'query': saved.query, 'release': saved.release})}"
    facts = {"state": state, "result_now": now, "lines_now": lines}
    address = pool.settings.address
    if form is JSON:
        urls = {"url": f"{address}{PATH}/{saved.identifier}", "answer": f"{address}{place}"}
        return _json(asdict(saved) | facts | urls)
    cited = {form.name: write(saved, address) for form, write in CITATIONS.items()}
    again = urlencode({"query": saved.query})
    return render("saved.html", saved=saved, cited=cited, answer=place, again=again, **facts)


def _chosen(request: Request) -> Format:
    wanted = request.query_params.get("format")
    if wanted:
        chosen = next((form for form in OFFERS if form.name == wanted), None)
        if chosen is None:
            known = ", ".join(form.name for form in OFFERS)
            raise NotAcceptable(f"format {wanted!r} is not known here; known are {known}")
        return chosen
    return negotiate(request.headers.get("accept"), OFFERS)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
