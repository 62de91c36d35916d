"""A comparison of two reports as text and as JSON."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from klimagraph.reports.comparing import Change, Comparison
from klimagraph.reports.wording import ONE, one_line, place_text, said
from klimagraph.validation.findings import Finding

VERSION = 1
TITLES = {
    "de": ("Neu", "Behoben", "Geblieben", "je Ursache", "vorher {}, jetzt {}"),
    "en": ("New", "Fixed", "Remaining", "by cause", "{} before, {} now"),
}


def comparison_json(comparison: Comparison) -> bytes:
    """Return a comparison as JSON."""
    data = {"version": VERSION, "worse": comparison.worse, **asdict(comparison)}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def comparison_text(comparison: Comparison, language: str = "de") -> bytes:
    """Return a comparison as text in German (`de`) or English (`en`)."""
    new, fixed, remaining, causes, counts = TITLES[language]
    lines = [
        *_part(new, comparison.new, language),
        *_part(fixed, comparison.fixed, language),
        f"{remaining}: {len(comparison.remaining)}",
        "",
        f"{causes}:",
        *(_change(each, language, counts) for each in comparison.changes),
    ]
    return ("\n".join(lines) + "\n").encode()


def _part(name: str, findings: Iterable[Finding], language: str) -> Iterator[str]:
    listed = list(findings)
    yield f"{name}: {len(listed)}"
    for finding in listed:
        place, thing = place_text(finding.place, language), finding.focus_label or finding.focus
        where = f"{place}: {thing}" if place else thing
        yield one_line(f"{ONE[language][finding.severity]} {where}: {said(finding, language)}")
    yield ""


def _change(change: Change, language: str, counts: str) -> str:
    title = change.title_de if language == "de" else change.title_en
    return "  " + one_line(f"{title}: {counts.format(change.before, change.after)}")
