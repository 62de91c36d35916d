"""Reports as tests need them."""

from dataclasses import replace

from klimagraph.places import Place
from klimagraph.validation.findings import Finding, Group, Repair, Report

HARMFUL = "=1+1\x1b[31m\u202e<script>&\"'"
"""What somebody may have written to harm those who read the report."""


def finding(number: int = 1, **changes: object) -> Finding:
    """Return a finding in Turtle that has a repair."""
    found = Finding(
        "violation",
        f"https://example.org/m{number}",
        "https://w3id.org/klimagraph/ns#period",
        "seit 2017",
        "Zeitraum: „seit 2017“ hat nicht die nötige Form.",
        "Period: “seit 2017” does not have the form needed.",
        "https://w3id.org/klimagraph/shapes#Membership-period",
        "PatternConstraintComponent",
        f"Mitgliedschaft m{number}",
        "Zeitraum",
        "Period",
        "seit 2017",
        "ein Zeitraum",
        "a period",
        "2017-06-23/..",
        (Repair("In der richtigen Form: 2017/..", "In the right form: 2017/..", "2017/.."),),
        Place(line=number, column=16, text='"seit 2017"'),
        f"{number:016x}",
        '"seit 2017"',
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def group(*findings: Finding, count: int = 0, name: str = "g1") -> Group:
    """Return findings as one cause."""
    return Group(
        name,
        findings[0].severity,
        "Zeitraum: falsche Form",
        "Period: wrong form",
        count or len(findings),
        findings,
        "Richtig ist überall: ein Zeitraum.",
        "Right everywhere is: a period.",
    )


def report(*groups: Group, source: str = "daten.ttl") -> Report:
    """Return a report about a file."""
    return Report(source, 12, groups, "core", "r1", "ab" * 32)


def in_cell(found: Finding, sheet: str = "Daten", cell: str = "B2") -> Finding:
    """Return a finding at a cell of a workbook."""
    return replace(found, place=Place(sheet=sheet, row=2, column=2, cell=cell, text="seit 2017"))


def hostile() -> Report:
    """Return a report in which every text is meant to do harm."""
    names = (
        "focus", "path", "value", "message_de", "message_en", "shape", "component",
        "focus_label", "path_label_de", "value_label", "expected_de", "example", "value_term",
    )  # fmt: skip
    texts = dict.fromkeys(names, HARMFUL)
    place = Place(sheet=HARMFUL, row=1, cell=HARMFUL, heading=HARMFUL, text=HARMFUL)
    repair = Repair(HARMFUL, HARMFUL, HARMFUL)
    bad = finding(1, place=place, repairs=(repair,), **texts)
    cause = replace(group(bad, count=7), title_de=HARMFUL, title_en=HARMFUL, repair_de=HARMFUL)
    return report(cause, source=HARMFUL)
