"""pandas reads our tables by their address, with types, umlauts and dates."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import io
from urllib.parse import urlencode
from urllib.request import urlopen

import pandas

from conftest import Served

HALBERSTADT = "https://w3id.org/klimagraph/id/municipality/15085135"
QUERY = """PREFIX klima: <https://w3id.org/klimagraph/ns#>
SELECT ?key ?name ?area ?inhabitants ?day {
  ?municipality klima:inDistrict/klima:shortName "Harz" ; klima:ags ?key ;
    klima:shortName ?name ; klima:squareKilometres ?area ;
    klima:population ?inhabitants ; klima:populationDate ?day
} ORDER BY ?key"""


def table(served: Served, query: str) -> "pandas.DataFrame":
    """Return a result as pandas reads it; keys stay text, days become days."""
    address = f"{served.address}/sparql?{urlencode({'query': query, 'format': 'csv'})}"
    return pandas.read_csv(address, dtype={"key": "string"}, parse_dates=["day"])


def test_types_of_columns(served: Served) -> None:
    """Whole numbers, decimals and days are what they are."""
    kinds = [str(kind) for kind in table(served, QUERY).dtypes]
    assert ["string", "float64", "int64"] == [kinds[0], kinds[2], kinds[3]]
    assert kinds[4].startswith("datetime64")


def test_values(served: Served) -> None:
    """Umlauts arrive, and the sums are right."""
    rows = table(served, QUERY).set_index("key")
    assert ("Halberstadt", 142.97, 40457) == tuple(
        rows.loc["15085135", ["name", "area", "inhabitants"]]
    )
    assert pandas.Timestamp("2022-12-31") == rows.loc["15085135", "day"]
    assert "Mönkeberg" in set(table(served, QUERY.replace("Harz", "Plön"))["name"])


def test_no_rows(served: Served) -> None:
    """A result without rows still has its columns."""
    assert ["key", "name"] == list(table(served, QUERY.replace("Harz", "?!"))[["key", "name"]])


def test_unbound_values(served: Served) -> None:
    """A value that is not known is missing, not an empty text."""
    found = table(served, "SELECT ?key ?day ?x { VALUES (?key ?day ?x) { ('01' UNDEF 1) } }")
    assert [False, True] == [bool(found["x"].isna()[0]), bool(found["day"].isna()[0])]


def test_a_named_query(served: Served) -> None:
    """A file of a named query is read alike; EDTF stays text."""
    place = f"{served.address}/queries/memberships-with-decision-and-promise.csv"
    rows = pandas.read_csv(place)
    assert ["Klima-Bündnis", "2017-06-23/.."] == list(rows.loc[0, ["alliance", "since"]])


def test_a_workbook(served: Served) -> None:
    """The workbook of a named query has the rows of its CSV."""
    place = f"{served.address}/queries/population-of-an-authority"
    with urlopen(f"{place}.xlsx") as answer:
        workbook = pandas.read_excel(io.BytesIO(answer.read()), engine="openpyxl")
    rows = pandas.read_csv(f"{place}.csv")
    assert list(rows["inhabitants"]) == list(
        workbook.iloc[:, list(rows.columns).index("inhabitants")]
    )
