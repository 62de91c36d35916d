"""Writes frozen dataclasses as CSV and reads them back: UTF-8, LF, a header, sorted rows.

Format: https://www.rfc-editor.org/rfc/rfc4180
"""

import csv
import gzip
import io
from collections.abc import Callable, Iterable
from dataclasses import astuple, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

from klimagraph.errors import InputRefused

_FIELD_LIMIT = 4 * 1024 * 1024


class Row(Protocol):
    """A frozen dataclass whose fields are text, whole numbers, decimals or dates."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


RowType = TypeVar("RowType", bound=Row)

_READERS: dict[object, Callable[[str], object]] = {
    int: int,
    Decimal: Decimal,
    date: date.fromisoformat,
}


def write_rows(path: Path, row_type: type[RowType], rows: Iterable[RowType]) -> None:
    """Write rows sorted by their fields; a name that ends in .gz is packed without a time."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in fields(row_type))
    writer.writerows(sorted(_texts(row) for row in rows))
    content = text.getvalue().encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)


def read_rows(path: Path, row_type: type[RowType]) -> list[RowType]:
    """Return the rows of a table, or refuse it with the line that cannot be read."""
    csv.field_size_limit(_FIELD_LIMIT)
    names = [field.name for field in fields(row_type)]
    readers = [
        (index, _READERS[field.type])
        for index, field in enumerate(fields(row_type))
        if field.type in _READERS
    ]
    lines = csv.reader(io.StringIO(_content(path), newline=""))
    if next(lines, None) != names:
        message = f"Die Kopfzeile fehlt oder ist anders; erlaubt ist {','.join(names)}."
        raise InputRefused(message, source=str(path), line=1)
    try:
        return [row_type(*_values(cells, readers, len(names))) for cells in lines]
    except (ValueError, ArithmeticError, csv.Error) as error:
        message = f"Die Zeile ist nicht lesbar: {error}."
        raise InputRefused(message, source=str(path), line=lines.line_num) from error


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(str(value) for value in astuple(row))


def _content(path: Path) -> str:
    try:
        content = path.read_bytes()
        unpacked = gzip.decompress(content) if path.suffix == ".gz" else content
        return unpacked.decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputRefused(f"Die Tabelle ist nicht lesbar: {error}.", source=str(path)) from error


def _values(
    cells: list[str], readers: list[tuple[int, Callable[[str], object]]], expected: int
) -> list[Any]:
    if len(cells) != expected:
        raise ValueError(f"{len(cells)} Felder statt {expected}")
    values: list[Any] = list(cells)
    for index, read in readers:
        values[index] = read(cells[index])
    return values
