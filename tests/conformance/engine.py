"""What the engine itself answers, in this process: whose fault a known failure is."""

from tempfile import TemporaryDirectory

from pyoxigraph import DefaultGraph, NamedNode, QueryTriples, RdfFormat, Store

from conformance.cases import Graphs, QueryCase, SyntaxCase, UpdateCase
from conformance.results import FORMATS, GRAPH, Refused, Result, media_type_for, read_result
from conformance.suite import Suite
from conformance.triples import FORMATS as RDF_FORMATS
from conformance.triples import Lines, graph_line, lines_of

ERRORS = (SyntaxError, RuntimeError, ValueError, OSError)


def engine_result(suite: Suite, case: QueryCase) -> Result:
    """Return what the engine answers to a query."""
    store, media_type = Store(), media_type_for(case.result)
    _load(suite, store, case.data)
    try:
        results = store.query(suite.text(case.query), base_iri=case.query)
        if isinstance(results, QueryTriples):
            return read_result(GRAPH, results.serialize(format=RdfFormat.N_TRIPLES) or b"")
        return read_result(media_type, results.serialize(format=FORMATS[media_type]) or b"")
    except ERRORS as error:
        return _refused(error)


def engine_state(suite: Suite, case: UpdateCase) -> Lines | Refused:
    """Return what the engine holds after an update.

    Its store is on disk as that of the service; one in memory differs in empty graphs.
    """
    with TemporaryDirectory(prefix="klimagraph-engine-") as folder:
        return _state(suite, case, folder)


def engine_reads(suite: Suite, case: SyntaxCase) -> bool:
    """Tell whether the engine takes a text for well formed."""
    text, store = suite.text(case.text), Store()
    try:
        (store.update if case.update else store.query)(text, base_iri=case.text)
    except ERRORS as error:
        return _refused(error).why != "syntax"
    return True


def _state(suite: Suite, case: UpdateCase, folder: str) -> Lines | Refused:
    """Do an update in a store of its own, which is closed with the end of this function."""
    store = Store(folder)
    _load(suite, store, case.before)
    try:
        store.update(suite.text(case.request), base_iri=case.request)
    except ERRORS as error:
        return _refused(error)
    return lines_of(store) | {graph_line(str(graph)) for graph in store.named_graphs()}


def _load(suite: Suite, store: Store, graphs: Graphs) -> None:
    for graph, file in graphs:
        name = NamedNode(graph) if graph else DefaultGraph()
        if isinstance(name, NamedNode):
            store.add_graph(name)
        path = suite.path(file)
        store.load(path=path, format=RDF_FORMATS[path.suffix], base_iri=file, to_graph=name)


def _refused(error: Exception) -> Refused:
    return Refused("syntax" if isinstance(error, SyntaxError) else "evaluation", str(error))
