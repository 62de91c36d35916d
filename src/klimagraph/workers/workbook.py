"""Writes rows as a workbook (https://ecma-international.org/publications-and-standards/standards/ecma-376/).

All of it is made in memory, since a worker may open no file, and is sent when it is whole.
"""

import io
from codecs import lookup
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any

from pyoxigraph import QuerySolutions
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from klimagraph.errors import NotAcceptable
from klimagraph.workers.values import Value, value_of

ROWS, COLUMNS, CHARACTERS = 1_048_576, 16_384, 32_767
"""What a sheet of Excel can hold, the head included, and one cell of it."""
CREATED = datetime(2000, 1, 1)
"""The same in each workbook: the same answer has the same bytes."""
CHUNK = 1 << 16
UTF_16 = lookup("utf-16-le")
"""How Excel counts characters; found here since a worker cannot open the file it lies in."""
NARROW, WIDE, ROOM = 6, 60, 3
HEAD = {"bold": True, "bg_color": "#E8EEE8", "bottom": 1}
SHOWN = {
    "integer": "0",
    "date": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm:ss",
    "time-utc": 'yyyy-mm-dd hh:mm:ss"Z"',
    "fraction": "yyyy-mm-dd hh:mm:ss.000",
    "fraction-utc": 'yyyy-mm-dd hh:mm:ss.000"Z"',
}
"""How a kind of value looks in its cell."""
About = Iterable[Sequence[str]]
"""Lines that say what a workbook holds."""


def write(result: QuerySolutions, output: IO[bytes], about: About) -> None:
    """Write a workbook with the rows in one sheet and what they are in another.

    Raises NotAcceptable where a sheet cannot hold all of it.
    """
    whole = io.BytesIO()
    book = Workbook(whole, {"in_memory": True})
    book.set_properties({"created": CREATED})
    table = _Table(book, [variable.value for variable in result.variables])
    for solution in result:
        table.add(list(solution))
    table.finish()
    _inform(book, [*about, ("Zeilen / rows", str(table.rows))])
    book.close()
    content = whole.getbuffer()
    for start in range(0, len(content), CHUNK):
        output.write(content[start : start + CHUNK])


class _Table:
    """The sheet with the rows."""

    def __init__(self, book: Workbook, names: list[str]) -> None:
        if len(names) > COLUMNS:
            raise _too_large(f"{len(names):,} columns", f"{COLUMNS:,}")
        self.sheet, self.rows = book.add_worksheet("Ergebnis"), 0
        self._formats: dict[str, Format] = {
            kind: book.add_format({"num_format": shown}) for kind, shown in SHOWN.items()
        }
        self._widths = [max(NARROW, len(name)) for name in names]
        head = book.add_format(HEAD)
        for column, name in enumerate(names):
            self.sheet.write_string(0, column, name, head)

    def add(self, terms: Sequence[Any]) -> None:
        """Write one row; an unbound variable leaves its cell empty."""
        self.rows += 1
        if self.rows >= ROWS:
            raise _too_large("more rows", f"{ROWS - 1:,} and the head")
        for column, term in enumerate(terms):
            if term is not None:
                self._put(column, *value_of(term))

    def _put(self, column: int, value: Value, kind: str) -> None:
        if isinstance(value, str):
            _write_text(self.sheet, self.rows, column, value)
        elif isinstance(value, bool):
            self.sheet.write_boolean(self.rows, column, value)
        elif isinstance(value, int | float):
            self.sheet.write_number(self.rows, column, value, self._formats.get(kind))
        else:
            self.sheet.write_datetime(self.rows, column, value, self._formats[kind])
        if self._widths[column] < WIDE:
            self._widths[column] = max(self._widths[column], len(str(value)))

    def finish(self) -> None:
        """Let the head stay and filter, and columns be as wide as what they hold."""
        for column, width in enumerate(self._widths):
            self.sheet.set_column(column, column, min(width, WIDE) + ROOM)
        if self._widths:
            self.sheet.autofilter(0, 0, self.rows, len(self._widths) - 1)
            self.sheet.freeze_panes(1, 0)


def _write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write text as text, never as a formula or a link.

    The library takes what looks like its own rich text for rich text: such a text goes in
    through the function for rich text, in pieces, which writes it as it is.
    """
    if len(text) > CHARACTERS // 2 and len(UTF_16.encode(text)[0]) // 2 > CHARACTERS:
        raise _too_large(f"a cell of {len(text):,} characters", f"{CHARACTERS:,}")
    if text.startswith("<r>") and text.endswith("</r>"):
        sheet.write_rich_string(row, column, text[0], text[1], text[2:])
    else:
        sheet.write_string(row, column, text)


def _inform(book: Workbook, lines: list[Sequence[str]]) -> None:
    sheet, head = book.add_worksheet("Info"), book.add_format({"bold": True})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 2, WIDE)
    for row, (name, *texts) in enumerate(lines):
        sheet.write_string(row, 0, name, head)
        for column, text in enumerate(texts, 1):
            _write_text(sheet, row, column, text)


def _too_large(found: str, allowed: str) -> NotAcceptable:
    return NotAcceptable(
        f"the result has {found}, a sheet of a workbook holds {allowed}; ask for CSV"
    )
