"""Writes a template as a workbook that people fill in."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from klimagraph.namespaces import CONCEPTS
from klimagraph.tables.columns import Column, Kind
from klimagraph.tables.explaining import explanation, hints, rows
from klimagraph.tables.filling import Filling
from klimagraph.tables.known import Known, register_rows
from klimagraph.tables.layout import (
    DATA_SHEET,
    HINTS_SHEET,
    KEYS_SHEET,
    LISTS_SHEET,
    MARK_SHEET,
    mark,
)
from klimagraph.tables.references import folders, written
from klimagraph.tables.words import label, read_words

CREATED = datetime(2000, 1, 1)
"""The same in each workbook: the same template has the same bytes."""
LAST_ROW = 5_000
"""Row up to which cells offer a list."""
MOST_CHOICES = 1_000
NARROW, WIDE = 14, 44
COMMENT = {"x_scale": 2.2, "y_scale": 1.6, "author": "Klimagraph", "visible": False}
PROMPT = 255
"""Characters that a spreadsheet shows when a cell is chosen."""
HINT_TITLES = ("Spalte", "Was hineingehört", "Nötig", "Erlaubt", "Beispiel", "English")
KEY_TITLES = ("Name", "Art", "Kreis", "Land", "Schlüssel")


@dataclass(frozen=True)
class Looks:
    """The formats of cells."""

    needed: Format
    optional: Format
    example: Format
    text: Format
    number: Format
    bold: Format
    wrapped: Format


def workbook(filling: Filling, known: Known, root: Path) -> bytes:
    """Return a template as a workbook, with the rows that it is filled with."""
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": CREATED, "title": filling.template.label.de})
    looks = _looks(book)
    data = book.add_worksheet(DATA_SHEET)
    _hints(book.add_worksheet(HINTS_SHEET), filling, looks)
    _keys(book.add_worksheet(KEYS_SHEET), root, looks)
    lists = _lists(book.add_worksheet(LISTS_SHEET), filling.columns, known, looks)
    marks = book.add_worksheet(MARK_SHEET)
    marks.write_row(0, 0, mark(filling.template.token))
    marks.very_hidden()
    _data(data, filling, lists, looks)
    book.close()
    return target.getvalue()


def _looks(book: Workbook) -> Looks:
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
    return Looks(
        needed=book.add_format({**head, "bg_color": "#0B6B3A", "font_color": "#FFFFFF"}),
        optional=book.add_format({**head, "bg_color": "#E8EEE8"}),
        example=book.add_format({"italic": True, "font_color": "#6B6B6B", "num_format": "@"}),
        text=book.add_format({"num_format": "@"}),
        number=book.add_format({"num_format": "General"}),
        bold=book.add_format({"bold": True, "valign": "top"}),
        wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
    )


def _data(sheet: Worksheet, filling: Filling, lists: dict[int, str], looks: Looks) -> None:
    template = filling.template
    for place, column in enumerate(filling.columns):
        width = min(max(NARROW, len(column.title.de) // 2), WIDE)
        kept_as_text = column.kind not in (Kind.NUMBER, Kind.INTEGER)
        sheet.set_column(place, place, width, looks.text if kept_as_text else looks.number)
        needed = template.always(column)
        title = f"{column.title.de} *" if needed else column.title.de
        sheet.write_string(0, place, title, looks.needed if needed else looks.optional)
        sheet.write_comment(0, place, explanation(template, column), COMMENT)
        if place in lists:
            sheet.data_validation(1, place, LAST_ROW, place, _offer(column, lists[place]))
    for number, row in enumerate(filling.rows, 1):
        look = looks.example if number == 1 and filling.example else looks.text
        for place, text in enumerate(row):
            if text:
                _write(sheet, (number, place), text, look)
    sheet.set_row(0, 48)
    sheet.freeze_panes(1, 1)


def _offer(column: Column, source: str) -> dict[str, object]:
    """Return the list that a cell offers; what else is typed in is only warned of."""
    return {
        "validate": "list",
        "source": source,
        "input_title": column.title.de[:32],
        "input_message": column.description.de[:PROMPT],
        "error_type": "warning",
        "error_title": "Nicht in der Liste",
        "error_message": "Bitte wählen Sie einen Eintrag der Liste.",
    }


def _lists(
    sheet: Worksheet, columns: Sequence[Column], known: Known, looks: Looks
) -> dict[int, str]:
    """Write the lists for the cells; return where each column finds its own."""
    found: dict[int, str] = {}
    for place, column in enumerate(columns):
        entries = [one.label.de for one in column.choices] or _things(column, known)
        if not 0 < len(entries) <= MOST_CHOICES:
            continue
        at = len(found)
        sheet.write_string(0, at, column.title.de, looks.bold)
        for row, entry in enumerate(entries, 1):
            _write(sheet, (row, at), entry, looks.text)
        letters = _letters(at)
        found[place] = f"={LISTS_SHEET}!${letters}$2:${letters}${len(entries) + 1}"
    sheet.set_column(0, len(found), 28)
    return found


def _things(column: Column, known: Known) -> list[str]:
    """Return the published things that a column may name, authorities apart."""
    if column.kind is not Kind.REFERENCE:
        return []
    return sorted({written(iri, name) for name, iri in known.labelled(folders(column))})


def _hints(sheet: Worksheet, filling: Filling, looks: Looks) -> None:
    row = 0
    for name, text in hints(filling.template):
        sheet.write_string(row, 0, name, looks.bold)
        sheet.write_string(row, 1, text)
        row += 1
    for place, title in enumerate(HINT_TITLES):
        sheet.write_string(row + 1, place, title, looks.optional)
    for number, texts in enumerate(rows(filling.template, filling.columns), row + 2):
        for place, text in enumerate(texts):
            sheet.write_string(number, place, text, looks.wrapped)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 50)
    sheet.set_column(2, 2, 18)
    sheet.set_column(3, 5, 50)


def _keys(sheet: Worksheet, root: Path, looks: Looks) -> None:
    store, kinds = read_words(root), dict[str, str]()
    for place, title in enumerate(KEY_TITLES):
        sheet.write_string(0, place, title, looks.optional)
    for number, row in enumerate(register_rows(root), 1):
        if row.kind not in kinds:
            kinds[row.kind] = label(store, f"{CONCEPTS}authority-kind/{row.kind}").de
        texts = (row.name, kinds[row.kind], row.district, row.state, row.key)
        for place, text in enumerate(texts):
            sheet.write_string(number, place, text)
    sheet.set_column(0, 3, 32)
    sheet.set_column(4, 4, 14, looks.text)
    sheet.autofilter(0, 0, len(register_rows(root)), len(KEY_TITLES) - 1)
    sheet.freeze_panes(1, 0)


def _write(sheet: Worksheet, at: tuple[int, int], text: str, look: Format) -> None:
    """Write text as text; what looks like the library's own rich text goes in in pieces."""
    if text.startswith("<r>") and text.endswith("</r>"):
        sheet.write_rich_string(*at, text[0], text[1], text[2:], look)
    else:
        sheet.write_string(*at, text[:32_767], look)


def _letters(place: int) -> str:
    first, second = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)
