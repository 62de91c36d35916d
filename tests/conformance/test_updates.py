"""Updates leave behind what the suites expect (SPARQL 1.1 Update)."""

from pyoxigraph import DefaultGraph, NamedNode, Quad, parse

from conformance.cases import Graphs, UpdateCase
from conformance.comparison import matches
from conformance.engine import engine_state
from conformance.instance import Instance
from conformance.known import judge, known_failures
from conformance.suite import Suite
from conformance.triples import FORMATS, Lines, graph_line, lines_of


def test_an_update_leaves_its_graphs(
    instance: Instance, suite: Suite, update_case: UpdateCase
) -> None:
    """The data are put into graphs, the update is sent, the store holds the expected graphs."""
    instance.load(suite, update_case.before)
    refused = instance.update(f"BASE <{update_case.request}>\n{suite.text(update_case.request)}")
    got = instance.state() if refused is None else refused
    if update_case.iri in known_failures().by_design:
        assert refused is not None
        assert refused.why == "forbidden"
        return
    passes = matches(_state(suite, update_case.after), got)
    judge(update_case.iri, passes=passes, engine=lambda: engine_state(suite, update_case), got=got)


def _state(suite: Suite, graphs: Graphs) -> Lines:
    names = {graph_line(str(NamedNode(graph))) for graph, _ in graphs if graph}
    quads = [quad for graph, file in graphs for quad in _quads(suite, graph, file)]
    return lines_of(quads) | names


def _quads(suite: Suite, graph: str, file: str) -> list[Quad]:
    path = suite.path(file)
    name = NamedNode(graph) if graph else DefaultGraph()
    triples = parse(path=path, format=FORMATS[path.suffix], base_iri=file, rename_blank_nodes=True)
    return [Quad(quad.subject, quad.predicate, quad.object, name) for quad in triples]
