"""Validation with pySHACL: of shapes from elsewhere, and as the reference for compiled ones."""

from collections.abc import Iterator

from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from klimagraph.validation.findings import SEVERITIES, Finding, in_order


def findings(data: Graph, shapes: Graph, vocabulary: Graph) -> list[Finding]:
    """Return what the shapes find in the data, worst first, then by focus node and path."""
    _, report, _ = validate(data, shacl_graph=shapes, ont_graph=vocabulary, advanced=True)
    results = report.subjects(RDF.type, SH.ValidationResult)
    return in_order(_finding(report, node, shapes) for node in results)


def _finding(report: Graph, node: Node, shapes: Graph) -> Finding:
    messages = dict(_messages(report, node, shapes))
    severity = _text(report, node, SH.resultSeverity).rsplit("#")[-1].lower()
    return Finding(
        severity if severity in SEVERITIES else "violation",
        _text(report, node, SH.focusNode),
        _text(report, node, SH.resultPath),
        _text(report, node, SH.value),
        messages.get("de", ""),
        messages.get("en", ""),
        _text(report, node, SH.sourceShape),
        _text(report, node, SH.sourceConstraintComponent).rsplit("#")[-1],
    )


def _messages(report: Graph, node: Node, shapes: Graph) -> Iterator[tuple[str, str]]:
    """Yield language and text; pySHACL drops the language where it fills a text in."""
    origins = [*report.objects(node, SH.sourceConstraint), *report.objects(node, SH.sourceShape)]
    written = [text for origin in origins for text in shapes.objects(origin, SH.message)]
    for text in report.objects(node, SH.resultMessage):
        language = text.language if isinstance(text, Literal) else None
        yield language or _language(str(text), written), str(text)


def _language(text: str, written: list[Node]) -> str:
    """Return the language of the message that a text was made from."""
    for message in written:
        start = str(message).split("{", 1)[0]
        if isinstance(message, Literal) and message.language and text.startswith(start):
            return message.language
    return "en"


def _text(report: Graph, node: Node, name: URIRef) -> str:
    return str(report.value(node, name) or "")
