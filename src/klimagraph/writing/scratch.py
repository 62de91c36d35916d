"""Writing to a scratch instance: any graph, as it comes."""

from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from klimagraph.errors import InputRefused, InputTooLarge, NotFound, QueryFailed, QueryRefused
from klimagraph.rdf import Limits, check_xml, format_of, parse_error, read_bytes
from klimagraph.releases.scratch import alter
from klimagraph.writing.clauses import with_dataset
from klimagraph.writing.kinds import Delete, Put, Update, Written

QUADS = (RdfFormat.N_QUADS, RdfFormat.TRIG)
EMPTY = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.N3)
"""Formats in which nothing at all is a graph without triples."""

Graph = NamedNode | DefaultGraph


def update(home: Path, operation: Update) -> Written:
    """Carry out an update."""
    release = alter(home, lambda store: apply_update(store, operation), "update")
    return Written(release.name)


def change_graph(home: Path, operation: Put | Delete) -> Written:
    """Put, add to or delete a graph."""
    graph = NamedNode(operation.graph) if operation.graph is not None else DefaultGraph()
    existed: list[bool] = []

    def change(store: Store) -> None:
        existed.append(_exists(store, graph))
        if isinstance(operation, Delete):
            _delete(store, graph)
        else:
            _put(store, graph, operation)

    release = alter(home, change, type(operation).__name__.lower())
    return Written(release.name, created=not existed[0])


def apply_update(store: Store, operation: Update) -> None:
    """Apply an update to a store, all of it or nothing; raises QueryRefused, QueryFailed."""
    text = with_dataset(operation.text, operation.default_graphs, operation.named_graphs)
    try:
        store.update(text, base_iri=operation.base)
    except SyntaxError as error:
        raise QueryRefused(str(error)) from None
    except RuntimeError as error:
        raise QueryFailed(str(error)) from None


def _exists(store: Store, graph: Graph) -> bool:
    return isinstance(graph, DefaultGraph) or store.contains_named_graph(graph)


def _delete(store: Store, graph: Graph) -> None:
    if isinstance(graph, DefaultGraph):
        store.clear_graph(graph)
    elif store.contains_named_graph(graph):
        store.remove_graph(graph)
    else:
        raise NotFound(f"there is no graph {graph.value}")


def _put(store: Store, graph: Graph, operation: Put) -> None:
    if not operation.add:
        store.clear_graph(graph)
    if isinstance(graph, NamedNode):
        store.add_graph(graph)
    limits = Limits(*operation.limits)
    for file in operation.files:
        _load(store, graph, Path(file), operation.base, limits)


def _load(store: Store, graph: Graph, path: Path, base: str, limits: Limits) -> None:
    form = format_of(path)
    if path.stat().st_size == 0 and form in EMPTY:
        return
    data = read_bytes(path, limits)
    if form in QUADS:
        raise InputRefused(f"{form.name} holds many graphs; send the triples of one", path.name)
    if form == RdfFormat.RDF_XML:
        check_xml(data, path.name)
    before = len(store) if limits.triples else 0
    try:
        store.load(data, format=form, base_iri=base, to_graph=graph)
    except SyntaxError as error:
        raise parse_error(error, path.name) from None
    if limits.triples and len(store) - before > limits.triples:
        raise InputTooLarge(f"more than {limits.triples:,} triples", path.name)
