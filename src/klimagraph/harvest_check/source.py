"""The pages of a feed: each is asked for once, read, and what is wrong with it is noted."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import RdfFormat

from klimagraph.errors import InputRefused
from klimagraph.harvest_check import datasets, paging
from klimagraph.harvest_check.fetching import Fetch, Response
from klimagraph.harvest_check.findings import Finding, Findings
from klimagraph.harvest_check.graph import Graph, read

ACCEPT = {"Accept": "*/*"}
LARGEST = 50 << 20
"""Bytes of a page that CKAN reads."""
FORMS = {
    "application/ld+json": RdfFormat.JSON_LD,
    "text/turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "text/n3": RdfFormat.N3,
}
"""What CKAN's and piveau's libraries both read."""
COMPARED = ("content-type", "content-length", "etag", "last-modified")
NEWER = ("@version", "@protected", "@import", "@propagate", "@direction")
"""Keywords of contexts that came with JSON-LD 1.1 and that readers of 1.0 refuse."""
IN_TERMS = ("@context", "@protected", "@nest", "@prefix", "@direction", "@index")
"""Those of terms, which readers of 1.0 do not see."""
JSON = "@json"


@dataclass(frozen=True)
class Page:
    """A page that was asked for; `faults` is what is wrong with it and what is in it."""

    url: str
    media_type: str
    body: bytes
    graph: Graph
    faults: tuple[Finding, ...]


@dataclass
class Source:
    """A feed, and what was read of it."""

    fetch: Fetch
    findings: Findings
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, url: str) -> Page:
        """Return a page; it is asked for when it is wanted first."""
        if url not in self.pages:
            self.pages[url] = self._asked(url)
        return self.pages[url]

    def _asked(self, url: str) -> Page:
        before = len(self.findings.items)
        head = self.fetch("HEAD", url, ACCEPT)
        answer = self.fetch("GET", url, ACCEPT)
        graph = Graph()
        if self._arrived(url, answer):
            self._compare(url, head, answer)
            graph = self._read(url, answer) or graph
            paging.check(graph, url, self.findings)
            datasets.check(graph, url, self.findings)
        faults = tuple(self.findings.items)[before:]
        return Page(url, answer.media_type, answer.body, graph, faults)

    def _arrived(self, url: str, answer: Response) -> bool:
        """Note that nothing came back, or something that is no page."""
        if answer.fault:
            self.findings.add("no-answer", url, answer.fault)
        elif not answer.ok:
            self.findings.add("status", url, str(answer.status))
        elif not answer.body.strip():
            self.findings.add("empty", url)
        else:
            return True
        return False

    def _compare(self, url: str, head: Response, answer: Response) -> None:
        if head.status >= 400 or head.fault:
            if head.status not in (400, 405):
                self.findings.add("head-refused", url, str(head.status))
            return
        if not head.ok:
            return
        for name in COMPARED:
            said, sent = head.headers.get(name, ""), answer.headers.get(name, "")
            if said and said != sent:
                self.findings.add("head-differs", url, f"{name} {said} / {sent or '-'}")

    def _read(self, url: str, answer: Response) -> Graph | None:
        if len(answer.body) >= LARGEST:
            self.findings.add("too-large", url, f"{len(answer.body):,}")
            return None
        form = self._form(url, answer)
        if form is None:
            return None
        try:
            if form == RdfFormat.JSON_LD and not self._context(url, answer.body):
                return None
            graph = read(answer.body, form, "")
        except (InputRefused, UnicodeDecodeError) as error:
            self.findings.add("not-parsed", url, str(error))
            return None
        if relative := graph.relative():
            self.findings.add("relative-iri", url, relative)
        return graph

    def _form(self, url: str, answer: Response) -> RdfFormat | None:
        """Return the syntax as piveau finds it, and note where CKAN finds another or none."""
        media = answer.media_type
        if not media:
            self.findings.add("type-missing", url)
            return RdfFormat.RDF_XML
        if media not in FORMS and media.endswith("json"):
            self.findings.add("type-json", url, media)
            return RdfFormat.JSON_LD
        if media not in FORMS:
            self.findings.add("type-unknown", url, media)
        return FORMS.get(media)

    def _context(self, url: str, body: bytes) -> bool:
        """Note what in the contexts of a page keeps readers out; False where we are kept out."""
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            return True  # the parser of RDF names the place
        remote = sorted({each for each in _contexts(document) if isinstance(each, str)})
        for address in remote:
            self.findings.add("remote-context", url, address)
        contexts = [each for each in _contexts(document) if isinstance(each, dict)]
        refused = {key for each in contexts for key in NEWER if key in each}
        ignored = {key for each in contexts for key in _in_terms(each)}
        for code, found in (("context-1.1", refused), ("context-newer", ignored)):
            if found:
                self.findings.add(code, url, ", ".join(sorted(found)))
        return not remote


def _contexts(value: Any) -> Iterator[Any]:
    """Yield the contexts of a document, those inside it too."""
    for node in _objects(value):
        found = node.get("@context", ())
        yield from found if isinstance(found, list) else (found,)


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield all objects of a document without recursion, for depth is in strangers' hands."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            yield one
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)


def _in_terms(context: Mapping[str, Any]) -> set[str]:
    """Return the keywords of JSON-LD 1.1 that the terms of a context use."""
    terms = [term for term in context.values() if isinstance(term, dict)]
    found = {key for term in terms for key in IN_TERMS if key in term}
    return found | {JSON for term in terms if term.get("@type") == JSON}
