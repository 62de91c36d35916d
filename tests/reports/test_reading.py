"""A report that comes back from anybody is taken, or refused with the place."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from typing import Any

import pytest
from examples import finding, group, report
from hypothesis import given
from hypothesis import strategies as st

from klimagraph.errors import InputRefused
from klimagraph.reports.as_json import as_json
from klimagraph.reports.reading import read_report

GOOD = json.loads(as_json(report(group(finding()))))


def changed(**changes: Any) -> bytes:
    """Return a good report with other values."""
    return json.dumps(GOOD | changes).encode()


def with_finding(**changes: Any) -> bytes:
    """Return a good report with another finding."""
    return changed(findings=[GOOD["findings"][0] | changes])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this is not JSON"),
        (b"\xff\xfe", "this is not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"version": NaN}', "NaN is no number"),
        (b'{"version": ' + b"9" * 5000 + b"}", "this is not JSON"),
        (b"[]", "the report has to be an object"),
        (b"{}", "version has to be 1"),
        (changed(version=2), "version has to be 1"),
        (changed(findings={}), "findings has to be a list"),
        (changed(findings=[1]), "findings[0] has to be an object"),
        (changed(groups=[]), "group 'g1' of a finding is not among the groups"),
        (changed(triples=-1), "triples has to be a whole number from 0"),
        (changed(triples=True), "triples has to be a whole number from 0"),
        (changed(source=None), "source has to be a text"),
        (with_finding(severity="fatal"), "findings[0].severity has to be one of"),
        (with_finding(message_de=7), "findings[0].message_de has to be a text"),
        (with_finding(value="\ud800"), "findings[0].value holds half a character"),
        (with_finding(repairs=[[]]), "findings[0].repairs has to be an object"),
        (with_finding(place=[]), "findings[0].place has to be an object"),
        (changed(groups=[GOOD["groups"][0] | {"count": 0}]), "groups[0].count is less"),
    ],
)
def test_refused(data: bytes, message: str) -> None:
    """What is no report is refused, and the message says where."""
    with pytest.raises(InputRefused, match=r".+") as refused:
        read_report(data)
    assert message in refused.value.message


def test_the_place_of_what_is_not_json() -> None:
    """Text that is not JSON is refused with line and column."""
    with pytest.raises(InputRefused) as refused:
        read_report(b'{\n "version": 1,\n oops}')
    assert (3, 2) == (refused.value.line, refused.value.column)


def test_a_mark_at_the_start_is_read_over() -> None:
    """A byte order mark does no harm."""
    assert read_report(b"\xef\xbb\xbf" + changed()) == read_report(changed())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(sorted(GOOD)), inner),
)


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), JSON))
def test_any_json_is_read_or_refused(changes: dict[str, Any]) -> None:
    """Nothing else than a refusal comes of any JSON."""
    try:
        read_report(changed(**changes))
    except InputRefused as refused:
        assert refused.message
