"""What the engine itself answers, in this process: whose fault a known failure is."""

from pyoxigraph import DefaultGraph, NamedNode, QueryTriples, RdfFormat, Store

from conformance.cases import Graphs, QueryCase, SyntaxCase, UpdateCase
from conformance.results import FORMATS, GRAPH, Refused, Result, media_type_for, read_result
from conformance.suite import Suite
from conformance.triples import FORMATS as RDF_FORMATS
from conformance.triples import Lines, graph_line, lines_of

ANSWERS_WITH = (SyntaxError, RuntimeError, ValueError, OSError)


def engine_result(suite: Suite, case: QueryCase) -> Result:
    """Return what the engine answers to a query."""
    try:
        results = _loaded(suite, case.data).query(suite.text(case.query), base_iri=case.query)
        if isinstance(results, QueryTriples):
            return read_result(GRAPH, results.serialize(format=RdfFormat.N_TRIPLES) or b"")
        media_type = media_type_for(case.result)
        return read_result(media_type, results.serialize(format=FORMATS[media_type]) or b"")
    except ANSWERS_WITH as error:
        return Refused(isinstance(error, SyntaxError), str(error))


def engine_state(suite: Suite, case: UpdateCase) -> Lines | Refused:
    """Return what the engine holds after an update."""
    store = _loaded(suite, case.before)
    try:
        store.update(suite.text(case.request), base_iri=case.request)
    except ANSWERS_WITH as error:
        return Refused(isinstance(error, SyntaxError), str(error))
    return lines_of(store) | {graph_line(str(graph)) for graph in store.named_graphs()}


def engine_reads(suite: Suite, case: SyntaxCase) -> bool:
    """Tell whether the engine takes a text for well formed."""
    text, store = suite.text(case.text), Store()
    try:
        (store.update if case.update else store.query)(text, base_iri=case.text)
    except SyntaxError:
        return False
    except ANSWERS_WITH:
        return True
    return True


def _loaded(suite: Suite, graphs: Graphs) -> Store:
    store = Store()
    for graph, file in graphs:
        path = suite.path(file)
        name = NamedNode(graph) if graph else DefaultGraph()
        if isinstance(name, NamedNode):
            store.add_graph(name)
        form = RDF_FORMATS[path.suffix]
        store.load(path=path, format=form, base_iri=file, to_graph=name)
    return store
