"""Reports in the forms that clients of the EU Interoperability Test Bed read.

Its JSON is that of a test assertion report (https://www.itb.ec.europa.eu/docs/services/latest/).
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from pyoxigraph import RdfFormat, serialize

from klimagraph import __version__
from klimagraph.reports.as_rdf import SHOWN, triples
from klimagraph.reports.wording import place_text
from klimagraph.validation.findings import Finding, Report

KINDS = {"violation": "error", "warning": "warning", "info": "info"}
"""What findings of a severity are called there."""


def write_assertions(report: Report, language: str = "de") -> bytes:
    """Return a report as a test assertion report in JSON.

    Counts are those of all findings; of thousands that have one cause the first are listed.
    """
    items: dict[str, list[dict[str, str]]] = {name: [] for name in KINDS.values()}
    for kind, item in _items(report, language):
        items[kind].append(item)
    errors, warnings = report.count("violation"), report.count("warning")
    data = {
        "date": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "result": "FAILURE" if errors else "WARNING" if warnings else "SUCCESS",
        "name": report.source,
        "overview": {
            "profileID": report.profile,
            "validationServiceName": "Klimagraph",
            "validationServiceVersion": __version__,
        },
        "counters": {
            "nrOfAssertions": report.count("info"),
            "nrOfErrors": errors,
            "nrOfWarnings": warnings,
        },
        "reports": items,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def write_rdfxml(report: Report) -> bytes:
    """Return a report as RDF/XML."""
    return serialize(triples(report), format=RdfFormat.RDF_XML, prefixes=SHOWN) or b""


def _items(report: Report, language: str) -> Iterator[tuple[str, dict[str, str]]]:
    for finding in report.findings:
        yield KINDS[finding.severity], _item(finding, language)


def _item(finding: Finding, language: str) -> dict[str, str]:
    german, english = finding.message_de, finding.message_en
    where = [("Focus node", finding.focus), ("Result path", finding.path)]
    if finding.place:
        where.append(("Place", place_text(finding.place)))
    item = {
        "description": (english or german) if language == "en" else (german or english),
        "location": " - ".join(f"[{name}] - [{value}]" for name, value in where if value),
        "test": f"[Shape] - [{finding.shape}]",
        "value": finding.value,
        "type": finding.component,
        "assertionID": finding.identifier,
    }
    return {name: value for name, value in item.items() if value}
