"""The list of known failures is about tests that are run."""

from conformance.conftest import CASES
from conformance.known import known_failures
from conformance.suite import Suite


def test_every_known_failure_is_a_test(suite: Suite) -> None:
    """A name that no manifest knows any more is taken off the list."""
    known = known_failures()
    run = {case.iri for find in CASES.values() for case in find(suite)}
    assert set() == {*known.engine, *known.by_design} - run
    assert set() == known.engine.keys() & known.by_design.keys()
