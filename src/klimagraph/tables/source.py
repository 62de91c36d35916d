"""A table as a source of statements (docs/adr/0011)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import Quad, Store

from klimagraph.bundle import bundle_folder
from klimagraph.places import Place, Wanted
from klimagraph.rdf import Limits
from klimagraph.tables import headings
from klimagraph.tables.claims import NO_CELL, Cell, Row
from klimagraph.tables.columns import Column, Template
from klimagraph.tables.complaints import END_WITHOUT_START
from klimagraph.tables.examples import MARK, example_row, is_example
from klimagraph.tables.faults import Fault, finding
from klimagraph.tables.grid import Found, Grid
from klimagraph.tables.known import Known
from klimagraph.tables.layout import MARK_SHEET, RESERVED, marked
from klimagraph.tables.references import References, Resolver
from klimagraph.tables.sheets import Sheet, open_book
from klimagraph.tables.templates import template_of, templates
from klimagraph.tables.values import Values
from klimagraph.validation.findings import Finding


@dataclass(frozen=True)
class TableContext:
    """What a table is read with."""

    dataset: str
    """Name of the dataset in which the rows speak."""
    template: str = ""
    """Name of the class; found by the mark of the template or by the headings where empty."""
    resolver: Resolver | None = None
    store: Store | None = None
    """The release whose things rows may name; the bundled register where there is none."""
    limits: Limits = field(default_factory=Limits)
    root: Path = field(default_factory=bundle_folder)


@dataclass(frozen=True)
class _Seen:
    """A row that was read: its number, and hashes of what it says of its own thing and at all."""

    number: int
    own: int
    texts: int


class TableSource:
    """A workbook or a table of text, read as claims; `faults` tells what cells could not say."""

    def __init__(self, path: Path, name: str, context: TableContext) -> None:
        self.faults: list[Finding] = []
        self._path, self._name, self._context = path, name, context
        known = Known(context.store, context.root)
        self._values = Values(References(known, context.resolver))
        self._read = False
        self._overlooked: list[Finding] = []
        """What is said of sheets that look like data and are not read."""
        self._quads: list[Quad] = []
        self._cells: list[tuple[int, int]] = []
        """For each statement its row and the column of its cell."""
        self._seen: dict[str, _Seen] = {}
        self._told: set[tuple[str, ...]] = set()
        self._rows: dict[str, tuple[int, str]] = {}
        """For each thing the row that names it first, and what it is to the row."""

    @property
    def template(self) -> Template:
        """Return the template that the table follows; raises InputRefused where there is none."""
        return self._grid.template

    @property
    def sheet(self) -> Sheet:
        """Return the sheet that is read; raises InputRefused where there is none."""
        return self._grid.sheet

    def statements(self) -> Iterator[Quad]:
        """Yield what the table says; raises InputRefused where it cannot be read."""
        if not self._read:
            self._read = True
            self._read_rows()
        yield from self._quads

    def locate(self, wanted: Sequence[Wanted]) -> list[Place | None]:
        """Return the cells of statements; the cell to fill in, or the row, for what is missing."""
        return [self._place_of(one) for one in wanted]

    def column_for(self, wanted: Wanted) -> Column | None:
        """Return the column for a statement about a thing that a row names; None for others."""
        row = self._rows.get(getattr(wanted.subject, "value", ""))
        if row is None or wanted.predicate is None:
            return None
        place = self._grid.column_of(row[1], wanted.predicate.value)
        if place is not None:
            return self._grid.headings.columns[place]
        return self.template.column_of(row[1], wanted.predicate.value)

    def has_column(self, column: Column) -> bool:
        """Tell whether the table has a column of its template."""
        return any(one is column for one in self._grid.headings.columns.values())

    @cached_property
    def _grid(self) -> Grid:
        """Open the file and find the template, the sheet and its headings."""
        context = self._context
        book = open_book(self._path, self._name, context.limits)
        name = context.template
        if not name and MARK_SHEET in book.names:
            name = marked(book.read(MARK_SHEET).rows)
        allowed = [template_of(context.root, name)] if name else list(templates(context.root))
        sheets = [book.read(one) for one in book.names if one not in RESERVED]
        found = headings.best(sheets, allowed)
        if found is None:
            raise headings.not_recognised(sheets, allowed, self._name)
        self._overlooked = list(_overlooked(found[0], found[1], sheets))
        return Grid(*found)

    @cached_property
    def _index(self) -> dict[object, list[int]]:
        """Return where the statements about each subject are among all."""
        found: dict[object, list[int]] = {}
        for number, quad in enumerate(self._quads):
            found.setdefault(quad.subject, []).append(number)
        return found

    def _cell_of(self, wanted: Wanted) -> tuple[int, int] | None:
        """Return the cell of a statement, else of the first with its subject and property."""
        about = self._index.get(wanted.subject, [])
        said = [number for number in about if self._quads[number].predicate == wanted.predicate]
        same = (number for number in said if self._quads[number].object == wanted.object)
        number = next(same, said[0] if said else None)
        return None if number is None else self._cells[number]

    def _read_rows(self) -> None:
        grid = self._grid
        for place, fault in headings.faults(grid.headings, grid.template):
            self._fault(fault, grid.headings.row, place)
        self.faults += self._overlooked
        untouched = example_row(grid.template, self._context.root)
        for number in grid.rows():
            found = list(grid.cells(number))
            if found and not self._is_example(found, number, untouched):
                read = self._values.read
                self._take(
                    [Cell(at, column, text, read(raw, column)) for at, column, raw, text in found],
                    number,
                )
        if not self._rows and all(one.severity != "violation" for one in self.faults):
            self._fault(_NO_ROWS, grid.headings.row, None)

    def _is_example(self, found: list[Found], number: int, untouched: dict[str, str]) -> bool:
        """Tell whether a row is the example of the template; say so where it was changed."""
        place, _column, _raw, first = found[0]
        if not is_example(first):
            return False
        if any(untouched.get(column.title.de, "") != text for _at, column, _raw, text in found):
            self._fault(_CHANGED_EXAMPLE, number, place)
        return True

    def _take(self, cells: list[Cell], number: int) -> None:
        """Take the statements of a row, and what is wrong with its cells."""
        for cell in cells:
            for fault in cell.read.faults:
                self._fault(fault, number, cell.place, column=cell.column)
        said = [cell for cell in cells if cell.read.terms or cell.read.text or cell.read.faults]
        if not any(not cell.column.node for cell in said):
            self._fault(_NOTHING_OWN, number, cells[0].place)
            return
        row = Row(self._grid.template, self._context.dataset, said)
        for cell in row.ends_without_start():
            self._fault(END_WITHOUT_START, number, cell.place, column=cell.column)
        row.name_things(again=False)
        if not self._says_something_new(row, number):
            return
        for quad, place in row.statements(self._told):
            self._quads.append(quad)
            self._cells.append((number, place))
        for node, name in row.iris.items():
            self._rows.setdefault(name, (number, node))

    def _says_something_new(self, row: Row, number: int) -> bool:
        """Tell whether a row is no repetition; one of a known thing may add evidence only."""
        iri, place = row.iris[""], row.cells[0].place
        seen = self._seen.get(iri)
        if seen is None:
            self._seen[iri] = _Seen(number, hash(row.own()), hash(row.texts()))
            return True
        other = self._grid.number(seen.number)
        if seen.texts == hash(row.texts()):
            self._fault(_equal_rows(other), number, place, iri)
            return False
        if row.own() and hash(row.own()) != seen.own:
            self._fault(_same_thing(other), number, place, iri)
            return False
        row.name_things(again=True)
        return True

    def _fault(
        self,
        fault: Fault,
        number: int,
        place: int | None,
        focus: str = "",
        *,
        column: Column | None = None,
    ) -> None:
        self.faults.append(finding(fault, self._grid.place(number, place), focus, column))

    def _place_of(self, wanted: Wanted) -> Place | None:
        found = self._cell_of(wanted)
        if found and found[1] != NO_CELL:
            return self._grid.place(*found)
        row = self._rows.get(getattr(wanted.subject, "value", ""))
        if row is None:
            return None
        number, node = row
        if wanted.predicate is None:
            return self._grid.place(number, None)
        return self._grid.place(number, self._grid.column_of(node, wanted.predicate.value))


_CHANGED_EXAMPLE = Fault(
    "ExampleChanged",
    f"Die Zeile ist noch als Beispiel gekennzeichnet („{MARK}“) und wurde nicht gelesen. Bitte "
    "löschen Sie die Kennzeichnung, wenn die Zeile gelten soll.",
    "The row is still marked as an example and was not read. Please delete the mark if the row "
    "is meant.",
    severity="warning",
)
_NOTHING_OWN = Fault(
    "NothingSaid",
    "Die Zeile nennt nur einen Beleg oder Nebenangaben, aber nicht, wofür.",
    "The row gives evidence or side information only, but not for what.",
)


_NO_ROWS = Fault(
    "NoRows",
    "Unter den Überschriften steht keine Zeile mit Angaben. Wird die Tabelle so eingereicht, "
    "entfallen alle Angaben dieser Art, die im Datensatz veröffentlicht sind.",
    "There is no row with information below the headings. Handed in like this, the table removes "
    "all of this kind that is published in the dataset.",
    severity="warning",
)


def _overlooked(template: Template, chosen: Sheet, sheets: list[Sheet]) -> Iterator[Finding]:
    """Yield a finding for each further sheet that has the headings and rows below them."""
    for sheet in sheets:
        found = headings.find(sheet, template) if sheet is not chosen else None
        if found is None:
            continue
        grid = Grid(template, sheet, found)
        rows = sum(any(True for _ in grid.cells(number)) for number in grid.rows())
        if rows:
            yield finding(_sheet_not_read(sheet.name, chosen.name), grid.place(found.row, None))


def _sheet_not_read(name: str, chosen: str) -> Fault:
    return Fault(
        "SheetNotRead",
        f"Das Blatt „{name}“ wurde nicht gelesen, sondern nur das Blatt „{chosen}“. Bitte setzen "
        "Sie alle Zeilen in ein Blatt, oder löschen Sie das Blatt, wenn es nicht gelten soll.",
        f"The sheet “{name}” was not read, only the sheet “{chosen}”. Please put all rows into one "
        "sheet, or delete the sheet if it is not meant.",
        severity="warning",
    )


def _equal_rows(number: int) -> Fault:
    return Fault(
        "RowTwice",
        f"Die Zeile sagt in allen gelesenen Spalten dasselbe wie Zeile {number}; sie zählt einmal.",
        f"In all columns that were read the row says the same as row {number}; it counts once.",
        severity="warning",
    )


def _same_thing(number: int) -> Fault:
    return Fault(
        "SameThingTwice",
        f"Die Zeile meint dasselbe wie Zeile {number}, sagt darüber aber anderes. Bitte geben Sie "
        "beiden in der Spalte „Kennung“ verschiedene Namen oder gleichen Sie sie an.",
        f"The row means the same as row {number} but says something else about it. Please give "
        "both different names in the column “Key”, or bring them into line.",
    )
