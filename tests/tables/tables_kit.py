"""Small tables for tests: a template filled in as somebody would fill it in."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import openpyxl
from pyoxigraph import Literal, NamedNode, Quad

from klimagraph.bundle import bundle_folder
from klimagraph.errors import InputRefused
from klimagraph.namespaces import CONCEPTS, PREFIXES, THINGS
from klimagraph.tables.making import Order, make
from klimagraph.tables.source import TableContext, TableSource
from klimagraph.validation.findings import Finding

ROOT = bundle_folder()
MEMBER = {
    "Mitglied *": "15085135",
    "Bündnis *": "alliance/klima-buendnis",
    "Stand der Mitgliedschaft *": "Aufgenommen",
    "Art der Beteiligung *": "Mitglied",
    "Zeitraum: Beginn": "23.06.2017",
    "Zeitraum: Ende": "offen",
    "Beleg: Sicherheit *": "Ausdrücklich",
    "Quelle: Titel *": "Beschluss des Rates",
    "Quelle: Webseite": "https://www.example.org/beschluss.pdf",
}
"""A row of the template for memberships with nothing wrong in it."""


def term(name: str) -> NamedNode:
    """Return the IRI of a name with its prefix."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def concept(name: str) -> NamedNode:
    """Return a concept, named as `membership-status/admitted`."""
    return NamedNode(CONCEPTS + name)


def thing(name: str) -> NamedNode:
    """Return a thing, named as `municipality/15085135`."""
    return NamedNode(THINGS + name)


@cache
def template_bytes(name: str, form: str) -> bytes:
    """Return the empty template of a class."""
    return make(Order(name, form), ROOT)


def template_book(folder: Path, name: str = "membership") -> Path:
    """Write the empty template of a class into a folder."""
    path = folder / f"{name}.xlsx"
    path.write_bytes(template_bytes(name, "xlsx"))
    return path


def workbook(folder: Path, *rows: Mapping[str, object], name: str = "membership") -> Path:
    """Write a workbook with the headings of a template, its example and some rows below."""
    path = folder / f"{name}.xlsx"
    text = template_bytes(name, "csv").decode("utf-8-sig")
    titles, example = csv.reader(io.StringIO(text), delimiter=";")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Daten"
    sheet.append(titles)
    sheet.append(example)
    for row in rows:
        assert set(row) <= set(titles), set(row) - set(titles)
        sheet.append([row.get(title) for title in titles])
    book.save(path)
    return path


def text_table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a table of text."""
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def csv_of(row: Mapping[str, object], separator: str = ";") -> str:
    """Return a table of text with one row."""
    values = (str(value) for value in row.values())
    return f"{separator.join(row)}\r\n{separator.join(values)}\r\n"


def read(path: Path, **context: object) -> tuple[list[Quad], TableSource]:
    """Read a table of the dataset `probe`: its statements, and what read them."""
    settings: dict[str, object] = {"dataset": "probe", **context}
    source = TableSource(path, path.name, TableContext(**settings))  # type: ignore[arg-type]
    return list(source.statements()), source


def values(quads: list[Quad], name: str) -> list[NamedNode | Literal]:
    """Return the values of a property."""
    return [quad.object for quad in quads if quad.predicate == term(name)]  # type: ignore[misc]


def only_fault(source: TableSource, code: str) -> Finding:
    """Return the only finding of a kind."""
    (found,) = [one for one in source.faults if one.component.endswith(f"Table{code}")]
    return found


def codes(source: TableSource) -> list[str]:
    """Return the kinds of the findings."""
    return [one.component.rpartition("#Table")[2] for one in source.faults]


def refusal(path: Path) -> InputRefused:
    """Return why a table is refused."""
    try:
        read(path)
    except InputRefused as error:
        return error
    raise AssertionError(f"{path} was read")


def repacked(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write an archive again with its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(target.getvalue())
    return path
