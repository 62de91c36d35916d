"""A report as JSON; docs/report.schema.json says its form (https://www.rfc-editor.org/rfc/rfc8259)."""

import json
from dataclasses import asdict

from klimagraph.validation.findings import SEVERITIES, Group, Report

VERSION = 1
"""Number of the form; another one comes where a key goes or means something else."""


def write_json(report: Report) -> bytes:
    """Return a report as JSON in UTF-8."""
    return as_json(report).encode()


def as_json(report: Report) -> str:
    """Return a report as JSON; findings name their group, groups hold no findings."""
    data = {
        "version": VERSION,
        "conforms": report.conforms,
        "counts": {severity: report.count(severity) for severity in SEVERITIES},
        "source": report.source,
        "digest": report.digest,
        "triples": report.triples,
        "profile": report.profile,
        "release": report.release,
        "groups": [_group(group) for group in report.groups],
        "findings": [
            {"group": group.identifier, **asdict(finding)}
            for group in report.groups
            for finding in group.findings
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _group(group: Group) -> dict[str, object]:
    return {
        "identifier": group.identifier,
        "severity": group.severity,
        "title_de": group.title_de,
        "title_en": group.title_en,
        "count": group.count,
        "shown": len(group.findings),
        "repair_de": group.repair_de,
        "repair_en": group.repair_en,
    }
