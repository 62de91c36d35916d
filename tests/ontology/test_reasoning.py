"""A reasoner for OWL 2 RL finds neither a contradiction nor two names for one thing.

It runs over the ontology and all datasets written by hand; the register (511,000 statements) is
left out, as it is too much for a reasoner in Python.
"""

from functools import cache

import owlrl
import pytest
from owlrl.Namespaces import ERRNS
from rdflib import FOAF, ORG, OWL, RDF, Graph, URIRef
from vocabulary import KLIMA, data, vocabulary

from klimagraph.namespaces import PREFIXES, THINGS

START = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
CONTRADICTIONS = {
    "disjoint": """klima:Plan owl:disjointWith klima:Event .
        <http://e/a> a klima:Plan , klima:Event .""",
    "asymmetric": """klima:host a owl:AsymmetricProperty .
        <http://e/a> klima:host <http://e/b> . <http://e/b> klima:host <http://e/a> .""",
    "different": "<http://e/a> owl:sameAs <http://e/b> ; owl:differentFrom <http://e/b> .",
}
MERGERS = {
    "functional": """klima:funder a owl:FunctionalProperty .
        <http://e/a> klima:funder <http://e/b> , <http://e/c> .""",
    "inverse functional": """foaf:page a owl:InverseFunctionalProperty .
        <http://e/a> foaf:page <http://e/p> . <http://e/b> foaf:page <http://e/p> .""",
}


def test_no_contradiction_is_found() -> None:
    """The ontology and the data can be true together."""
    assert set() == contradictions(reasoned())


def test_no_two_names_become_one() -> None:
    """No thing is found to be another."""
    assert set() == mergers(reasoned())


def test_the_reasoner_did_reason() -> None:
    """An alliance is an organisation and an agent, and a post has a place on both sides."""
    alliance = URIRef(f"{THINGS}alliance/klima-buendnis")
    assert {ORG.Organization, FOAF.Agent} <= set(reasoned().objects(alliance, RDF.type))
    assert {post for post, _ in data().subject_objects(ORG.postIn)} == {
        post for _, post in reasoned().subject_objects(ORG.hasPost)
    }


def test_nobody_is_both_person_and_organisation() -> None:
    """What follows for people keeps them apart from bodies."""
    people = set(reasoned().subjects(RDF.type, FOAF.Person))
    assert set() == people & set(reasoned().subjects(RDF.type, ORG.Organization))


def test_no_membership_is_a_tenure() -> None:
    """Two classes under one of ORG stay two."""
    memberships = set(reasoned().subjects(RDF.type, KLIMA.Membership))
    assert set() == memberships & set(reasoned().subjects(RDF.type, KLIMA.Tenure))


@pytest.mark.parametrize("statements", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_planted_contradiction_is_found(statements: str) -> None:
    """The reasoner reports what cannot be true together."""
    assert set() != contradictions(_closed(vocabulary() + _planted(statements)))


@pytest.mark.parametrize("statements", MERGERS.values(), ids=MERGERS)
def test_planted_merger_is_found(statements: str) -> None:
    """The reasoner reports where a functional property would merge two things."""
    assert set() != mergers(_closed(vocabulary() + _planted(statements)))


@cache
def reasoned() -> Graph:
    """Return ontology and data with all that follows from them."""
    return _closed(vocabulary() + data())


def contradictions(graph: Graph) -> set[str]:
    """Return the messages of the reasoner."""
    return {str(message) for message in graph.objects(None, ERRNS.error)}


def mergers(graph: Graph) -> set[tuple[str, str]]:
    """Return the pairs of different names that are found to mean one thing."""
    pairs = graph.subject_objects(OWL.sameAs)
    return {(str(one), str(other)) for one, other in pairs if one != other}


def _closed(graph: Graph) -> Graph:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def _planted(statements: str) -> Graph:
    return Graph().parse(data=START + statements)
