"""Which graphs an update can write to is told from its tokens, in doubt all."""

import pytest

from klimagraph.writing.touched import touched

BASE = "http://e/"
GRAPHS = {
    "DELETE WHERE { GRAPH <g> { ?s ?p ?o } }": {"g"},
    "DELETE { GRAPH <g> { ?s ?p ?o } } INSERT { GRAPH <h> { ?s ?p 1 } } "
    "WHERE { GRAPH ?any { ?s ?p ?o } }": {"g", "h"},
    "WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER EXISTS { GRAPH <h> { ?s ?p ?o } } }": {
        "g"
    },
    "PREFIX : <http://e/> PREFIX e: <http://e/> CLEAR SILENT GRAPH :g ; DROP GRAPH e:h": {"g", "h"},
    "BASE <http://e/f/> INSERT { GRAPH <../g> { ?s ?p 1 } } USING NAMED <x> WHERE { ?s ?p ?o }": {
        "g"
    },
    "CREATE GRAPH <g>": {"g"},
}
ANY = [
    "DELETE WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p 1 } WHERE { GRAPH <g> { ?s ?p ?o } }",
    "INSERT { GRAPH <g> { ?s ?p 1 } ?s ?p 2 } WHERE { ?s ?p ?o }",
    "INSERT { GRAPH ?g { ?s ?p 1 } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o } ; INSERT { <a:s> <a:p> 1 } WHERE { }",
    "CLEAR ALL",
    "DROP NAMED",
    "CLEAR DEFAULT",
    "MOVE <g> TO <h>",
    "COPY DEFAULT TO <h>",
    "ADD GRAPH <g> TO GRAPH <h>",
]


@pytest.mark.parametrize("text", GRAPHS)
def test_graphs_that_are_named(text: str) -> None:
    """Names are what they stand for; where it is only read does not count."""
    assert {BASE + name for name in GRAPHS[text]} == touched(text, BASE)


@pytest.mark.parametrize("text", ANY)
def test_graphs_that_may_be_any(text: str) -> None:
    """Variables, the default graph and operations on whole graphs are not looked through."""
    assert touched(text, BASE) is None
