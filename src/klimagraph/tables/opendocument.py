"""What an ODS workbook must not hold (OpenDocument 1.3), found before it is parsed as a table."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from klimagraph.errors import InputRefused
from klimagraph.tables.archives import Parts, broken, encrypted
from klimagraph.tables.beside import Beside
from klimagraph.tables.extent import MOST_COLUMNS, letters
from klimagraph.tables.sheet_cells import MOST_FORMULAS
from klimagraph.tables.shown import PERCENT
from klimagraph.tables.spreadsheetml import formula

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
SCRIPTS = ("Basic/", "Scripts/")
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0 "
SCRIPT = "urn:oasis:names:tc:opendocument:xmlns:script:1.0 "
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
LINKS = ("Verknüpfungen zu anderen Dateien oder Datenquellen", "links to other sources")
MACROS, OBJECTS = ("Makros", "macros"), ("eingebettete Objekte", "embedded objects")
REFUSED = {
    f"{TABLE}table-source": LINKS,
    f"{TABLE}cell-range-source": LINKS,
    f"{TABLE}dde-link": LINKS,
    f"{OFFICE}dde-source": LINKS,
    f"{TABLE}database-source-sql": LINKS,
    f"{TABLE}database-source-query": LINKS,
    f"{TABLE}database-source-table": LINKS,
    f"{DRAW}object-ole": OBJECTS,
    f"{SCRIPT}event-listener": MACROS,
    f"{OFFICE}script": MACROS,
}
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
PERCENTAGE = "percentage"
MOST_REPEATED = 100
"""Rows at most that one row of percents stands for; nobody writes more than a few."""
DIGITS = re.compile(r"\s*[0-9]+\s*")
LONGEST = 12
"""Digits of a number that is too large at any rate."""


def check(parts: Parts, names: list[str], source: str) -> None:
    """Refuse scripts and encryption."""
    if b"encryption-data" in parts.get(MANIFEST, b""):
        raise encrypted(source)
    for name in names:
        if name.startswith(SCRIPTS):
            raise _refused(MACROS, name, source)


def besides(parts: Parts, source: str) -> dict[str, Beside]:
    """Return what each sheet holds besides its cells.

    Raises InputRefused for formulas, with their cells, and for links to elsewhere.
    """
    content = parts.get(CONTENT)
    if content is None:
        raise broken(source, f"{CONTENT} is missing")
    walk = _Walk(source)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise broken(source, f"{CONTENT}: {error}") from None
    if walk.formulas:
        raise formula(walk.formulas, source)
    return walk.found


@dataclass
class _Walk:
    """Follows the rows and columns of tables through their repetitions."""

    source: str
    found: dict[str, Beside] = field(default_factory=dict)
    formulas: list[tuple[str, str]] = field(default_factory=list)
    """Sheets and cells of the first formulas."""
    sheet: str = ""
    beside: Beside | None = None
    """What is known of the sheet that is being read, None between sheets."""
    row: int = 0
    column: int = 0
    rows: int = 0
    wide: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in CELLS:
            self._cell(attributes)
        elif name == f"{TABLE}table-row":
            self.row, self.column = self.row + self.rows, 0
            self.rows = _count(attributes.get(f"{TABLE}number-rows-repeated"))
        elif name == f"{TABLE}table":
            self.sheet = attributes.get(f"{TABLE}name", "")
            self.beside = self.found[self.sheet] = Beside()
            self.row, self.rows, self.column = 1, 0, 0
        elif name == f"{TEXT}p" and self.column:
            self._filled()
        elif name in REFUSED:
            raise _refused(REFUSED[name], name.rpartition(" ")[2], self.source)

    def end(self, name: str) -> None:
        if name == f"{TABLE}table":
            self.beside = None

    def _cell(self, attributes: dict[str, str]) -> None:
        self.wide = _count(attributes.get(f"{TABLE}number-columns-repeated"))
        self.column += self.wide
        if f"{TABLE}formula" in attributes and len(self.formulas) < MOST_FORMULAS:
            self.formulas.append((self.sheet, f"{letters(self.column)}{self.row}"))
        if f"{OFFICE}value-type" in attributes:
            self._filled()
        if attributes.get(f"{OFFICE}value-type") == PERCENTAGE and self.beside is not None:
            first = self.column - self.wide + 1
            for column in range(first, first + min(self.wide, MOST_COLUMNS)):
                for row in range(self.row, self.row + min(self.rows, MOST_REPEATED)):
                    self.beside.hidden[(row, column)] = PERCENT

    def _filled(self) -> None:
        if self.beside is not None:
            self.beside.extent.add(self.row + self.rows - 1, self.column)


def _count(text: str | None) -> int:
    """Return how often something is repeated; what is no number is once."""
    if text is None or not DIGITS.fullmatch(text):
        return 1
    return max(int(text[:LONGEST]), 1)


def _refused(what: tuple[str, str], name: str, source: str) -> InputRefused:
    return InputRefused(
        f"Die Arbeitsmappe enthält {what[0]} ({name}); das ist hier nicht erlaubt. "
        f"The workbook holds {what[1]}, which is not allowed.",
        source,
    )
