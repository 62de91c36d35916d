"""What a check of a feed came to."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from klimagraph.errors import InputRefused
from klimagraph.harvest_check.faults import CLIENTS, SEVERITIES
from klimagraph.harvest_check.findings import Finding
from klimagraph.harvest_check.losses import Loss
from klimagraph.harvest_check.walking import Reading

VERSION = 1
"""Number of the form of the JSON."""


@dataclass(frozen=True)
class Report:
    """How portals read a feed, what is wrong with it, what they would delete and lose."""

    feed: str
    pages: int
    datasets: tuple[str, ...]
    """IRIs of the datasets that were read."""
    identifiers: Mapping[str, str]
    """Identifiers and the datasets that have them."""
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    losses: tuple[Loss, ...] = ()
    deletions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By client: what it has from before and would delete."""
    compared: str = ""
    """With what: a snapshot or a report; empty where with nothing."""
    downloads: int | None = None
    """Files that were looked at; None where none was asked for."""

    @property
    def conforms(self) -> bool:
        """Tell whether no mistake is an error."""
        return not self.count("error")

    def count(self, severity: str) -> int:
        """Return the number of findings of a severity."""
        return sum(each.fault.severity == severity for each in self.findings)

    def groups(self) -> list[tuple[str, list[Finding]]]:
        """Return the findings by code, errors first, each code in the order of its first one."""
        found: dict[str, list[Finding]] = {}
        for each in self.findings:
            found.setdefault(each.code, []).append(each)
        return sorted(found.items(), key=lambda item: SEVERITIES.index(item[1][0].fault.severity))


def as_json(report: Report) -> str:
    """Return a report as JSON; what it says is the earlier state for a later check."""
    data = {
        "version": VERSION,
        "conforms": report.conforms,
        "feed": report.feed,
        "pages": report.pages,
        "counts": {severity: report.count(severity) for severity in SEVERITIES},
        "datasets": list(report.datasets),
        "identifiers": dict(report.identifiers),
        "clients": {each.client: _client(report, each) for each in report.readings},
        "findings": [_finding(each) for _, group in report.groups() for each in group],
        "losses": [
            {"client": one.client, "class": one.kind, "property": one.name, "count": one.count}
            for one in report.losses
        ],
        "compared": report.compared,
        "distributions": report.downloads,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _client(report: Report, reading: Reading) -> dict[str, Any]:
    return {
        "complete": reading.complete,
        "stopped": reading.stopped,
        "pages": reading.pages,
        "datasets": list(reading.datasets),
        "refused": list(reading.refused),
        "deletes": list(report.deletions.get(reading.client, ())),
    }


def _finding(each: Finding) -> dict[str, Any]:
    return {
        "code": each.code,
        "severity": each.fault.severity,
        "clients": [name for name in CLIENTS if name in each.fault.concerns],
        "subject": each.subject,
        "value": each.value,
        "de": each.text("de"),
        "en": each.text("en"),
    }


def known_from(data: bytes, source: str) -> dict[str, tuple[str, ...]]:
    """Return what each client had after an earlier check, from its JSON; raises InputRefused."""
    try:
        clients = json.loads(data)["clients"]
        return {name: tuple(map(str, clients[name]["datasets"])) for name in CLIENTS}
    except (ValueError, KeyError, TypeError):
        raise InputRefused("this is no report of harvest-check", source=source) from None


def doubles(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return identifiers that several datasets have, and how many have each."""
    counted = Counter(identifier for identifier, _ in set(pairs))
    return {name: count for name, count in counted.items() if count > 1}
