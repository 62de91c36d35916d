"""Published claims go into a template, and reading it gives the same statements again."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import openpyxl
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store
from tables_kit import ROOT, read, term

from klimagraph.namespaces import DATASETS
from klimagraph.tables.filling import Filling, csv_text
from klimagraph.tables.known import Known
from klimagraph.tables.templates import template_of
from klimagraph.tables.workbook import workbook
from klimagraph.tables.writing import Published, filled, uncovered

Statement = tuple[object, object, object]
CASES = [("memberships", "membership", 148), ("nki-grants", "grant", 29)]


def published(slug: str) -> Published:
    """Return the bundled data of a dataset."""
    store, graph = Store(), NamedNode(DATASETS + slug)
    path = ROOT / "data" / slug / "data.ttl"
    store.bulk_load(path=str(path), format=RdfFormat.TURTLE, to_graph=graph)
    return Published(store, graph, slug)


def filling(data: Published, name: str) -> Filling:
    """Return a template with what a dataset says."""
    return filled(template_of(ROOT, name), data, Known(data.store, ROOT), ROOT)


def written(folder: Path, data: Published, name: str, form: str) -> Path:
    """Write a filled template."""
    rows, path = filling(data, name), folder / f"filled.{form}"
    content = csv_text(rows) if form == "csv" else workbook(rows, Known(None, ROOT), ROOT)
    path.write_bytes(content)
    return path


def triples(quads: list[Quad]) -> set[Statement]:
    """Return statements without their graph, numbers as the engine keeps them."""
    store = Store()
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return {(quad.subject, quad.predicate, quad.object) for quad in store}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize(("slug", "name", "number"), CASES)
def test_nothing_is_lost_but_notes(
    tmp_path: Path, slug: str, name: str, number: int, form: str
) -> None:
    """Reading invents nothing and misses only what no column is for."""
    data = published(slug)
    quads, source = read(written(tmp_path, data, name, form), dataset=slug)
    assert [] == source.faults
    claims = {quad.subject for quad in quads if quad.predicate == term("rdf:type")}
    assert number == sum(template_of(ROOT, name).token in str(claim) for claim in claims)
    assert set() == triples(quads) - triples(list(data.store))
    assert ["skos:note"] == uncovered(template_of(ROOT, name), data, quads)


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("klima-buendnis", "commitment"),
        ("klima-buendnis", "tenure"),
        ("klima-buendnis", "count"),
        ("klima-buendnis", "alliance"),
        ("plattformklima-nrw", "event"),
        ("netzwerk-klimaschutzmanager-harz", "plan"),
        ("klima-buendnis", "membership"),
    ],
)
def test_nothing_is_invented_that_others_do_not_say(tmp_path: Path, slug: str, name: str) -> None:
    """Of what the templates of all classes are filled with; evidence of a row holds for it all."""
    data = published(slug)
    quads, source = read(written(tmp_path, data, name, "csv"), dataset=slug, template=name)
    made = triples(quads) - triples(list(data.store))
    assert [] == source.faults
    assert {term("klima:evidence")} >= {predicate for _subject, predicate, _value in made}


def test_an_edited_cell_changes_one_statement(tmp_path: Path) -> None:
    """Published data, a workbook, an edit, a submission."""
    data = published("nki-grants")
    path = written(tmp_path, data, "grant", "xlsx")
    before = triples(read(path, dataset="nki-grants")[0])
    book = openpyxl.load_workbook(path)
    sheet = book["Daten"]
    place = next(cell.column for cell in sheet[1] if cell.value == "Betrag")
    row = next(cell.row for cell in sheet["A"] if cell.value == "grant/67k31436")
    sheet.cell(row, place, "210.000,50")
    book.save(path)
    after = triples(read(path, dataset="nki-grants")[0])
    ((_subject, _property, old),) = before - after
    ((subject, name, new),) = after - before
    assert str(subject).endswith("grant/67k31436>")
    assert term("klima:amount") == name
    decimal = term("xsd:decimal")
    assert (old, new) == (
        Literal("201356", datatype=decimal),
        Literal("210000.5", datatype=decimal),
    )
