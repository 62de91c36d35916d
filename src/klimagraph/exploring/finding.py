"""Lists and counts for a selection, from the table of a release."""

from collections.abc import Mapping
from dataclasses import dataclass

from klimagraph.exploring.facets import FACETS, Facet, Words
from klimagraph.exploring.selection import FROM, Selection, rows_of
from klimagraph.exploring.table import Authority, Table

SIZE = 25
"""Authorities of a page."""
RELATIONS = ("member", "involved")


@dataclass(frozen=True)
class Choice:
    """One value of a facet that can be chosen, and how many would be left."""

    key: str
    label: Words
    count: int
    chosen: bool


@dataclass(frozen=True)
class Offer:
    """A facet with what can be chosen in it now."""

    facet: Facet
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> int:
        """Return how many values are chosen."""
        return sum(choice.chosen for choice in self.choices)


@dataclass(frozen=True)
class Line:
    """One authority of a list with the alliances in which it is known to take part."""

    authority: Authority
    state: Words
    alliances: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Found:
    """A page of the list of a selection, and all facets with their counts."""

    total: int
    pages: int
    lines: tuple[Line, ...]
    offers: Mapping[str, Offer]
    years: tuple[Choice, ...]


def find(table: Table, selection: Selection) -> Found:
    """Return what fits a selection; a page behind the last one has no lines."""
    rows = rows_of(table, selection)
    total = rows.bit_count()
    start = (selection.page - 1) * SIZE
    numbers = table.chosen(rows, selection.sort)[start : start + SIZE]
    return Found(
        total,
        max(1, -(-total // SIZE)),
        tuple(_line(table, number) for number in numbers),
        {facet.name: _offer(table, selection, facet) for facet in FACETS},
        _years(table, selection),
    )


def _line(table: Table, number: int) -> Line:
    bit = 1 << number
    alliances = {
        value.iri: value.label
        for relation in RELATIONS
        for value in table.values[relation].values()
        if value.rows & bit
    }
    states = (one.label for one in table.values["state"].values() if one.rows & bit)
    return Line(table.authorities[number], next(states, {}), tuple(alliances.items()))


def _offer(table: Table, selection: Selection, facet: Facet) -> Offer:
    """Return the values of a facet, counted as if nothing was chosen in it."""
    rows = rows_of(table, selection, but=facet.name)
    choices = []
    for value in table.values[facet.name].values():
        count, chosen = (rows & value.rows).bit_count(), selection.has(facet.name, value.key)
        if count or chosen:
            choices.append(Choice(value.key, value.label, count, chosen))
    return Offer(facet, tuple(sorted(choices, key=lambda one: not one.chosen)))


def _years(table: Table, selection: Selection) -> tuple[Choice, ...]:
    rows = rows_of(table, selection, but=FROM)
    counts = {year: (rows & held).bit_count() for year, held in sorted(table.years.items())}
    return tuple(
        Choice(str(year), {"de": str(year), "en": str(year)}, count, chosen=False)
        for year, count in counts.items()
        if count
    )
