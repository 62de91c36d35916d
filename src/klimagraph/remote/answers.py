"""Answers of a remote engine in the format that was asked for."""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from klimagraph.errors import NotAcceptable, StoreUnavailable
from klimagraph.formats import Kind
from klimagraph.namespaces import PREFIXES, TURTLE_PREFIXES
from klimagraph.workers.protocol import Question
from klimagraph.workers.results import GRAPH_FORMATS, PRETTY, RESULT_FORMATS, writer

XSD = PREFIXES["xsd"]
ASKED = {
    "bindings": "application/sparql-results+json",
    "boolean": "application/sparql-results+json",
    "graph": "application/n-triples, text/plain;q=0.5",
}
"""What an engine is asked for where its answer is written anew."""
VERBATIM = {**RESULT_FORMATS, **GRAPH_FORMATS}
"""Formats that an engine can have which is like our own."""
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"

Json = dict[str, Any]


def rewritten(body: bytes, kind: Kind, name: str, question: Question) -> bytes:
    """Return an answer, which came in one of the formats `ASKED`, in another format.

    Raises StoreUnavailable where it is not what SPARQL 1.1 says, NotAcceptable where the format
    cannot carry it.
    """
    try:
        if kind == "graph":
            return _graph(body, name)
        return _result(_mended(json.loads(body), question), name, question)
    except (ValueError, SyntaxError, KeyError, TypeError, AttributeError) as error:
        raise StoreUnavailable(f"the store's answer cannot be read: {error}") from None


def _result(body: Json, name: str, question: Question) -> bytes:
    parsed = parse_query_results(json.dumps(body).encode(), format=QueryResultsFormat.JSON)
    output = io.BytesIO()
    writer(parsed)[1](parsed, output, name, question.about)
    return output.getvalue()


def _graph(body: bytes, name: str) -> bytes:
    if name not in GRAPH_FORMATS:
        raise NotAcceptable(f"a graph cannot be written as {name}")
    prefixes = TURTLE_PREFIXES if name in PRETTY else None
    form = GRAPH_FORMATS[name]
    return serialize(_triples(body), format=form, prefixes=prefixes) or b""


def _triples(body: bytes) -> Iterator[Triple]:
    for quad in parse(body, format=RdfFormat.N_TRIPLES):
        term = quad.object
        if isinstance(term, Literal) and term.datatype.value in MENDING:
            value, kind = MENDING[term.datatype.value](term.value)
            term = Literal(value, datatype=NamedNode(kind))
        yield Triple(quad.subject, quad.predicate, term)


def _mended(body: Json, question: Question) -> Json:
    """Return a result with the terms that the engine is known to change as they should be.

    What a variable was set to, it is: some engines make a text of an IRI on the way.
    """
    if "results" not in body:
        return body
    given = {name: _as_json(text) for name, text in question.substitutions}
    for row in body["results"]["bindings"]:
        for name, term in row.items():
            if name in given:
                row[name] = given[name]
            elif term.get("datatype") in MENDING:
                term["value"], term["datatype"] = MENDING[term["datatype"]](term["value"])
    return body


def _as_json(text: str) -> Json:
    quad = next(iter(parse(f"<x:s> <x:p> {text} .", format=RdfFormat.N_TRIPLES)))
    if not isinstance(quad.object, Literal):
        return {"type": "uri", "value": str(quad.object).strip("<>")}
    if quad.object.language:
        return {"type": "literal", "value": quad.object.value, "xml:lang": quad.object.language}
    kind = quad.object.datatype.value
    return {"type": "literal", "value": quad.object.value, "datatype": kind}


def _boolean(text: str) -> tuple[str, str]:
    return {"0": "false", "1": "true"}.get(text, text), f"{XSD}boolean"


def _months(text: str) -> tuple[str, str]:
    """Return a duration that Virtuoso gives as a number of months."""
    kind = f"{XSD}yearMonthDuration"
    if not re.fullmatch(r"-?\d+", text):
        return text, kind
    years, months = divmod(abs(int(text)), 12)
    written = f"{years}Y" * bool(years) + f"{months}M" * bool(months or not years)
    return "-" * text.startswith("-") + "P" + written, kind


def _seconds(text: str) -> tuple[str, str]:
    """Return a duration that Virtuoso gives as a number of seconds."""
    kind = f"{XSD}dayTimeDuration"
    if text.startswith(("P", "-P")):
        return text, kind
    minutes, seconds = divmod(abs(round(float(text))), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    date = f"{days}D" * bool(days)
    time = f"{hours}H" * bool(hours) + f"{minutes}M" * bool(minutes)
    time += f"{seconds}S" * bool(seconds or not (date or time))
    return "-" * text.startswith("-") + "P" + date + "T" * bool(time) + time, kind


MENDING: Mapping[str, Callable[[str], tuple[str, str]]] = {
    f"{XSD}boolean": _boolean,
    f"{XSD}yearMonthDuration": _months,
    f"{XSD}dayTimeDuration": _seconds,
    "http://www.openlinksw.com/schemas/virtrdf#Geometry": lambda text: (text, WKT),
}
"""What Virtuoso makes of literals, by their datatype there, and what they were."""
