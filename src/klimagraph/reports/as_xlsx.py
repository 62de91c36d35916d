"""A report as a workbook (ISO/IEC 29500): one sheet with causes, one with all findings."""

import io
import re

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from klimagraph.reports.rows import TITLES, cell, rows
from klimagraph.reports.wording import ONE, heading, summary
from klimagraph.validation.findings import Report

COLOURS = {"Fehler": "#F8D7DA", "Warnung": "#FFF3CD", "Hinweis": "#DDEBF7"}
"""Background of a row by the name of its severity, which is also written there."""
WIDTHS = {
    "Nr.": 6, "Schwere": 10, "Ursache": 34, "Blatt": 10, "Zelle": 8, "Zeile": 8, "Spalte": 8,
    "Ding": 34, "Angabe": 22, "Gefunden": 28, "Meldung": 60, "Erlaubt": 50, "Beispiel": 28,
    "Vorschlag": 36, "Neuer Wert": 28, "Meldung (englisch)": 40, "Adresse des Dings": 40,
    "Regel": 40, "Kennung": 20,
}  # fmt: skip
LONGEST_LINK, MOST_LINKS = 2_000, 60_000
"""What the format allows, and some less."""
OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
_WEB = re.compile(r"https?://[^\s\"<>]+\Z")


def write_xlsx(report: Report) -> bytes:
    """Return a report as a workbook whose cells hold texts only."""
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as book:
        formats = {
            name: book.add_format({"bg_color": colour, "text_wrap": True, "valign": "top"})
            for name, colour in COLOURS.items()
        }
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        _causes(book.add_worksheet("Prüfbericht"), report, formats, head)
        _findings(book.add_worksheet("Befunde"), report, formats, head)
    return file.getvalue()


def _causes(sheet: Worksheet, report: Report, formats: dict[str, Format], head: Format) -> None:
    """Write the verdict and the causes with their counts."""
    sheet.write_string(0, 0, cell(summary(report)), head)
    for column, title in enumerate(("Schwere", "Ursache", "Anzahl", "Was zu tun ist")):
        sheet.write_string(2, column, title, head)
    for number, group in enumerate(report.groups, 3):
        severity = ONE["de"][group.severity]
        sheet.write_string(number, 0, severity, formats[severity])
        sheet.write_string(number, 1, cell(heading(group)), formats[severity])
        sheet.write_number(number, 2, group.count, formats[severity])
        sheet.write_string(number, 3, cell(group.repair_de), formats[severity])
    for column, width in enumerate((12, 60, 10, 90)):
        sheet.set_column(column, column, width)
    sheet.set_landscape()


def _findings(sheet: Worksheet, report: Report, formats: dict[str, Format], head: Format) -> None:
    for column, title in enumerate(TITLES):
        sheet.write_string(0, column, title, head)
        sheet.set_column(column, column, WIDTHS[title])
    last = 0
    for last, row in enumerate(rows(report), 1):
        for column, text in enumerate(row):
            _write(sheet, (last, column), text, formats[row[1]])
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, last, len(TITLES) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write(sheet: Worksheet, at: tuple[int, int], text: str, style: Format) -> None:
    """Write a text, as a link where it is an address."""
    row, column = at
    link = _WEB.match(text) and len(text) <= LONGEST_LINK and row * 3 < MOST_LINKS
    if link:
        sheet.write_url(row, column, text, style, text)
    else:
        sheet.write_string(row, column, text, style)
