"""The grammar of queries and updates: what is well formed is read, the rest is a 400."""

from conformance.cases import SyntaxCase
from conformance.engine import engine_reads
from conformance.instance import JSON, Instance
from conformance.known import LIST, known_failures
from conformance.results import Refused
from conformance.suite import Suite


def test_what_is_well_formed_is_read(
    instance: Instance, suite: Suite, syntax_case: SyntaxCase
) -> None:
    """A refusal that speaks of the syntax comes where the suite expects it, and only there."""
    text = suite.text(syntax_case.text)
    answer = instance.update(text) if syntax_case.update else instance.query(text, JSON)
    why = answer.why if isinstance(answer, Refused) else ""
    read = why != "syntax"
    if syntax_case.iri not in known_failures().engine:
        # What is forbidden is so before it is read to its end.
        assert syntax_case.positive == read or why == "forbidden", answer
        return
    assert syntax_case.positive != read, f"{syntax_case.iri} passes: take it off {LIST.name}"
    assert engine_reads(suite, syntax_case) == read
