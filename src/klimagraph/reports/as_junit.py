"""A report as JUnit XML, as build servers read it (https://github.com/testmoapp/junitxml)."""

from xml.sax.saxutils import escape, quoteattr

from klimagraph.reports.wording import heading, place_text, repairs_text, said, summary, visible
from klimagraph.validation.findings import Finding, Group, Report


def write_junit(report: Report) -> bytes:
    """Return a report as JUnit XML: a suite for each cause, a failure for each violation.

    What is no violation passes, and says so in its output.
    """
    suites = [_suite(report, group) for group in report.groups] or [_empty(report)]
    tests = sum(len(group.findings) for group in report.groups) or 1
    failures = sum(len(g.findings) for g in report.groups if g.severity == "violation")
    head = f'<testsuites name={_attribute(report.source)} tests="{tests}" failures="{failures}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'{head} errors="0" time="0">',
        *suites,
        "</testsuites>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _suite(report: Report, group: Group) -> str:
    shown = len(group.findings)
    failures = shown if group.severity == "violation" else 0
    cases = [_case(report, finding) for finding in group.findings]
    more = group.count - shown
    note = f"und {more} weitere gleicher Art; {group.repair_de}" if more else group.repair_de
    return "\n".join(
        (
            f'<testsuite name={_attribute(heading(group))} tests="{shown}" '
            f'failures="{failures}" errors="0" skipped="0" time="0">',
            *cases,
            f"<system-out>{_text(note)}</system-out>",
            "</testsuite>",
        )
    )


def _case(report: Report, finding: Finding) -> str:
    """Return a finding as a test case; its name ends with the identifier and so is its own."""
    place = place_text(finding.place)
    thing = finding.focus_label or finding.focus
    name = " ".join(part for part in (thing, place, f"[{finding.identifier}]") if part)
    line = finding.place and (finding.place.line or finding.place.row)
    at = f' file={_attribute(report.source)} line="{line}"' if line else ""
    details = (
        said(finding),
        said(finding, "en"),
        f"Erlaubt: {finding.expected_de}" if finding.expected_de else "",
        f"Vorschlag: {repairs_text(finding)}" if finding.repairs else "",
    )
    body = _text("\n".join(part for part in details if part))
    inner = f"<system-out>{body}</system-out>"
    if finding.severity == "violation":
        kind = _attribute(finding.component)
        inner = f"<failure message={_attribute(said(finding))} type={kind}>{body}</failure>"
    class_name = _attribute(finding.shape or "klimagraph")
    return (
        f'<testcase name={_attribute(name)} classname={class_name}{at} time="0">{inner}</testcase>'
    )


def _empty(report: Report) -> str:
    """Return the suite of a report without findings: one case that passes."""
    name = _attribute(summary(report))
    return (
        '<testsuite name="klimagraph" tests="1" failures="0" errors="0" skipped="0" time="0">'
        f'<testcase name={name} classname="klimagraph" time="0"/></testsuite>'
    )


def _attribute(text: str) -> str:
    return quoteattr(_allowed(" ".join(text.split())))


def _text(text: str) -> str:
    return escape(_allowed(text))


def _allowed(text: str) -> str:
    """Return a text of characters that XML allows (XML 1.0, section 2.2)."""
    return "".join(
        c for c in visible(text) if c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff"
    )
