"""Rows as workbooks and as features on a map, read back by programs that are not ours."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from pools import ask_all, until_in_memory, with_pool
from pyoxigraph import Store

from klimagraph.errors import NotAcceptable
from klimagraph.workers import workbook
from klimagraph.workers.pool import Pool
from klimagraph.workers.protocol import Question
from klimagraph.workers.results import writer

PREFIXES = """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
"""
LONG = "a" * 32_768
HOSTILE = ("=1+1", "+1", "-1", "@SUM(1)", "\\t=1", "<r><t>x</t></r>", "]]>&<", " a ", "http://e/")
SQUARE = "0 0, 0 9, 9 9, 9 0, 0 0"
HOLE = "1 1, 2 1, 2 2, 1 2, 1 1"


def written(query: str, form: str, about: Sequence[Sequence[str]] = ()) -> bytes:
    """Return what a query on an empty store answers, in a format."""
    output = io.BytesIO()
    result = Store().query(PREFIXES + query)
    writer(result)[1](result, output, form, about)
    return output.getvalue()


def cells(content: bytes, sheet: int = 0) -> list[tuple[Any, ...]]:
    """Return the rows of a sheet below the head."""
    table = openpyxl.load_workbook(io.BytesIO(content)).worksheets[sheet]
    return list(table.iter_rows(min_row=2 - sheet, values_only=True))


def features(query: str) -> list[dict[str, Any]]:
    """Return the features that a query answers."""
    found = json.loads(written(query, "geojson"))
    assert "FeatureCollection" == found["type"]
    return cast("list[dict[str, Any]]", found["features"])


def geometry(text: str, kind: str = "wkt") -> dict[str, Any]:
    """Return the geometry of a literal in WKT, or of another kind."""
    written = json.dumps(text)
    (feature,) = features(f"SELECT ({written}^^geo:{kind}Literal AS ?place) {{}}")
    return cast("dict[str, Any]", feature["geometry"])


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("12", 12),
        ("-12.5", -12.5),
        ("1e3", 1000),
        ("0", 0),
        ("123456789012345", 123456789012345),
        ("1234567890123456", "1234567890123456"),
        ("0.1234567890123456", "0.1234567890123456"),
        ("1e300", 1e300),
        ('"INF"^^xsd:double', "INF"),
        ('"x"^^xsd:integer', "x"),
        ("true", True),
        ('"2024-06-01"^^xsd:date', datetime(2024, 6, 1)),
        ('"2024-06-01Z"^^xsd:date', "2024-06-01Z"),
        ('"1899-12-31"^^xsd:date', "1899-12-31"),
        ('"-0044-03-15"^^xsd:date', "-0044-03-15"),
        ('"2024-06-01T10:11:12"^^xsd:dateTime', datetime(2024, 6, 1, 10, 11, 12)),
        ('"2024-06-01T10:11:12.25Z"^^xsd:dateTime', datetime(2024, 6, 1, 10, 11, 12, 250000)),
        ('"2024-06-01T10:11:12+02:00"^^xsd:dateTime', "2024-06-01T10:11:12+02:00"),
        ('"2030"^^xsd:gYear', 2030),
        ('"2017-06-23/.."', "2017-06-23/.."),
        ('"00123"', "00123"),
        ('"Bündnis"@de', "Bündnis"),
        ("<http://e/x>", "http://e/x"),
        ('"P5Y"^^xsd:yearMonthDuration', "P5Y"),
        ("?unbound", None),
    ],
)
def test_a_cell_has_the_type_of_its_value(term: str, value: object) -> None:
    """Numbers, truth and dates are such where the cell keeps the value; all else is text."""
    ((found, _),) = cells(written(f"SELECT ({term} AS ?a) (1 AS ?b) {{}}", "xlsx"))
    assert (value, type(value)) == (found, type(found))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    """Nothing in a workbook is a formula or a link, whatever it begins with."""
    content = written(f'SELECT ("{text}" AS ?a) {{}}', "xlsx")
    cell = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A2"]
    assert (text.replace("\\t", "\t"), "s", None) == (cell.value, cell.data_type, cell.hyperlink)


def test_control_characters_break_nothing() -> None:
    """What XML cannot carry is escaped as Excel does it, and what looks so escaped as well."""
    query = r'SELECT ("\u0001\u000B\uFFFE _x0041_" AS ?a) {}'
    assert [("_x0001__x000B__xFFFE_ _x0041_",)] == cells(written(query, "xlsx"))


def test_the_head_stays_and_filters() -> None:
    """The head is bold, frozen, and filters all rows."""
    content = written("SELECT * { VALUES (?a ?b) { (1 2) (3 4) } }", "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert ("A2", "A1:B3") == (sheet.freeze_panes, sheet.auto_filter.ref)
    assert ["a", "b"] == [cell.value for cell in sheet[1] if cell.font.bold]


@pytest.mark.parametrize("query", ["SELECT * {}", "SELECT ?a { ?a ?b ?c }"])
def test_workbooks_of_nothing(query: str) -> None:
    """No column or no row is a workbook too."""
    assert openpyxl.load_workbook(io.BytesIO(written(query, "xlsx"))).sheetnames


def test_a_workbook_says_what_it_holds() -> None:
    """The second sheet repeats what it was told and counts the rows."""
    content = written("SELECT (1 AS ?a) {}", "xlsx", [("Frage", "=A1", "b")])
    assert [("Frage", "=A1", "b"), ("Zeilen / rows", "1", None)] == cells(content, 1)


@pytest.mark.parametrize(
    ("query", "limits", "said"),
    [
        (f'SELECT ("{LONG}" AS ?a) {{}}', {}, "a cell of 32,768 characters"),
        ("SELECT ?a { VALUES ?a { 1 2 3 } }", {"ROWS": 3}, "more rows"),
        ("SELECT (1 AS ?a) (1 AS ?b) {}", {"COLUMNS": 1}, "2 columns"),
    ],
)
def test_what_a_sheet_cannot_hold_is_refused(
    query: str, limits: dict[str, int], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is never cut; other formats are named."""
    for name, value in limits.items():
        monkeypatch.setattr(workbook, name, value)
    with pytest.raises(NotAcceptable, match=f"{said}.*ask for CSV"):
        written(query, "xlsx")


