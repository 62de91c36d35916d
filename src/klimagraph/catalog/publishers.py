"""The bodies that publish datasets: the only nodes that the trees of datasets share."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store, Triple

from klimagraph.catalog import values
from klimagraph.catalog.names import dataset_iri, say, term
from klimagraph.datasets import VOCABULARY
from klimagraph.namespaces import THINGS

OURS = NamedNode(f"{THINGS}organisation/klimagraph")
NAMED_BY = ("foaf:name", "skos:prefLabel")
KINDS = "http://purl.org/adms/publishertype/"


@dataclass(frozen=True)
class Publisher:
    """A body that publishes, with what is said of it on every page alike."""

    iri: NamedNode
    names: tuple[Literal, ...]
    kind: NamedNode | None = None

    def triples(self) -> Iterator[Triple]:
        """Yield what is said of it; nothing that leads on to another node with statements."""
        yield say(self.iri, "rdf:type", "foaf:Agent")
        for name in self.names:
            yield say(self.iri, "foaf:name", name)
        if self.kind:
            yield say(self.iri, "dcterms:type", self.kind)


def publisher_of(store: Store, iri: NamedNode) -> Publisher:
    """Return a publisher as one graph names it, the vocabulary if it does.

    Whatever dataset asks, the answer is the same: its node is shared by all of them.
    """
    for graph in _graphs(store, iri):
        for name in NAMED_BY:
            found = store.quads_for_pattern(iri, term(name), None, graph)
            names = sorted(values.texts(quad.object for quad in found), key=str)
            if names:
                return Publisher(iri, tuple(names), _kind(store, iri, graph))
    fallback = "Klimagraph" if iri == OURS else iri.value.rstrip("/").rpartition("/")[2]
    return Publisher(iri, (Literal(fallback or iri.value),))


def _graphs(store: Store, iri: NamedNode) -> list[NamedNode]:
    found = {quad.graph_name for quad in store.quads_for_pattern(iri, None, None, None)}
    named = [one for one in found if isinstance(one, NamedNode)]
    return sorted(named, key=lambda one: (one != dataset_iri(VOCABULARY), one.value))


def _kind(store: Store, iri: NamedNode, graph: NamedNode) -> NamedNode | None:
    found = store.quads_for_pattern(iri, term("dcterms:type"), None, graph)
    kinds = [quad.object for quad in found if isinstance(quad.object, NamedNode)]
    return min((one for one in kinds if one.value.startswith(KINDS)), key=str, default=None)
