"""A report as rows of a table, one for each finding."""

import re
from collections.abc import Iterator

from klimagraph.reports.wording import ONE, repairs_text, said, stands, visible
from klimagraph.validation.findings import Finding, Group, Report

TITLES = (
    "Nr.",
    "Schwere",
    "Ursache",
    "Blatt",
    "Zelle",
    "Zeile",
    "Spalte",
    "Ding",
    "Angabe",
    "Gefunden",
    "Meldung",
    "Erlaubt",
    "Beispiel",
    "Vorschlag",
    "Neuer Wert",
    "Meldung (englisch)",
    "Adresse des Dings",
    "Regel",
    "Kennung",
)
LONGEST = 32_000
"""Characters that a cell of a spreadsheet can hold, and some less."""
_FORMULA = re.compile(r"[=+\-@\t\r\n|%]")
"""What a text begins with that a spreadsheet would reckon or run."""


def rows(report: Report) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each finding, as texts in the order of the titles."""
    number = 0
    for group in report.groups:
        for finding in group.findings:
            number += 1
            yield tuple(map(cell, _cells(str(number), group, finding)))
        if more := group.count - len(group.findings):
            yield tuple(map(cell, _folded(group, more)))


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def cell(text: str) -> str:
    """Return a text as a cell can hold it."""
    return visible(text)[:LONGEST]


def _cells(number: str, group: Group, finding: Finding) -> tuple[str, ...]:
    place = finding.place
    line = place and (place.line if place.line is not None else place.row)
    return (
        number,
        ONE["de"][finding.severity],
        group.title_de,
        place.sheet if place else "",
        place.cell if place else "",
        str(line or ""),
        str(place.column or "") if place else "",
        finding.focus_label or finding.focus,
        finding.path_label_de or finding.path,
        stands(finding),
        said(finding),
        finding.expected_de,
        finding.example,
        repairs_text(finding),
        finding.repairs[0].value if finding.repairs else "",
        said(finding, "en"),
        finding.focus,
        finding.shape,
        finding.identifier,
    )


def _folded(group: Group, more: int) -> tuple[str, ...]:
    """Return the row that counts what is not shown."""
    told = {
        "Schwere": ONE["de"][group.severity],
        "Ursache": group.title_de,
        "Meldung": f"und {more} weitere gleicher Art",
        "Meldung (englisch)": f"and {more} more of the same kind",
    }
    return tuple(told.get(title, "") for title in TITLES)
