"""What other datasets say about things that only one dataset describes."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from klimagraph.datasets import DERIVED
from klimagraph.namespaces import BASE, DATASETS
from klimagraph.releases import graph_of


@dataclass(frozen=True)
class Reference:
    """A thing that only one dataset describes, and another dataset that links to it."""

    thing: str
    dataset: str
    """The one that links."""
    subject: str


def references(store: Store, slug: str) -> Iterator[Reference]:
    """Yield the links that would lead to nothing if a dataset were gone, sorted by thing."""
    graph = graph_of(slug)
    apart = (graph, graph_of(DERIVED))
    subjects = {quad.subject for quad in store.quads_for_pattern(None, None, None, graph)}
    named = [node for node in subjects if isinstance(node, NamedNode)]
    for thing in sorted((node for node in named if node.value.startswith(BASE)), key=str):
        links = [
            quad
            for quad in store.quads_for_pattern(None, None, thing, None)
            if isinstance(quad.graph_name, NamedNode) and quad.graph_name not in apart
        ]
        if links and not _described_elsewhere(store, thing, apart):
            for quad in sorted(links, key=str):
                name = str(quad.graph_name)[1:-1].removeprefix(DATASETS)
                yield Reference(thing.value, name, str(quad.subject)[1:-1])


def _described_elsewhere(store: Store, thing: NamedNode, apart: tuple[NamedNode, ...]) -> bool:
    quads = store.quads_for_pattern(thing, None, None, None)
    graphs = (quad.graph_name for quad in quads)
    return any(isinstance(graph, NamedNode) and graph not in apart for graph in graphs)
