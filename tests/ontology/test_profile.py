"""The ontology stays within OWL 2 RL (https://www.w3.org/TR/owl2-profiles/#OWL_2_RL).

It uses much less than the profile allows: names, one hierarchy and inverse properties.
Whatever else OWL or RDFS offers is refused, so that no construct can slip in unseen.
"""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Iterator

import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.term import Node
from vocabulary import HEADER, KINDS, vocabulary

from klimagraph.namespaces import PREFIXES

KINDS_ALLOWED = {*KINDS, OWL.Ontology}
LOGIC = {RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf}
DESCRIPTION = {
    RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy,
    OWL.versionIRI, OWL.versionInfo, OWL.priorVersion, OWL.deprecated,
}  # fmt: skip
START = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
BREACHES = (
    "klima:Plan owl:disjointUnionOf ( klima:Event klima:Grant ) .",
    "klima:Plan owl:hasKey ( klima:date ) .",
    "klima:Plan owl:sameAs klima:Event .",
    "klima:Plan owl:unionOf ( klima:Event klima:Grant ) .",
    "klima:Plan rdfs:subClassOf [ owl:onProperty klima:date ; owl:cardinality 1 ] .",
    "klima:Plan rdfs:subClassOf owl:Thing .",
    "klima:Plan rdfs:subClassOf <http://e/Unknown> .",
    "klima:Plan a owl:ObjectProperty .",
    "klima:date a owl:ObjectProperty .",
    "klima:date a owl:FunctionalProperty .",
    "klima:topic a owl:ObjectProperty .",
    "klima:host a owl:ReflexiveProperty .",
    "klima:host a owl:InverseFunctionalProperty .",
    "klima:host owl:inverseOf klima:date .",
    "klima:host owl:equivalentProperty klima:organisedBy .",
    "klima:host rdfs:domain klima:Event .",
    "klima:host rdfs:range klima:Event .",
    "klima:host rdfs:subPropertyOf klima:date .",
    "klima:host klima:undeclared klima:Event .",
    "<https://w3id.org/klimagraph/ns> owl:imports <http://www.w3.org/ns/org> .",
)


def test_ontology_stays_within_the_profile() -> None:
    """No construct outside the small part that is used, no name with two kinds."""
    assert [] == list(breaches(vocabulary()))


@pytest.mark.parametrize("statement", BREACHES)
def test_breach_is_found(statement: str) -> None:
    """The scan reports what must not be said."""
    assert [] != list(breaches(vocabulary() + Graph().parse(data=START + statement)))


def test_header_is_not_a_term() -> None:
    """The ontology itself is no class and no property."""
    assert {OWL.Ontology} == set(vocabulary().objects(HEADER, RDF.type))


def breaches(graph: Graph) -> Iterator[str]:
    """Yield what a graph says beyond the allowed part of OWL 2 RL."""
    for subject, predicate, value in graph:
        if isinstance(subject, BNode) or isinstance(value, BNode):
            yield f"nameless: {subject} {predicate} {value}"
        if predicate == RDF.type and _of_owl(value) and value not in KINDS_ALLOWED:
            yield f"kind: {subject} {value}"
        if _of_owl(predicate) and predicate not in LOGIC | DESCRIPTION:
            yield f"construct: {subject} {predicate} {value}"
        if predicate in LOGIC and not _fits(graph, subject, predicate, value):
            yield f"axiom: {subject} {predicate} {value}"
    yield from (f"two kinds: {term}" for term in _declared(graph) if len(_kinds(graph, term)) > 1)
    yield from (f"undeclared: {it}" for it in set(graph.predicates()) if not _known(graph, it))


def _of_owl(term: Node) -> bool:
    return isinstance(term, URIRef) and (term in OWL or term in RDFS)


def _fits(graph: Graph, subject: Node, predicate: Node, value: Node) -> bool:
    """Tell whether an axiom joins two declared names of the same, fitting kind."""
    kinds = _kinds(graph, subject)
    if predicate == RDFS.subClassOf:
        return kinds == _kinds(graph, value) == {OWL.Class}
    if predicate == OWL.inverseOf:
        return kinds == _kinds(graph, value) == {OWL.ObjectProperty}
    return kinds == _kinds(graph, value) != {OWL.Class} and kinds != set()


def _declared(graph: Graph) -> set[Node]:
    return {term for kind in KINDS for term in graph.subjects(RDF.type, kind)}


def _kinds(graph: Graph, term: Node) -> set[Node]:
    return set(graph.objects(term, RDF.type)) & set(KINDS)


def _known(graph: Graph, predicate: Node) -> bool:
    """Tell whether a predicate belongs to the language or is declared as a property."""
    if predicate == RDF.type or _of_owl(predicate):
        return True
    return len(_kinds(graph, predicate) - {OWL.Class}) == 1
