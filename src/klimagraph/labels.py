"""What many things are called, in both languages at once."""

from collections.abc import Iterable, Sequence
from functools import cache

from pyoxigraph import Literal, Triple

from klimagraph.asking import ask
from klimagraph.namespaces import PREFIXES
from klimagraph.terms import term
from klimagraph.workers.engine import Engine

MOST = 100
"""Things that can be asked for at once."""
NAMES = (
    "skos:prefLabel",
    "rdfs:label",
    "dcterms:title",
    "foaf:name",
    "vcard:fn",
    "klima:statedTitle",
    "klima:statedAs",
    "org:member",
)
"""Properties that name a thing, best first; a claim without a name is called by who takes part."""
LANGUAGES = {"de": ("de", "", "en"), "en": ("en", "de", "")}
"""Languages of a text by the language of the reader, best first."""
SLOTS = (10, 50, MOST)
"""Sizes of questions; few of them, so that answers are found again."""

Labels = dict[str, dict[str, str]]
"""Labels by IRI and language."""


async def labels(
    pool: Engine, iris: Sequence[str], release: str | None = None
) -> tuple[str, Labels]:
    """Return the release that answered and the labels of those things that have one there.

    There may be at most MOST of them.
    """
    asked = sorted(set(iris))
    size = next(slots for slots in SLOTS if len(asked) <= slots)
    slots = {f"t{at}": asked[min(at, len(asked) - 1)] for at in range(size)}
    answer = await ask(pool, _question(size), release=release, **slots)
    return answer.release, _chosen(answer.triples)


@cache
def _question(size: int) -> str:
    """Return the question with so many places for things."""
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    plain = ", ".join(NAMES[:-1])
    parts = (
        f"{{ ?t{at} ?p ?name FILTER(?p IN ({plain})) BIND(?t{at} AS ?thing) }} UNION "
        f"{{ ?t{at} org:member/(skos:prefLabel|foaf:name) ?name "
        f"BIND(?t{at} AS ?thing) BIND(org:member AS ?p) }}"
        for at in range(size)
    )
    return f"{prefixes}CONSTRUCT {{ ?thing ?p ?name }} WHERE {{ {' UNION '.join(parts)} }}"


def _chosen(triples: Iterable[Triple]) -> Labels:
    found: dict[str, list[tuple[int, Literal]]] = {}
    ranks = {term(name): rank for rank, name in enumerate(NAMES)}
    for triple in triples:
        if isinstance(triple.object, Literal):
            rank = ranks[triple.predicate]
            found.setdefault(str(triple.subject.value), []).append((rank, triple.object))  # type: ignore[union-attr]
    return {
        iri: {reader: _best(names, order) for reader, order in LANGUAGES.items()}
        for iri, names in found.items()
    }


def _best(names: Iterable[tuple[int, Literal]], order: Sequence[str]) -> str:
    """Return the text of the best property, in it the best language, in it the first by name."""
    places = {language: place for place, language in enumerate(order)}
    key = min((rank, places.get(name.language or "", 9), name.value) for rank, name in names)
    return key[2]
