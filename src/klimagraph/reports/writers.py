"""The formats of reports: one row for each."""

from collections.abc import Callable
from dataclasses import dataclass

from klimagraph.reports.as_csv import write_csv
from klimagraph.reports.as_json import write_json
from klimagraph.reports.as_junit import write_junit
from klimagraph.reports.as_rdf import write_jsonld, write_ntriples, write_turtle
from klimagraph.reports.as_sarif import write_sarif
from klimagraph.reports.as_xlsx import write_xlsx
from klimagraph.reports.text import write_text
from klimagraph.validation.findings import Report


@dataclass(frozen=True)
class Writer:
    """A format: its name here, its media type, the extension of its files, and what writes it."""

    name: str
    media_type: str
    extension: str
    write: Callable[[Report], bytes]


WRITERS = {
    writer.name: writer
    for writer in (
        Writer("json", "application/json", "json", write_json),
        Writer("text", "text/plain; charset=utf-8", "txt", write_text),
        Writer("csv", "text/csv; charset=utf-8", "csv", write_csv),
        Writer(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            write_xlsx,
        ),
        Writer("turtle", "text/turtle", "ttl", write_turtle),
        Writer("jsonld", "application/ld+json", "jsonld", write_jsonld),
        Writer("ntriples", "application/n-triples", "nt", write_ntriples),
        Writer("sarif", "application/sarif+json", "sarif", write_sarif),
        Writer("junit", "application/xml", "xml", write_junit),
    )
}
"""By name; the page is a template of `web`."""
