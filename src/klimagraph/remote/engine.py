"""What a remote engine is told while it is brought to a release."""

from collections.abc import Iterable
from types import TracebackType

import httpx

from klimagraph.errors import StoreUnavailable
from klimagraph.remote import marker
from klimagraph.remote.addresses import addresses
from klimagraph.remote.client import reached, writing_client
from klimagraph.remote.dialects import dialect
from klimagraph.remote.marker import Mark
from klimagraph.settings import Settings

JSON, TURTLE = "application/sparql-results+json", "text/turtle"
TRIPLES = "application/n-triples"
SHOWN = 300
"""Letters of what an engine said that a message quotes."""


class Engine:
    """An engine, connected; every method raises StoreUnavailable where it does not do its part."""

    def __init__(self, settings: Settings) -> None:
        self._addresses = addresses(settings)
        self._client = writing_client(settings)
        self.dialect = dialect({})

    def __enter__(self) -> "Engine":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def mark(self) -> Mark | None:
        """Return what the engine says that it holds."""
        answer = self._query(marker.QUERY)
        self.dialect = dialect(answer.headers)
        return marker.read(answer.content)

    def set_mark(self, mark: Mark) -> None:
        """Say what the engine holds from now on."""
        self._send("PUT", marker.MARK, mark.triple)

    def count(self, graph: str) -> int:
        """Return the number of statements in a graph."""
        answer = self._query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        try:
            return int(answer.json()["results"]["bindings"][0]["n"]["value"])
        except (ValueError, KeyError, IndexError, TypeError):
            raise StoreUnavailable("the store does not answer a COUNT as SPARQL 1.1 says") from None

    def held(self, graph: str) -> set[bytes]:
        """Return what a graph holds, as lines of N-Triples."""
        headers = {"Accept": TRIPLES}
        with reached():
            answer = self._client.get(
                self._addresses.graphs, params={"graph": graph}, headers=headers
            )
        if answer.status_code == 404:
            return set()
        _check(answer)
        return set(answer.content.splitlines())

    def clear(self, graph: str) -> None:
        """Empty a graph."""
        with reached():
            answer = self._client.delete(self._addresses.graphs, params={"graph": graph})
        if answer.status_code != 404:
            _check(answer)

    def add(self, graph: str, lines: list[bytes]) -> None:
        """Add statements, which are lines in N-Triples, to a graph."""
        for batch in _batches(lines, self.dialect.batch):
            self._send("POST", graph, b"\n".join(batch) + b"\n")

    def remove(self, graph: str, lines: list[bytes]) -> None:
        """Take statements, which are lines in N-Triples, out of a graph."""
        for batch in _batches(lines, self.dialect.fewer):
            text = b"DELETE DATA { GRAPH <%b> {\n%b\n} }" % (graph.encode(), b"\n".join(batch))
            headers = {"Content-Type": "application/sparql-update"}
            with reached():
                update = self._addresses.update
                answer = self._client.post(update, content=text, headers=headers)
            _check(answer)

    def _send(self, method: str, graph: str, triples: bytes) -> None:
        """Send triples to a graph; N-Triples are Turtle, which every engine must read."""
        fast = self.dialect.loading if method == "POST" else {}
        headers = {"Content-Type": TRIPLES if fast else TURTLE}
        asked = {"graph": graph, **fast}
        with reached():
            address = self._addresses.graphs
            answer = self._client.request(
                method, address, params=asked, content=triples, headers=headers
            )
        _check(answer)

    def _query(self, text: str) -> httpx.Response:
        with reached():
            answer = self._client.post(
                self._addresses.query, data={"query": text}, headers={"Accept": JSON}
            )
        _check(answer)
        return answer


def _check(answer: httpx.Response) -> None:
    if not answer.is_success:
        said = " ".join(answer.text.split())[:SHOWN]
        asked = f"{answer.request.method} {answer.request.url.copy_with(query=None)}"
        raise StoreUnavailable(f"the store answered {asked} with {answer.status_code}: {said}")


def _batches(lines: list[bytes], size: int) -> Iterable[list[bytes]]:
    for start in range(0, len(lines), size):
        yield lines[start : start + size]
