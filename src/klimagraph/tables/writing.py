"""Writes published claims into a template; reading it gives the same statements again."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from klimagraph.namespaces import THINGS, compact
from klimagraph.tables.claims import TYPE
from klimagraph.tables.columns import Column, Kind, Template
from klimagraph.tables.filling import Filling
from klimagraph.tables.known import AUTHORITY_FOLDERS, Known
from klimagraph.tables.naming import folder_of, given
from klimagraph.tables.references import written
from klimagraph.tables.words import label, read_words
from klimagraph.terms import term

OPEN = ".."
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
DECIMAL = term("xsd:decimal")
SEPARATORS = {Kind.REFERENCE: "; ", Kind.CONCEPT: "; ", Kind.PROPERTY: "; ", Kind.ADDRESS: " "}
MANY_TEXTS = " | "
RESERVED = ("|", ";", "\n")


@dataclass(frozen=True)
class Published:
    """A dataset in a store: what is written into the template of a class."""

    store: Store
    graph: NamedNode
    dataset: str


def filled(template: Template, published: Published, known: Known, root: Path) -> Filling:
    """Return a template with what a dataset says of its class."""
    return _Writing(template, published, known, root).filling()


def uncovered(template: Template, published: Published, read: Iterable[Quad]) -> list[str]:
    """Return the properties of a dataset's claims that reading a filled template did not give.

    Only things of which the table speaks are looked at; names are compact.
    """
    kept = Store()
    kept.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in read)
    said = {(quad.subject, quad.predicate, quad.object) for quad in kept}
    subjects = {quad[0] for quad in said}
    missing = {
        compact(quad.predicate.value)
        for subject in subjects
        for quad in published.store.quads_for_pattern(subject, None, None, published.graph)
        if (quad.subject, quad.predicate, quad.object) not in said
    }
    return sorted(missing)


class _Writing:
    """Writes the rows of one template."""

    def __init__(self, template: Template, published: Published, known: Known, root: Path) -> None:
        self._template, self._published, self._known = template, published, known
        self._words = read_words(root)
        self._used: set[int] = set()

    def filling(self) -> Filling:
        rows = [cells for iri in self._things() for cells in self._rows(iri)]
        columns = [
            column
            for column in self._template.columns
            if not column.spare or id(column) in self._used
        ]
        written_rows = [[row.get(id(column), "") for column in columns] for row in rows]
        return Filling(self._template, columns, written_rows)

    def _things(self) -> list[str]:
        store, graph = self._published.store, self._published.graph
        class_node = NamedNode(self._template.class_iri)
        found = store.quads_for_pattern(None, TYPE, class_node, graph)
        return sorted(quad.subject.value for quad in found if isinstance(quad.subject, NamedNode))

    def _rows(self, iri: str) -> Iterator[dict[int, str]]:
        """Yield the row of a thing, and one more for each further thing that hangs on it."""
        hanging = {
            node.name: self._values(iri, node.link)
            for node in self._template.nodes
            if node.name and not node.parent
        }
        number = max([1, *map(len, hanging.values())])
        for place in range(number):
            row = dict(self._cells("", iri, first=place == 0))
            for name, values in hanging.items():
                if place < len(values):
                    row |= self._below(name, values[place].value)
            yield row

    def _below(self, name: str, iri: str) -> dict[int, str]:
        """Return the cells of what hangs on a row, and of what hangs on that."""
        row = dict(self._cells(name, iri, first=True))
        for node in self._template.nodes:
            if node.parent == name and node.name != name:
                for value in self._values(iri, node.link)[:1]:
                    row |= self._below(node.name, value.value)
        return row

    def _cells(self, name: str, iri: str, *, first: bool) -> Iterator[tuple[int, str]]:
        """Yield the cells of a thing; of a row that only adds to another just the key."""
        for column in self._template.columns:
            if column.node != name or not (first or column.kind is Kind.KEY):
                continue
            text = self._key(iri, name) if column.kind is Kind.KEY else self._text(iri, column)
            if text:
                self._used.add(id(column))
                yield id(column), text

    def _key(self, iri: str, name: str) -> str:
        """Return what names a thing for good: short where the dataset is part of its IRI."""
        node, dataset = self._template.node(name), self._published.dataset
        way = iri.removeprefix(THINGS)
        short = way.removeprefix(f"{folder_of(node.class_iri)}/{dataset}-")
        return short if given(short, node, dataset) == iri else way

    def _text(self, iri: str, column: Column) -> str:
        values = self._values(iri, column.property)
        if column.kind in (Kind.TEXT, Kind.STRING):
            values = [one for one in values if getattr(one, "language", None) == _language(column)]
        if column.kind in (Kind.START, Kind.END, Kind.PERIOD):
            return _period(values, column)
        texts = [text for one in values if (text := self._shown(one, column))]
        return SEPARATORS.get(_kind(column), MANY_TEXTS).join(texts if column.many else texts[:1])

    def _shown(self, value: NamedNode | Literal, column: Column) -> str:
        if column.choices:
            names = {one.iri: one.label.de for one in column.choices}
            return names.get(value.value, value.value)
        if column.kind is Kind.PROPERTY:
            return compact(value.value)
        if column.kind in (Kind.NUMBER, Kind.INTEGER):
            return _number(value, column)
        if column.kind is Kind.DATE:
            return _day(value.value)
        if column.kind is not Kind.REFERENCE or not value.value.startswith(THINGS):
            return value.value if not isinstance(value, NamedNode) or _refers(column) else ""
        name = self._known.label(value.value) or label(self._words, value.value).de
        return written(value.value, _safe(name, value.value))

    def _values(self, iri: str, property: str) -> list[NamedNode | Literal]:
        store, graph = self._published.store, self._published.graph
        quads = store.quads_for_pattern(NamedNode(iri), NamedNode(property), None, graph)
        found = (quad.object for quad in quads)
        kept = [one for one in found if isinstance(one, NamedNode | Literal)]
        return sorted(kept, key=str)


def _number(value: NamedNode | Literal, column: Column) -> str:
    """Return a number as a German cell has it; a decimal keeps its comma where that tells it."""
    text = value.value.replace(".", ",")
    decimal = isinstance(value, Literal) and value.datatype == DECIMAL
    return f"{text},0" if decimal and not column.datatype and "," not in text else text


def _kind(column: Column) -> Kind:
    return Kind.CONCEPT if column.choices else column.kind


def _refers(column: Column) -> bool:
    return column.kind in (Kind.REFERENCE, Kind.ADDRESS)


def _language(column: Column) -> str | None:
    return column.language or None


def _safe(name: str, iri: str) -> str:
    """Return a name that a cell can hold before the key; what separates values goes."""
    folder = iri.removeprefix(THINGS).partition("/")[0]
    plain = name.partition(",")[0] if folder in AUTHORITY_FOLDERS else name
    for character in (*RESERVED, "[", "]"):
        plain = plain.replace(character, " ")
    return plain


def _period(values: list[NamedNode | Literal], column: Column) -> str:
    """Return one side of a period, or all of it where two sides cannot say it."""
    if not values:
        return ""
    text = values[0].value
    start, stroke, end = text.partition("/")
    if not stroke:
        return text if column.kind is Kind.PERIOD else ""
    if column.kind is Kind.PERIOD:
        return ""
    return _side(start if column.kind is Kind.START else end)


def _side(text: str) -> str:
    return "offen" if text == OPEN else _day(text)


def _day(text: str) -> str:
    """Return a day as German tables have it; what is less or more than a day stays in EDTF."""
    found = DAY.fullmatch(text)
    return f"{found[3]}.{found[2]}.{found[1]}" if found else text
