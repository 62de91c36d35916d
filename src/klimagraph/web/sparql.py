"""The SPARQL endpoint (https://www.w3.org/TR/sparql11-protocol/#query-operation)."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

from starlette.types import Receive, Scope, Send

from klimagraph.description import description
from klimagraph.errors import (
    ClientGone,
    KlimagraphError,
    MethodNotAllowed,
    Overloaded,
    QueryRefused,
    QueryTooLong,
)
from klimagraph.formats import BY_NAME, negotiate
from klimagraph.queries import NamedQuery
from klimagraph.releases import read
from klimagraph.terms import WRITERS, write
from klimagraph.web import downloads, editor, memento, sparql_parameters
from klimagraph.web.errors import reply_to
from klimagraph.web.exchange import current
from klimagraph.web.negotiation import formats_of
from klimagraph.web.respond import CORS, Raw, Reply, begin, etag, matches, raw
from klimagraph.web.sparql_parameters import one
from klimagraph.web.transfer import TransferBrokenError, send_held, stream
from klimagraph.web.watching import UnlessGone
from klimagraph.workers import guard
from klimagraph.workers.conversation import Answer
from klimagraph.workers.engine import Engine
from klimagraph.workers.protocol import GRACE, Question

METHODS = ("GET", "HEAD", "POST", "OPTIONS")

DESCRIBED = [BY_NAME[name] for name in (*WRITERS, "jsonld", "html")]
"""Formats of the service description, and the page."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Request:
    """What a client sent, before anything is made of it."""

    method: str
    version: str
    parameters: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes
    bound: tuple[tuple[str, str], ...] = ()
    """Variables and the terms, in N-Triples, that they stand for."""
    path: str = "/sparql"
    """Where this question is asked by GET."""
    asked: Mapping[str, Sequence[str]] | None = None
    """The parameters there, where they are not those of the protocol."""
    address: str = ""
    """The query string, where everything that was asked stands in it."""
    about: downloads.Lines = ()
    """What a workbook says of the question, where that is more than the query."""
    file: bool = False
    """Whether the address ends like the name of a file."""


