"""Parameters get into the text of a query as terms, and the columns stay."""

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store, Variable

from klimagraph.remote.binding import bind

IRI, TEXT = "<http://e/a>", '"a \\"quoted\\" {word} # ?x"@de'
DATA = b"""
<http://e/a> <http://e/p> <http://e/b> . <http://e/b> <http://e/p> <http://e/a> .
<http://e/a> <http://e/q> "1" . <http://e/b> <http://e/q> "2" .
"""
QUERIES = {
    "projection": "SELECT ?this ?o { ?this <http://e/p> ?o } ORDER BY ?this ?o",
    "dollar": "SELECT $this ?o { $this <http://e/p> ?o } ORDER BY ?o",
    "groups": "SELECT ?this (COUNT(*) AS ?n) { ?this ?p ?o } GROUP BY ?this ORDER BY ?this",
    "groups without a row": "SELECT ?this (COUNT(*) AS ?n) { ?this <e:none> ?o } GROUP BY ?this",
    "subquery": "SELECT ?this ?n { { SELECT ?this (COUNT(*) AS ?n) { ?this ?p ?o } "
    "GROUP BY ?this } }",
    "own variable of a subquery": "SELECT ?this ?n { ?this ?p ?o "
    "{ SELECT (COUNT(*) AS ?n) { ?this <http://e/p> ?x } } } ORDER BY ?p",
    "union with a value": "SELECT ?this ?s ?o { { ?this ?p ?o BIND(?this AS ?s) } "
    "UNION { ?s ?p ?this BIND(1 AS ?o) } } ORDER BY ?s ?o",
    "filter": "SELECT ?this ?s { ?s ?p ?o FILTER(?s != ?this && EXISTS { ?this ?p ?o2 }) } "
    "ORDER BY ?s ?p",
    "in a comment and a text": 'SELECT ?this ?o { ?this ?p ?o # ?this\n FILTER(?o != "?this") } '
    "ORDER BY ?o",
}  # fmt: skip


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_text_answers_as_the_substitution_does(query: str) -> None:
    """An engine that takes no parameters gives the rows of one that does."""
    store = Store()
    store.load(DATA, format=RdfFormat.TURTLE)
    own = store.query(query, substitutions={Variable("this"): NamedNode("http://e/a")})
    written = store.query(bind(query, [("this", IRI)]))
    assert rows(own) == rows(written)


def test_literal_stays_one_token() -> None:
    """Whatever a text holds, it cannot become a part of the query."""
    (row,) = rows(
        Store().query(bind("SELECT ?this { FILTER(STRLEN(?this) > 0) }", [("this", TEXT)]))
    )
    assert {"this": str(Literal('a "quoted" {word} # ?x', language="de"))} == row


def test_other_variables_stay() -> None:
    """Only the variables that are given are replaced, whole names only."""
    assert (
        bind("SELECT ?a ?ab { ?a ?ab ?c }", [("a", IRI)])
        == "SELECT (<http://e/a> AS ?a) ?ab { <http://e/a> ?ab ?c }"
    )


def rows(result: object) -> list[dict[str, str]]:
    """Return the rows of a result with their terms as text."""
    assert isinstance(result, QuerySolutions)
    names = [variable.value for variable in result.variables]
    return [{name: str(row[name]) for name in names if row[name] is not None} for row in result]
