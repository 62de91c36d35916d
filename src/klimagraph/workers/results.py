"""The ways to write a result of the engine, one for each format."""

from collections.abc import Callable
from typing import IO, Any

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    serialize,
)

from klimagraph.namespaces import TURTLE_PREFIXES
from klimagraph.workers import geojson, workbook
from klimagraph.workers.workbook import About

RESULT_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "n3": RdfFormat.N3,
}
PRETTY = ("turtle", "trig", "n3", "rdfxml")


Write = Callable[[Any, IO[bytes], str, About], None]


def writer(result: object) -> tuple[str, Write]:
    """Return the kind of a result and what writes it to a file in a format.

    What is to be told about the result goes into the formats that have room for it.
    """
    if isinstance(result, QueryTriples):
        return "graph", _write_graph
    if isinstance(result, QueryBoolean):
        return "boolean", _write_result
    assert isinstance(result, QuerySolutions)  # noqa: S101  # there is no fourth kind
    return "bindings", _write_bindings


def _write_bindings(result: QuerySolutions, output: IO[bytes], name: str, about: About) -> None:
    if name == "xlsx":
        workbook.write(result, output, about)
    elif name == "geojson":
        geojson.write(result, output)
    else:
        _write_result(result, output, name, about)


def _write_result(
    result: QuerySolutions | QueryBoolean, output: IO[bytes], name: str, _about: About
) -> None:
    result.serialize(output=output, format=RESULT_FORMATS[name])


def _write_graph(result: QueryTriples, output: IO[bytes], name: str, _about: About) -> None:
    prefixes = TURTLE_PREFIXES if name in PRETTY else None
    serialize(result, output, GRAPH_FORMATS[name], prefixes=prefixes)
