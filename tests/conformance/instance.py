"""A scratch instance, spoken to over one connection."""

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from conformance.cases import Graphs
from conformance.results import GRAPH, Refused, Result, Table, read_result
from conformance.suite import Suite
from conformance.triples import Lines, Term, graph_line, lines_of

MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
}
JSON = "application/sparql-results+json"
REFUSED = "https://w3id.org/klimagraph/problem/query-refused"
FORBIDDEN = "is not allowed here"
"""What the refusal of LOAD and SERVICE says."""
EVERYTHING = """SELECT ?g ?s ?p ?o {
  { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } UNION { GRAPH ?g { } }
}"""


@dataclass(frozen=True)
class Answer:
    """An answer: status, headers (lower case) and body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Return the media type without its parameters."""
        return self.headers.get("content-type", "").split(";")[0]


KEPT = 30.0
"""Seconds for which an idle connection is used again; the service closes it after some more."""


class Instance:
    """A running service that holds what a test needs, and who may write there."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._used = time.monotonic()
        self._held: Graphs | None = None
        """What is in the store; None after somebody else wrote there."""

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        """Send a request that shows the token."""
        if method not in ("GET", "HEAD") and not path.startswith("/sparql"):
            self._held = None
        shown = {"Authorization": f"Bearer {self.token}", **headers}
        if time.monotonic() - self._used > KEPT:
            self._connection.close()
        self._connection.request(method, path, body, shown)
        self._used = time.monotonic()
        answer = self._connection.getresponse()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, names, answer.read())

    def load(self, suite: Suite, graphs: Graphs) -> None:
        """Make the store hold these files and nothing else, with few writes."""
        held = self._held
        if held is None or not {graph for graph, _ in held} <= {graph for graph, _ in graphs}:
            assert self.update("DROP ALL") is None
            held = ()
        for graph, file in graphs:
            if (graph, file) not in held:
                self._put(suite, graph, file)
        self._held = graphs

    def query(self, text: str, media_type: str) -> Result:
        """Return the answer to a query; `media_type` is for solutions."""
        headers = {
            "Content-Type": "application/sparql-query",
            "Accept": f"{media_type}, {JSON};q=0.5, {GRAPH}",
        }
        answer = self.send("POST", "/sparql", text.encode(), headers)
        if answer.status != 200:
            return _refused(answer)
        assert answer.media_type in (media_type, JSON, GRAPH)
        return read_result(answer.media_type, answer.body)

    def update(self, text: str) -> Refused | None:
        """Carry out an update and return None, or why it was refused."""
        headers = {"Content-Type": "application/sparql-update"}
        answer = self.send("POST", "/update", text.encode(), headers)
        return None if answer.status == 204 else _refused(answer)

    def state(self) -> Lines:
        """Return all that the store holds."""
        table = self.query(EVERYTHING, JSON)
        assert isinstance(table, Table)
        rows = [dict(zip(table.variables, row, strict=True)) for row in table.rows]
        names = {str(row["g"]) for row in rows if row["g"] is not None}
        quads = (_quad(row) for row in rows if row["s"] is not None)
        return lines_of(quads) | {graph_line(name) for name in names}

    def _put(self, suite: Suite, graph: str, file: str) -> None:
        """Send a file as it is; a server cannot know from where its relative IRIs come."""
        path = suite.path(file)
        body = path.read_bytes()
        if path.suffix == ".ttl":
            body = f"@base <{file}> .\n".encode() + body
        place = f"?graph={quote(graph, safe='')}" if graph else "?default"
        headers = {"Content-Type": MEDIA_TYPES[path.suffix]}
        answer = self.send("PUT", f"/graphs{place}", body, headers)
        assert answer.status in (201, 204), (file, answer.body)


def _refused(answer: Answer) -> Refused:
    problem = json.loads(answer.body)
    assert answer.status == 400, problem
    if problem["type"] != REFUSED:
        return Refused("evaluation", problem["detail"])
    forbidden = FORBIDDEN in problem["detail"]
    return Refused("forbidden" if forbidden else "syntax", problem["detail"])


def _quad(row: Mapping[str, Term | None]) -> Quad:
    subject, predicate, value, graph = (row[name] for name in "spog")
    assert isinstance(subject, NamedNode | BlankNode)
    assert isinstance(predicate, NamedNode)
    assert value is not None
    assert graph is None or isinstance(graph, NamedNode)
    return Quad(subject, predicate, value, graph or DefaultGraph())
