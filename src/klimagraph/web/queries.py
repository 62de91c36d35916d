"""Named queries: a list, and each as a small service of its own."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import asdict
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from klimagraph.asking import ask
from klimagraph.errors import (
    ClientGone,
    KlimagraphError,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    QueryRefused,
)
from klimagraph.formats import BY_EXTENSION, BY_NAME, JSON, Format, for_kind, negotiate
from klimagraph.namespaces import compact
from klimagraph.queries import NamedQuery, bind
from klimagraph.releases import read_kept
from klimagraph.web import downloads, queries_shown, sparql
from klimagraph.web.queries_names import names_in, understand
from klimagraph.web.respond import Reply, conditional, etag
from klimagraph.web.transfer import TransferBrokenError
from klimagraph.workers.protocol import Question

log = logging.getLogger(__name__)

router = APIRouter(tags=["queries"])

PATH = "/queries"
METHODS = ("GET", "HEAD", "OPTIONS")
HTML = BY_NAME["html"]
LARGEST_PAGE = 100_000
SHOWN = 1000
"""Rows that a page shows."""
GENERAL = ("format", "release", "page", "size")
"""Parameters that every named query has; those of a query itself cannot be called so."""

OPEN = ("rdfs:Resource", "rdfs:Class", "rdf:Property")
"""Classes that nobody asserts: anything, and terms of vocabularies, also of foreign ones."""
OF_KIND = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
ASK { { ?this a ?kind } UNION { ?this skos:inScheme ?kind } }
"""

_PAGE = re.compile(r"[1-9][0-9]{0,5}")

Library = Mapping[str, NamedQuery]


@router.api_route(PATH, methods=["GET", "HEAD"])
async def index(request: Request) -> Response:
    """List the named queries with what they ask for."""
    library: Library = request.app.state.queries
    chosen = negotiate(request.headers.get("accept"), (JSON, HTML))
    if chosen is HTML:
        body = queries_shown.index(library)
    else:
        listed = [_described(query, request) for query in library.values()]
        body = json.dumps({"queries": listed}, ensure_ascii=False, indent=1).encode()
    reply = Reply(200, body, chosen.content_type, {"ETag": etag("queries", body.decode())})
    return conditional(reply, request.headers.get("if-none-match")).response()


def _described(query: NamedQuery, request: Request) -> dict[str, object]:
    address = request.app.state.settings.address
    return {
        "name": query.name,
        "url": f"{address}{PATH}/{query.name}",
        "title": query.title,
        "description": query.description,
        "parameters": [asdict(parameter) for parameter in query.parameters],
        "columns": [asdict(column) for column in query.columns],
        "query": query.text,
    }


