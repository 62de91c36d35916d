"""The submitter's own workbook with what was found at its cells (ISO/IEC 29500).

It opens a stranger's file: only the process of a validation calls it, inside its limits.
"""

import io
import re
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from klimagraph.errors import InputRefused
from klimagraph.reports.rows import cell as text_of_cell
from klimagraph.reports.rows import harmless
from klimagraph.reports.wording import ONE, place_text, repairs_text, said, stands, summary
from klimagraph.tables.layout import REPORT_SHEET
from klimagraph.validation.findings import SEVERITIES, Finding, Report

AUTHOR, MARK = "Klimagraph", "Prüfung durch Klimagraph:"
"""Who writes the comments, and where in a comment that begins."""
COLOURS = {"violation": "F8D7DA", "warning": "FFF3CD", "info": "DDEBF7"}
TITLES = ("Schwere", "Stelle", "Ding", "Meldung", "Gefunden", "Erlaubt", "Vorschlag", "Kennung")
WIDTHS = (10, 22, 34, 60, 28, 50, 40, 20)
LONGEST = 1_500
"""Characters of a comment that can be read in its box."""
FAULTS = (
    *(SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError),
    *(OSError, BadZipFile, InvalidFileException),
)
"""What the library raises at parts that are not as the standard has them; XML is a SyntaxError."""
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}\Z")


def write_annotated(original: Path, report: Report) -> bytes:
    """Return a workbook with a comment and a colour at each cell where something was found.

    What does not belong to a cell stands on the sheet that is added in front.
    """
    book = _opened(original)
    for (sheet, name), findings in _by_cell(report).items():
        if sheet in book.sheetnames and isinstance(book[sheet], Worksheet):
            _annotate(book[sheet], name, findings)
    _add_sheet(book, report)
    return _saved(book)


def _opened(original: Path) -> Workbook:
    """Open a workbook with all that belongs to it, of which we have read the cells only."""
    try:
        return load_workbook(io.BytesIO(original.read_bytes()))
    except FAULTS as error:
        raise _refused(error) from None


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    try:
        book.save(file)
    except FAULTS as error:
        raise _refused(error) from None
    return file.getvalue()


def _refused(error: Exception) -> InputRefused:
    return InputRefused(
        "In diese Arbeitsmappe lassen sich keine Anmerkungen schreiben. Bitte öffnen Sie sie in "
        "Ihrer Tabellenkalkulation und speichern Sie sie neu. Remarks cannot be written into this "
        f"workbook: {error}"
    )


def _by_cell(report: Report) -> dict[tuple[str, str], list[Finding]]:
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        place = finding.place
        if place and place.sheet and _CELL.match(place.cell):
            found.setdefault((place.sheet, place.cell), []).append(finding)
    return found


def _annotate(sheet: Worksheet, name: str, findings: list[Finding]) -> None:
    cell = _visible_cell(sheet, name)
    worst = min((each.severity for each in findings), key=SEVERITIES.index)
    cell.fill = PatternFill("solid", fgColor=COLOURS[worst])
    before = cell.comment.text.partition(MARK)[0].strip() if cell.comment else ""
    told = "\n\n".join(dict.fromkeys(_comment(each) for each in findings))
    text = text_of_cell(f"{before}\n\n{MARK}\n{told}".strip())[:LONGEST]
    cell.comment = Comment(text, AUTHOR, height=160, width=360)


def _visible_cell(sheet: Worksheet, name: str) -> Cell:
    """Return a cell, or the first one of those that it was merged with."""
    for area in sheet.merged_cells.ranges:
        if name in area:
            return sheet.cell(area.min_row, area.min_col)
    return sheet[name]


def _comment(finding: Finding) -> str:
    lines = [f"{ONE['de'][finding.severity]}: {said(finding)}"]
    if finding.expected_de:
        lines.append(f"Erlaubt: {finding.expected_de}")
    if finding.example:
        lines.append(f"Beispiel: {finding.example}")
    if finding.repairs:
        lines.append(f"Vorschlag: {repairs_text(finding)}")
    return "\n".join(lines)


def _add_sheet(book: Workbook, report: Report) -> None:
    """Put the sheet with all findings in front, in the place of one from before."""
    if REPORT_SHEET in book.sheetnames:
        del book[REPORT_SHEET]
    sheet = book.create_sheet(REPORT_SHEET, 0)
    sheet.append([harmless(text_of_cell(summary(report)))])
    sheet.append([])
    sheet.append(list(TITLES))
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(3, number).font = Font(bold=True)
    sheet["A1"].font = Font(bold=True)
    for group in report.groups:
        for finding in group.findings:
            _append(sheet, finding)
        if more := group.count - len(group.findings):
            sheet.append(
                ["", "", "", harmless(text_of_cell(f"{group.title_de}: und {more} weitere"))]
            )
    sheet.freeze_panes = "A4"
    book.active = 0


def _append(sheet: Worksheet, finding: Finding) -> None:
    texts = (
        ONE["de"][finding.severity],
        place_text(finding.place),
        finding.focus_label or finding.focus,
        said(finding),
        stands(finding),
        finding.expected_de,
        repairs_text(finding),
        finding.identifier,
    )
    sheet.append([harmless(text_of_cell(text)) for text in texts])
    fill = PatternFill("solid", fgColor=COLOURS[finding.severity])
    for cell in sheet[sheet.max_row]:
        cell.fill, cell.alignment = fill, Alignment(wrap_text=True, vertical="top")
    place = finding.place
    if place and place.sheet and _CELL.match(place.cell):
        cell, quoted = sheet.cell(sheet.max_row, 2), place.sheet.replace("'", "''")
        cell.hyperlink = Hyperlink(cell.coordinate, location=f"'{quoted}'!{place.cell}")
