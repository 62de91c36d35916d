"""Reads reports as pySHACL makes them (https://www.w3.org/TR/shacl/#validation-report)."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse
from pyoxigraph import Literal as Text
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from klimagraph.places import Wanted
from klimagraph.shacl.paths import path as path_at
from klimagraph.shacl.results import text_of
from klimagraph.shacl.shapes import Path, Term
from klimagraph.validation.checking import path_text
from klimagraph.validation.findings import SEVERITIES, Finding
from klimagraph.validation.grouping import Traced

COMPONENT = "ConstraintComponent"


def traced_results(report: Graph, shapes: Graph) -> Iterator[Traced]:
    """Yield the results of a report; details of a result are part of it."""
    details = set(report.objects(None, SH.detail))
    for node in report.subjects(RDF.type, SH.ValidationResult):
        if node not in details:
            yield _traced(report, node, shapes)


def _traced(report: Graph, node: Node, shapes: Graph) -> Traced:
    path, value = _path(report, node), report.value(node, SH.value)
    focus = _term(report.value(node, SH.focusNode))
    found = _term(value) if value is not None else None
    component = str(report.value(node, SH.sourceConstraintComponent)).rsplit("#")[-1]
    german, english = _messages(report, node, shapes, component)
    severity = str(report.value(node, SH.resultSeverity)).rsplit("#")[-1].lower()
    finding = Finding(
        severity if severity in SEVERITIES else "violation",
        text_of(focus),
        path_text(path),
        text_of(found) if found is not None else "",
        german,
        english,
        str(report.value(node, SH.sourceShape) or ""),
        component,
    )
    return Traced(finding, Wanted(focus, path.predicate if path else None, found))


def _messages(report: Graph, node: Node, shapes: Graph, component: str) -> tuple[str, str]:
    """Return what is said in German and in English.

    A message that was filled in has lost its language; that of the shape tells it.
    """
    origins = [*report.objects(node, SH.sourceConstraint), *report.objects(node, SH.sourceShape)]
    written = [
        text
        for origin in origins
        for graph in (shapes, report)
        for text in graph.objects(origin, SH.message)
        if isinstance(text, Literal)
    ]
    said = {str(text) for text in report.objects(node, SH.resultMessage)}
    told: dict[str, str] = {}
    for message in written:
        start = str(message).split("{", 1)[0]
        for text in sorted(said):
            if text.startswith(start):
                told.setdefault(message.language or "en", text)
    if told:
        return told.get("de", ""), told.get("en", "")
    name = component.removesuffix(COMPONENT)
    broken = f"sh:{name[:1].lower()}{name[1:]}"
    return f"Die Vorgabe {broken} ist nicht erfüllt.", f"This breaks {broken}."


def _path(report: Graph, node: Node) -> Path | None:
    """Return the path of a result as SPARQL."""
    start = report.value(node, SH.resultPath)
    if start is None:
        return None
    store = Store()
    store.extend(_description(report, start))
    return path_at(store, NamedNode(str(SH.resultPath)), _term(start))


def _description(report: Graph, start: Node) -> Iterator[Quad]:
    """Yield what is said about a blank node and about those in it."""
    waiting, seen = [start], set[Node]()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, BNode) or node in seen:
            continue
        seen.add(node)
        waiting += report.objects(node)
        lines = "".join(
            f"{node.n3()} {predicate.n3()} {value.n3()} .\n"
            for predicate, value in report.predicate_objects(node)
            if isinstance(predicate, URIRef) and isinstance(value, URIRef | BNode)
        )
        yield from parse(lines.encode(), format=RdfFormat.N_TRIPLES)


def _term(node: Node | None) -> Term:
    """Return a term of rdflib as pyoxigraph has it."""
    if isinstance(node, Literal):
        if node.language:
            return Text(str(node), language=node.language)
        return Text(str(node), datatype=NamedNode(str(node.datatype or XSD.string)))
    return BlankNode(str(node)) if isinstance(node, BNode) else NamedNode(str(node))
