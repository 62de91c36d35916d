"""The profiles name shapes that exist, and every shape belongs to a profile.

https://www.w3.org/TR/dx-prof/
"""

from functools import cache
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, RDFS, SH, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from klimagraph.namespaces import PREFIXES, SHAPES, TERMS

FOLDER = Path(__file__).parents[2] / "shapes"
ONTOLOGY = sorted((FOLDER.parent / "ontology").glob("*.ttl"))
PROF = Namespace(PREFIXES["prof"])
CORE = URIRef(f"{SHAPES}profile-core")
CLASSES_SUBMITTED = {
    "submission-membership": {"Membership"},
    "submission-commitment": {"Commitment", "Target"},
    "submission-tenure": {"Tenure"},
    "submission-grant": {"Grant"},
    "submission-plan": {"Plan"},
    "submission-event": {"Event"},
    "submission-count": {"Count"},
    "submission-alliance": {"Alliance"},
}


@cache
def graph_of(pattern: str) -> Graph:
    """Return the shapes files that fit a pattern as one graph."""
    graph = Graph()
    for path in FOLDER.glob(pattern):
        graph.parse(path)
    return graph


def node_shapes(pattern: str) -> set[Node]:
    """Return the node shapes in the files that fit a pattern."""
    return set(graph_of(pattern).subjects(RDF.type, SH.NodeShape))


def profiles() -> list[Node]:
    """Return all profiles."""
    return sorted(graph_of("profiles.ttl").subjects(RDF.type, PROF.Profile), key=str)


def artifacts(profile: Node) -> set[Node]:
    """Return the node shapes that a profile names, in its own file or in that of a shape."""
    graph = graph_of("**/*.ttl")
    resources = graph.objects(profile, PROF.hasResource)
    return {each for resource in resources for each in graph.objects(resource, PROF.hasArtifact)}


def test_core_is_what_stands_in_the_folder_itself() -> None:
    """What always holds lies in `shapes`, what holds in one profile only in a folder below."""
    assert node_shapes("*.ttl") == artifacts(CORE)


def test_every_shape_belongs_to_a_profile() -> None:
    """No shape is named by no profile, and no profile names a shape that is not there."""
    named = {each for profile in profiles() for each in artifacts(profile)}
    assert node_shapes("**/*.ttl") == named


@pytest.mark.parametrize("profile", profiles(), ids=lambda node: node.split("#")[-1])
def test_profile_is_described(profile: Node) -> None:
    """A profile has a name and a description in both languages, and builds on core."""
    graph, languages = graph_of("profiles.ttl"), ["de", "en"]
    for predicate in (RDFS.label, DCTERMS.description):
        values = graph.objects(profile, predicate)
        assert languages == sorted(str(v.language) for v in values if isinstance(v, Literal))
    parents = [] if profile == CORE else [CORE]
    assert parents == list(graph.objects(profile, PROF.isProfileOf))


@pytest.mark.parametrize(("name", "classes"), CLASSES_SUBMITTED.items())
def test_submission_describes_what_is_submitted(name: str, classes: set[str]) -> None:
    """A submission profile names the shapes of its classes, of their evidence and its source."""
    expected = {URIRef(SHAPES + each) for each in classes | {"Evidence", "Source"}}
    assert expected <= artifacts(URIRef(f"{SHAPES}profile-{name}"))


def test_every_class_people_submit_has_a_profile() -> None:
    """There is one profile per kind of submission, besides core and portal."""
    names = {str(profile).removeprefix(f"{SHAPES}profile-") for profile in profiles()}
    assert {"core", "portal", *CLASSES_SUBMITTED} == names


def test_every_term_appears_in_a_shape() -> None:
    """No class and no property of ours is left undescribed."""
    ontology = Graph()
    for path in ONTOLOGY:
        ontology.parse(path)
    declared = {term for term in ontology.subjects(RDFS.isDefinedBy) if str(term).startswith(TERMS)}
    used = {node for triple in graph_of("*.ttl") for node in triple}
    assert set() == declared - used
