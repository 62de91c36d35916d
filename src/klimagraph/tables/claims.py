"""Rows to statements, each with the cell that it comes from (docs/adr/0013)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from klimagraph.namespaces import TERMS, THINGS
from klimagraph.tables.columns import Column, Kind, Node, Template
from klimagraph.tables.naming import PERSON, digest, folder_of, given, made, opaque, shown, slug
from klimagraph.tables.values import Read
from klimagraph.terms import RDF_TYPE

TYPE = NamedNode(RDF_TYPE)
EVIDENCE = TERMS + "evidence"
NAMING = frozenset({Kind.REFERENCE, Kind.TEXT, Kind.STRING})
TIMES = frozenset({Kind.START, Kind.DATE, Kind.PERIOD})
SIDES = frozenset({Kind.START, Kind.END})
NO_CELL = -1
"""The place of a statement that comes from no cell, but from the row."""
LONGEST_NAME = 50
OPEN = ".."
OPEN_ALONE = f"/{OPEN}"
"""A period that goes on, without a beginning: EDTF has no such interval."""
named = lru_cache(1024)(NamedNode)


@dataclass(frozen=True)
class Cell:
    """A cell that says something: its column in the sheet, its text, and what was read."""

    place: int
    column: Column
    text: str
    read: Read


Statement = tuple[Quad, int]
"""A statement with the column of the cell that it comes from."""


class Row:
    """What a row says, by the thing that it is said of."""

    def __init__(self, template: Template, dataset: str, cells: list[Cell]) -> None:
        self.cells = cells
        self.iris: dict[str, str] = {}
        """IRIs of the things, by the names of their nodes."""
        self._template, self._dataset = template, dataset
        self._by_node: dict[str, list[Cell]] = {}
        for cell in cells:
            self._by_node.setdefault(cell.column.node, []).append(cell)

    def own(self) -> tuple[str, ...]:
        """Return what the row says of its own thing, to compare rows by."""
        cells = self._by_node.get("", ())
        return tuple(cell.text for cell in cells if cell.column.kind is not Kind.KEY)

    def texts(self) -> tuple[str, ...]:
        """Return all that a row says, to compare rows by."""
        return tuple(f"{cell.place} {cell.text}" for cell in self.cells)

    def ends_without_start(self) -> Iterator[Cell]:
        """Yield the cells that say that a period goes on, where no cell says since when."""
        began = {(cell.column.node, cell.column.property) for cell in self.cells if _begins(cell)}
        for cell in self.cells:
            column = cell.column
            goes_on = column.kind is Kind.END and cell.read.text == OPEN
            if goes_on and (column.node, column.property) not in began:
                yield cell

    def name_things(self, *, again: bool) -> None:
        """Give each thing that the row speaks of its IRI; `again` where its own is known."""
        spoken = {""}
        for name in self._by_node:
            while name not in spoken:
                spoken.add(name)
                name = name.rpartition("/")[0]
        for node in self._template.nodes:
            if node.name in spoken:
                key = self._key_of(node.name)
                self.iris[node.name] = (
                    given(key, node, self._dataset) if key else self._iri(node, again=again)
                )

    def statements(self, told: set[tuple[str, ...]]) -> Iterator[Statement]:
        """Yield what the row says; of things that rows share what is not told already."""
        for node in self._template.nodes:
            if node.name not in self.iris:
                continue
            subject = NamedNode(self.iris[node.name])
            cells = self._by_node.get(node.name, [])
            if node.name:
                yield from self._links(node, subject, cells)
            if self._is_told(node, cells, told):
                continue
            yield Quad(subject, TYPE, named(node.class_iri)), NO_CELL
            for cell in cells:
                for term in cell.read.terms:
                    yield Quad(subject, named(cell.column.property), term), cell.place
            yield from _periods(subject, cells)
            yield from self._defaults(subject, node.name, cells)

    def _is_told(self, node: Node, cells: list[Cell], told: set[tuple[str, ...]]) -> bool:
        """Tell whether nothing is said of a thing here, or just what another row said of it."""
        if node.name and cells and all(cell.column.kind is Kind.KEY for cell in cells):
            return True
        if not node.shared:
            return False
        said = (self.iris[node.name], *(f"{cell.place} {cell.text}" for cell in cells))
        if said in told:
            return True
        told.add(said)
        return False

    def _links(self, node: Node, subject: NamedNode, cells: list[Cell]) -> Iterator[Statement]:
        """Yield how a thing hangs on another; evidence holds for all claims of the row."""
        place = cells[0].place if cells else NO_CELL
        holders = [node.parent]
        if node.link == EVIDENCE:
            holders = [one.name for one in self._template.nodes if one.evidenced]
        for name in holders:
            if holder := self.iris.get(name):
                yield Quad(NamedNode(holder), named(node.link), subject), place

    def _defaults(self, subject: NamedNode, name: str, cells: list[Cell]) -> Iterator[Statement]:
        """Yield what empty cells stand for."""
        for column in self._template.defaults:
            if column.node == name and not any(
                cell.column.property == column.property and cell.read.terms for cell in cells
            ):
                yield Quad(subject, named(column.property), Literal(column.default)), NO_CELL

    def _key_of(self, name: str) -> str:
        cells = self._by_node.get(name, ())
        return next((cell.text for cell in cells if cell.column.kind is Kind.KEY), "")

    def _iri(self, node: Node, *, again: bool) -> str:
        folder = folder_of(node.class_iri)
        if not node.name:
            return made(folder, self._dataset, self._row_key())
        if node.shared:
            return self._shared(node, folder)
        ending = f"--{digest(self._said_of(node.name))}" if again else ""
        key = self.iris[""].rpartition("/")[2].removeprefix(f"{self._dataset}-")
        return made(folder, self._dataset, key + ending)

    def _shared(self, node: Node, folder: str) -> str:
        """Return the IRI of a thing that other rows may speak of too."""
        cells = self._by_node.get(node.name, [])
        texts = [cell.text for cell in cells if _names(cell)] or self._said_of(node.name)
        if node.class_iri.endswith(PERSON):
            return f"{THINGS}{folder}/{opaque([self._dataset, *texts, *self._references()])}"
        return _shared_iri(folder, self._dataset, tuple(texts))

    def _references(self) -> list[str]:
        cells = self._by_node.get("", ())
        return [cell.text for cell in cells if cell.column.kind is Kind.REFERENCE]

    def _row_key(self) -> str:
        """Return what tells a row from others: what it needs and when it began."""
        cells = [cell for cell in self._by_node.get("", ()) if _identifies(cell)]
        if not cells:
            return digest(self._said_of("") or self.texts())
        return slug(*(part for cell in cells for part in _parts(cell)))

    def _said_of(self, name: str) -> list[str]:
        return [f"{cell.column.property} {cell.text}" for cell in self._by_node.get(name, ())]


@lru_cache(1024)
def _shared_iri(folder: str, dataset: str, texts: tuple[str, ...]) -> str:
    start = slug(" ".join(texts)[:LONGEST_NAME])
    return made(folder, dataset, f"{start}-{digest(texts)}")


def _identifies(cell: Cell) -> bool:
    """Tell whether a cell is one by which its row goes."""
    column = cell.column
    return column.kind in TIMES or (column.required and column.kind in NAMING)


def _names(cell: Cell) -> bool:
    """Tell whether a cell is one by which a shared thing goes."""
    column = cell.column
    return column.kind is Kind.ADDRESS or (column.required and column.kind in NAMING)


def _parts(cell: Cell) -> list[str]:
    if cell.read.text:
        return [cell.read.text]
    return [shown(term) for term in cell.read.terms] or [cell.text]


def _periods(subject: NamedNode, cells: list[Cell]) -> Iterator[Statement]:
    """Yield the period that two cells say together."""
    sides = [cell for cell in cells if cell.column.kind in SIDES]
    for name in dict.fromkeys(cell.column.property for cell in sides):
        mine = {cell.column.kind: cell for cell in sides if cell.column.property == name}
        if any(_is_wrong(cell) for cell in mine.values()):
            continue
        start, end = mine.get(Kind.START), mine.get(Kind.END)
        text = f"{start.read.text if start else ''}/{end.read.text if end else ''}"
        if text not in ("/", OPEN_ALONE):
            yield Quad(subject, named(name), Literal(text)), (start or end or sides[0]).place


def _begins(cell: Cell) -> bool:
    """Tell whether a cell says when a period begins, or has tried to."""
    return cell.column.kind is Kind.START and (bool(cell.read.text) or _is_wrong(cell))


def _is_wrong(cell: Cell) -> bool:
    """Tell whether a side of a period cannot be read; one that says nothing is like empty."""
    return not cell.read.text and any(one.severity == "violation" for one in cell.read.faults)
