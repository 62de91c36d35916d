"""Sheets of workbooks and tables of text as rows of cells."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from klimagraph.errors import InputRefused
from klimagraph.rdf import Limits
from klimagraph.tables import opendocument, spreadsheetml
from klimagraph.tables.archives import broken, packed, read_file, unpacked
from klimagraph.tables.beside import Beside
from klimagraph.tables.cells import Raw
from klimagraph.tables.shown import kinds_of_styles, show
from klimagraph.tables.texts import text_rows

ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls", ".xlsb", ".xltx", ".ots", ".xltm")
TEXTS = (".csv", ".tsv", ".txt")
EXTENSIONS = (*WORKBOOKS, *TEXTS)


@dataclass(frozen=True)
class Sheet:
    """A table as rows of cells; numbers of rows and columns count from 1."""

    name: str
    first_row: int
    first_column: int
    rows: Sequence[Sequence[Raw]]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    lines: Sequence[int] = ()
    """For text: the line in which each row begins."""


@dataclass(frozen=True)
class Book:
    """The sheets of a file, each read when it is asked for; text has one without a name."""

    names: tuple[str, ...]
    read: Callable[[str], Sheet]

    def sheets(self) -> Iterator[Sheet]:
        """Yield the sheets in their order."""
        return map(self.read, self.names)


def open_book(path: Path, source: str, limits: Limits) -> Book:
    """Return what a file holds; raises InputRefused, with the place where it is known."""
    data = read_file(path, source, limits.raw)
    if data.startswith(ZIP):
        return _workbook(data, source, limits.unpacked)
    if data.startswith(COMPOUND):
        raise _compound(data, source)
    rows, lines = text_rows(data, source)
    return Book(("",), lambda _name: Sheet("", 1, 1, rows, lines=lines))


def _workbook(data: bytes, source: str, limit: int) -> Book:
    parts, names = unpacked(data, source, limit)
    if parts.get("mimetype", b"").startswith(OPEN_DOCUMENT.encode()):
        opendocument.check(parts, names, source)
        found = opendocument.besides(parts, source)
        return _opened(parts, source, lambda name: found.get(name, Beside()))
    if spreadsheetml.WORKBOOK not in parts:
        raise InputRefused(
            "Das ist ein Archiv, aber keine Arbeitsmappe. Erlaubt sind .xlsx, .ods und .csv. "
            "This is an archive, but not a workbook (.xlsx, .ods).",
            source,
        )
    spreadsheetml.check(parts, names, source)
    contents = dict(spreadsheetml.sheets(parts, source))
    spreadsheetml.check_formulas(contents, source)
    kinds = kinds_of_styles(parts, source)
    return _opened(
        parts,
        source,
        lambda name: spreadsheetml.beside(contents.get(name, b""), kinds, name, source),
    )


def _opened(parts: dict[str, bytes], source: str, besides: Callable[[str], Beside]) -> Book:
    try:
        book = load_workbook(packed(parts))
    except (CalamineError, ValueError) as error:
        raise broken(source, str(error)) from None

    def read(name: str) -> Sheet:
        beside = besides(name)
        beside.extent.check(name, source)
        return _sheet(book, name, beside, source)

    return Book(tuple(book.sheet_names), read)


def _sheet(book: CalamineWorkbook, name: str, beside: Beside, source: str) -> Sheet:
    try:
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=True)
    except (CalamineError, ValueError) as error:
        raise broken(source, f"{name}: {error}") from None
    row, column = sheet.start or (0, 0)
    show(rows, (row + 1, column + 1), beside.hidden)
    return Sheet(name, row + 1, column + 1, rows, beside.errors)


def _compound(data: bytes, source: str) -> InputRefused:
    if ENCRYPTED_PACKAGE in data:
        return InputRefused(
            "Die Arbeitsmappe ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne "
            "Kennwort. The workbook is encrypted; please save it without a password.",
            source,
        )
    return InputRefused(
        "Das ist eine Arbeitsmappe im alten Format .xls, in dem sich Formeln und Makros nicht "
        "erkennen lassen. Bitte speichern Sie sie als .xlsx. "
        "This is a workbook in the old format .xls; please save it as .xlsx.",
        source,
    )