class Endpoint:
    """Answers queries; an application of its own, so that little stands before the engine."""

    def __init__(self, pool: Engine, library: Mapping[str, NamedQuery] | None = None) -> None:
        self.pool, self.library = pool, library or {}
        self._policy = f'"queries";q={pool.settings.client_limit};qu="concurrent-requests"'
        self._base = f"{pool.settings.address}/sparql"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whoever hangs up ends the query."""
        headers = headers_of(scope)
        head = scope["method"] == "HEAD"
        try:
            request = await self._read(scope, headers, receive)
            if "query" not in request.parameters and request.method in ("GET", "HEAD"):
                await self._described(request).send(send, head=head)
            else:
                await self.answer(request, receive, send)
        except ClientGone:
            return
        except TransferBrokenError as error:
            log.warning("a transfer was broken off: %s", error)
        except KlimagraphError as error:
            await self.refuse(error, headers, send, head=head)

    async def refuse(
        self, error: KlimagraphError, headers: dict[str, str], send: Send, *, head: bool
    ) -> None:
        """Answer with an error; who asks too much learns how much is allowed."""
        reply = reply_to(error, headers.get("accept"))
        more = self.limits() if isinstance(error, Overloaded) else {}
        await replace(reply, headers={**reply.headers, **more}).send(send, head=head)

    def _described(self, request: Request) -> Reply:
        """Return the page for people; programs get the description of the service."""
        form = negotiate(request.headers.get("accept"), DESCRIBED)
        if form.name == "html":
            start = editor.Start(release=one(request.parameters, "release") or "")
            return Reply(200, editor.page(self.pool, self.library, start), form.content_type)
        release = read(self.pool.settings.home, self.pool.release)
        body = write(description(release, self.pool.settings), form.name)
        return Reply(200, body, form.content_type)

    async def _read(self, scope: Scope, headers: dict[str, str], receive: Receive) -> Request:
        method = scope["method"]
        if method not in METHODS:
            raise MethodNotAllowed(method, METHODS)
        parameters = sparql_parameters.read(scope["query_string"])
        body = await self._body(receive) if method == "POST" else b""
        if method == "POST":
            parameters = sparql_parameters.merged(parameters, headers.get("content-type", ""), body)
        plain = method != "POST" and not {"release", "format"} & parameters.keys()
        address = scope["query_string"].decode("ascii") if plain else ""
        return Request(method, scope["http_version"], parameters, headers, body, address=address)

    async def _body(self, receive: Receive) -> bytes:
        limit = 3 * self.pool.settings.query_length + 65536
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            body += message.get("body", b"")
            if len(body) > limit:
                raise QueryTooLong(f"the request has more than {limit:,} bytes")
            if not message.get("more_body"):
                return bytes(body)

    async def answer(self, request: Request, receive: Receive, send: Send) -> None:
        """Answer a query that was read; who hangs up ends it."""
        current().query = request.parameters.get("query", [""])[0]
        question, release = self._question(request)
        condition = request.headers.get("if-none-match")
        if request.method != "POST" and condition is not None and "*" not in condition:
            tag = self._tag(question, release)
            if tag and matches(condition, tag):
                known = {"ETag": tag, "Vary": memento.VARY}
                await Reply(304, b"", "text/plain", known).send(send, head=True)
                return
        with UnlessGone(receive):
            await self._run(request, question, release, send)

    def _question(self, request: Request) -> tuple[Question, str | None]:
        parameters = request.parameters
        query = one(parameters, "query")
        if query is None:
            raise QueryRefused("the parameter 'query' is missing")
        if "update" in parameters:
            raise QueryRefused("an update is not a query; this address answers queries only")
        guard.check(query, self.pool.settings.query_length)
        default = tuple(parameters.get("default-graph-uri", ()))
        named_graphs = tuple(parameters.get("named-graph-uri", ()))
        given = bool(default or named_graphs)
        formats = formats_of(tuple(parameters.get("format", ())), request.headers.get("accept"))
        about: downloads.Lines = ()
        if "xlsx" in formats.values():
            about = request.about or downloads.about_query(query, self.pool.settings.address)
        question = Question(
            query,
            formats,
            default_graphs=default,
            named_graphs=named_graphs if given else None,
            base=self._base
            if request.path == "/sparql"
            else f"{self.pool.settings.address}{quote(request.path)}",
            substitutions=request.bound,
            about=about,
        )
        return question, one(parameters, "release") or self.release_at(request)

    def release_at(self, request: Request) -> str | None:
        """Return the release of the time that the client asks for (RFC 7089, section 4.5)."""
        return memento.of_time(request.headers.get("accept-datetime"), self.pool)

    def _tag(self, question: Question, release: str | None) -> str:
        """Return the validator of an answer, empty where it may differ from time to time."""
        if question.volatile:
            return ""
        return etag(self.pool.identity(release or self.pool.release), question.encoded.decode())

    async def _run(
        self, request: Request, question: Question, release: str | None, send: Send
    ) -> None:
        async with self.pool.answer(question, release) as answer:
            current().answered(answer)
            headers = self._headers(request, question, answer)
            if request.method != "POST" and request.headers.get("if-none-match", "").strip() == "*":
                kept = [item for item in headers if item[0] != b"content-length"]
                await send(begin(304, kept))
                await send({"type": "http.response.body", "body": b""})
                return
            if not answer.complete and request.method != "HEAD":
                await self._send_long(request, headers, answer, send)
                return
        await send(begin(200, headers))
        body = b"" if request.method == "HEAD" else answer.first
        await send({"type": "http.response.body", "body": body})

    async def _send_long(self, request: Request, headers: Raw, answer: Answer, send: Send) -> None:
        patience = self.pool.settings.query_timeout + GRACE
        if request.version == "1.0":
            await send_held(answer, headers, send, patience)
            return
        await send(begin(200, headers))
        await stream(answer, send, patience)

    def _headers(self, request: Request, question: Question, answer: Answer) -> Raw:
        created = self.pool.manifest(answer.release).created
        headers = list(_common(answer.format, answer.release, created))
        own = {
            **self.limits(),
            **downloads.disposition(request.path, answer.format, file=request.file),
        }
        if again := _again(request, answer):
            own["Content-Location"] = again
        if tag := self._tag(question, answer.release):
            own["ETag"] = tag
        if answer.complete:
            own["Content-Length"] = str(len(answer.first))
        headers += raw(own)
        return headers

    def limits(self) -> dict[str, str]:
        """Return how many queries a client may have at once, and how many more just now.

        https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
        """
        return {
            "RateLimit-Policy": self._policy,
            "RateLimit": f'"queries";r={self.pool.places()}',
        }


@lru_cache(64)
def _common(form: str, release: str, created: str) -> Raw:
    """Return the headers of all answers in a format from a release; they are not changed."""
    return raw(
        {
            **CORS,
            "Vary": memento.VARY,
            "Content-Type": BY_NAME[form].content_type,
            **memento.dated(release, created),
        }
    )


def _again(request: Request, answer: Answer) -> str:
    """Return the address at which this answer can be had again."""
    if request.address:
        return memento.pinned(request.path, request.address, answer.release, answer.format)
    asked = request.parameters if request.asked is None else request.asked
    return memento.citable(request.path, asked, answer.release, answer.format)


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the headers of a request; their names are in lower case."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
