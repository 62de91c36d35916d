"""The row of a template that shows how to fill it in."""

from functools import lru_cache
from pathlib import Path

from klimagraph.folding import folded
from klimagraph.tables.columns import Column, Kind, Template, local_name
from klimagraph.tables.templates import template_of

MARK = "BEISPIEL"
MARKS = ("beispiel", "example")
NAMES = {
    "prefLabel": "Klimabündnis Musterland",
    "title": "Klimaschutzkonzept der Stadt Halberstadt",
    "name": "Erika Mustermann",
    "identifier": "1",
    "language": "de",
    "statedAs": "die Stadt Halberstadt",
    "statedTitle": "Klimaschutzmanagerin",
    "fundingCode": "67K12345",
    "fragment": "trat dem Bündnis bei",
    "place": "Halberstadt",
    "topic": "Klimaschutz",
}
"""Texts by the name of a property; a column without one stays empty."""
THINGS = {
    "Alliance": "Klima-Bündnis",
    "Authority": "15085135",
    "FundingProgramme": "Nationale Klimaschutzinitiative (NKI)",
}
USUAL = ("Aktiv", "Mitglied", "Ausdrücklich")
"""Entries of lists that most rows have; of other lists the first one is shown."""
BY_PROPERTY = {"member": "15085135", "organization": "Klima-Bündnis"}
BY_KIND = {
    Kind.DATE: "23.06.2017",
    Kind.START: "23.06.2017",
    Kind.END: "offen",
    Kind.NUMBER: "12,5",
    Kind.INTEGER: "12",
    Kind.YEAR: "2040",
    Kind.BOOLEAN: "ja",
    Kind.DURATION: "5 Jahre",
    Kind.ADDRESS: "https://www.example.org/beschluss.pdf",
}


def example_of(column: Column) -> str:
    """Return what may stand in a cell of a column, empty where nothing general can be said."""
    if column.language == "en":
        return ""
    if column.choices:
        usual = (one.label.de for one in column.choices if one.label.de in USUAL)
        return next(usual, column.choices[0].label.de)
    if column.kind is Kind.KEY:
        return "" if column.node else MARK
    if column.kind is Kind.REFERENCE:
        return _thing(column)
    return BY_KIND.get(column.kind) or NAMES.get(local_name(column.property), "")


def example_row(template: Template, root: Path) -> dict[str, str]:
    """Return the example by the titles of the columns."""
    return _rows(root, template.token)


def is_example(text: str) -> bool:
    """Tell whether the first cell of a row says that the row is an example."""
    return folded(text).partition(" ")[0] in MARKS


@lru_cache(32)
def _rows(root: Path, token: str) -> dict[str, str]:
    template = template_of(root, token)
    return {column.title.de: example_of(column) for column in template.columns if not column.spare}


def _thing(column: Column) -> str:
    for iri in column.ranges:
        if found := THINGS.get(local_name(iri)):
            return found
    return "" if column.ranges else BY_PROPERTY.get(local_name(column.property), "")
