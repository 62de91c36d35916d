"""Validation with pySHACL, run in a process of its own: reads a file, prints the findings."""

import json
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse, serialize
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from klimagraph.bundle import bundle_folder
from klimagraph.derivation import bounds_in
from klimagraph.errors import InputRefused, InputTooLarge
from klimagraph.namespaces import SHAPES, TERMS, compact
from klimagraph.rdf import Limits, format_of, parse_checked
from klimagraph.settings import MEBIBYTE
from klimagraph.validation.reports import SEVERITIES, Finding

RANK = {name: number for number, name in enumerate(SEVERITIES)}


def findings(data: Graph, shapes: Graph, vocabulary: Graph) -> list[Finding]:
    """Return what the shapes find in the data, worst first, then by focus node and path."""
    _, report, _ = validate(data, shacl_graph=shapes, ont_graph=vocabulary, advanced=True)
    results = report.subjects(RDF.type, SH.ValidationResult)
    found = [_finding(report, node, shapes) for node in results]
    found += unknown_terms(data, vocabulary)
    return sorted(found, key=lambda item: (RANK[item.severity], item.focus, item.path, item.value))


def unknown_terms(data: Graph, vocabulary: Graph) -> Iterator[Finding]:
    """Yield a violation for each use of a class or property of ours that does not exist."""
    declared = {str(term) for term in vocabulary.subjects() if str(term).startswith(TERMS)}
    near: dict[str, list[str]] = {}
    for subject, predicate, value in data:
        term = str(value if predicate == RDF.type else predicate)
        if term.startswith(TERMS) and term not in declared:
            near.setdefault(term, get_close_matches(term, declared, 1))
            yield _unknown(str(subject), str(predicate), term, near[term])


def _unknown(focus: str, path: str, term: str, near: list[str]) -> Finding:
    german, english = (
        f"Den Begriff {compact(term)} gibt es nicht.",
        f"There is no term {compact(term)}.",
    )
    if near:
        german += f" Meinten Sie {compact(near[0])}?"
        english += f" Did you mean {compact(near[0])}?"
    shape = f"{SHAPES}DeclaredTerm"
    return Finding("violation", focus, path, term, german, english, shape, "DeclaredTerm")


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


def read(paths: list[Path], limits: Limits) -> tuple[Graph, int]:
    """Return files as one rdflib graph and the number of triples; raises InputRefused."""
    graph = Graph()
    for path in paths:
        _add(graph, (quad.triple for quad in parse_checked(path, format_of(path), limits)))
    return graph, len(graph)


def with_bounds(graph: Graph, root: Path) -> Graph:
    """Return data together with the bounds of their dates, as publication derives them."""
    data = graph.serialize(format="nt", encoding="utf-8")
    triples = (quad.triple for quad in parse(data, format=RdfFormat.N_TRIPLES))
    _add(graph, bounds_in(triples, root))
    return graph


def _add(graph: Graph, triples: Iterable[Triple]) -> None:
    text = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    graph.parse(data=text, format="nt")


def main() -> None:
    """Validate the file named by the first argument; limits follow as JSON.

    A clock of the kernel ends the process even where nobody waits for it any more.
    """
    options = json.loads(sys.argv[2])
    memory = options.pop("memory") * MEBIBYTE
    signal.setitimer(signal.ITIMER_REAL, options.pop("seconds"))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    root = bundle_folder()
    try:
        data, triples = read([Path(sys.argv[1])], Limits(**options))
    except InputRefused as error:
        large = isinstance(error, InputTooLarge)
        print(json.dumps({"refused": [error.message, error.line, error.column], "large": large}))
        return
    shapes, _ = read(sorted((root / "shapes").glob("*.ttl")), Limits())
    vocabulary, _ = read(sorted((root / "ontology").rglob("*.ttl")), Limits())
    found = findings(with_bounds(data, root), shapes, vocabulary)
    print(json.dumps({"triples": triples, "findings": [asdict(item) for item in found]}))


if __name__ == "__main__":
    main()
