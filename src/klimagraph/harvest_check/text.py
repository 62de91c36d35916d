"""A report as text for people, in German or English."""

from collections.abc import Iterator
from itertools import groupby

from klimagraph.harvest_check.faults import CLIENTS, TITLES
from klimagraph.harvest_check.findings import Finding
from klimagraph.harvest_check.report import Report
from klimagraph.harvest_check.walking import Reading

SHOWN = 5
"""Things with the same mistake that are named."""
WORDS = {
    "de": {
        "head": "Prüfung des Katalogs {}",
        "read": "Seiten: {}, Datensätze: {}",
        "complete": "liest alles",
        "stopped": "bricht ab ({})",
        "line": "{}: {}; Seiten {}, Datensätze {}, abgewiesen {}, gelöscht {}",
        "compared": "Verglichen mit: {}",
        "nothing": "Verglichen mit nichts; was Portale löschen würden, ist daher unbekannt.",
        "deleted": "{} löscht {}",
        "lost": "Was {} an {} nicht übernimmt: {}",
        "files": "Geprüfte Distributionen: {}",
        "more": "… und {} weitere",
        "error": "Fehler", "warning": "Warnung", "note": "Hinweis",
        "sum": "Fehler: {}, Warnungen: {}, Hinweise: {}",
    },
    "en": {
        "head": "Check of the catalogue {}",
        "read": "Pages: {}, datasets: {}",
        "complete": "reads everything",
        "stopped": "gives up ({})",
        "line": "{}: {}; pages {}, datasets {}, refused {}, deleted {}",
        "compared": "Compared with: {}",
        "nothing": "Compared with nothing, so what portals would delete is not known.",
        "deleted": "{} deletes {}",
        "lost": "What {} does not take over of {}: {}",
        "files": "Distributions checked: {}",
        "more": "… and {} more",
        "error": "Error", "warning": "Warning", "note": "Note",
        "sum": "Errors: {}, warnings: {}, notes: {}",
    },
}  # fmt: skip


def as_text(report: Report, language: str = "de") -> str:
    """Return a report as text in German (`de`) or English (`en`)."""
    words = WORDS[language]
    lines = [
        words["head"].format(report.feed),
        words["read"].format(report.pages, len(report.datasets)),
        "",
        *(reading_line(report, each, language) for each in report.readings),
        "",
        words["compared"].format(report.compared) if report.compared else words["nothing"],
        *_deleted(report, words),
        "",
        *_findings(report, language),
        *lost_lines(report, language),
    ]
    if report.downloads is not None:
        lines.append(words["files"].format(report.downloads))
    counts = (report.count(severity) for severity in ("error", "warning", "note"))
    return "\n".join([*lines, words["sum"].format(*counts)]) + "\n"


def reading_line(report: Report, each: Reading, language: str) -> str:
    """Return what a client makes of the feed, on one line."""
    words = WORDS[language]
    result = words["complete"] if each.complete else words["stopped"].format(each.stopped)
    gone = len(report.deletions.get(each.client, ()))
    numbers = (each.pages, len(each.datasets), len(each.refused), gone)
    return words["line"].format(TITLES[each.client], result, *numbers)


def lost_lines(report: Report, language: str) -> list[str]:
    """Return the properties that portals lose, a line for each portal and class."""
    found = groupby(report.losses, key=lambda loss: (loss.client, loss.kind))
    return [
        WORDS[language]["lost"].format(
            TITLES[client], kind, ", ".join(f"{loss.name} ({loss.count})" for loss in group)
        )
        for (client, kind), group in found
    ]


def concerned(finding: Finding) -> str:
    """Return the clients to which a mistake makes a difference."""
    return ", ".join(TITLES[name] for name in CLIENTS if name in finding.fault.concerns)


def _deleted(report: Report, words: dict[str, str]) -> Iterator[str]:
    for client, gone in report.deletions.items():
        for name in gone[:SHOWN]:
            yield "  " + words["deleted"].format(TITLES[client], name)
        if len(gone) > SHOWN:
            yield "  " + words["more"].format(len(gone) - SHOWN)


def _findings(report: Report, language: str) -> Iterator[str]:
    words = WORDS[language]
    for code, group in report.groups():
        severity = words[group[0].fault.severity]
        yield f"{severity} {code} ({len(group)}) [{concerned(group[0])}]"
        for each in group[:SHOWN]:
            yield f"  {each.subject}"
            yield f"    {each.text(language)}"
        if len(group) > SHOWN:
            yield "  " + words["more"].format(len(group) - SHOWN)
        yield ""
