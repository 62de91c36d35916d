"""Words of our vocabulary that do not exist."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, Store

from klimagraph.namespaces import CONCEPTS, SHAPES, TERMS, compact
from klimagraph.places import Wanted
from klimagraph.shacl.results import text_of
from klimagraph.terms import term
from klimagraph.validation.findings import Finding
from klimagraph.validation.grouping import Traced
from klimagraph.validation.labels import Text

SHAPE = f"{SHAPES}DeclaredTerm"
TYPE = term("rdf:type")
OURS = {TERMS: "DeclaredTerm", CONCEPTS: "DeclaredConcept"}
"""Namespaces in which we say what there is, and the constraint that an unknown name breaks."""


def unknown_words(data: Store, words: Iterable[NamedNode], vocabulary: Store) -> Iterator[Traced]:
    """Yield a violation for each use of a class, property or concept of ours not declared.

    A concept that the data themselves describe is declared.
    """
    declared = {quad.subject for quad in vocabulary}
    unknown = {word for word in words if word not in declared}
    for word in sorted(unknown, key=str):
        component = next((OURS[each] for each in OURS if word.value.startswith(each)), "")
        if component == "DeclaredConcept" and _described(data, word):
            continue
        for quad in _uses(data, word, component) if component else ():
            yield _traced(quad, word, component)


def _described(data: Store, word: NamedNode) -> bool:
    return next(iter(data.quads_for_pattern(word, None, None)), None) is not None


def _uses(data: Store, word: NamedNode, component: str) -> Iterator[Quad]:
    if component == "DeclaredConcept":
        yield from data.quads_for_pattern(None, None, word)
        return
    yield from data.quads_for_pattern(None, word, None)
    yield from data.quads_for_pattern(None, TYPE, word)


def _traced(quad: Quad, word: NamedNode, component: str) -> Traced:
    said = message(word.value)
    finding = Finding(
        "violation",
        text_of(quad.subject),
        quad.predicate.value,
        word.value,
        said.de,
        said.en,
        f"{SHAPES}{component}",
        component,
    )
    return Traced(finding, Wanted(quad.subject, quad.predicate, quad.object))


def message(word: str) -> Text:
    """Return what is said about a word that does not exist."""
    short = compact(word)
    return Text(f"Den Begriff {short} gibt es nicht.", f"There is no term {short}.")
