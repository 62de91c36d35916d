"""What docs/functions.md and the service description say of functions is true."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import csv
import io
import re
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from conftest import Served
from klimagraph.description import GEOSPARQL

PAGE = (Path(__file__).parents[1] / "docs" / "functions.md").read_text()
EXAMPLES = re.findall(r"^```sparql\n# expect: (\w+)=([^\n]*)\n(.*?)^```", PAGE, re.M | re.S)
PREFIXES = """PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/>
PREFIX klima: <https://w3id.org/klimagraph/ns#>
"""
HERE = '"POLYGON((10 50, 11 50, 11 51, 10 51, 10 50))"^^geo:wktLiteral'
THERE = '"POLYGON((10.5 50.5, 12 50.5, 12 52, 10.5 52, 10.5 50.5))"^^geo:wktLiteral'
LINE = '"LINESTRING(9 50.5, 12 50.5)"^^geo:wktLiteral'
POINT, OTHER = '"POINT(10.2 50.2)"^^geo:wktLiteral', '"POINT(11 50)"^^geo:wktLiteral'
ARGUMENTS = {
    "area": f"{HERE}, uom:square_metre",
    "length": f"{LINE}, uom:metre",
    "perimeter": f"{HERE}, uom:kilometre",
    "distance": f"{POINT}, {OTHER}, uom:metre",
    "relate": f'{HERE}, {THERE}, "T********"',
}
TWO = ("sf", "eh", "rcc8", "difference", "intersection", "symDifference", "union")


def rows(served: Served, query: str) -> list[dict[str, str]]:
    """Return the rows of a query."""
    asked = urlencode({"query": query, "format": "csv"})
    with urlopen(f"{served.address}/sparql?{asked}") as answer:
        return list(csv.DictReader(io.StringIO(answer.read().decode())))


def value(served: Served, expression: str) -> str:
    """Return the value of an expression, empty where it is unbound."""
    return rows(served, f"{PREFIXES} SELECT ({expression} AS ?value) (1 AS ?one) {{}}")[0]["value"]


def call(name: str) -> str:
    """Return a call of a function."""
    usual = f"{HERE}, {THERE}" if name.startswith(TWO) else HERE
    return f"geof:{name}({ARGUMENTS.get(name, usual)})"


@pytest.mark.parametrize("name", GEOSPARQL)
def test_every_listed_function_has_a_value(served: Served, name: str) -> None:
    """What the service description lists answers."""
    assert "" != value(served, call(name))


def test_the_page_lists_exactly_these_functions() -> None:
    """Its table of what works names what the service description lists."""
    table = PAGE.partition("### What works")[2].partition("### What does not")[0]
    named = {name for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in row.split(", ")}
    assert {f"`{name}`" for name in GEOSPARQL} == named


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (f"geof:sfContains({HERE}, {POINT})", "true"),
        (f"geof:sfWithin({POINT}, {THERE})", "false"),
        (f"geof:sfCrosses({LINE}, {HERE})", "true"),
        (f"geof:sfTouches({OTHER}, {HERE})", "true"),
        (f"geof:sfEquals({HERE}, {HERE})", "true"),
        (f"geof:sfOverlaps({HERE}, {THERE})", "true"),
        (f"geof:sfDisjoint({POINT}, {THERE})", "true"),
        (f"geof:ehInside({POINT}, {HERE})", "true"),
        (f"geof:rcc8po({HERE}, {THERE})", "true"),
        (f"geof:dimension({LINE})", "1"),
        # 1 degree of the equator is 1/360 of the circumference of the sphere, 111.2 km
        ('ROUND(geof:distance("POINT(0 0)"^^geo:wktLiteral, "POINT(1 0)"^^geo:wktLiteral, '
         "uom:kilometre))", "111"),
    ],
)  # fmt: skip
def test_functions_tell_the_truth(served: Served, expression: str, expected: str) -> None:
    """Answers that can be seen on paper."""
    assert expected == value(served, expression)


@pytest.mark.parametrize(
    "expression",
    [
        'geof:sfContains("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(51 11)"'
        f"^^geo:wktLiteral, {POINT})",
        f"geof:distance({POINT}, {HERE}, uom:metre)",
        f"geof:distance({POINT}, {OTHER}, uom:degree)",
        f"geof:distance({POINT}, {OTHER})",
        f"geof:area({HERE})",
        f"geof:area({HERE}, uom:metre)",
        f"geof:intersection({HERE}, {POINT})",
        f"geof:sfContains('POLYGON((10 50, 11 50, 11 51, 10 50))', {POINT})",
    ],
)
def test_what_the_page_calls_unbound(served: Served, expression: str) -> None:
    """It has no value."""
    assert "" == value(served, expression)


@pytest.mark.parametrize(
    "name",
    ["buffer", "boundary", "boundingCircle", "concaveHull", "transform", "geometryN",
     "geometryType", "numGeometries", "minX", "maxY", "asWKT", "asGML", "metricArea",
     "metricLength", "is3D", "isMeasured", "aggUnion", "aggBoundingBox", "aggCentroid"],
)  # fmt: skip
def test_what_the_page_calls_refused(served: Served, name: str) -> None:
    """The answer is 400 and names the function; no row is silently dropped."""
    with pytest.raises(HTTPError) as caught:
        value(served, f"geof:{name}({HERE}, {POINT}, uom:metre)")
    said = caught.value.read().decode()
    assert 400 == caught.value.code
    assert name in said
    assert "is not supported" in said


def test_relations_as_properties_have_no_rows(served: Served) -> None:
    """Nothing is derived from geometries."""
    assert [] == rows(served, f"{PREFIXES} SELECT ?a {{ ?a geo:sfWithin ?b }}")


DAY = '"2024-01-31"^^xsd:date'
YEAR, MONTH = '"P1Y"^^xsd:yearMonthDuration', '"P1M"^^xsd:yearMonthDuration'
DAYS, PLAIN = '"P10D"^^xsd:dayTimeDuration', '"P1D"^^xsd:duration'


@pytest.mark.parametrize(
    ("sign", "duration", "expected"),
    [
        ("-", YEAR, "2023-01-31"),
        ("-", MONTH, "2023-12-31"),
        ("-", DAYS, "2024-01-21"),
        ("-", PLAIN, "2024-01-30"),
        ("-", YEAR.replace("P", "-P"), "2025-01-31"),
        ("-", MONTH.replace("P", "-P"), "2024-02-29"),
        ("-", DAYS.replace("P", "-P"), "2024-02-10"),
        ("-", PLAIN.replace("P", "-P"), "2024-02-01"),
        ("+", YEAR, ""),
        ("+", MONTH, ""),
        ("+", DAYS, ""),
        ("+", PLAIN, ""),
    ],
)
def test_days_and_durations(served: Served, sign: str, duration: str, expected: str) -> None:
    """Subtracting works, written out or from variables; adding does not."""
    query = f"""PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT ?written ?variable {{
      VALUES (?day ?duration) {{ ({DAY} {duration}) }}
      BIND(?day {sign} {duration} AS ?written) BIND(?day {sign} ?duration AS ?variable)
    }}"""
    assert [{"written": expected, "variable": expected}] == rows(served, query)


@pytest.mark.parametrize(("column", "expected", "query"), EXAMPLES)
def test_examples(served: Served, column: str, expected: str, query: str) -> None:
    """Each example on the page has the answer that stands above it."""
    assert expected.split("|") == [row[column] for row in rows(served, query)]


def test_areas_are_those_of_the_register(served: Served) -> None:
    """For 9 of 10 districts the boundary has the area of the register within 2 percent."""
    query = f"""{PREFIXES} SELECT ?area ?boundary {{
      ?district a klima:District ; klima:squareKilometres ?area ; geo:hasGeometry/geo:asWKT ?wkt
      BIND(geof:area(?wkt, uom:square_metre) / 1000000 AS ?boundary)
    }}"""
    ratios = sorted(float(row["boundary"]) / float(row["area"]) for row in rows(served, query))
    assert 400 == len(ratios)
    assert 0.002 > abs(ratios[200] - 1)
    assert 360 <= sum(abs(ratio - 1) < 0.02 for ratio in ratios)


KNOWN = {"13.3777 52.5163": "Berlin", "9.9937 53.5511": "Hamburg", "11.5761 48.1374": "München",
         "6.9583 50.9413": "Köln", "13.7373 51.0504": "Dresden", "8.8078 53.0758": "Bremen",
         "10.5323 52.2646": "Braunschweig", "12.1403 54.0887": "Rostock"}  # fmt: skip
"""Market squares and landmarks, from any map."""


def test_known_points_lie_in_their_towns(served: Served) -> None:
    """Landmarks lie in the municipality that has their name."""
    points = " ".join(
        f'("POINT({point})"^^geo:wktLiteral "{name}")' for point, name in KNOWN.items()
    )
    query = f"""{PREFIXES} SELECT ?town {{
      VALUES (?point ?town) {{ {points} }}
      ?municipality a klima:Municipality ; klima:shortName ?town ; geo:hasGeometry/geo:asWKT ?wkt .
      FILTER(geof:sfContains(?wkt, ?point))
    }}"""
    assert sorted(KNOWN.values()) == sorted(row["town"] for row in rows(served, query))
