"""Every format holds the same findings, and none of them does harm to its reader."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from examples import finding, group, hostile, in_cell, report
from openpyxl import load_workbook
from rdflib import RDF, SH, Graph, Literal, URIRef

from klimagraph.namespaces import PREFIXES
from klimagraph.reports.as_json import as_json
from klimagraph.reports.reading import read_report
from klimagraph.reports.text import as_text
from klimagraph.reports.writers import WRITERS
from klimagraph.validation.findings import Report

RDF_FORMATS = {"turtle": "turtle", "jsonld": "json-ld", "ntriples": "nt"}
SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"
THREE = report(
    group(finding(1), finding(2), count=5), group(finding(3, severity="warning"), name="g2")
)
EMPTY = report()
every_format = pytest.mark.parametrize("name", WRITERS)


def written(name: str, about: Report = THREE) -> bytes:
    """Return a report in a format."""
    return WRITERS[name].write(about)


def graph(name: str, about: Report = THREE) -> Graph:
    """Return a report as rdflib reads it."""
    return Graph().parse(data=written(name, about), format=RDF_FORMATS[name])


def table(about: Report = THREE) -> list[list[str]]:
    """Return the rows of a report in CSV."""
    text = written("csv", about).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@every_format
def test_the_table_names_formats_by_their_key(name: str) -> None:
    """A format is found by its own name."""
    assert name == WRITERS[name].name


@every_format
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    """A format that keeps no time is written alike twice."""
    if name != "xlsx":
        assert written(name) == written(name)


@every_format
def test_what_is_meant_to_do_harm_is_written(name: str) -> None:
    """Text of strangers breaks no writer."""
    assert written(name, hostile())


@every_format
def test_a_report_without_findings_is_written(name: str) -> None:
    """There is a report where nothing was found too."""
    assert written(name, EMPTY)


def test_json_and_back() -> None:
    """What JSON holds is the whole report."""
    assert THREE == read_report(written("json"))


def test_json_has_the_keys_of_its_schema() -> None:
    """The schema in the documentation names all keys, and requires them."""
    schema = json.loads(SCHEMA.read_text())
    data = json.loads(written("json"))
    parts = {
        "report": data, "group": data["groups"][0], "finding": data["findings"][0],
        "repair": data["findings"][0]["repairs"][0], "place": data["findings"][0]["place"],
    }  # fmt: skip
    for name, part in parts.items():
        described = schema["$defs"][name]
        assert set(part) == set(described["properties"]) == set(described["required"]), name


def test_json_counts_what_is_folded() -> None:
    """Counts are of all findings, not of those that are listed."""
    assert {"violation": 5, "warning": 1, "info": 0} == json.loads(as_json(THREE))["counts"]


def test_text_in_german() -> None:
    """The text names place, thing, message and proposal, and counts the rest."""
    text = as_text(THREE)
    assert "Zeile 1, Spalte 16: Mitgliedschaft m1" in text
    assert "Vorschlag: In der richtigen Form: 2017/.." in text
    assert "und 3 weitere gleicher Art" in text
    assert "daten.ttl: 12 Aussagen, 5 Fehler, 1 Warnung, 0 Hinweise: nicht gültig" in text


def test_text_in_english() -> None:
    """The text is English where that is asked for."""
    text = as_text(THREE, "en")
    assert "line 1, column 16" in text
    assert "12 statements, 5 errors, 1 warning, 0 notes: not valid" in text


def test_text_obeys_nobody() -> None:
    """No control character of a stranger reaches a terminal."""
    assert not {"\x1b", "\u202e"} & set(as_text(hostile()))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("name", RDF_FORMATS)
def test_rdf_is_a_validation_report(name: str) -> None:
    """All formats of RDF say what SHACL wants to hear of each result (section 3.6.2)."""
    found = graph(name)
    results = list(found.subjects(RDF.type, SH.ValidationResult))
    assert 3 == len(results)
    for result in results:
        assert {SH.Violation, SH.Warning} >= set(found.objects(result, SH.resultSeverity))
        assert [SH.PatternConstraintComponent] == list(
            found.objects(result, SH.sourceConstraintComponent)
        )
        assert {"de", "en"} == {text.language for text in found.objects(result, SH.resultMessage)}  # type: ignore[attr-defined]
        assert [URIRef(f"{PREFIXES['klima']}period")] == list(found.objects(result, SH.resultPath))


def test_rdf_has_the_value_as_it_was() -> None:
    """A value keeps its datatype or language."""
    about = report(group(finding(value="7", value_term='"7"@de')))
    assert [Literal("7", lang="de")] == list(graph("turtle", about).objects(None, SH.value))


def test_rdf_has_the_place() -> None:
    """A result points to line and column."""
    pointer = "http://www.w3.org/2009/pointers#"
    found = graph("turtle")
    assert {1, 2, 3} == {n.toPython() for n in found.objects(None, URIRef(f"{pointer}lineNumber"))}  # type: ignore[attr-defined]
    assert {16} == {n.toPython() for n in found.objects(None, URIRef(f"{pointer}charNumber"))}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("about", "conforms"), [(EMPTY, True), (report(THREE.groups[1]), False)])
def test_rdf_conforms_as_shacl_says(about: Report, conforms: bool) -> None:
    """`sh:conforms` is true only where there is no result at all (SHACL, section 3.6.1.1)."""
    assert [Literal(conforms)] == list(graph("turtle", about).objects(None, SH.conforms))


def test_csv_opens_in_german_spreadsheets() -> None:
    """Semicolons, a mark for UTF-8, lines as RFC 4180 ends them, German titles."""
    data = written("csv")
    assert data.startswith(b"\xef\xbb\xbfNr.;Schwere;Ursache;")
    assert data.count(b"\r\n") == data.count(b"\n") == 5


def test_csv_has_no_formula() -> None:
    """No cell begins as a formula does."""
    cells = [cell for row in table(hostile()) for cell in row if cell]
    assert not [cell for cell in cells if cell[0] in "=+-@|%\t\r\n"]


def test_csv_has_a_row_for_each_finding_and_one_for_the_folded() -> None:
    """Rows are findings; a last one counts what is not listed."""
    rows = table()
    assert ["1", "Fehler", "Zeitraum: falsche Form", "", "", "1", "16"] == rows[1][:7]
    assert "und 3 weitere gleicher Art" in rows[3]


def test_xlsx_holds_texts_only() -> None:
    """Every cell of the findings is a text, also one that looks like a formula."""
    book = load_workbook(io.BytesIO(written("xlsx", hostile())))
    kinds = {cell.data_type for row in book["Befunde"].iter_rows() for cell in row if cell.value}
    assert {"s"} == kinds


def test_xlsx_has_the_findings() -> None:
    """The workbook has a row for each finding, and counts by cause."""
    book = load_workbook(io.BytesIO(written("xlsx")))
    assert [5, 1] == [book["Prüfbericht"].cell(row, 3).value for row in (4, 5)]
    assert "Mitgliedschaft m1" in [cell.value for cell in book["Befunde"][2]]


def test_junit_counts_failures() -> None:
    """Violations fail, what is less passes; the counts are those of the cases."""
    root = ElementTree.fromstring(written("junit"))  # noqa: S314  # we wrote it
    assert ("3", "2") == (root.get("tests"), root.get("failures"))
    for suite in root:
        assert str(len(suite.findall("testcase"))) == suite.get("tests")
        assert str(len(suite.findall("testcase/failure"))) == suite.get("failures")
        assert {"name", "tests", "failures", "errors", "skipped", "time"} == set(suite.keys())
    for case in root.iter("testcase"):
        assert {"name", "classname", "time"} <= set(case.keys())
        assert {"failure", "system-out"} >= {child.tag for child in case}


def test_junit_has_one_case_for_what_is_valid() -> None:
    """Build servers take a file without cases for a failure."""
    root = ElementTree.fromstring(written("junit", EMPTY))  # noqa: S314  # we wrote it
    assert ("1", "0") == (root.get("tests"), root.get("failures"))


def test_junit_of_cells() -> None:
    """A finding at a cell names it."""
    text = written("junit", report(group(in_cell(finding())))).decode()
    assert "Blatt Daten, Zelle B2" in text
