"""Derived statements: rules run over the published datasets (docs/adr/0005)."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from klimagraph.datasets import DERIVED
from klimagraph.dates import Bounds, bounds
from klimagraph.namespaces import CONCEPTS, DATASETS, FUNCTIONS
from klimagraph.queries import NamedQuery, read_queries
from klimagraph.releases import Derivation
from klimagraph.terms import say, term
from klimagraph.workers.names import names

DATASET = NamedNode(DATASETS + DERIVED)
BOUNDS = "bounds"
INVERSE = term("owl:inverseOf")
FOLDER = Path("ontology") / "rules"
TITLE = {"de": "Abgeleitete Angaben", "en": "Derived statements"}
DESCRIPTION = {
    "de": "Was Regeln bei der Veröffentlichung aus den Datensätzen ableiten: Oberklassen, "
    "Gegenrichtungen, Grenzen von Zeitangaben und Kurzformen.",
    "en": "What rules derive from the datasets at publication: classes above, inverse "
    "properties, bounds of dates and shortcuts.",
}

Value = Literal | NamedNode | None
DEFAULT = DefaultGraph()


def derivation(root: Path) -> Derivation:
    """Return how statements are derived by the rules that come with the program."""
    rules = rules_of(root)
    digest = hashlib.sha256("".join(rule.text for rule in rules).encode()).hexdigest()
    words = frozenset(word for rule in rules for word in names(rule.text))
    return Derivation(
        DERIVED,
        digest,
        lambda store: derived(store, rules),
        lambda store, lines: depends(store, lines, words),
    )


def rules_of(root: Path) -> list[NamedQuery]:
    """Return the rules that come with the program."""
    return list(read_queries(root / FOLDER))


def depends(store: Store, lines: Iterable[bytes], words: Collection[str]) -> bool:
    """Tell whether rules that name some words may make something else where lines differ.

    Rules look at the properties that they name and at those that have an inverse, and name all
    that they make (which is left out where a dataset says it); of a type they name the property.
    """
    changed = {line.split(b" ", 2)[1][1:-1].decode() for line in lines}
    inverse = {
        end.value
        for quad in store.quads_for_pattern(None, INVERSE, None, DEFAULT)
        for end in (quad.subject, quad.object)
        if isinstance(end, NamedNode)
    }
    return not changed.isdisjoint({*words, *inverse})


def derived(store: Store, rules: Iterable[NamedQuery]) -> bytes:
    """Return what the rules make of the datasets of a store, as sorted N-Quads.

    What a dataset says itself is left out; the rules are described (VoID, section 4.5).
    """
    triples = [*_texts(DATASET, TITLE, DESCRIPTION), say(DATASET, "rdf:type", "dcat:Dataset")]
    for rule in rules:
        made = {triple for triple in construct(store, rule) if _quad(triple) not in store}
        triples += [*made, *_description_of(rule, made)]
    quads = [_quad(triple, DATASET) for triple in triples]
    lines = (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return b"".join(sorted(set(lines)))


def construct(store: Store, rule: NamedQuery) -> QueryTriples:
    """Run a rule over the default graph of a store."""
    made = store.query(rule.text, custom_functions=_FUNCTIONS)
    if not isinstance(made, QueryTriples):
        raise TypeError(f"rule {rule.name} is not a CONSTRUCT")
    return made


def bounds_in(store: Store, root: Path) -> list[Triple]:
    """Return the bounds of the dates in data that are not published yet."""
    rule = next(rule for rule in rules_of(root) if rule.name == BOUNDS)
    return list(construct(store, rule))


def _quad(triple: Triple, graph: NamedNode | DefaultGraph = DEFAULT) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _description_of(rule: NamedQuery, made: Iterable[Triple]) -> Iterator[Triple]:
    subset = NamedNode(f"{DATASET.value}#{rule.name}")
    properties = Counter(triple.predicate for triple in made)
    yield say(DATASET, "void:subset", subset)
    yield say(subset, "rdf:type", "void:Dataset")
    yield from _texts(subset, rule.title, rule.description)
    yield say(subset, "sh:construct", Literal(rule.text))
    yield say(subset, "void:triples", Literal(properties.total()))
    for name in properties:
        yield say(subset, "void:property", name)


def _texts(node: NamedNode, title: dict[str, str], text: dict[str, str]) -> Iterator[Triple]:
    for language in title:
        yield say(node, "dcterms:title", Literal(title[language], language=language))
        yield say(node, "dcterms:description", Literal(text[language], language=language))


def _reading(read: Callable[[Bounds], Value]) -> Callable[[object], Value]:
    """Return a SPARQL function of an EDTF string; what is not EDTF has no value."""

    def function(term: object) -> Value:
        try:
            return read(bounds(term.value)) if isinstance(term, Literal) else None
        except ValueError:
            return None

    return function


def _day(name: str) -> Callable[[Bounds], Value]:
    kind = term("xsd:date")
    return lambda found: (
        Literal(day.isoformat(), datatype=kind) if (day := getattr(found, name)) else None
    )


def _end_kind(found: Bounds) -> Value:
    return NamedNode(f"{CONCEPTS}end-kind/{found.end_kind}")


_FUNCTIONS: dict[NamedNode, Callable[..., NamedNode | BlankNode | Literal | Triple | None]] = {
    NamedNode(f"{FUNCTIONS}{name}"): _reading(read)
    for name, read in {
        "startEarliest": _day("start_earliest"),
        "startLatest": _day("start_latest"),
        "endEarliest": _day("end_earliest"),
        "endLatest": _day("end_latest"),
        "endKind": _end_kind,
    }.items()
}
