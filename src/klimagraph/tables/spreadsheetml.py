"""What an XLSX workbook must not hold (ECMA-376), found before it is parsed as a table."""

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache

from klimagraph.errors import InputRefused
from klimagraph.tables.archives import Parts, elements
from klimagraph.tables.extent import Extent

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MACROS = ("vbaproject", "/macrosheets/", "/dialogsheets/", "vbadata", "/activex/")
LINKS = ("/externallinks/", "xl/connections.xml", "/querytables/", "/model/", "/webextensions/")
OBJECTS = ("/embeddings/", "oleobject")
REFUSED = (
    (MACROS, "Makros", "macros"),
    (LINKS, "Verknüpfungen zu anderen Dateien oder Datenquellen", "links to other sources"),
    (OBJECTS, "eingebettete Objekte", "embedded objects"),
)
FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
CELL = re.compile(rb"""<(?:[\w.-]+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]+)([0-9]+)["']""")
FILLED = re.compile(
    rb"""<(?:[\w.-]+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,4})([0-9]{1,9})["'][^>]*(?<!/)>"""
    rb"""(?!\s*</)"""
)
ERROR = re.compile(
    rb"""<(?:[\w.-]+:)?c\s(?=[^>]*\bt=["']e["'])(?:[^>]*?\s)?r=["']([A-Z]+)([0-9]+)["'][^>]*>"""
    rb"""\s*<(?:[\w.-]+:)?v>([^<]{1,20})<"""
)
EXTERNAL = re.compile(rb"<(?:[\w.-]+:)?Relationship\s[^>]*?TargetMode=[\"']External[\"'][^>]*>")
HYPERLINK = re.compile(rb"Type=[\"'][^\"']*/hyperlink[\"']")
MACRO_TYPE = b"macroEnabled"
DDE = b"ddeLink"


def check(parts: Parts, names: list[str], source: str) -> None:
    """Refuse macros, links to elsewhere and embedded objects, with the part that holds them."""
    for name in names:
        lower = f"/{name.lower()}"
        for beginnings, de, en in REFUSED:
            if any(beginning in lower for beginning in beginnings):
                raise _refused(de, en, name, source)
    if MACRO_TYPE in parts.get("[Content_Types].xml", b""):
        raise _refused("Makros", "macros", "[Content_Types].xml", source)
    for name, content in parts.items():
        if DDE in content or any(
            not HYPERLINK.search(found) for found in EXTERNAL.findall(content)
        ):
            raise _refused(LINKS_DE, LINKS_EN, name, source)


LINKS_DE, LINKS_EN = REFUSED[1][1:]


def sheets(parts: Parts, source: str) -> Iterator[tuple[str, bytes]]:
    """Yield the names of the sheets with their XML; raises InputRefused for a broken one."""
    targets = {
        one["Id"]: posixpath.normpath(posixpath.join("/xl", one["Target"])).lstrip("/")
        for name, one in elements(parts, RELATIONS, source)
        if name == "Relationship" and {"Id", "Target"} <= one.keys()
    }
    for name, one in elements(parts, WORKBOOK, source):
        if name == "sheet":
            yield one.get("name", ""), parts.get(targets.get(one.get("id", ""), ""), b"")


def check_formulas(content: bytes, sheet: str, source: str) -> None:
    """Refuse formulas, naming the cell of the first."""
    found = FORMULA.search(content)
    if not found:
        return
    cells = list(CELL.finditer(content, 0, found.start()))
    cell = (cells[-1][1] + cells[-1][2]).decode() if cells else "?"
    raise formula(sheet, cell, int(cells[-1][2]) if cells else None, source)


def formula(sheet: str, cell: str, row: int | None, source: str) -> InputRefused:
    """Return the refusal of a cell that holds a formula."""
    return InputRefused(
        f"Die Zelle {cell} im Blatt „{sheet}“ enthält eine Formel. Formeln werden nicht "
        "gerechnet: Bitte kopieren Sie die Zellen und fügen Sie sie als Werte wieder ein. "
        f"Cell {cell} of sheet “{sheet}” holds a formula; please paste values instead.",
        source,
        row,
    )


def extent(content: bytes) -> Extent:
    """Return how far the cells of a sheet that hold something reach; formatting does not count."""
    found = Extent()
    for cell in FILLED.finditer(content):
        found.add(int(cell[2]), _column_number(cell[1]))
    return found


def errors(content: bytes) -> dict[tuple[int, int], str]:
    """Return the error values of a sheet by row and column, counted from 1."""
    if b't="e"' not in content and b"t='e'" not in content:
        return {}
    return {
        (int(row), _column_number(column)): text.decode()
        for column, row, text in ERROR.findall(content)
    }


@lru_cache(1024)
def _column_number(letters: bytes) -> int:
    """Return the number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _refused(de: str, en: str, name: str, source: str) -> InputRefused:
    return InputRefused(
        f"Die Arbeitsmappe enthält {de} ({name}); das ist hier nicht erlaubt. Bitte speichern "
        f"Sie sie ohne diese als .xlsx. The workbook holds {en}, which is not allowed.",
        source,
    )
