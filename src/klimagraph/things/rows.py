"""Answers as terms that keep their language and datatype (https://www.w3.org/TR/sparql11-results-json/)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from klimagraph.asking import ask
from klimagraph.workers.engine import Engine


@dataclass(frozen=True)
class Term:
    """An IRI or a literal as an answer has it."""

    value: str
    language: str = ""
    datatype: str = ""
    link: bool = False


NOTHING = Term("")
Row = Mapping[str, Term]


@dataclass(frozen=True)
class View:
    """What a page looks at: a release, in a language."""

    pool: Engine
    release: str | None
    language: str

    async def ask(self, question: str, iri: str = "", **more: str) -> list[Row]:
        """Return the rows of a question about a thing; unbound variables are absent."""
        return (await self.first(question, iri, **more))[0]

    async def first(self, question: str, iri: str, **more: str) -> tuple[list[Row], str]:
        """Return the rows, and the release that gave them."""
        written = about(question, ({"this": iri} if iri else {}) | more)
        asked = await ask(self.pool, written, release=self.release)
        bindings = json.loads(asked.body)["results"]["bindings"]
        rows: list[Row] = [{name: _term(term) for name, term in row.items()} for row in bindings]
        return rows, asked.release


def about(question: str, iris: Mapping[str, str]) -> str:
    """Return a question about things: their names stand in it as the library writes them out.

    The planner must know them; with substitutions, which it does not see, questions of this size
    take seconds instead of milliseconds. Raises ValueError for what is no IRI.
    """
    for name, iri in iris.items():
        term = str(NamedNode(iri)).replace("\\", r"\\")
        question = re.sub(rf"\?{name}\b", term, question)
    return question


def _term(term: Mapping[str, str]) -> Term:
    return Term(
        term["value"], term.get("xml:lang", ""), term.get("datatype", ""), term["type"] == "uri"
    )


def text(row: Row, name: str) -> str:
    """Return the value of a variable, nothing where it is unbound."""
    return row.get(name, NOTHING).value
