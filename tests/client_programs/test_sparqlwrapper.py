"""SPARQLWrapper as its users use it (https://sparqlwrapper.readthedocs.io)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import warnings
from typing import Any
from xml.dom.minidom import Document

import pytest
import SPARQLWrapper
from SPARQLWrapper import SPARQLExceptions

from conftest import WRITE_TOKEN, Served
from klimagraph.namespaces import BASE, DATASETS

LABELS = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?label {
  <https://w3id.org/klimagraph/id/alliance/klima-buendnis> skos:prefLabel ?label
  FILTER(LANG(?label) = "de")
}"""
NAME = "Klima-Bündnis"
TRIPLES = f"CONSTRUCT WHERE {{ <{BASE}id/alliance/klima-buendnis> ?p ?o }}"
FORMS = [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")]


def wrapper(served: Served, query: str, form: str = SPARQLWrapper.JSON) -> Any:
    """Return a wrapper with a query."""
    made = SPARQLWrapper.SPARQLWrapper(f"{served.address}/sparql")
    made.setQuery(query)
    made.setReturnFormat(form)
    return made


def converted(made: Any) -> Any:
    """Return what the client makes of the answer; rdflib warns of a class that it uses itself."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ConjunctiveGraph", DeprecationWarning)
        warnings.filterwarnings("ignore", "(?i).*dataset", DeprecationWarning)
        return made.queryAndConvert()


@pytest.mark.parametrize(("method", "request_method"), FORMS)
def test_rows(served: Served, method: str, request_method: str) -> None:
    """Each way to send a query gives the rows."""
    made = wrapper(served, LABELS)
    made.setMethod(method)
    made.setRequestMethod(request_method)
    assert [NAME] == [row["label"]["value"] for row in converted(made)["results"]["bindings"]]


def test_rows_in_xml(served: Served) -> None:
    """XML, which it asks for where nobody says what, becomes a document."""
    document = converted(wrapper(served, LABELS, SPARQLWrapper.XML))
    assert isinstance(document, Document)
    literal = document.getElementsByTagName("literal")[0]
    assert NAME == literal.firstChild.nodeValue  # type: ignore[union-attr]


def test_rows_in_csv(served: Served) -> None:
    """CSV comes as bytes."""
    assert f"label\r\n{NAME}\r\n".encode() == converted(wrapper(served, LABELS, SPARQLWrapper.CSV))


@pytest.mark.parametrize(
    ("form", "query"),
    [
        (SPARQLWrapper.TSV, LABELS),
        (SPARQLWrapper.RDFXML, TRIPLES),
        (SPARQLWrapper.JSONLD, TRIPLES),
    ],
)
@pytest.mark.parametrize("only_negotiated", [False, True])
def test_formats_that_it_names_twice(
    served: Served, form: str, query: str, only_negotiated: bool
) -> None:
    """TSV, RDF/XML and JSON-LD come by Accept alone, and by the parameters that it adds."""
    made = wrapper(served, query, form)
    made.setOnlyConneg(only_negotiated)
    found = converted(made)
    assert len(found) > 10
    assert not isinstance(found, bytes) or NAME.encode() in found


@pytest.mark.parametrize("form", [SPARQLWrapper.JSON, SPARQLWrapper.XML])
def test_yes_and_no(served: Served, form: str) -> None:
    """ASK is understood in both formats."""
    found = converted(wrapper(served, "ASK { ?s ?p ?o }", form))
    if isinstance(found, Document):
        node = found.getElementsByTagName("boolean")[0].firstChild
        found = {"boolean": node is not None and node.nodeValue == "true"}
    assert found["boolean"] is True


def test_a_construct_becomes_a_graph(served: Served) -> None:
    """A CONSTRUCT is an rdflib graph, with its umlauts."""
    graph = converted(wrapper(served, TRIPLES, SPARQLWrapper.XML))
    assert NAME in {str(value) for value in graph.objects()}


def test_a_describe_becomes_a_graph(served: Served) -> None:
    """A DESCRIBE, too, where no format is chosen."""
    made = SPARQLWrapper.SPARQLWrapper(f"{served.address}/sparql")
    made.setQuery(f"DESCRIBE <{BASE}id/alliance/klima-buendnis>")
    assert len(converted(made)) > 10


@pytest.mark.parametrize("form", [SPARQLWrapper.TURTLE, SPARQLWrapper.N3])
def test_turtle_comes_as_text(served: Served, form: str) -> None:
    """Turtle is left as it came."""
    assert NAME in converted(wrapper(served, TRIPLES, form)).decode()


def test_the_dataset_of_the_protocol(served: Served) -> None:
    """addDefaultGraph chooses one dataset."""
    made = wrapper(served, "SELECT (COUNT(DISTINCT ?g) AS ?n) { ?g a ?t }")
    everything = converted(made)["results"]["bindings"][0]["n"]["value"]
    made.addDefaultGraph(f"{DATASETS}klikks")
    part = converted(made)["results"]["bindings"][0]["n"]["value"]
    assert 0 < int(part) < int(everything)


def test_bindings_of_the_second_wrapper(served: Served) -> None:
    """SPARQLWrapper2 gives values with their language."""
    made: Any = SPARQLWrapper.SPARQLWrapper2(f"{served.address}/sparql")
    made.setQuery(LABELS)
    values = [row["label"] for row in made.query().bindings]
    assert [(NAME, "de")] == [(value.value, value.lang) for value in values]


@pytest.mark.parametrize(
    ("query", "said"),
    [("SELECT ?s {", "expected"), ("SELECT * { SERVICE <http://e/> {} }", "SERVICE")],
)
def test_a_refused_query(served: Served, query: str, said: str) -> None:
    """A refusal is the class that stands for it, with our reason in it."""
    with pytest.raises(SPARQLExceptions.QueryBadFormed, match=said):
        wrapper(served, query).query()


def test_an_address_that_is_not_there(served: Served) -> None:
    """404 is the class that stands for it."""
    made = SPARQLWrapper.SPARQLWrapper(f"{served.address}/nowhere")
    made.setQuery("ASK {}")
    with pytest.raises(SPARQLExceptions.EndPointNotFound):
        made.query()


def test_updates(writable: Served) -> None:
    """An update goes to the address for updates, with the token as a header."""
    made = SPARQLWrapper.SPARQLWrapper(f"{writable.address}/sparql", f"{writable.address}/update")
    made.setMethod(SPARQLWrapper.POST)
    made.setQuery("INSERT DATA { GRAPH <a:wrapper> { <a:a> <a:b> 'ä' } }")
    with pytest.raises(SPARQLExceptions.Unauthorized):
        made.query()
    made.addCustomHttpHeader("Authorization", f"Bearer {WRITE_TOKEN}")
    made.query()
    found = converted(wrapper(writable, "SELECT ?o { GRAPH <a:wrapper> { ?s ?p ?o } }"))
    assert ["ä"] == [row["o"]["value"] for row in found["results"]["bindings"]]
