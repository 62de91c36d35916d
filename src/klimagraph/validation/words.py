"""Words of our vocabulary that do not exist."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from pyoxigraph import NamedNode, Quad, Store

from klimagraph.namespaces import SHAPES, TERMS, compact
from klimagraph.shacl.results import text_of
from klimagraph.terms import term
from klimagraph.validation.findings import Finding

SHAPE = f"{SHAPES}DeclaredTerm"
TYPE = term("rdf:type")


def unknown_words(data: Store, words: Iterable[NamedNode], vocabulary: Store) -> Iterator[Finding]:
    """Yield a violation for each use of a class or property of ours that is not declared."""
    ours = {word for word in words if word.value.startswith(TERMS)}
    declared = {quad.subject.value for quad in vocabulary if isinstance(quad.subject, NamedNode)}
    for word in sorted((each for each in ours if each.value not in declared), key=str):
        german, english = _messages(word, declared)
        for quad in _uses(data, word):
            focus, path = text_of(quad.subject), quad.predicate.value
            yield Finding(
                "violation", focus, path, word.value, german, english, SHAPE, "DeclaredTerm"
            )


def _uses(data: Store, word: NamedNode) -> Iterator[Quad]:
    yield from data.quads_for_pattern(None, word, None)
    yield from data.quads_for_pattern(None, TYPE, word)


def _messages(word: NamedNode, declared: Iterable[str]) -> tuple[str, str]:
    """Return what is said about a word in German and in English."""
    german = f"Den Begriff {compact(word.value)} gibt es nicht."
    english = f"There is no term {compact(word.value)}."
    names = [name for name in declared if name.startswith(TERMS)]
    for near in get_close_matches(word.value, names, 1):
        german += f" Meinten Sie {compact(near)}?"
        english += f" Did you mean {compact(near)}?"
    return german, english
