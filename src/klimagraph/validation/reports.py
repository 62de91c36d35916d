"""What a validation found, as JSON and as text for people."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from klimagraph.namespaces import compact
from klimagraph.validation.findings import SEVERITIES, Report

GERMAN = {"violation": "Fehler", "warning": "Warnung", "info": "Hinweis"}
GERMAN_PLURAL = {"violation": "Fehler", "warning": "Warnungen", "info": "Hinweise"}


def as_json(report: Report) -> str:
    """Return a report as JSON."""
    counts = {severity: report.count(severity) for severity in SEVERITIES}
    data: dict[str, object] = {"conforms": report.conforms, "counts": counts, **asdict(report)}
    data["findings"] = [asdict(finding) for finding in report.findings]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def as_text(report: Report) -> str:
    """Return a report as German text."""
    return "\n".join([*_lines(report), _summary(report)]) + "\n"


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
