"""What the ontology says of the use of its properties agrees with shapes and data."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import re
from collections.abc import Iterator

import pytest
from rdflib import OWL, RDF, RDFS, SDO, SH, SKOS, XSD, Literal, URIRef
from rdflib.term import Node
from vocabulary import (
    KLIMA,
    above,
    classes_of,
    data,
    examples,
    schemes,
    shapes,
    terms,
    vocabulary,
)

from klimagraph.namespaces import CONCEPTS

DOMAIN, RANGE = (
    URIRef(f"https://schema.org/{name}") for name in ("domainIncludes", "rangeIncludes")
)
PROPERTIES = terms(OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
SCHEME = re.compile(rf"{re.escape(CONCEPTS)}([a-z-]+)/")


def test_schema_org_has_the_two_properties() -> None:
    """The two properties by which use is described exist where they come from."""
    assert DOMAIN in SDO
    assert RANGE in SDO


@pytest.mark.parametrize("term", PROPERTIES)
def test_property_names_both_sides(term: URIRef) -> None:
    """A property says at which classes it stands and to what it leads."""
    assert vocabulary().value(term, DOMAIN) is not None
    assert vocabulary().value(term, RANGE) is not None


@pytest.mark.parametrize("term", PROPERTIES)
def test_data_use_the_property_as_described(term: URIRef) -> None:
    """Where the data use a property, subject and value are of classes that it names."""
    domain, values = _named(term, DOMAIN), _named(term, RANGE)
    uses = list(data().subject_objects(term))
    assert [] == [s for s, _ in uses if (found := classes_of(s)) and not _below(found, domain)]
    assert [] == [o for _, o in uses if (found := _kinds(o)) and not _related(found, values)]


@pytest.mark.parametrize("term", PROPERTIES)
def test_shapes_use_the_property_as_described(term: URIRef) -> None:
    """The classes whose shape has a property are among those that the property names."""
    domain = _named(term, DOMAIN)
    assert [] == [kind for kind in _classes_with(term) if not _below({kind}, domain)]


@pytest.mark.parametrize("term", PROPERTIES)
def test_property_leads_to_the_list_that_its_shape_asks_for(term: URIRef) -> None:
    """A property whose values a shape takes from a code list points to that list."""
    lists = set(vocabulary().objects(term, RDFS.seeAlso))
    assert set() == {URIRef(CONCEPTS + name) for name in _lists_of(term)} - lists


@pytest.mark.parametrize("term", PROPERTIES)
def test_values_that_are_concepts_come_from_a_named_list(term: URIRef) -> None:
    """A property that leads to concepts says in which list they stand, and the data obey."""
    lists = set(vocabulary().objects(term, RDFS.seeAlso))
    assert (SKOS.Concept in _named(term, RANGE)) == bool(lists)
    used = {URIRef(str(value).rsplit("/", 1)[0]) for value in _concepts_of(term)}
    assert set() == used - lists


@pytest.mark.parametrize("scheme", schemes())
def test_code_list_is_used_by_a_property(scheme: Node) -> None:
    """A code list that no property leads to would be of no use."""
    assert any(vocabulary().subjects(RDFS.seeAlso, scheme))


@pytest.mark.parametrize("term", terms(OWL.Class))
def test_class_has_a_real_example(term: URIRef) -> None:
    """A class points to one thing of the bundled data that belongs to it."""
    (example,) = examples(term)
    assert term in {kind for said in classes_of(example) for kind in above(said)}


def test_use_that_is_not_described_is_found() -> None:
    """The comparison is sharp: a plan is no event, and a post is no place in a series."""
    assert not _below({KLIMA.Plan}, _named(KLIMA.inSeries, DOMAIN))
    assert not _related({KLIMA.Plan}, _named(KLIMA.inSeries, RANGE))


def _named(term: URIRef, predicate: URIRef) -> set[Node]:
    return set(vocabulary().objects(term, predicate))


def _below(found: set[Node], named: set[Node]) -> bool:
    return any(above(kind) & named for kind in found)


def _related(found: set[Node], named: set[Node]) -> bool:
    """Tell whether a class found is one of those named, or below or above one of them."""
    return _below(found, named) or any(above(kind) & found for kind in named)


def _kinds(value: Node) -> set[Node]:
    """Return the classes of a value; a text without language is a string (RDF 1.1, 3.3)."""
    if isinstance(value, Literal):
        return {RDF.langString if value.language else value.datatype or XSD.string}
    return classes_of(value)


def _concepts_of(term: URIRef) -> Iterator[Node]:
    values = data().objects(None, term)
    return (value for value in values if str(value).startswith(CONCEPTS))


def _property_shapes(term: URIRef) -> Iterator[Node]:
    return shapes().subjects(SH.path, term)


def _classes_with(term: URIRef) -> Iterator[Node]:
    for rule in _property_shapes(term):
        for shape in shapes().subjects(SH.property, rule):
            yield from shapes().objects(shape, SH.targetClass)


def _lists_of(term: URIRef) -> Iterator[str]:
    for rule in _property_shapes(term):
        for pattern in shapes().objects(rule, SH.pattern):
            yield from SCHEME.findall(str(pattern))
