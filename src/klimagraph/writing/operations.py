"""What can be written: an update, a graph put in place or added to, a graph deleted."""

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from klimagraph.errors import InputRefused, InputTooLarge, NotFound, QueryFailed, QueryRefused
from klimagraph.rdf import Limits, check_xml, format_of, parse_error, read_bytes
from klimagraph.releases.scratch import alter
from klimagraph.writing.clauses import with_dataset

QUADS = (RdfFormat.N_QUADS, RdfFormat.TRIG)

Graph = NamedNode | DefaultGraph


@dataclass(frozen=True)
class Update:
    """A SPARQL 1.1 Update; the graphs are those of the protocol (section 2.2)."""

    text: str
    base: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Put:
    """Files that become, or are added to, a graph (Graph Store Protocol, sections 5.3 and 5.5)."""

    graph: str | None
    """None for the default graph."""
    files: tuple[str, ...]
    base: str
    add: bool = False
    limits: tuple[int, int, int] = (0, 0, 0)
    """Bytes as they lie in a file, bytes unpacked, triples."""


@dataclass(frozen=True)
class Delete:
    """A graph to delete (section 5.4)."""

    graph: str | None


Operation = Update | Put | Delete


@dataclass(frozen=True)
class Written:
    """What came of an operation."""

    release: str
    created: bool = False
    """Whether the graph was not there before."""


def carry_out(home: Path, operation: Operation) -> Written:
    """Do an operation on a scratch instance.

    Raises QueryRefused, QueryFailed, InputRefused, NotFound, StoreBusy, StorageFailed.
    """
    if isinstance(operation, Update):
        text = with_dataset(operation.text, operation.default_graphs, operation.named_graphs)
        release = alter(home, lambda store: _update(store, text, operation.base), "update")
        return Written(release.name)
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


def _update(store: Store, text: str, base: str) -> None:
    try:
        store.update(text, base_iri=base)
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
    form, data = format_of(path), read_bytes(path, limits)
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