def test_the_largest_cell_is_kept() -> None:
    """Excel counts characters beyond the first plane twice."""
    text = "😀" * 16_383
    assert [(text,)] == cells(written(f'SELECT ("{text}" AS ?a) {{}}', "xlsx"))
    with pytest.raises(NotAcceptable):
        written(f'SELECT ("{text}ab" AS ?a) {{}}', "xlsx")


def test_a_worker_that_may_open_no_file_writes_both(home: Path) -> None:
    """Workers in memory have no file descriptor to spare; the same question has the same bytes."""
    query = f'{PREFIXES} SELECT ("Ü" AS ?a) ("POINT(1 2)"^^geo:wktLiteral AS ?b) {{}}'

    async def work(pool: Pool) -> None:
        await until_in_memory(pool)
        book, again, places = [
            await ask_all(pool, Question(query, {"bindings": form}))
            for form in ("xlsx", "xlsx", "geojson")
        ]
        assert (book.body, "Ü") == (again.body, cells(book.body)[0][0])
        assert ("Version / release", book.release, None) in [
            (*row, None)[:3] for row in cells(book.body, 1)
        ]
        assert b"Point" in places.body

    with_pool(home, work)


def test_a_map_without_a_place_is_refused(home: Path) -> None:
    """The reason comes before the first byte."""

    async def work(pool: Pool) -> None:
        with pytest.raises(NotAcceptable, match="none of the rows has a geometry"):
            await ask_all(pool, Question("SELECT * { ?a ?b ?c }", {"bindings": "geojson"}))

    with_pool(home, work)


