"""Results of queries, read from answers and from the files of the suites."""

import csv
import io
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal as OneOf

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from conformance.suite import Suite
from conformance.triples import RDF, Description, Lines, Node, Term, lines_of, text_of

Row = tuple[Term | None, ...]

RESULT_SET = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
CSV, GRAPH = "text/csv", "application/n-triples"
MEDIA_TYPES = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": CSV,
}
FORMATS = {
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    CSV: QueryResultsFormat.CSV,
}


@dataclass(frozen=True)
class Table:
    """Solutions: the names of variables in alphabetical order and rows in the same one."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    ordered: bool = False
    """Whether the order of rows matters."""


@dataclass(frozen=True)
class Refused:
    """Said instead of a result: the text cannot be read, or cannot be carried out."""

    why: OneOf["syntax", "forbidden", "evaluation"]
    message: str = ""


Result = Table | bool | Lines | Refused


def media_type_for(iri: str) -> str:
    """Return the format of solutions to ask for where the result stands in a file."""
    return MEDIA_TYPES.get(PurePosixPath(iri).suffix, MEDIA_TYPES[".srj"])


def expected_result(suite: Suite, iri: str) -> Result:
    """Return the result that stands in a file of a suite."""
    path = suite.path(iri)
    if path.suffix in MEDIA_TYPES:
        return read_result(MEDIA_TYPES[path.suffix], path.read_bytes())
    description = Description(path, iri)
    for node in description.subjects(f"{RDF}type", NamedNode(f"{RESULT_SET}ResultSet")):
        return _described(description, node)
    return description.lines


def read_result(media_type: str, body: bytes) -> Result:
    """Return the result that stands in an answer."""
    if media_type == GRAPH:
        return lines_of(parse(body, format=RdfFormat.N_TRIPLES))
    if media_type == CSV:
        return _csv(body.decode())
    results = parse_query_results(body, FORMATS[media_type])
    if isinstance(results, QueryBoolean):
        return bool(results)
    names = sorted(variable.value for variable in results.variables)
    return Table(tuple(names), tuple(tuple(row[name] for name in names) for row in results))


def _csv(text: str) -> Table:
    """Return a table whose terms are blank nodes and text; CSV says no more about them."""
    header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    order = sorted(range(len(header)), key=header.__getitem__)
    rows = (tuple(_cell(line[place]) for place in order) for line in lines)
    return Table(tuple(header[place] for place in order), tuple(rows))


def _cell(text: str) -> Term | None:
    if text.startswith("_:"):
        return BlankNode(text.removeprefix("_:"))
    return Literal(text) if text else None


def _described(about: Description, node: Node) -> Table | bool:
    """Return the result that a file describes with the vocabulary for result sets."""
    truth = about.value(node, f"{RESULT_SET}boolean")
    if truth is not None:
        return text_of(truth) == "true"
    names = sorted(text_of(name) for name in about.values(node, f"{RESULT_SET}resultVariable"))
    solutions = about.values(node, f"{RESULT_SET}solution")
    ordered = any(about.value(solution, f"{RESULT_SET}index") for solution in solutions)
    if ordered:
        solutions.sort(key=lambda solution: int(about.text(solution, f"{RESULT_SET}index")))
    rows = tuple(_row(about, solution, names) for solution in solutions)
    return Table(tuple(names), rows, ordered)


def _row(about: Description, solution: Term, names: list[str]) -> Row:
    bindings = about.values(solution, f"{RESULT_SET}binding")
    values = {
        about.text(binding, f"{RESULT_SET}variable"): about.node(binding, f"{RESULT_SET}value")
        for binding in bindings
    }
    return tuple(values.get(name) for name in names)