class Running:
    """Answers named queries the way the SPARQL endpoint answers others."""

    def __init__(self, endpoint: sparql.Endpoint, library: Library) -> None:
        self.endpoint, self.library = endpoint, library

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = sparql.headers_of(scope)
        head = scope["method"] == "HEAD"
        try:
            if scope["method"] not in METHODS:
                raise MethodNotAllowed(scope["method"], METHODS)
            query, form = self._named(scope["path"], headers)
            asked = _parameters(scope["query_string"])
            if form is HTML and "format" not in asked:
                await (await self._page(query, asked)).send(send, head=head)
                return
            request = self._request(scope, query, form, asked)
            release = asked.get("release") or self.endpoint.release_at(request)
            await self._check(query, asked, release)
            await self.endpoint.answer(request, receive, send)
        except ClientGone:
            return
        except TransferBrokenError as error:
            log.warning("a transfer was broken off: %s", error)
        except KlimagraphError as error:
            await self.endpoint.refuse(error, headers, send, head=head)

    async def _check(self, query: NamedQuery, asked: dict[str, str], release: str | None) -> None:
        """Raise NotFound where an IRI that was given is not of the class its parameter is for."""
        terms = dict(bind(query, _own(asked)))
        for parameter in query.parameters:
            if not asked.get(parameter.name) or parameter.kind in (None, *OPEN):
                continue
            iri = terms[parameter.name].strip("<>")
            answer = await ask(self.endpoint.pool, OF_KIND, iri, release, kind=parameter.kind_iri)
            if not answer.truth:
                raise NotFound(
                    f"there is no {parameter.kind} {compact(iri)} in this release; "
                    f"the parameter {parameter.name!r} is one such as {compact(parameter.example)}"
                )

    def _request(
        self, scope: Scope, query: NamedQuery, form: Format | None, asked: dict[str, str]
    ) -> sparql.Request:
        path = f"{PATH}/{query.name}"
        again = {name: [value] for name, value in asked.items()}
        return sparql.Request(
            scope["method"],
            scope["http_version"],
            _general(query, asked, form),
            sparql.headers_of(scope),
            b"",
            bind(query, _own(asked)),
            path,
            again,
            about=downloads.about_question(query, again, path, self.endpoint.pool.settings.address),
            file="." in scope["path"],
        )

    def _named(self, path: str, headers: dict[str, str]) -> tuple[NamedQuery, Format | None]:
        """Return the query and the format that the address or the client asks for."""
        name, dot, extension = path.removeprefix(f"{PATH}/").partition(".")
        query = self.library.get(name)
        if query is None or (dot and extension not in (*BY_EXTENSION, "json")):
            raise NotFound(f"there is no query {path.removeprefix(f'{PATH}/')!r}; see {PATH}")
        if dot:
            return query, JSON_RESULTS if extension == "json" else BY_EXTENSION[extension]
        try:
            chosen = negotiate(headers.get("accept"), [*for_kind("bindings"), HTML])
        except NotAcceptable:
            return query, None
        return query, HTML if chosen is HTML else None

    async def _page(self, query: NamedQuery, asked: dict[str, str]) -> Reply:
        pool = self.endpoint.pool
        if names := names_in(query, asked):
            return await self._without_names(query, asked, names)
        text = _paged(query, {"size": str(SHOWN), **asked})
        bound = bind(query, _own(asked))
        release = asked.get("release") or None
        await self._check(query, asked, release)
        question = Question(text, {"bindings": "json"}, substitutions=bound)
        async with pool.answer(question, release) as answer:
            body = bytearray(answer.first)
            async for chunk in answer.rest:
                body += chunk
        found = queries_shown.Found(json.loads(body)["results"]["bindings"], answer.release, SHOWN)
        page = await queries_shown.question(pool, query, asked, found)
        return Reply(200, page, HTML.content_type)

    async def _without_names(
        self, query: NamedQuery, asked: dict[str, str], names: dict[str, str]
    ) -> Reply:
        """Lead to the address with IRIs for names, or ask back what they mean."""
        pool = self.endpoint.pool
        home = pool.settings.home
        release = read_kept(home, asked.get("release") or pool.release).name
        found = await run_in_threadpool(understand, home, release, asked, names)
        if not found.doubts:
            address = f"{PATH}/{query.name}?{urlencode(found.values)}"
            return Reply(303, b"", HTML.content_type, {"Location": address})
        page = await queries_shown.asked_back(pool, query, found.values, release, found.doubts)
        return Reply(400, page, HTML.content_type)


JSON_RESULTS = BY_NAME["json"]


def _parameters(text: bytes) -> dict[str, str]:
    try:
        values = parse_qs(text.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise QueryRefused("the parameters are not UTF-8 in percent encoding") from None
    for name, given in values.items():
        if len(given) > 1:
            raise QueryRefused(f"the parameter {name!r} stands there {len(given)} times")
    return {name: given[0] for name, given in values.items()}


def _own(asked: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in asked.items() if name not in GENERAL}


def _general(query: NamedQuery, asked: dict[str, str], form: Format | None) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {
        name: [asked[name]] for name in ("format", "release") if asked.get(name)
    }
    if form is not None and form is not HTML and "format" not in kept:
        kept["format"] = [form.name]
    return {**kept, "query": [_paged(query, asked)]}


def _paged(query: NamedQuery, asked: dict[str, str]) -> str:
    """Return the text of the query, cut to a page where one is asked for.

    The order is total, so pages do not overlap.
    """
    if "page" not in asked and "size" not in asked:
        return query.ordered
    page, size = (_number(asked, name, least) for name, least in (("page", 1), ("size", 100)))
    return f"{query.ordered}\nLIMIT {size} OFFSET {(page - 1) * size}"


def _number(asked: dict[str, str], name: str, default: int) -> int:
    text = asked.get(name, str(default))
    if not _PAGE.fullmatch(text) or int(text) > LARGEST_PAGE:
        raise QueryRefused(f"{name} is {text!r}; allowed is a number from 1 to {LARGEST_PAGE:,}")
    return int(text)
