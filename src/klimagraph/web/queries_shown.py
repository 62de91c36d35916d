"""The pages of the named queries: a list by topic, and a form with its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from klimagraph.asking import Row, ask
from klimagraph.choices import choices
from klimagraph.namespaces import PREFIXES, compact
from klimagraph.queries import NamedQuery, Parameter
from klimagraph.resolving import Candidate
from klimagraph.web.editor import by_topic
from klimagraph.web.language import language
from klimagraph.web.templating import local, render
from klimagraph.workers.engine import Engine

PATH = "/queries"
FILES = {"xlsx": "XLSX (Excel)", "csv": "CSV", "tsv": "TSV", "json": "JSON", "srx": "XML"}
FILES |= {"geojson": "GeoJSON"}
"""What a page offers to take away, by extension."""
INPUTS = {"xsd:date": "date", "xsd:integer": "number", "xsd:gYear": "number"}
LABEL = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?this (MIN(?label) AS ?name) WHERE {
  ?this skos:prefLabel|dcterms:title|rdfs:label ?label FILTER(LANG(?label) IN ("de", ""))
}
GROUP BY ?this
"""


@dataclass(frozen=True)
class Found:
    """The first rows of an answer and where they are from."""

    rows: list[dict[str, Any]]
    release: str
    most: int


@dataclass(frozen=True)
class Field:
    """A field of the form of a named query."""

    parameter: Parameter
    value: str
    choices: list[Row]
    name: str
    """What the value is called, empty where nobody knows."""

    @property
    def kind(self) -> str:
        """Return how a value is given: select, search, truth, or the type of an input."""
        if self.choices:
            return "select"
        if self.parameter.searched:
            return "search"
        if self.parameter.type == "xsd:boolean":
            return "truth"
        return INPUTS.get(self.parameter.type, "text")

    @property
    def required(self) -> bool:
        """Tell whether the query needs a value from the person who asks."""
        return not self.parameter.optional and self.parameter.default is None

    @property
    def shown(self) -> str:
        """Return the value as the field begins with it."""
        return compact(self.value) if self.parameter.type == "iri" else self.value


def index(library: Mapping[str, NamedQuery]) -> bytes:
    """Return the list of all questions."""
    return render(
        "queries.html", topics=by_topic(library.values()), total=len(library), in_=language()
    )


async def question(
    pool: Engine, query: NamedQuery, asked: Mapping[str, str], found: Found
) -> bytes:
    """Return the page of a question with the beginning of its answer."""
    return render("query.html", **await _shown(pool, query, asked, found))


async def asked_back(
    pool: Engine,
    query: NamedQuery,
    asked: Mapping[str, str],
    release: str,
    doubts: Mapping[str, tuple[Candidate, ...]],
) -> bytes:
    """Return the page of a question with what its names may mean instead of an answer."""
    meant = {
        name: {one: _address(query, {**asked, name: one.iri}) for one in candidates}
        for name, candidates in doubts.items()
    }
    shown = await _shown(pool, query, asked, Found([], release, 0))
    return render("query_doubt.html", doubts=meant, asked=asked, **shown)


async def _shown(
    pool: Engine, query: NamedQuery, asked: Mapping[str, str], found: Found
) -> dict[str, Any]:
    fields = [await _field(pool, item, asked, found.release) for item in query.parameters]
    given = {name: value for name, value in asked.items() if value}
    older = found.release if found.release != pool.release else ""
    return {
        "query": query,
        "topic": next((one for one, held in by_topic([query]) if held), None),
        "fields": fields,
        "found": found,
        "files": _files(query, given),
        "names": FILES,
        "editor": f"/query?{urlencode({'named': query.name, **given})}",
        "older": older,
        "page": partial(_page, release=older),
        "today": _today(query, given),
        "titles": {column.name: column.label[language()] for column in query.columns},
        "in_": language(),
    }


async def _field(
    pool: Engine, parameter: Parameter, asked: Mapping[str, str], release: str
) -> Field:
    value = asked.get(parameter.name) or parameter.default or ""
    listed = await choices(pool, parameter, release)
    if parameter.type != "iri":
        return Field(parameter, value, listed, "")
    prefix, colon, local = value.partition(":")
    iri = PREFIXES[prefix] + local if colon and prefix in PREFIXES else value
    named = next((row["name"] for row in listed if row["thing"] == iri), "")
    if ":" in iri and not named:
        rows = (await ask(pool, LABEL, iri, release)).rows
        named = rows[0].get("name", "") if rows else ""
    return Field(parameter, iri, listed, named)


def _page(iri: str, release: str) -> str:
    """Return where a thing of an answer leads, in an older release if one is named."""
    path = local(iri)
    if not release or not path.startswith("/"):
        return path
    address, hash_sign, fragment = path.partition("#")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}release={release}{hash_sign}{fragment}"


def _today(query: NamedQuery, given: Mapping[str, str]) -> str:
    """Return the address of the same question to the current release."""
    left = {name: value for name, value in given.items() if name != "release"}
    return _address(query, left)


def _address(query: NamedQuery, given: Mapping[str, str]) -> str:
    return f"{PATH}/{query.name}{'?' if given else ''}{urlencode(given)}"


def _files(query: NamedQuery, given: Mapping[str, str]) -> dict[str, str]:
    """Return the addresses of the same answer as a file, by extension."""
    behind = f"?{urlencode(given)}" if given else ""
    return {
        name: f"{PATH}/{query.name}.{name}{behind}"
        for name in FILES
        if name != "geojson" or query.on_a_map
    }
