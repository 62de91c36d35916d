"""The catalogue for harvesters, as bytes of a snapshot (https://www.w3.org/TR/vocab-dcat-3/)."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.datastructures import State
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from klimagraph import signposting
from klimagraph.catalog import landing
from klimagraph.errors import (
    KlimagraphError,
    MethodNotAllowed,
    NotFound,
    ReleaseGone,
    SnapshotMissing,
)
from klimagraph.formats import BY_NAME, negotiate
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.namespaces import DATASETS, PREFIXES
from klimagraph.signposting import Document, Facts, Item, Link
from klimagraph.statistics import statistics
from klimagraph.terms import write
from klimagraph.web import catalog_pages, memento
from klimagraph.web.catalog_addresses import HTML, LISTS, OFFERS, Wanted, wanted
from klimagraph.web.errors import reply_to
from klimagraph.web.language import variant
from klimagraph.web.openapi_parts import contents, refused
from klimagraph.web.respond import Reply, conditional, digest, etag, is_known

router = APIRouter(tags=["catalogue"])

METHODS = ("GET", "HEAD", "OPTIONS")
VOID_OFFERS = tuple(BY_NAME[name] for name in ("turtle", "jsonld", "rdfxml", "ntriples"))
VARY = "Accept, Accept-Encoding"
FOREVER, SHORTLY = "public, max-age=31536000, immutable", "public, max-age=300"
HELD = 5_000
"""Answers whose validators are held in memory."""
SHORT = 512
"""Bytes of a question of which it is held what it means."""
Kind = tuple[str, Wanted, str]
"""Name of the snapshot, what is asked for, and the form of the page."""
OLDER = ("release", "accept-datetime")
"""How an earlier state of a dataset is asked for: the graph itself answers then."""


@dataclass(frozen=True)
class Route:
    """What a request counts as."""

    path: str


class Catalogue:
    """Answers from the snapshot; an application of its own, so that little stands before it."""

    def __init__(self, state: State, application: ASGIApp) -> None:
        self.state, self.application = state, application
        self._wanted: dict[tuple[str, bytes, bytes], Wanted] = {}
        self._heads: dict[Kind, Mapping[str, str]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a dataset that is in no catalogue is described by the graph."""
        headers = dict(scope["headers"])
        head, accept = scope["method"] == "HEAD", headers.get(b"accept", b"")
        try:
            reply = self.reply(scope["method"], scope["path"], scope["query_string"], headers)
        except KlimagraphError as error:
            if scope["path"].startswith("/dataset/") and self._elsewhere(error, scope):
                await self.application(scope, receive, send)
                return
            reply = reply_to(error, accept.decode("latin-1") or None)
        scope["route"] = Route(_pattern(scope["path"]))
        await reply.send(send, head=head)

    def reply(self, method: str, path: str, query: bytes, headers: Mapping[bytes, bytes]) -> Reply:
        """Return the answer; raises what stands in the table of errors."""
        if method not in METHODS:
            raise MethodNotAllowed(method, METHODS)
        asked = self._asked(path, query, headers)
        snapshot = self._snapshot(asked)
        named = headers.get(b"if-none-match", b"").decode("latin-1")
        since = headers.get(b"if-modified-since", b"").decode("latin-1")
        kind = (snapshot.name, asked, _variant(asked, query))
        head = self._heads.get(kind)
        body = b""
        if head is None:
            body = self._body(asked, snapshot)
            head = self._heads_of(kind, snapshot, body)
        home = self.state.settings.home
        since_when = memento.served_since(home, snapshot.name, named=bool(asked.snapshot))
        validators = {**head, "Last-Modified": since_when}
        if is_known(named, since, validators):
            return Reply(304, b"", asked.form.content_type, validators)
        return Reply(200, body or self._body(asked, snapshot), asked.form.content_type, validators)

    def _elsewhere(self, error: KlimagraphError, scope: Scope) -> bool:
        """Tell whether the graph itself answers: not to programs where soon more can be said."""
        if isinstance(error, SnapshotMissing) and self.state.harvest.awaited:
            headers = dict(scope["headers"])
            return self._asked(scope["path"], scope["query_string"], headers).form is HTML
        return isinstance(error, NotFound | SnapshotMissing) or scope["method"] not in METHODS

    def _asked(self, path: str, query: bytes, headers: Mapping[bytes, bytes]) -> Wanted:
        accept = headers.get(b"accept", b"")
        if path.startswith("/dataset/") and (b"accept-datetime" in headers or b"release=" in query):
            raise NotFound("an earlier state of a dataset is not in the catalogue")
        key = (path, query, accept)
        found = self._wanted.get(key)
        if found is None:
            text = query.decode("latin-1")
            found = wanted(path, text, accept.decode("latin-1") or None)
            if sum(map(len, key)) <= SHORT:
                if len(self._wanted) >= HELD:
                    self._wanted.clear()
                self._wanted[key] = found
        return found

    def _snapshot(self, asked: Wanted) -> Snapshot:
        if self.state.settings.scratch:
            raise NotFound("a scratch instance has no catalogue")
        try:
            found: Snapshot = self.state.harvest.snapshot(asked.snapshot)
        except NotFound:
            if not asked.snapshot:
                raise
            raise ReleaseGone(
                f"the snapshot {asked.snapshot} is not kept any more; begin again at /catalog"
            ) from None
        return found

    def _body(self, asked: Wanted, snapshot: Snapshot) -> bytes:
        def read(part: str) -> bytes:
            data: bytes = self.state.harvest.content(snapshot.name, part)
            return data

        if asked.form is not HTML:
            return read(asked.part)
        if asked.slug:
            return catalog_pages.dataset(asked, snapshot, read)
        make = catalog_pages.catalogue if asked.path in LISTS else catalog_pages.source
        return make(asked, snapshot, read)

    def _heads_of(self, kind: Kind, snapshot: Snapshot, body: bytes) -> Mapping[str, str]:
        """Return the headers that do not change as long as the snapshot is there."""
        if len(self._heads) >= HELD:
            self._heads.clear()
        asked = kind[1]
        links = self._links(asked, snapshot)
        head = {
            "ETag": digest(body),
            "Cache-Control": FOREVER if asked.snapshot else SHORTLY,
            "Link": signposting.header(links),
            "Klimagraph-Release": snapshot.release,
            "Vary": VARY,
        }
        self._heads[kind] = head
        return head

    def _links(self, asked: Wanted, snapshot: Snapshot) -> list[Link]:
        if asked.slug and not asked.snapshot:
            data = self.state.harvest.content(snapshot.name, f"dataset/page/{asked.slug}.json")
            page = landing.read(data)
            facts = Facts((f"{PREFIXES['dcat']}Dataset",), (page.iri,), (page.licence_url,))
            files = [
                Item(file.path, BY_NAME[file.form].media_types[0])
                for file in snapshot.files
                if file.dataset == asked.slug and file.form in BY_NAME
            ]
            place = Document(DATASETS + asked.slug, asked.path)
            return list(signposting.links(place, facts, asked.form, files))
        return [
            Link(asked.address(other), "alternate", other.media_types[0])
            for other in asked.offers
            if other is not asked.form
        ]


