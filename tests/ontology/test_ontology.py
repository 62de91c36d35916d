"""The vocabulary is complete, and nothing uses a term that it does not declare."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node
from vocabulary import (
    HEADER,
    KLIMA,
    QUERIES,
    ROOT,
    SHAPES,
    TURTLE,
    concepts,
    parsed,
    schemes,
    terms,
    texts,
    vocabulary,
)

from klimagraph.namespaces import CONCEPTS, PREFIXES

PREFIX_LINE = re.compile(r"^\s*@?prefix\s+(\w*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
CONCEPT = re.compile(rf"{re.escape(CONCEPTS)}[a-z-]+/[\w-]+")


def both_languages(subject: Node, predicate: URIRef) -> bool:
    """Tell whether there is exactly one value in German and one in English."""
    values = list(vocabulary().objects(subject, predicate))
    return len(values) == 2 and all(texts(subject, predicate, code) for code in ("de", "en"))


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
    assert HEADER == vocabulary().value(term, RDFS.isDefinedBy)


@pytest.mark.parametrize("term", terms())
def test_term_says_why_nothing_was_reused(term: Node) -> None:
    """The decision log has an entry for each term: what exists elsewhere, and why not that."""
    assert 1 == len(texts(term, SKOS.editorialNote, "en"))


@pytest.mark.parametrize("term", terms(OWL.Class))
def test_class_says_it_in_german(term: Node) -> None:
    """The entry of a class in the decision log is there in German as well."""
    assert 1 == len(texts(term, SKOS.editorialNote, "de"))


def test_no_entry_of_the_decision_log_is_said_twice() -> None:
    """Each term has a reason of its own."""
    notes = list(vocabulary().objects(None, SKOS.editorialNote))
    assert len(notes) == len(set(notes))


@pytest.mark.parametrize("term", terms())
def test_term_appears_in_a_shape(term: URIRef) -> None:
    """What no shape speaks of is checked by nobody."""
    name = rf"\bklima:{term.removeprefix(KLIMA)}\b"
    assert any(re.search(name, path.read_text(encoding="utf-8")) for path in SHAPES)


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
    return [
        ((term, RDF.type, OWL.Class) in vocabulary(), label)
        for term in terms()
        for label in texts(term, RDFS.label, "de")
    ]
