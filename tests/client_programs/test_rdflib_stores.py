"""SPARQLStore and SPARQLUpdateStore of rdflib as their users use them."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Iterator

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from conftest import WRITE_TOKEN, Served
from klimagraph.namespaces import BASE, DATASETS, PREFIXES

ALLIANCE = URIRef(f"{BASE}id/alliance/klima-buendnis")
GRAPH = URIRef("http://e/of-rdflib")
THING, NAME = URIRef("http://e/thing"), URIRef("http://e/name")
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
CONSTRUCT = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ <{ALLIANCE}> }} ?s ?p ?o }}"


def graph_of(served: Served, method: str = "GET", form: str = "xml") -> Graph:
    """Return the published graph."""
    return Graph(SPARQLStore(f"{served.address}/sparql", method=method, returnFormat=form))


@pytest.fixture
def store(writable: Served) -> Iterator[SPARQLUpdateStore]:
    """Yield a store on the scratch instance, which is emptied."""
    headers = {"Authorization": f"Bearer {WRITE_TOKEN}"}
    found = SPARQLUpdateStore(
        f"{writable.address}/sparql", f"{writable.address}/update", headers=headers
    )
    found.update("DROP ALL")
    yield found
    found.update("DROP ALL")


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rows(served: Served, method: str, form: str) -> None:
    """Each method and format gives the rows."""
    query = f"SELECT ?label WHERE {{ <{ALLIANCE}> <{SKOS.prefLabel}> ?label }}"
    found = {str(row[0]) for row in graph_of(served, method, form).query(query)}  # type: ignore[index]
    assert "Klima-Bündnis" in found


def test_patterns(served: Served) -> None:
    """triples(), value() and `in` ask the service."""
    graph = graph_of(served)
    assert (ALLIANCE, RDF.type, URIRef(f"{PREFIXES['klima']}Alliance")) in graph
    assert Literal("Klima-Bündnis", "de") in set(graph.objects(ALLIANCE, SKOS.prefLabel))
    assert len(list(graph.triples((ALLIANCE, None, None)))) > 10


def test_length(served: Served) -> None:
    """len() is the number of all statements, or of those of one dataset."""
    address = f"{served.address}/sparql"
    store = SPARQLStore(address)
    part = Graph(SPARQLStore(address, context_aware=True), URIRef(f"{DATASETS}klikks"))
    assert int(next(iter(store.query(COUNT)))[0]) == len(Graph(store))  # type: ignore[index, arg-type]
    assert 0 < len(part) < len(Graph(store))


def test_contexts(served: Served) -> None:
    """contexts() are the datasets."""
    found = {str(name) for name in SPARQLStore(f"{served.address}/sparql").contexts()}
    assert {f"{DATASETS}klikks", f"{DATASETS}memberships"} < found


def test_bindings_from_python(served: Served) -> None:
    """initBindings restrict the query."""
    query = "SELECT ?type WHERE { ?thing a ?type }"
    found = {str(row[0]) for row in graph_of(served).query(query, initBindings={"thing": ALLIANCE})}  # type: ignore[index]
    assert f"{PREFIXES['klima']}Alliance" in found


def test_yes_graph_and_description(served: Served) -> None:
    """ASK is a truth, CONSTRUCT and DESCRIBE are graphs."""
    graph = graph_of(served)
    assert graph.query("ASK { ?s ?p ?o }").askAnswer is True
    for query in (CONSTRUCT, f"DESCRIBE <{ALLIANCE}>"):
        found = graph.query(query).graph
        assert found is not None
        assert (ALLIANCE, SKOS.prefLabel, Literal("Klima-Bündnis", "de")) in found


def test_a_refused_query(served: Served) -> None:
    """With GET a refusal is an error; with POST rdflib passes it over, which the guide says."""
    with pytest.raises(ValueError, match="wrong"):
        graph_of(served).query("SELECT ?s {")


def test_statements_are_added_and_removed(store: SPARQLUpdateStore) -> None:
    """add, remove and set of a graph write to the service at once."""
    graph = Graph(store, GRAPH)
    graph.add((THING, NAME, Literal("Straße", "de")))
    graph.add((THING, NAME, Literal('"quoted"\n')))
    assert {"Straße", '"quoted"\n'} == {str(value) for value in graph.objects(THING, NAME)}
    graph.set((THING, NAME, Literal(3)))
    assert [Literal(3)] == list(graph.objects(THING, NAME))
    graph.remove((THING, None, None))
    assert 0 == len(graph)


def test_many_statements_in_one_update(store: SPARQLUpdateStore) -> None:
    """addN sends everything together."""
    graph = Graph(store, GRAPH)
    graph.addN(
        (URIRef(f"http://e/{number}"), NAME, Literal(number), graph) for number in range(500)
    )
    assert 500 == len(graph)


def test_commit(store: SPARQLUpdateStore) -> None:
    """Without autocommit nothing is there before commit(), and rollback() forgets."""
    store.autocommit = False
    store.dirty_reads = True
    graph = Graph(store, GRAPH)
    graph.add((THING, NAME, Literal(1)))
    before = len(graph)
    store.commit()
    graph.add((THING, NAME, Literal(2)))
    store.rollback()
    store.commit()
    assert (0, 1) == (before, len(graph))


def test_an_update_of_a_named_graph(store: SPARQLUpdateStore) -> None:
    """update() of a Graph with a name writes there."""
    Graph(store, GRAPH).update("INSERT DATA { <a:a> <a:b> <a:c> }")
    assert [GRAPH] == list(store.contexts())
    assert (URIRef("a:a"), URIRef("a:b"), URIRef("a:c")) in Graph(store, GRAPH)


def test_writing_needs_the_token(writable: Served) -> None:
    """Without it the update is refused."""
    store = SPARQLUpdateStore(f"{writable.address}/sparql", f"{writable.address}/update")
    with pytest.raises(OSError, match="401"):
        Graph(store, GRAPH).add((THING, NAME, Literal(1)))
