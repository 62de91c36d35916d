"""Validation with the project's own shapes, compiled (docs/adr/0010)."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from klimagraph.derivation import bounds_in
from klimagraph.namespaces import CONCEPTS, compact
from klimagraph.places import Wanted
from klimagraph.shacl import Data, Result, load, read_shapes, validate
from klimagraph.shacl.results import text_of
from klimagraph.shacl.shapes import Path as PropertyPath
from klimagraph.shacl.shapes import Shape, Term
from klimagraph.terms import term
from klimagraph.validation.explaining import Explaining
from klimagraph.validation.findings import Finding
from klimagraph.validation.grouping import Explains, Traced
from klimagraph.validation.references import unknown_things
from klimagraph.validation.surroundings import Surroundings
from klimagraph.validation.words import unknown_words

CORE, OTHERS = "*.ttl", "*/*.ttl"
"""The files of the shapes that always hold, and of those that hold in profiles."""
_IRI = re.compile(r"<([^>]*)>")
TYPE = term("rdf:type")


@lru_cache
def shapes_of(root: Path, pattern: str = CORE) -> tuple[Shape, ...]:
    """Return the shapes that come with the program; raises ShapesRefused."""
    return tuple(read_shapes(of_files(Store(), root / "shapes", pattern)))


@lru_cache
def vocabulary_of(root: Path) -> Store:
    """Return the vocabulary that comes with the program; nobody may change it."""
    return of_files(Store(), root / "ontology", "**/*.ttl")


def of_files(store: Store, folder: Path, pattern: str) -> Store:
    """Return a store with the Turtle files of a folder added to it.

    Loading in bulk would set 200 MB aside for each of these small files, beyond what a validation
    may have.
    """
    for path in sorted(folder.glob(pattern)):
        store.load(path=str(path), format=RdfFormat.TURTLE)
    return store


@dataclass(frozen=True)
class Checked:
    """What was found, and in how many different statements."""

    triples: int
    found: Iterable[Traced]
    explains: Explains


def check(quads: Iterable[Quad], shapes: Iterable[Shape], surroundings: Surroundings) -> Checked:
    """Return what shapes find in statements.

    Beside them the shapes see the bounds of their dates, as publication derives them, the
    vocabulary, and what is published about the things they name.
    """
    store, words = Store(), set[NamedNode]()
    originals = load(store, _noted(quads, words))
    number = len(store)
    vocabulary = vocabulary_of(surroundings.root)
    unknown = list(unknown_words(store, words, vocabulary))
    others: Set[Term] = frozenset()
    if surroundings.bring:
        others = surroundings.bring(store)
    if surroundings.release:
        unknown += unknown_things(store, others)
    store.extend([Quad(*triple) for triple in bounds_in(store, surroundings.root)])
    store.extend(vocabulary)
    data, shapes = Data(store, originals), list(shapes)
    results = validate(data, shapes)
    own = (traced(result) for result in results if result.focus not in others)
    return Checked(number, chain(unknown, own), Explaining(data, shapes, surroundings.candidates))


def traced(result: Result) -> Traced:
    """Return a result as reports show it, and what tells its place."""
    predicate = result.path.predicate if result.path else None
    return Traced(finding(result), Wanted(result.focus, predicate, result.value), result)


def finding(result: Result) -> Finding:
    """Return a result as reports show it."""
    return Finding(
        result.severity,
        text_of(result.focus),
        path_text(result.path),
        text_of(result.value) if result.value is not None else "",
        result.message("de"),
        result.message("en"),
        text_of(result.shape.node),
        result.component,
    )


def path_text(path: PropertyPath | None) -> str:
    """Return a path as reports show it: an IRI where it is one property, else SPARQL."""
    if path is None:
        return ""
    if path.predicate:
        return path.predicate.value
    return _IRI.sub(lambda found: compact(found[1]), path.text)


def _noted(quads: Iterable[Quad], words: set[NamedNode]) -> Iterator[Quad]:
    """Yield statements and note their properties, classes and concepts."""
    for quad in quads:
        predicate = quad.predicate
        words.add(predicate)
        value = quad.object
        if isinstance(value, NamedNode) and (predicate == TYPE or value.value.startswith(CONCEPTS)):
            words.add(value)
        yield quad