def _variant(asked: Wanted, query: bytes) -> str:
    """Return which form of a page this is, whose links keep what stands in the address; data has
    one.
    """
    return f"{variant()} {query!r}" if asked.form is HTML else ""


def _pattern(path: str) -> str:
    """Return the pattern of a path, which tells nothing that a client chose."""
    first = path.split("/")[1].split(".")[0]
    return {"dataset": "/dataset/{path}", "catalog": "/catalog"}.get(first, f"/{first}/{{name}}")


async def _answer(request: Request) -> Response:
    """Return a part of the catalogue: pages of datasets in DCAT-AP.de, DCAT-AP or schema.org."""
    headers = dict(request.scope["headers"])
    catalogue: Catalogue = request.app.state.catalogue
    query: bytes = request.scope["query_string"]
    return catalogue.reply(request.method, request.url.path, query, headers).response()


def _described(path: str) -> None:
    """Add a route: what is served without it is listed among the operations by it."""
    answers = {"200": contents(OFFERS, "A part of the catalogue."), **refused("400", "404")}
    extra = {"responses": answers | refused("406", "410", "503")}
    router.add_api_route(path, _answer, methods=["GET", "HEAD"], openapi_extra=extra)


for _path in (*LISTS, "/service/sparql", "/series/releases"):
    _described(_path)


@router.api_route("/.well-known/void", methods=["GET", "HEAD"])
async def void(request: Request) -> Response:
    """Return what the release holds, in numbers, in Turtle where nothing else is asked for."""
    form = negotiate(request.headers.get("accept"), VOID_OFFERS)
    pool, settings = request.app.state.pool, request.app.state.settings
    triples, release = await statistics(pool, settings)
    tag = etag("void", form.name, release, pool.identity(release), settings.address)
    headers = {"ETag": tag, **memento.headers(pool, release)}
    reply = Reply(200, write(triples, form.name), form.content_type, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()
