"""The names of things, for those who read tables; people have none here."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Store

from klimagraph import people
from klimagraph.namespaces import DATASETS
from klimagraph.terms import Term, is_iri, term

PROPERTIES = tuple(map(term, ("skos:prefLabel", "dcterms:title", "foaf:name", "rdfs:label")))
KEPT = 65_536


class Labels:
    """Finds names, and notes in which datasets they stand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.datasets: set[str] = set()
        """The datasets that the names came from since this was last cleared."""
        self._found = lru_cache(KEPT)(self._find)

    def of(self, iri: str) -> str:
        """Return the German name of a thing, else another, empty where it has none."""
        name, datasets = self._found(iri)
        self.datasets |= datasets
        return name

    def _find(self, iri: str) -> tuple[str, frozenset[str]]:
        if not is_iri(iri) or people.known(self._store, iri):
            return "", frozenset()
        subject = NamedNode(iri)
        for name in PROPERTIES:
            quads = list(self._store.quads_for_pattern(subject, name, None))
            if text := _best(quad.object for quad in quads):
                graphs = {quad.graph_name for quad in quads}
                slugs = (str(graph.value) for graph in graphs if isinstance(graph, NamedNode))
                return text, frozenset(slug.removeprefix(DATASETS) for slug in slugs)
        return "", frozenset()


def best_name(values: Mapping[str, list[Term]]) -> str:
    """Return the name of a thing from what is said of it, by property."""
    names = (_best(values[one.value]) for one in PROPERTIES if one.value in values)
    return next(filter(None, names), "")


def _best(values: Iterable[object]) -> str:
    texts = [value for value in values if isinstance(value, Literal)]
    return min(texts, key=lambda one: (one.language != "de", one.value)).value if texts else ""
