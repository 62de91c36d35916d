"""Questions that the product itself asks of the graph, answered as Python values."""

import json
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from klimagraph.terms import read_triples
from klimagraph.workers.engine import Engine
from klimagraph.workers.protocol import Question

WRITTEN = {"bindings": "json", "boolean": "json", "graph": "ntriples"}

Row = dict[str, str]


@dataclass(frozen=True)
class Asked:
    """The answer to one of our questions and the release that gave it."""

    release: str
    body: bytes

    @property
    def rows(self) -> list[Row]:
        """Return the rows, each as values by variable; unbound variables are absent."""
        bindings = json.loads(self.body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in bindings]

    @property
    def triples(self) -> list[Triple]:
        """Return the triples of a CONSTRUCT."""
        return read_triples(self.body)

    @property
    def truth(self) -> bool:
        """Return the answer to an ASK."""
        return bool(json.loads(self.body)["boolean"])


async def ask(
    pool: Engine, query: str, this: str | None = None, release: str | None = None, **more: str
) -> Asked:
    """Ask a question in which `?this` and other variables may be IRIs that came from outside.

    Raises what Engine.answer raises; a SELECT must project them.
    """
    iris = more | ({"this": this} if this else {})
    bound = tuple((name, str(NamedNode(iri))) for name, iri in iris.items())
    question = Question(query, WRITTEN, substitutions=bound)
    async with pool.answer(question, release) as answer:
        body = bytearray(answer.first)
        async for chunk in answer.rest:
            body += chunk
        return Asked(answer.release, bytes(body))
