"""What an XLSX workbook must not hold (ECMA-376), found before it is parsed as a table."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase
from xml.parsers import expat

from klimagraph.errors import InputRefused
from klimagraph.tables.archives import Parts, broken, elements
from klimagraph.tables.beside import Beside
from klimagraph.tables.sheet_cells import (
    MOST_FORMULAS,
    column_number,
    extent,
    formulas,
    styled,
)

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MACROS = ("vbaproject", "/macrosheets/", "/dialogsheets/", "vbadata", "/activex/")
LINKS = ("/externallinks/", "xl/connections.xml", "/querytables/", "/model/", "/webextensions/")
OBJECTS = ("/embeddings/", "oleobject")
REFUSED = (
    (MACROS, "Makros", "macros"),
    (LINKS, "Verknüpfungen zu anderen Dateien oder Datenquellen", "links to other sources"),
    (OBJECTS, "eingebettete Objekte", "embedded objects"),
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


def check_formulas(contents: Mapping[str, bytes], source: str) -> None:
    """Refuse formulas, naming the first cells of all sheets that hold them."""
    found: list[tuple[str, str]] = []
    for sheet, content in contents.items():
        try:
            found += [(sheet, cell) for cell in formulas(content)]
        except expat.ExpatError as error:
            raise broken(source, f"{sheet}: {error}") from None
    if found:
        raise formula(found, source)


def formula(cells: Sequence[tuple[str, str]], source: str) -> InputRefused:
    """Return the refusal of cells that hold formulas, given with their sheets."""
    sheet, cell = cells[0]
    row = int(cell.lstrip(ascii_uppercase))
    names = ", ".join(f"{one}!{name}" for one, name in cells[:MOST_FORMULAS])
    de, en = f"Die Zelle {cell} im Blatt „{sheet}“ enthält eine Formel", "holds a formula"
    if len(cells) > 1:
        more = " …" if len(cells) >= MOST_FORMULAS else ""
        de = f"Die Arbeitsmappe enthält Formeln in diesen Zellen: {names}{more}"
        en = f"and others hold formulas ({len(cells[:MOST_FORMULAS])} are named above)"
    return InputRefused(
        f"{de}. Formeln werden nicht gerechnet: Bitte kopieren Sie die Zellen und fügen Sie sie "
        f"als Werte wieder ein. Cell {cell} of sheet “{sheet}” {en}; please paste values instead.",
        source,
        row,
    )


def beside(content: bytes, kinds: Mapping[int, str], name: str, source: str) -> Beside:
    """Return what a sheet holds besides its cells; raises InputRefused where it is broken."""
    try:
        return Beside(extent(content), errors(content), hidden(content, kinds))
    except expat.ExpatError as error:
        raise broken(source, f"{name}: {error}") from None


def errors(content: bytes) -> dict[tuple[int, int], str]:
    """Return the error values of a sheet by row and column, counted from 1."""
    if b't="e"' not in content and b"t='e'" not in content:
        return {}
    return {
        (int(row), column_number(column)): text.decode()
        for column, row, text in ERROR.findall(content)
    }


def hidden(content: bytes, kinds: Mapping[int, str]) -> dict[tuple[int, int], str]:
    """Return by row and column the cells whose styles show less than they hold."""
    if not kinds:
        return {}
    return {place: kinds[style] for place, style in styled(content, kinds)}


def _refused(de: str, en: str, name: str, source: str) -> InputRefused:
    return InputRefused(
        f"Die Arbeitsmappe enthält {de} ({name}); das ist hier nicht erlaubt. Bitte speichern "
        f"Sie sie ohne diese als .xlsx. The workbook holds {en}, which is not allowed.",
        source,
    )
