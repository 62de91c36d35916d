"""A sheet with its headings: its cells, and where they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from klimagraph.places import Place
from klimagraph.tables.cells import Raw, text_of
from klimagraph.tables.columns import Column, Template, local_name
from klimagraph.tables.extent import letters
from klimagraph.tables.faults import shortened
from klimagraph.tables.headings import Headings
from klimagraph.tables.sheets import Sheet

Found = tuple[int, Column, Raw, str]
"""A cell: its column in the sheet, what the column means, what it holds, its text."""


@dataclass(frozen=True)
class Grid:
    """A sheet that follows a template; rows and columns are numbered from 0 here."""

    template: Template
    sheet: Sheet
    headings: Headings

    def rows(self) -> range:
        """Return the rows below the headings."""
        return range(self.headings.row + 1, len(self.sheet.rows))

    def cells(self, row: int) -> Iterator[Found]:
        """Yield the cells of a row that hold something in a known column."""
        raws = self.sheet.rows[row]
        for place, column in self.headings.columns.items():
            raw = raws[place] if place < len(raws) else ""
            if raw == "" and self.sheet.errors:
                raw = self._error(row, place)
            if raw != "" and (text := text_of(raw)):
                yield place, column, raw, text

    def number(self, row: int) -> int:
        """Return the number that people see beside a row."""
        return self.sheet.first_row + row

    def place(self, row: int, place: int | None) -> Place:
        """Return where a cell stands; without a column it is the whole row."""
        line = self.sheet.lines[row] if self.sheet.lines else None
        if place is None:
            return Place(line=line, sheet=self.sheet.name, row=self.number(row))
        raws, column = self.sheet.rows[row], self.sheet.first_column + place
        text = text_of(raws[place] if place < len(raws) else "") or self._error(row, place)
        cell = f"{letters(column)}{self.number(row)}"
        heading = self.headings.titles.get(place, "")
        return Place(
            line, column, self.sheet.name, self.number(row), cell, heading, shortened(text)
        )

    def column_of(self, node: str, property: str) -> int | None:
        """Return the column for a property of a thing, or for what hangs on it by the property."""
        hanging = f"{node}/{local_name(property)}".strip("/")
        for place, column in self.headings.columns.items():
            if column.node == node and column.property == property:
                return place
        inner = (place for place, column in self.headings.columns.items() if column.node == hanging)
        return next(inner, None)

    def _error(self, row: int, place: int) -> str:
        key = (self.sheet.first_row + row, self.sheet.first_column + place)
        return self.sheet.errors.get(key, "")
