"""What every report has to keep to, whatever it is about."""

import csv
import gzip
import io
import json
import re
import zipfile

from defusedxml import ElementTree
from pyoxigraph import RdfFormat, parse

from klimagraph.reports.writers import WRITERS
from klimagraph.validation.findings import Report


def text_of(data: bytes, extension: str) -> list[str]:
    """Return the lines of a file of text as an editor counts them."""
    raw = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    encoding = "cp1252" if extension == ".csv" else "utf-8"
    ends = "\r\n|\n|\r" if extension == ".csv" else "\n"
    return re.split(ends, raw.decode(encoding, "replace"))


def misplaced(report: Report, data: bytes, extension: str) -> list[object]:
    """Return the places in a report that are not in its file."""
    places = [finding.place for finding in report.findings if finding.place]
    if extension in (".xlsx", ".ods"):
        good = re.compile(r"([A-Z]{1,3}[1-9][0-9]*)?\Z")
        return [p for p in places if (p.row or 0) < 1 or not good.match(p.cell)]
    lines = text_of(data, extension)
    numbers = range(1, len(lines) + 1)
    return [
        place
        for place in places
        if place.line not in numbers
        or len(place.text) > 200
        or (extension != ".csv" and (place.column or 0) > len(lines[(place.line or 0) - 1]) + 2)
    ]


def check_writers(report: Report) -> None:
    """Write a report in every format and read it as others would."""
    written = {name: writer.write(report) for name, writer in WRITERS.items()}
    for name in ("json", "sarif", "jsonld"):
        json.loads(written[name])
    ElementTree.fromstring(written["junit"])
    forms = {
        "turtle": RdfFormat.TURTLE,
        "ntriples": RdfFormat.N_TRIPLES,
        "jsonld": RdfFormat.JSON_LD,
    }
    for name, form in forms.items():
        assert list(parse(written[name], format=form))
    rows = list(
        csv.reader(io.StringIO(written["csv"].decode("utf-8-sig"), newline=""), delimiter=";")
    )
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r") and cell]
    with zipfile.ZipFile(io.BytesIO(written["xlsx"])) as archive:
        for part in archive.namelist():
            ElementTree.fromstring(archive.read(part))
