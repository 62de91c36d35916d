"""Tables of classes as researchers open them."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import csv
import io
from pathlib import Path

import duckdb
import pandas
import pytest
from pyarrow import parquet

from exports.prepared import Prepared
from klimagraph.bundle import bundle_folder
from klimagraph.exports import packing
from klimagraph.exports.columns import tables

JOIN = """
SELECT o.label, COUNT(*) AS n, SUM(m.population) AS inhabitants
FROM read_{form}('{folder}/Membership.{form}'{options}) AS s
JOIN read_{form}('{folder}/Municipality.{form}'{options}) AS m ON s.member = m.iri
JOIN read_{form}('{folder}/Alliance.{form}'{options}) AS o ON s.organization = o.iri
GROUP BY o.label ORDER BY o.label
"""
SAME = """
SELECT ?label (COUNT(*) AS ?n) (SUM(?population) AS ?inhabitants) {
  ?s a klima:Membership ; org:member ?m ; org:organization ?o .
  ?m a klima:Municipality ; klima:population ?population .
  ?o a klima:Alliance ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?label
  FILTER(LANG(?label) = "de")
} GROUP BY ?label ORDER BY ?label
"""
COUNTS = "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class } GROUP BY ?class"


@pytest.fixture(scope="module")
def folder(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with some downloaded tables."""
    found = tmp_path_factory.mktemp("tables")
    for name in ("Membership", "Municipality", "Alliance"):
        for form in ("csv", "parquet"):
            prepared.put(f"{name}.{form}", found)
    return found


@pytest.mark.parametrize(("form", "options"), [("csv", ", header = true"), ("parquet", "")])
def test_duckdb_joins_tables_by_iri(
    prepared: Prepared, folder: Path, form: str, options: str
) -> None:
    """A join of three tables answers what SPARQL answers on the release."""
    with duckdb.connect() as connection:
        query = JOIN.format(form=form, folder=folder, options=options)
        found = connection.execute(query).fetchall()
    assert prepared.rows(SAME) == [[label, str(n), str(int(total))] for label, n, total in found]


def test_every_table_has_a_row_for_each_thing(prepared: Prepared) -> None:
    """The number of rows is the number of things of the class."""
    things = {iri: int(number) for iri, number in prepared.rows(COUNTS)}
    described = tables(bundle_folder())
    wanted = {one.name: things[one.class_iri] for one in described if one.class_iri in things}
    files = [file for file in prepared.files if "parquet" == file.form]
    held = {
        file.name.removesuffix(".parquet"): parquet.read_metadata(
            packing.path_of(prepared.home, file)
        ).num_rows
        for file in files
    }
    assert wanted == held
    assert list(held.values()) == [file.rows for file in files]


def test_pandas_reads_types(folder: Path) -> None:
    """Numbers, dates and lists of Parquet arrive in pandas as what they are."""
    frame = pandas.read_parquet(folder / "Municipality.parquet", dtype_backend="pyarrow")
    assert "int64[pyarrow]" == str(frame["population"].dtype)
    assert "date32[day][pyarrow]" == str(frame["populationDate"].dtype)
    assert "double[pyarrow]" == str(frame["squareKilometres"].dtype)
    assert "list<element: string>[pyarrow]" == str(frame["memberOf"].dtype)
    row = frame["15085040" == frame["ags"]].iloc[0]
    assert ("Ballenstedt, Stadt", 8794) == (row["label"], row["population"])
    assert ["Netzwerk Klimaschutzmanager (Landkreis Harz)"] == list(row["memberOf_label"])


def test_csv_keeps_leading_zeros_and_joins_values(prepared: Prepared) -> None:
    """Keys are texts, and several values of a cell stand between bars."""
    rows = list(csv.DictReader(io.StringIO(prepared.data("Municipality.csv").decode())))
    first = next(row for row in rows if "01059077" == row["ags"])
    assert "01059077" == first["ags"]
    several = next(row for row in rows if " | " in row["inRegion"])
    assert several["inRegion"].count(" | ") == several["inRegion_label"].count(" | ")


def test_both_forms_have_the_same_columns(prepared: Prepared, folder: Path) -> None:
    """CSV and Parquet have the same columns in the same order."""
    first = prepared.data("Membership.csv").decode().splitlines()[0].split(",")
    assert first == parquet.read_schema(folder / "Membership.parquet").names
    assert ["iri", "label", "member", "member_label", "organization"] == first[:5]
