"""Queries give the results that the suites expect (SPARQL 1.0 and 1.1, CSV, TSV and JSON)."""

from conformance.cases import QueryCase
from conformance.comparison import matches
from conformance.engine import engine_result
from conformance.instance import Instance
from conformance.known import judge
from conformance.results import expected_result, media_type_for
from conformance.suite import Suite


def test_a_query_has_its_result(instance: Instance, suite: Suite, query_case: QueryCase) -> None:
    """The data are put into graphs, the query is asked, the answer is isomorphic."""
    instance.load(suite, query_case.data)
    text = f"BASE <{query_case.query}>\n{suite.text(query_case.query)}"
    got = instance.query(text, media_type_for(query_case.result))
    expected = expected_result(suite, query_case.result)
    passes = matches(expected, got, lax=query_case.lax)
    judge(query_case.iri, passes=passes, engine=lambda: engine_result(suite, query_case), got=got)
