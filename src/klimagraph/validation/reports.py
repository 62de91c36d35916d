"""What a validation found, as values, as JSON and as text for people."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from klimagraph.namespaces import compact

SEVERITIES = ("violation", "warning", "info")
GERMAN = {"violation": "Fehler", "warning": "Warnung", "info": "Hinweis"}
GERMAN_PLURAL = {"violation": "Fehler", "warning": "Warnungen", "info": "Hinweise"}


@dataclass(frozen=True)
class Finding:
    """One result of a shape (SHACL, section 3.6.2), with messages in both languages."""

    severity: str
    focus: str
    path: str
    value: str
    message_de: str
    message_en: str
    shape: str
    component: str


@dataclass(frozen=True)
class Report:
    """The findings in a file, worst first."""

    source: str
    triples: int
    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Tell whether nothing worse than a warning was found."""
        return self.count("violation") == 0

    def count(self, severity: str) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity == severity for finding in self.findings)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings worst first, then by focus node, path and value."""
    return sorted(findings, key=lambda item: (SEVERITIES.index(item.severity), _key(item)))


def as_json(report: Report) -> str:
    """Return a report as JSON."""
    counts = {severity: report.count(severity) for severity in SEVERITIES}
    data = {"conforms": report.conforms, "counts": counts, **asdict(report)}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def as_text(report: Report) -> str:
    """Return a report as German text."""
    return "\n".join([*_lines(report), _summary(report)]) + "\n"


def _key(item: Finding) -> tuple[str, ...]:
    return (item.focus, item.path, item.value, item.shape, item.component)


def _lines(report: Report) -> Iterator[str]:
    for finding in report.findings:
        yield f"{GERMAN[finding.severity]}: {finding.message_de or finding.message_en}"
        yield f"  bei {compact(finding.focus)}"
        if finding.path:
            value = f" = {finding.value}" if finding.value else ""
            yield f"  {compact(finding.path)}{value}"


def _summary(report: Report) -> str:
    counts = ", ".join(_counted(report.count(name), name) for name in SEVERITIES)
    verdict = "gültig" if report.conforms else "nicht gültig"
    statements = "1 Aussage" if report.triples == 1 else f"{report.triples} Aussagen"
    return f"{report.source}: {statements}, {counts}: {verdict}"


def _counted(count: int, severity: str) -> str:
    return f"{count} {(GERMAN if count == 1 else GERMAN_PLURAL)[severity]}"