@pytest.mark.parametrize(
    ("literal", "kind", "coordinates"),
    [
        ("POINT(10.45 53.53)", "Point", [10.45, 53.53]),
        ("MULTIPOINT((1 2), (3 4))", "MultiPoint", [[1, 2], [3, 4]]),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(1 2)", "Point", [1, 2]),
        (
            f"POLYGON(({SQUARE}), ({HOLE}))",
            "Polygon",
            [
                [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]],
                [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]],
            ],
        ),
        (
            f"MULTIPOLYGON((({SQUARE})))",
            "MultiPolygon",
            [[[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]]],
        ),
    ],
)
def test_geometries(literal: str, kind: str, coordinates: object) -> None:
    """Outer rings run counterclockwise, holes clockwise (RFC 7946, section 3.1.6)."""
    assert {"type": kind, "coordinates": coordinates} == geometry(literal)


def test_a_collection_of_geometries_keeps_its_parts() -> None:
    """Parts are turned too."""
    found = geometry(f"GEOMETRYCOLLECTION(POINT(1 2), POLYGON(({HOLE})))")
    assert ["Point", "Polygon"] == [part["type"] for part in found["geometries"]]


@pytest.mark.parametrize(
    "literal",
    [
        "POINT Z(1 2 3)",
        "POINTM(1 2 3)",
        "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(50 10)",
        "nonsense",
        "POINT(1e999 1)",
        "POLYGON((1e999 0,1 0,1 1,1e999 0))",
    ],
)
def test_a_geometry_that_would_lose_something(literal: str) -> None:
    """Neither a dimension nor a reference system is silently dropped."""
    with pytest.raises(NotAcceptable, match="CRS84"):
        geometry(literal)


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"Polygon","coordinates":[[[1],[2],[3],[1]]]}',
        '{"type":"Point","coordinates":[1,2,3]}',
        '{"type":"Point","coordinates":[null,1]}',
        '{"type":"Point","coordinates":[NaN,1]}',
        '{"type":"Feature"}',
        "[]",
        "[" * 100_000,
        "",
    ],
)
def test_a_literal_that_is_no_geometry(text: str) -> None:
    """What says it is GeoJSON is looked at before it is passed on."""
    with pytest.raises(NotAcceptable, match="CRS84"):
        geometry(text, "geoJSON")


def test_a_feature_is_a_row() -> None:
    """The first IRI is its id; what is unbound is null, also a geometry; numbers are numbers."""
    query = """SELECT * { VALUES (?n ?big ?thing ?place ?other) {
      (1.5 9007199254740993 <http://e/x> "POINT(1 2)"^^geo:wktLiteral "a"@de)
      (UNDEF "INF"^^xsd:double <http://e/y> UNDEF true) } }"""
    first, second = features(query)
    assert ("http://e/x", "http://e/y", None) == (first["id"], second["id"], second["geometry"])
    texts = {"big": "9007199254740993", "other": "a", "thing": "http://e/x"}
    assert {"n": 1.5, **texts} == first["properties"]
    assert {"n": None, "big": "INF", "other": True} == {
        name: value for name, value in second["properties"].items() if name != "thing"
    }


def test_a_geometry_as_geojson() -> None:
    """Both datatypes of GeoSPARQL are read."""
    text = '{\\"type\\":\\"Point\\",\\"coordinates\\":[1,2]}'
    (feature,) = features(f'SELECT ("{text}"^^geo:geoJSONLiteral AS ?a) {{}}')
    assert {"type": "Point", "coordinates": [1, 2]} == feature["geometry"]


def test_an_empty_map() -> None:
    """No row is a collection without features."""
    assert [] == features("SELECT ?a { ?a ?b ?c }")


def test_dates_are_what_openpyxl_reads() -> None:
    """The first day that all spreadsheets agree on."""
    query = 'SELECT ("1900-03-01"^^xsd:date AS ?a) ("1900-02-28"^^xsd:date AS ?b) {}'
    ((found, text),) = cells(written(query, "xlsx"))
    assert (date(1900, 3, 1), "1900-02-28") == (found.date(), text)


def test_the_result_is_read_once() -> None:
    """Rows before the first geometry are not lost."""
    query = 'SELECT * { VALUES (?a ?b) { (1 UNDEF) (2 "POINT(1 2)"^^geo:wktLiteral) (3 UNDEF) } }'
    assert [1, 2, 3] == [item["properties"]["a"] for item in features(query)]
