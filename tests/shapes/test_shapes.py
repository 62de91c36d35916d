"""Every shapes file finds exactly the faults planted in its data (SHACL, section 3.4)."""

from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

ROOT = Path(__file__).parents[2]
SHAPES = sorted((ROOT / "shapes").glob("*.ttl"))
FAULTY = "https://example.org/F"

pytestmark = pytest.mark.parametrize("shapes", SHAPES, ids=lambda path: path.stem)


def test_exactly_the_faulty_nodes_are_reported(shapes: Path) -> None:
    """A node whose name starts with F has a fault, every other node has none."""
    data = Graph().parse(_data_of(shapes))
    faulty = {str(node) for node in data.subjects() if str(node).startswith(FAULTY)}
    assert faulty == {str(node) for node in _report(shapes).objects(None, SH.focusNode)}


def test_every_rule_finds_a_fault(shapes: Path) -> None:
    """No rule is left without a node that breaks it."""
    assert _rules(shapes) == set(_report(shapes).objects(None, SH.sourceShape))


def test_every_message_is_in_both_languages(shapes: Path) -> None:
    """Each rule says in German and in English what is wrong."""
    graph = Graph().parse(shapes)
    languages = ["de", "en"]
    for teller in [*graph.subjects(RDF.type, SH.PropertyShape), *graph.objects(None, SH.sparql)]:
        assert languages == _languages(graph, teller, SH.message)


def test_every_property_shape_is_described(shapes: Path) -> None:
    """A property shape has a name in both languages, a German description and an order."""
    graph = Graph().parse(shapes)
    languages = ["de", "en"]
    for shape in graph.subjects(RDF.type, SH.PropertyShape):
        assert languages == _languages(graph, shape, SH.name)
        assert languages[:1] == _languages(graph, shape, SH.description)
        assert graph.value(shape, SH.order) is not None


def _data_of(shapes: Path) -> Path:
    return Path(__file__).parent / shapes.name


def _languages(graph: Graph, subject: Node, predicate: URIRef) -> list[str]:
    values = graph.objects(subject, predicate)
    return sorted(value.language or "" for value in values if isinstance(value, Literal))


@cache
def _report(shapes: Path) -> Graph:
    data = Graph().parse(_data_of(shapes))
    _, report, _ = validate(data, shacl_graph=Graph().parse(shapes), advanced=True)
    assert isinstance(report, Graph)
    return report


def _rules(shapes: Path) -> set[Node]:
    graph = Graph().parse(shapes)
    rules = set(graph.subjects(RDF.type, SH.PropertyShape))
    return rules | set(graph.subjects(SH.sparql)) | set(graph.subjects(SH.closed))
