"""A report as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html)."""

import json
from typing import Any
from urllib.parse import quote

from klimagraph import __version__
from klimagraph.namespaces import BASE, compact
from klimagraph.places import Place
from klimagraph.reports.replacing import replacement
from klimagraph.reports.wording import details, heading, said, summary
from klimagraph.validation.findings import Finding, Group, Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
TOLD = ("Erlaubt", "Vorschlag")
"""Details that belong to the message; the others stand in the file."""
FINGERPRINT = "klimagraph/v1"
CONSTRAINT = "ConstraintComponent"
Node = dict[str, Any]
Allowed = dict[tuple[int | None, int | None], set[str]]


def write_sarif(report: Report) -> bytes:
    """Return a report as SARIF: a rule for each cause, a result for each finding."""
    allowed = _allowed(report)
    run: Node = {
        "tool": {"driver": _driver(report)},
        "language": "de",
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(report)],
        "invocations": [_invocation(report)],
        "results": [
            _result(report, finding, number, allowed)
            for number, group in enumerate(report.groups)
            for finding in group.findings
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode()


def _driver(report: Report) -> Node:
    return {
        "name": "Klimagraph",
        "version": __version__,
        "informationUri": BASE,
        "rules": [_rule(group) for group in report.groups],
    }


def _artifact(report: Report) -> Node:
    artifact: Node = {"location": {"uri": _uri(report.source)}}
    if report.digest:
        artifact["hashes"] = {"sha-256": report.digest}
    return artifact


def _invocation(report: Report) -> Node:
    """Return how the run went: it was carried out, and counted more than it lists."""
    folded = [
        {
            "level": "note",
            "message": {
                "text": f"{heading(group)}: {group.count} in all, {len(group.findings)} listed"
            },
        }
        for group in report.groups
        if group.count > len(group.findings)
    ]
    invocation: Node = {"executionSuccessful": True, "properties": {"summary": summary(report)}}
    if folded:
        invocation["toolExecutionNotifications"] = folded
    return invocation


def _rule(group: Group) -> Node:
    """Return a cause as a rule; its help says how all of its findings are mended."""
    first = group.findings[0] if group.findings else None
    rule: Node = {
        "id": _rule_id(group),
        "shortDescription": {"text": heading(group)},
        "fullDescription": {"text": heading(group)},
        "help": {"text": _help(group, first)},
        "defaultConfiguration": {"level": LEVELS[group.severity]},
        "properties": {"title_en": heading(group, "en"), "count": group.count},
    }
    return rule


def _rule_id(group: Group) -> str:
    """Return the shape and the component, and what tells causes of one pair apart."""
    first = group.findings[0] if group.findings else None
    if first is None:
        return group.identifier
    component = first.component.removesuffix("ConstraintComponent")
    return "/".join(part for part in (compact(first.shape), component, group.identifier) if part)


def _help(group: Group, first: Finding | None) -> str:
    parts = [group.repair_de]
    if first and first.expected_de:
        parts.append(f"Erlaubt: {first.expected_de}.")
    if first and first.example:
        parts.append(f"Beispiel: {first.example}")
    return " ".join(part for part in parts if part) or heading(group)


def _result(report: Report, finding: Finding, rule: int, allowed: Allowed) -> Node:
    result: Node = {
        "ruleId": _rule_id(report.groups[rule]),
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(report, finding)],
        "partialFingerprints": {FINGERPRINT: finding.identifier},
        "properties": {"message_en": said(finding, "en"), "focus": finding.focus},
    }
    if fixes := list(_fixes(report, finding, allowed)):
        result["fixes"] = fixes
    return result


def _message(finding: Finding) -> str:
    thing, text = finding.focus_label or finding.focus, said(finding) or finding.component
    more = [f"{name}: {told}" for name, told in details(finding) if name in TOLD]
    return "\n".join([f"{thing}: {text}" if thing else text, *more])


def _location(report: Report, finding: Finding) -> Node:
    place = finding.place
    physical: Node = {"artifactLocation": {"uri": _uri(report.source), "index": 0}}
    location: Node = {"physicalLocation": physical}
    if place and place.line:
        physical["region"] = _region(place)
    if place and (place.cell or place.row):
        name = place.cell or str(place.row)
        full = f"{place.sheet}!{name}" if place.sheet else name
        location["logicalLocations"] = [
            {"name": name, "fullyQualifiedName": full, "kind": "member"}
        ]
    return location


def _region(place: Place) -> Node:
    region: Node = {"startLine": place.line}
    if place.column:
        region["startColumn"] = place.column
        if place.text and "\n" not in place.text:
            region["endLine"] = place.line
            region["endColumn"] = place.column + len(place.text)
            region["snippet"] = {"text": place.text}
    return region


def _allowed(report: Report) -> Allowed:
    """Return what the shapes of properties propose at each place: they know what is allowed."""
    found: Allowed = {}
    for finding in (one for group in report.groups for one in group.findings):
        if finding.place and finding.component.endswith(CONSTRAINT):
            values = {repair.value for repair in finding.repairs if repair.value}
            found.setdefault((finding.place.line, finding.place.column), set()).update(values)
    return found


def _fixes(report: Report, finding: Finding, allowed: Allowed) -> Any:
    """Yield the repairs that replace what stands at the place."""
    place = finding.place
    if not place or not place.line or not place.column:
        return
    region = {name: value for name, value in _region(place).items() if name != "snippet"}
    known = allowed.get((place.line, place.column))
    for repair in finding.repairs:
        if known and repair.value not in known:
            continue
        text = replacement(report.source, finding, repair)
        if text is None:
            continue
        change = {"deletedRegion": region, "insertedContent": {"text": text}}
        yield {
            "description": {"text": repair.text_de},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": _uri(report.source), "index": 0},
                    "replacements": [change],
                }
            ],
        }


def _uri(source: str) -> str:
    """Return the name of a file as a reference (RFC 3986)."""
    return quote(source.lstrip(), safe="/._-~!$&'()*+,;=@") or "file"
