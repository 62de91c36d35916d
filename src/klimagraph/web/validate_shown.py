"""Pages about the check of a file: the form for one, and the report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from klimagraph import releases
from klimagraph.bundle import bundle_folder
from klimagraph.places import Excerpt
from klimagraph.reports.wording import facts, visible
from klimagraph.reports.writers import WRITERS
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.tables.templates import templates
from klimagraph.validation import Report
from klimagraph.validation.findings import Finding, Group
from klimagraph.validation.profiles import profiles
from klimagraph.web.kept_reports import Kept
from klimagraph.web.language import gettext, language
from klimagraph.web.templating import render

ANNOTATED = "annotated"
"""What the submitter's own workbook with remarks is called among the formats."""
COMPARE = "compare"
"""Field of a form: the kept report to compare with."""
FORMATS = {
    "text": "Text",
    "xlsx": "Excel",
    "csv": "CSV",
    "json": "JSON",
    "turtle": "RDF (Turtle)",
    "jsonld": "RDF (JSON-LD)",
    "ntriples": "RDF (N-Triples)",
    "sarif": "SARIF",
    "junit": "JUnit",
}
FEW = 60
"""Findings up to which all causes are shown open."""


@dataclass(frozen=True)
class Shown:
    """What the pages about a report need besides it."""

    report: Report
    links: Mapping[str, str]
    """Addresses of its forms, by what people call them."""

    @property
    def few(self) -> bool:
        """Tell whether all findings are few enough to be read at once."""
        return sum(len(group.findings) for group in self.report.groups) <= FEW

    @property
    def placed(self) -> list[Finding]:
        """Return the findings that have a place, in the order of the file."""
        found = [finding for finding in self.report.findings if finding.place]
        return sorted(found, key=_in_file)

    def excerpt(self, finding: Finding) -> Excerpt | None:
        """Return what stands around a finding."""
        return self.report.excerpts.get(finding.identifier)

    @staticmethod
    def common(group: Group) -> list[tuple[str, str]]:
        """Return what holds for all findings of a group alike, so that it is said once."""
        rows = [facts(finding, language()) for finding in group.findings]
        if len(rows) < 2:
            return []
        return [row for row in rows[0] if all(row in each for each in rows)]

    @staticmethod
    def facts(finding: Finding, told: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return what there is to say of a finding besides its message and what was told."""
        return [row for row in facts(finding, language()) if row not in told]

    @staticmethod
    def visible(text: str) -> str:
        """Return a text without characters that turn other text around."""
        return visible(text)


def form_page(settings: Settings, asked: Mapping[str, str]) -> bytes:
    """Return the page on which a file is chosen or a text pasted."""
    known = [each for each in profiles(bundle_folder(), settings.profiles) if not each.fault]
    release = releases.current(settings.home)
    return render(
        "validate.html",
        limit=settings.upload_size * MEBIBYTE,
        profiles=known,
        classes=templates(bundle_folder()),
        datasets=[item.slug for item in release.datasets] if release else [],
        address=settings.address,
        asked=asked,
    )


def report_page(settings: Settings, name: str, kept: Kept) -> bytes:
    """Return the page of a report that is kept under a name."""
    address = f"/validate/reports/{name}"
    return render(
        "report.html",
        report=kept.report,
        shown=Shown(kept.report, dict(links(address, kept.workbook is not None))),
        comparison=kept.comparison,
        profile=_title_of(kept.report.profile, settings),
        again={COMPARE: name, **kept.asked} if kept.asked else {},
        address=address,
        limit=settings.upload_size * MEBIBYTE,
    )


def links(address: str, workbook: bool) -> Iterator[tuple[str, str]]:
    """Yield the forms of a report: what people call each, and its address."""
    if workbook:
        yield gettext("Ihre Tabelle mit Anmerkungen"), f"{address}?format={ANNOTATED}"
    for name in WRITERS:
        yield FORMATS.get(name, name), f"{address}?format={name}"


def _title_of(token: str, settings: Settings) -> str:
    """Return what a profile is called; shapes that came with the file are called as their file."""
    known = profiles(bundle_folder(), settings.profiles)
    titles = ((each.token, each.title_en if language() == "en" else each.title_de)
              for each in known)  # fmt: skip
    return next((title for name, title in titles if name == token), token)


def _in_file(finding: Finding) -> tuple[str, int, int]:
    place = finding.place
    if place is None:
        return ("", 0, 0)
    return (place.sheet, place.line or place.row or 0, place.column or 0)
