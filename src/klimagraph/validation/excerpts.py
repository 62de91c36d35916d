"""What stands around the places of findings, as the author of a file sees it there."""

import io
from collections.abc import Callable, Iterable, Iterator

from klimagraph.places import Excerpt, Line, Place
from klimagraph.tables.cells import text_of
from klimagraph.tables.extent import letters
from klimagraph.tables.sheets import Sheet
from klimagraph.validation.findings import Report

MOST = 100
"""Findings whose places are shown."""
AROUND, BESIDE = 2, 2
"""Lines before and behind a place, cells on both sides of one."""
LONGEST, BEFORE, CELL = 120, 40, 60
"""Characters of a line, those of them before a place, characters of a cell."""

Around = Callable[[Place], Excerpt | None]


def excerpts(report: Report, around: Around) -> dict[str, Excerpt]:
    """Return what stands around the first findings that have a place, by their identifiers."""
    found: dict[str, Excerpt] = {}
    for finding in report.findings:
        if len(found) == MOST:
            break
        excerpt = around(finding.place) if finding.place else None
        if excerpt:
            found[finding.identifier] = excerpt
    return found


def text_around(data: bytes, places: Iterable[Place]) -> Around:
    """Return what shows places in a text."""
    first = [place.line for place in places if place.line][:MOST]
    lines = _lines(data, {number for line in first for number in _near(line)})

    def around(place: Place) -> Excerpt | None:
        if place.line is None or place.line not in lines:
            return None
        known = (number for number in _near(place.line) if number in lines)
        return Excerpt(tuple(_line(number, lines[number], place) for number in known))

    return around


def sheet_around(sheet: Sheet) -> Around:
    """Return what shows places in a sheet."""

    def around(place: Place) -> Excerpt | None:
        if place.row is None or place.sheet != sheet.name:
            return None
        last = sheet.first_row + len(sheet.rows) - 1
        near = range(max(sheet.first_row, place.row - AROUND), min(last, place.row + AROUND) + 1)
        if place.row not in near:
            return None
        begin = max(sheet.first_column, (place.column or 1) - BESIDE)
        width = max(len(sheet.rows[number - sheet.first_row]) for number in near)
        end = max(sheet.first_column + width, (place.column or 1) + 1)
        columns = range(begin, min(begin + 2 * BESIDE + 1, end))
        lines = tuple(_row(sheet, number, columns, place) for number in near)
        return Excerpt(lines, tuple(letters(column) for column in columns))

    return around


def _lines(data: bytes, wanted: set[int]) -> dict[int, str]:
    """Return some lines of a text."""
    last = max(wanted, default=0)
    found: dict[int, str] = {}
    for number, line in enumerate(io.BytesIO(data), start=1):
        if number > last:
            break
        if number in wanted:
            found[number] = line.decode("utf-8", "replace").rstrip("\r\n")
    return found


def _near(line: int) -> range:
    return range(max(1, line - AROUND), line + AROUND + 1)


def _line(number: int, text: str, place: Place) -> Line:
    if number != place.line or not place.column:
        return Line(number, (_cut(text, LONGEST),), 0 if number == place.line else -1)
    start = place.column - 1
    end = start + len(_meant(text[start:], place.text))
    begin = max(0, start - BEFORE) if len(text) > LONGEST else 0
    before = ("…" if begin else "") + text[begin:start]
    rest = max(1, LONGEST - len(before))
    return Line(number, (before, _cut(text[start:end], rest), _cut(text[end:], rest)), 1)


def _meant(text: str, written: str) -> str:
    """Return what a place points at: what was quoted as far as it is in the line, or a word."""
    first = written.split("\n", 1)[0].rstrip()
    if first and text.startswith(first):
        return first
    return text.split(maxsplit=1)[0] if text.strip() else text[:1]


def _row(sheet: Sheet, number: int, columns: range, place: Place) -> Line:
    meant = number == place.row and place.column is not None
    marked = columns.index(place.column or 0) if meant and place.column in columns else -1
    return Line(number, tuple(_cells(sheet, number, columns)), marked)


def _cells(sheet: Sheet, number: int, columns: range) -> Iterator[str]:
    raws = sheet.rows[number - sheet.first_row]
    for column in columns:
        at = column - sheet.first_column
        text = text_of(raws[at]) if 0 <= at < len(raws) else ""
        yield _cut(text or sheet.errors.get((number, column), ""), CELL)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"
