"""Cells as they stand in the XML of a sheet (ECMA-376, part 1, 18.3.1.4)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from xml.parsers import expat

from klimagraph.tables.extent import Extent, letters

FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
"""What may be a formula; rules for entry and formatting are written with such elements too."""
UNUSUAL = re.compile(rb"""<(?:[\w.-]+:)?c(?!\s+r=["'][A-Z]{1,3}[0-9]{1,7}["'])[\s/>]""")
"""A cell that does not begin with its name, as all usual programs write it."""
FILLED = re.compile(rb"""<(?:[\w.-]+:)?c\sr=["']([A-Z]+)([0-9]+)["'][^>]*(?<!/)>(?!\s*</)""")
NAME = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
MAIN = ("/spreadsheetml/2006/main c", "/spreadsheetml/main c")
MOST_FORMULAS = 20


@dataclass(slots=True)
class Written:
    """A cell that is written: where, in which style, and whether it holds anything."""

    row: int
    column: int
    style: int
    filled: bool = False
    formula: bool = False


def formulas(content: bytes) -> list[str]:
    """Return the names of the first cells that hold formulas; raises ExpatError."""
    if not FORMULA.search(content):
        return []
    found = islice((one for one in _walked(content) if one.formula), MOST_FORMULAS)
    return [f"{letters(one.column)}{one.row}" for one in found]


def extent(content: bytes) -> Extent:
    """Return how far the cells of a sheet that hold something reach; formatting does not count.

    Raises ExpatError.
    """
    found = Extent()
    if UNUSUAL.search(content):
        for one in _walked(content):
            if one.filled:
                found.add(one.row, one.column)
        return found
    for cell in FILLED.finditer(content):
        found.add(int(cell[2]), column_number(cell[1]))
    return found


def styled(content: bytes, wanted: Collection[int]) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield row and column of the cells in some styles, each with the number of its style.

    Raises ExpatError.
    """
    if UNUSUAL.search(content):
        for one in _walked(content):
            if one.style in wanted:
                yield (one.row, one.column), one.style
        return
    numbers = "|".join(map(str, wanted))
    pattern = rf"""<(?:[\w.-]+:)?c\sr=["']([A-Z]+)([0-9]+)["']\ss=["']({numbers})["']"""
    for cell in re.finditer(pattern.encode(), content):
        yield (int(cell[2]), column_number(cell[1])), int(cell[3])


@lru_cache(1024)
def column_number(name: bytes) -> int:
    """Return the number of a column, from 1."""
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


class _Walk:
    """Follows the cells of a sheet; one without a name stands beside the one before."""

    def __init__(self) -> None:
        self.cells: list[Written] = []
        self.row = self.column = self.depth = 0
        """`depth` counts the elements that are open from a cell on."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if self.depth:
            self.depth += 1
            self.cells[-1].filled = True
            self.cells[-1].formula |= local == "f"
        elif local == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isascii() and number.isdigit() else self.row + 1
            self.column = 0
        elif name.endswith(MAIN):
            self._cell(attributes)

    def end(self, _name: str) -> None:
        self.depth = max(self.depth - 1, 0)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.depth, self.column = 1, self.column + 1
        if found := NAME.fullmatch(attributes.get("r", "")):
            self.column, self.row = column_number(found[1].upper().encode()), int(found[2])
        style = attributes.get("s", "")
        number = int(style) if style.isascii() and style.isdigit() else 0
        self.cells.append(Written(self.row, self.column, number))


def _walked(content: bytes) -> list[Written]:
    walk = _Walk()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.Parse(content, True)
    return walk.cells
