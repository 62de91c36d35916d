"""Two reports say what is fixed, what is new and what remains."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json

from examples import finding, group, hostile, report

from klimagraph.reports.comparing import compare
from klimagraph.reports.comparison_text import comparison_json, comparison_text
from klimagraph.validation.findings import Finding

BEFORE = report(group(finding(1), finding(2)))
AFTER = report(group(finding(2), finding(3, place=None)))


def names(findings: tuple[Finding, ...]) -> list[str]:
    """Return the things at fault by their last part."""
    return [each.focus.rpartition("/")[2] for each in findings]


def test_fixed_new_and_remaining() -> None:
    """Findings are known again by their identifier, wherever they stand."""
    found = compare(BEFORE, AFTER)
    assert (["m1"], ["m3"], ["m2"]) == tuple(map(names, (found.fixed, found.new, found.remaining)))


def test_the_same_report() -> None:
    """Nothing has changed between a report and itself."""
    found = compare(BEFORE, BEFORE)
    assert ((), (), ["m1", "m2"]) == (found.fixed, found.new, names(found.remaining))
    assert not found.worse


def test_what_was_out_of_sight_is_not_new() -> None:
    """A finding that a folded cause did not list may have been there before."""
    before = report(group(finding(1), finding(2), count=500))
    after = report(group(finding(2), finding(3), count=499))
    found = compare(before, after)
    assert ((), ()) == (found.fixed, found.new)
    assert [(500, 499, False)] == [(c.before, c.after, c.complete) for c in found.changes]


def test_what_is_gone_from_a_full_list_is_fixed() -> None:
    """Where the later report lists all, what it does not list is fixed."""
    before = report(group(finding(1), finding(2), count=500))
    after = report(group(finding(2)))
    found = compare(before, after)
    assert ["m1"] == names(found.fixed)


def test_a_cause_that_is_gone() -> None:
    """All findings of a cause that is gone are fixed, and its count is zero."""
    found = compare(BEFORE, report())
    assert ["m1", "m2"] == names(found.fixed)
    assert [(2, 0)] == [(change.before, change.after) for change in found.changes]


def test_worse_is_more_violations() -> None:
    """More warnings are not worse, more violations of a cause are."""
    assert compare(report(), BEFORE).worse
    assert not compare(report(), report(group(finding(severity="warning")))).worse


def test_text_in_both_languages() -> None:
    """The text counts and lists what is new and fixed."""
    found = compare(BEFORE, AFTER)
    german, english = comparison_text(found).decode(), comparison_text(found, "en").decode()
    assert "Neu: 1\nFehler Mitgliedschaft m3: Zeitraum: „seit 2017“" in german
    assert "Behoben: 1" in german
    assert "Period: wrong form: 2 before, 2 now" in english


def test_text_obeys_nobody() -> None:
    """No control character of a stranger reaches a terminal."""
    assert b"\x1b" not in comparison_text(compare(report(), hostile()))


def test_json() -> None:
    """JSON has the findings whole."""
    data = json.loads(comparison_json(compare(BEFORE, AFTER)))
    assert ["https://example.org/m3"] == [each["focus"] for each in data["new"]]
    assert data["worse"] is False
