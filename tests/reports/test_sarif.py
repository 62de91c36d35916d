"""SARIF 2.1.0 as tools read it (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from typing import Any

import pytest
from examples import finding, group, hostile, in_cell, report

from klimagraph.places import Place
from klimagraph.reports.as_sarif import write_sarif
from klimagraph.reports.replacing import replacement
from klimagraph.validation.findings import Finding, Repair, Report


def run(about: Report) -> dict[str, Any]:
    """Return the one run of a log."""
    log = json.loads(write_sarif(about))
    assert "2.1.0" == log["version"]
    return log["runs"][0]  # type: ignore[no-any-return]


def test_results_name_their_rule() -> None:
    """A result's rule is the one at its index, and rules have names of their own (3.27.6)."""
    about = report(group(finding(1)), group(finding(2, severity="info"), name="g2"))
    found = run(about)
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert rules == [rules[result["ruleIndex"]] for result in found["results"]]
    assert rules == [result["ruleId"] for result in found["results"]]


def test_levels() -> None:
    """Severities are the levels of SARIF (3.27.10)."""
    for severity, level in (("violation", "error"), ("warning", "warning"), ("info", "note")):
        assert level == run(report(group(finding(severity=severity))))["results"][0]["level"]


def test_rules_help() -> None:
    """A rule says what is allowed and gives an example."""
    rule = run(report(group(finding())))["tool"]["driver"]["rules"][0]
    assert "Erlaubt: ein Zeitraum. Beispiel: 2017-06-23/.." in rule["help"]["text"]


def test_region_is_what_stands_there() -> None:
    """A region ends behind its last character (3.30.8)."""
    location = run(report(group(finding(4))))["results"][0]["locations"][0]
    region = location["physicalLocation"]["region"]
    numbers = [region[name] for name in ("startLine", "startColumn", "endLine", "endColumn")]
    assert [4, 16, 4, 27] == numbers


def test_cells_are_logical_locations() -> None:
    """A cell has a name instead of a region."""
    location = run(report(group(in_cell(finding()))))["results"][0]["locations"][0]
    assert "Daten!B2" == location["logicalLocations"][0]["fullyQualifiedName"]
    assert "region" not in location["physicalLocation"]


def test_fixes_replace_what_stands_there() -> None:
    """A fix takes away the region and writes the value as Turtle has it."""
    fix = run(report(group(finding())))["results"][0]["fixes"][0]
    change = fix["artifactChanges"][0]["replacements"][0]
    assert '"2017/.."' == change["insertedContent"]["text"]
    assert 27 == change["deletedRegion"]["endColumn"]


def test_fixes_of_one_place_agree() -> None:
    """Where the shape of a property proposes something, nothing else is written there."""
    other = finding(1, component="DeclaredConcept", repairs=(Repair("?", "?", "other"),))
    results = run(report(group(finding(1)), group(other, name="g2")))["results"]
    assert [True, False] == ["fixes" in result for result in results]


def test_fingerprints_are_the_identifiers() -> None:
    """Tools know a finding again by its fingerprint (3.27.17)."""
    result = run(report(group(finding(9))))["results"][0]
    assert {"klimagraph/v1": f"{9:016x}"} == result["partialFingerprints"]


def test_what_is_folded_is_told() -> None:
    """The run says how many findings it does not list."""
    found = run(report(group(finding(), count=7)))
    notes = found["invocations"][0]["toolExecutionNotifications"]
    assert ["Zeitraum: falsche Form: 7 in all, 1 listed"] == [n["message"]["text"] for n in notes]


def test_addresses_are_references() -> None:
    """Names of files are escaped (3.4.3)."""
    found = run(report(group(finding()), source="meine daten ü.ttl"))
    assert "meine%20daten%20%C3%BC.ttl" == found["artifacts"][0]["location"]["uri"]


def test_strangers_text_fixes_nothing() -> None:
    """No fix comes from a place that cannot be what stands in the file."""
    assert "fixes" not in run(hostile())["results"][0]


LINK = "https://w3id.org/klimagraph/concept/membership-status/active"


@pytest.mark.parametrize(
    ("source", "text", "value", "expected"),
    [
        ("a.ttl", '"aktiv"', LINK, f"<{LINK}>"),
        ("a.ttl", '"aktiv"@de', LINK, f"<{LINK}>"),
        ("a.ttl", "klima:x", LINK, f"<{LINK}>"),
        ("a.ttl.gz", "<https://e/x>", LINK, f"<{LINK}>"),
        ("a.ttl", '"12,5"^^xsd:decimal', "12.5", '"12.5"^^xsd:decimal'),
        ("a.ttl", '"Rat"', '"Rat"@de', '"Rat"@de'),
        ("a.ttl", '"a', "b", None),
        ("a.ttl", "12", "13", None),
        ("a.jsonld", '"12,5"', "12.5", '"12.5"'),
        ("a.rdf", '"12,5"', "12.5", None),
        ("a.ttl", "x" * 200, "12.5", None),
        ("a.ttl", '"x"', "", None),
        ("a.ttl", '"x"', 'a"b\n', '"a\\"b\\n"'),
    ],
)
def test_replacement(source: str, text: str, value: str, expected: str | None) -> None:
    """A value is written as its format wants it, or not at all."""
    found: Finding = finding(place=Place(line=1, column=1, text=text))
    assert expected == replacement(source, found, Repair("", "", value))
