"""What somebody chose: values of facets, a span of target years, order and page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from klimagraph.errors import InputRefused
from klimagraph.exploring.facets import BY_NAME, FACETS
from klimagraph.exploring.table import Table

ORDERS = ("name", "inhabitants", "year", "sum")
FROM, TO, SORT, PAGE = "year-from", "year-to", "sort", "page"
LONGEST = 200
"""Characters of a value that may be meant seriously."""
MOST = 500
"""Values of one name that may be meant seriously."""
_YEAR = re.compile(r"[1-9][0-9]{3}")
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")

Pairs = list[tuple[str, str]]
Given = Mapping[str, list[str]]
"""Values by the name of a parameter."""


@dataclass(frozen=True)
class Selection:
    """Chosen values by facet; several of one facet mean any of them."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    sort: str = ORDERS[0]
    page: int = 1

    @property
    def pairs(self) -> Pairs:
        """Return what was chosen as parameters of an address, without the page."""
        pairs = [(name, key) for name, keys in self.chosen.items() for key in keys]
        for name, year in ((FROM, self.year_from), (TO, self.year_to)):
            pairs += [(name, str(year))] if year is not None else []
        return pairs + ([(SORT, self.sort)] if self.sort != ORDERS[0] else [])

    @property
    def limited(self) -> bool:
        """Tell whether anything was chosen at all."""
        return bool(self.chosen) or self.years

    @property
    def years(self) -> bool:
        """Tell whether a span of years was chosen."""
        return self.year_from is not None or self.year_to is not None

    def has(self, facet: str, key: str) -> bool:
        """Tell whether a value was chosen."""
        return key in self.chosen.get(facet, ())

    def without(self, facet: str, key: str) -> "Selection":
        """Return the selection without one value, from its first page on."""
        left = {
            name: tuple(one for one in keys if (name, one) != (facet, key))
            for name, keys in self.chosen.items()
        }
        kept = {name: keys for name, keys in left.items() if keys}
        return replace(self, chosen=kept, page=1)

    def without_years(self) -> "Selection":
        """Return the selection without its span of years."""
        return replace(self, year_from=None, year_to=None, page=1)

    def ordered(self, sort: str) -> "Selection":
        """Return the selection in another order."""
        return replace(self, sort=sort, page=1)


def read(parameters: Iterable[tuple[str, str]], table: Table) -> Selection:
    """Return the selection that an address names; raises InputRefused for what there is not."""
    given = _given(parameters)
    chosen = {
        facet.name: _values(facet.name, given[facet.name], table)
        for facet in FACETS
        if given.get(facet.name)
    }
    years = (_year(FROM, given), _year(TO, given))
    if years[0] is not None and years[1] is not None and years[0] > years[1]:
        raise InputRefused(f"{FROM} is {years[0]}, {TO} is {years[1]}: nothing lies in between")
    return Selection(chosen, *years, _sort(given), _page(given))


def _given(parameters: Iterable[tuple[str, str]]) -> Given:
    """Return the different values of each name that is known here; raises InputRefused."""
    found: dict[str, dict[str, None]] = {name: {} for name in (*BY_NAME, FROM, TO, SORT, PAGE)}
    for name, value in parameters:
        if len(value) > LONGEST:
            raise InputRefused(
                f"{name[:LONGEST]} is {len(value)} characters long; allowed are {LONGEST}"
            )
        if value and name in found:
            found[name][value] = None
    for name, values in found.items():
        if len(values) > MOST:
            raise InputRefused(f"{name} has {len(values)} values; allowed are {MOST}")
    return {name: list(values) for name, values in found.items() if values}


def _values(facet: str, given: list[str], table: Table) -> tuple[str, ...]:
    known = table.values[facet]
    for key in given:
        if key not in known:
            some = ", ".join(list(known)[:8]) or "none"
            raise InputRefused(f"{facet} is {key!r}, which does not exist; there are {some} …")
    return tuple(sorted(given))


def _one(name: str, given: Given) -> str:
    held = given.get(name, [])
    if len(held) > 1:
        raise InputRefused(f"{name} stands there {len(held)} times with different values")
    return "".join(held)


def _year(name: str, given: Given) -> int | None:
    text = _one(name, given)
    if text and not _YEAR.fullmatch(text):
        raise InputRefused(f"{name} is {text!r}; allowed is a year from 1000 to 9999")
    return int(text) if text else None


def _sort(given: Given) -> str:
    text = _one(SORT, given) or ORDERS[0]
    if text not in ORDERS:
        raise InputRefused(f"{SORT} is {text!r}; allowed are {', '.join(ORDERS)}")
    return text


def _page(given: Given) -> int:
    text = _one(PAGE, given) or "1"
    if not _NUMBER.fullmatch(text):
        raise InputRefused(f"{PAGE} is {text!r}; allowed is a number from 1 on")
    return int(text)


def rows_of(table: Table, selection: Selection, but: str = "") -> int:
    """Return the bits of the authorities of a selection, without the filter of one facet."""
    rows = table.all
    for name, keys in selection.chosen.items():
        if name != but:
            rows &= any_of(table, name, keys)
    if selection.years and but != FROM:
        rows &= _within(table, selection)
    return rows


def any_of(table: Table, facet: str, keys: Iterable[str]) -> int:
    """Return the bits of the authorities that have any of some values."""
    rows = 0
    for key in keys:
        rows |= table.rows(facet, key)
    return rows


def _within(table: Table, selection: Selection) -> int:
    rows = 0
    low, high = selection.year_from, selection.year_to
    for year, held in table.years.items():
        if (low is None or low <= year) and (high is None or year <= high):
            rows |= held
    return rows


def labelled(selection: Selection, table: Table) -> list[tuple[str, str, dict[str, str]]]:
    """Return facet, value and label of everything chosen, in the order of the facets."""
    return [
        (name, key, table.values[name][key].label)
        for name in BY_NAME
        for key in selection.chosen.get(name, ())
    ]
