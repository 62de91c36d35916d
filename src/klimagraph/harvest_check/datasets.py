"""The datasets of a page and what portals will not like about them (DCAT-AP.de 3.0)."""

import re

from pyoxigraph import BlankNode, Literal

from klimagraph.harvest_check import distributions
from klimagraph.harvest_check.findings import Findings
from klimagraph.harvest_check.graph import DCAT, DCT, TYPE, Graph, Node, text
from klimagraph.harvest_check.licences import LABELLED

DATASET = f"{DCAT}Dataset"
CONTRIBUTOR = "http://dcat-ap.de/def/dcatde/contributorID"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
MOMENT = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")
WANTED = (
    ("description-missing", f"{DCT}description"),
    ("publisher-missing", f"{DCT}publisher"),
    ("contact-missing", f"{DCAT}contactPoint"),
    ("identifier-missing", f"{DCT}identifier"),
    ("modified-missing", f"{DCT}modified"),
    ("no-distribution", f"{DCAT}distribution"),
)
SINGLE = (
    ("identifier-several", f"{DCT}identifier"),
    ("contributor-several", CONTRIBUTOR),
    ("spatial-several", f"{DCT}spatial"),
)


def check(graph: Graph, url: str, findings: Findings) -> None:
    """Note what is wrong with the datasets of a page."""
    for node in graph.of_type(DATASET):
        said = {name for name, _ in graph.about[node]} - {TYPE}
        if not said:
            findings.add("stub", name_of(node, url))
            continue
        if f"{DCT}title" not in said:
            findings.add("untitled", name_of(node, url))
        _check(graph, node, name_of(node, url), findings)
    distributions.check(graph, url, findings)
    _check_labels(graph, url, findings)


def name_of(node: Node, url: str) -> str:
    """Return what a node is called in a report: its IRI, or the page on which it has none."""
    return url if isinstance(node, BlankNode) else node.value


def identifiers(graph: Graph, node: Node) -> tuple[str, ...]:
    """Return the identifiers of a dataset as texts."""
    return tuple(text(value) for value in graph.objects(node, f"{DCT}identifier"))


def _check(graph: Graph, node: Node, name: str, findings: Findings) -> None:
    if isinstance(node, BlankNode):
        findings.add("blank-dataset", name)
    _check_presence(graph, node, name, findings)
    for predicate, value in graph.about[node]:
        if predicate == f"{DCT}modified" and not MOMENT.match(text(value)):
            findings.add("modified-unclear", name, text(value))
        if isinstance(value, BlankNode) and predicate != f"{DCAT}distribution":
            findings.add("blank-part", name, predicate)


def _check_presence(graph: Graph, node: Node, name: str, findings: Findings) -> None:
    """Note what is missing and what is there too often."""
    for code, predicate in WANTED:
        if not graph.objects(node, predicate):
            findings.add(code, name)
    for code, predicate in SINGLE:
        if len(graph.objects(node, predicate)) > 1:
            findings.add(code, name)


def _check_labels(graph: Graph, url: str, findings: Findings) -> None:
    """Note labels that take the place of IRIs in CKAN."""
    for node, pairs in list(graph.about.items()):
        for predicate, value in pairs:
            if predicate not in LABELLED or isinstance(value, Literal | BlankNode):
                continue
            if graph.objects(value, LABEL):  # type: ignore[arg-type]  # an IRI
                findings.add("label-replaces", name_of(node, url), text(value))
