"""What the store says of things, as far as an index needs it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

from klimagraph.terms import term

LABELS = tuple(
    term(name).value
    for name in (
        *("skos:prefLabel", "rdfs:label", "klima:shortName", "foaf:name", "schema:name"),
        *("dcterms:title", "schema:legalName"),
    )
)
"""Properties that name a thing, the one to show first."""
ALTERNATIVES = tuple(
    term(name).value for name in ("skos:altLabel", "skos:hiddenLabel", "schema:alternateName")
)
NOTATIONS = tuple(
    term(name).value
    for name in (
        *("klima:ags", "klima:ars", "klima:districtKey", "klima:regionKey", "klima:stateKey"),
        *("klima:nutsCode", "klima:postalCode", "klima:fundingCode", "skos:notation"),
    )
)
MATCHES = tuple(term(name).value for name in ("skos:exactMatch", "owl:sameAs"))
SHORT, TYPE, STATE, DISTRICT, POPULATION, FORMER_KEYS, REPLACED_BY = (
    term(name).value
    for name in (
        *("klima:shortName", "rdf:type", "klima:inState", "klima:inDistrict"),
        *("klima:population", "klima:hasFormerKey", "dcterms:isReplacedBy"),
    )
)
SIMPLE = (*ALTERNATIVES, *NOTATIONS, *MATCHES, STATE, DISTRICT, POPULATION, FORMER_KEYS)
DEFAULT = DefaultGraph()
LOOKUP = 8
"""Types for each thing from which on looking things up is faster than reading all types."""

Values = dict[str, list[tuple[str, str]]]
"""Texts with their language by property."""


@dataclass(frozen=True)
class Facts:
    """The values of things, and by thing what it took the place of."""

    values: dict[str, Values]
    predecessors: dict[str, list[str]]


def all_facts(store: Store) -> Facts:
    """Return what is said of everything that has a label or is a former key."""
    facts = Facts({}, {})
    for name in LABELS:
        for quad in _of(store, name):
            _add(facts.values.setdefault(_name(quad.subject), {}), quad)
    for quad in _of(store, FORMER_KEYS):
        facts.values.setdefault(_name(quad.object), {})
    facts.values.pop("", None)
    quads = (quad for name in SIMPLE for quad in _of(store, name))
    for quad in chain(quads, _types(store, facts.values)):
        if (values := facts.values.get(_name(quad.subject))) is not None:
            _add(values, quad)
    for quad in _of(store, REPLACED_BY):
        facts.predecessors.setdefault(_name(quad.object), []).append(_name(quad.subject))
    return facts


def _types(store: Store, things: Collection[str]) -> Iterable[Quad]:
    """Return at least the types of some things.

    Everything has a type, and few things may have a name: then each of these is looked up.
    """
    if _number_of_types(store) < LOOKUP * len(things):
        return _of(store, TYPE)
    kind = NamedNode(TYPE)
    return (
        quad
        for iri in things
        for quad in store.quads_for_pattern(NamedNode(iri), kind, None, DEFAULT)
    )


def _number_of_types(store: Store) -> int:
    solutions = store.query("SELECT (COUNT(*) AS ?n) { ?thing a ?class }")
    assert isinstance(solutions, QuerySolutions)  # noqa: S101  # it is a SELECT
    return int(next(solutions)["n"].value)


def facts_about(store: Store, iris: Iterable[str]) -> Facts:
    """Return what is said of some things, of their former keys and their predecessors."""
    facts = Facts({}, {})
    for iri in iris:
        values = _about(store, facts, iri)
        for key, _ in values.get(FORMER_KEYS, ()):
            _about(store, facts, key)
        replaced = NamedNode(REPLACED_BY)
        for quad in store.quads_for_pattern(None, replaced, NamedNode(iri), DEFAULT):
            other = _name(quad.subject)
            _about(store, facts, other)
            facts.predecessors.setdefault(iri, []).append(other)
    return facts


def affected(store: Store, lines: Iterable[bytes]) -> set[str]:
    """Return the things whose entries statements may have changed, given as N-Quads."""
    found: set[str] = set()
    for quad in parse(b"\n".join(lines), format=RdfFormat.N_QUADS):
        found.add(_name(quad.subject))
        if quad.predicate.value == REPLACED_BY:
            found.add(_name(quad.object))
    found.discard("")
    nearby: set[str] = set()
    for iri in found:
        node = NamedNode(iri)
        holders = store.quads_for_pattern(None, NamedNode(FORMER_KEYS), node, DEFAULT)
        successors = store.quads_for_pattern(node, NamedNode(REPLACED_BY), None, DEFAULT)
        nearby |= {_name(quad.subject) for quad in holders}
        nearby |= {_name(quad.object) for quad in successors}
    return (found | nearby) - {""}


def first(values: Values, name: str) -> str | None:
    """Return the smallest value of a property, None where there is none."""
    return min(values[name])[0] if name in values else None


def _of(store: Store, name: str) -> Iterable[Quad]:
    return store.quads_for_pattern(None, NamedNode(name), None, DEFAULT)


def _about(store: Store, facts: Facts, iri: str) -> Values:
    if iri and iri not in facts.values:
        values = facts.values.setdefault(iri, {})
        for quad in store.quads_for_pattern(NamedNode(iri), None, None, DEFAULT):
            _add(values, quad)
    return facts.values.get(iri, {})


def _add(values: Values, quad: Quad) -> None:
    value = quad.object
    if isinstance(value, NamedNode | Literal):
        language = (value.language or "") if isinstance(value, Literal) else ""
        values.setdefault(quad.predicate.value, []).append((value.value, language))


def _name(node: object) -> str:
    """Return the IRI of a node, nothing for what has none."""
    return node.value if isinstance(node, NamedNode) else ""
