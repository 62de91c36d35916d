"""A report as text for people."""

from collections.abc import Iterator

from klimagraph.reports.wording import (
    ONE,
    details,
    heading,
    one_line,
    place_text,
    said,
    summary,
)
from klimagraph.validation.findings import Finding, Group, Report

MORE = {"de": "und {} weitere gleicher Art", "en": "and {} more of the same kind"}


def write_text(report: Report) -> bytes:
    """Return a report as German text."""
    return as_text(report).encode()


def as_text(report: Report, language: str = "de") -> str:
    """Return a report as text in German (`de`) or English (`en`)."""
    lines = [line for group in report.groups for line in _group(group, language)]
    return "\n".join([*lines, summary(report, language)]) + "\n"


def _group(group: Group, language: str) -> Iterator[str]:
    """Yield the lines of one cause."""
    severity = ONE[language][group.severity]
    yield one_line(f"{severity} ({group.count}): {heading(group, language)}")
    mending = group.repair_de if language == "de" else group.repair_en
    if mending and group.count > 1:
        yield f"  {one_line(mending)}"
    for finding in group.findings:
        yield from _finding(finding, language)
    if more := group.count - len(group.findings):
        yield f"  … {MORE[language].format(more)}"
    yield ""


def _finding(finding: Finding, language: str) -> Iterator[str]:
    place, thing = place_text(finding.place, language), finding.focus_label or finding.focus
    yield "  " + one_line(f"{place}: {thing}" if place else thing)
    yield "    " + one_line(said(finding, language))
    for name, value in details(finding, language):
        yield f"    {name}: {one_line(value)}"
