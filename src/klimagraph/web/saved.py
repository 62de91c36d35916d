"""Queries to cite: saved, found again, asked again."""

import json
from dataclasses import asdict
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from klimagraph import citations
from klimagraph.errors import QueryRefused, ReleaseGone
from klimagraph.formats import BY_NAME, Format, negotiate
from klimagraph.web.respond import Reply
from klimagraph.web.templating import render
from klimagraph.web.uploads import bounded, media_of

router = APIRouter(tags=["queries"])

PATH = "/queries/saved"
JSON = Format("json", "json", ("application/json",), ())
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


@router.post(PATH, status_code=201)
async def save(request: Request) -> Response:
    """Save a query (form fields `query` and, if not the current one, `release`)."""
    body = await Request(request.scope, bounded(request.receive, LARGEST_BODY)).body()
    if media_of(request.headers.get("content-type")) == "application/sparql-query":
        fields = {"query": [body.decode("utf-8", "replace")]}
    else:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    if len(fields.get("query", [])) != 1:
        raise QueryRefused("send one query, as the form field 'query' or as the body")
    release = fields.get("release", [""])[0] or None
    saved = await citations.save(request.app.state.pool, fields["query"][0], release)
    place = f"{PATH}/{saved.identifier}"
    if negotiate(request.headers.get("accept"), (JSON, HTML)) is HTML:
        return RedirectResponse(place, 303)
    answer = asdict(saved) | {"url": f"{request.app.state.settings.address}{place}"}
    return Reply(201, _json(answer), JSON.content_type, {"Location": place}).response()


@router.get(PATH, include_in_schema=False)
async def nothing() -> Response:
    """Send whoever opens the address without a name to the list of questions."""
    return RedirectResponse("/queries", 303)


@router.api_route(PATH + "/{identifier}", methods=["GET", "HEAD"])
async def found(identifier: str, request: Request) -> Response:
    """Ask a saved query again on its release and say whether the answer is the same.

    With another Accept header, or `format=`, the citation as text, BibTeX or CSL-JSON.
    """
    pool, settings = request.app.state.pool, request.app.state.settings
    saved = await run_in_threadpool(citations.find, settings.home, identifier)
    chosen = _chosen(request)
    if chosen in CITATIONS:
        text = CITATIONS[chosen](saved, settings.address)
        return Reply(200, text.encode(), chosen.content_type).response()
    try:
        now, lines = await citations.digest(pool, saved.query, saved.release)
        state = "same" if now == saved.result else "different"
    except ReleaseGone:
        now, lines, state = "", 0, "pruned"
    asked = urlencode({"query": saved.query, "release": saved.release})
    facts = {"state": state, "result_now": now, "lines_now": lines, "answer": f"/sparql?{asked}"}
    if chosen is JSON:
        return Reply(200, _json(asdict(saved) | facts), JSON.content_type).response()
    cited = {form.name: write(saved, settings.address) for form, write in CITATIONS.items()}
    page = render("saved.html", saved=saved, cited=cited, **facts)
    return Reply(200, page, HTML.content_type).response()


def _chosen(request: Request) -> Format:
    wanted = request.query_params.get("format")
    if wanted:
        chosen = next((form for form in OFFERS if form.name == wanted), None)
        if chosen is None:
            raise QueryRefused(f"format is {wanted!r}; known are {[form.name for form in OFFERS]}")
        return chosen
    return negotiate(request.headers.get("accept"), OFFERS)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
