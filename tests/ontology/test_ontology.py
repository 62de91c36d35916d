"""The vocabulary is complete, and nothing uses a term that it does not declare."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from klimagraph.namespaces import CONCEPTS, PREFIXES, TERMS

ROOT = Path(__file__).parents[2]
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
ONTOLOGY = sorted((ROOT / "ontology").rglob("*.ttl"))
TURTLE = [path for name in ("ontology", "shapes", "data") for path in (ROOT / name).rglob("*.ttl")]
QUERIES = sorted((ROOT / "queries").rglob("*.rq"))
PREFIX_LINE = re.compile(r"^\s*@?prefix\s+(\w*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
CONCEPT = re.compile(rf"{re.escape(CONCEPTS)}[a-z-]+/[\w-]+")
KLIMA = Namespace(TERMS)


@cache
def parsed(path: Path) -> Graph:
    """Return the graph that the file holds."""
    return Graph().parse(path)


@cache
def vocabulary() -> Graph:
    """Return the graph of all files of the ontology together."""
    graph = Graph()
    for path in ONTOLOGY:
        graph += parsed(path)
    return graph


def terms() -> list[Node]:
    """Return the classes and properties in our own namespace."""
    declared = {term for kind in KINDS for term in vocabulary().subjects(RDF.type, kind)}
    return sorted((term for term in declared if str(term).startswith(TERMS)), key=str)


def concepts() -> list[Node]:
    """Return the entries of all code lists."""
    return sorted(vocabulary().subjects(RDF.type, SKOS.Concept), key=str)


def schemes() -> list[Node]:
    """Return all code lists."""
    return sorted(vocabulary().subjects(RDF.type, SKOS.ConceptScheme), key=str)


def both_languages(subject: Node, predicate: URIRef) -> bool:
    """Tell whether there is exactly one value in German and one in English."""
    values = vocabulary().objects(subject, predicate)
    return sorted(str(getattr(value, "language", None)) for value in values) == ["de", "en"]


def own_name(path: Path) -> str:
    """Return the path as the report of a test shows it."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TURTLE + QUERIES, ids=own_name)
def test_prefixes_are_those_of_the_registry(path: Path) -> None:
    """A prefix means the same namespace everywhere, and prefixes stand in the same order."""
    declared = PREFIX_LINE.findall(path.read_text(encoding="utf-8"))
    expected = [(name, PREFIXES[name]) for name in PREFIXES if name in dict(declared)]
    assert expected == declared


@pytest.mark.parametrize("path", TURTLE, ids=own_name)
def test_turtle_parses_and_uses_declared_terms(path: Path) -> None:
    """Each name in our namespace is a class or property of the ontology."""
    assert set() == set(_used_terms(parsed(path))) - set(terms())


@pytest.mark.parametrize("path", QUERIES, ids=own_name)
def test_query_uses_declared_terms(path: Path) -> None:
    """Each name that a query takes from our namespace is declared."""
    names = re.findall(r"\bklima:(\w+)", path.read_text(encoding="utf-8"))
    assert set() == {KLIMA[name] for name in names} - set(terms())


@pytest.mark.parametrize("path", TURTLE + QUERIES, ids=own_name)
def test_concepts_are_declared(path: Path) -> None:
    """Each entry of a code list that a file names exists in that list."""
    assert set() == _used_concepts(path) - {str(concept) for concept in concepts()}


@pytest.mark.parametrize("term", terms())
def test_term_is_complete(term: Node) -> None:
    """A term has one label and one definition in each language, an example and a home."""
    assert both_languages(term, RDFS.label)
    assert both_languages(term, SKOS.definition)
    assert vocabulary().value(term, SKOS.example) is not None
    assert URIRef(TERMS.rstrip("#")) == vocabulary().value(term, RDFS.isDefinedBy)


@pytest.mark.parametrize("concept", concepts())
def test_concept_is_complete(concept: Node) -> None:
    """A concept has a name, a definition, a notation, and the scheme that its IRI says."""
    scheme = URIRef(str(concept).rsplit("/", 1)[0])
    assert both_languages(concept, SKOS.prefLabel)
    assert both_languages(concept, SKOS.definition)
    assert str(concept).rsplit("/", 1)[1] == str(vocabulary().value(concept, SKOS.notation))
    assert [scheme] == list(vocabulary().objects(concept, SKOS.inScheme))
    assert [scheme] == list(vocabulary().objects(concept, SKOS.topConceptOf))


@pytest.mark.parametrize("scheme", schemes())
def test_scheme_is_complete(scheme: Node) -> None:
    """A code list has a name and a definition in each language, and no name twice."""
    members = list(vocabulary().subjects(SKOS.inScheme, scheme))
    names = [name for member in members for name in vocabulary().objects(member, SKOS.prefLabel)]
    assert both_languages(scheme, SKOS.prefLabel)
    assert both_languages(scheme, SKOS.definition)
    assert len(names) == len(set(names)) > 0


def test_labels_of_terms_differ() -> None:
    """No two classes and no two properties share a German label."""
    classes = [label for label in _labels() if label[0]]
    properties = [label for label in _labels() if not label[0]]
    assert len(classes) == len(set(classes))
    assert len(properties) == len(set(properties))


@pytest.mark.parametrize(
    "forbidden",
    [
        RDFS.domain,
        RDFS.range,
        OWL.imports,
        OWL.sameAs,
        OWL.unionOf,
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.Restriction,
    ],
)
def test_ontology_stays_within_owl_2_rl(forbidden: URIRef) -> None:
    """Nothing merges nodes or forces types (OWL 2 Profiles, section 4)."""
    assert not any(forbidden in triple for triple in vocabulary())


def test_foreign_terms_have_german_labels() -> None:
    """Each foreign term that the shapes speak of is named in German."""
    named = {str(term) for term in vocabulary().subjects(RDFS.label)}
    assert set() == {str(term) for term in _foreign_terms()} - named


def _used_terms(graph: Graph) -> Iterator[Node]:
    for triple in graph:
        yield from (node for node in triple if isinstance(node, URIRef) and node in KLIMA)


def _used_concepts(path: Path) -> set[str]:
    if path.suffix == ".ttl":
        return {str(node) for triple in parsed(path) for node in triple if _is_concept(node)}
    return set(CONCEPT.findall(path.read_text(encoding="utf-8")))


def _is_concept(node: Node) -> bool:
    return isinstance(node, URIRef) and CONCEPT.fullmatch(node) is not None


def _labels() -> list[tuple[bool, str]]:
    graph = vocabulary()
    return [
        ((term, RDF.type, OWL.Class) in graph, str(label))
        for term in terms()
        for label in graph.objects(term, RDFS.label)
        if isinstance(label, Literal) and label.language == "de"
    ]


def _foreign_terms() -> set[Node]:
    shapes = [parsed(path) for path in TURTLE if path.parent.name == "shapes"]
    sh = Namespace(PREFIXES["sh"])
    return {
        node
        for graph in shapes
        for predicate in (sh.path, sh.targetClass, sh.inversePath)
        for node in graph.objects(None, predicate)
        if isinstance(node, URIRef) and not str(node).startswith(TERMS)
    }
