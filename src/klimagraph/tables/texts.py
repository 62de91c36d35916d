"""Tables as text: CSV in the encodings and with the separators that people have (RFC 4180)."""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from klimagraph.errors import InputRefused, InputTooLarge
from klimagraph.tables.extent import MOST_CELLS, MOST_COLUMNS, MOST_ROWS

SEPARATORS = ";\t,|"
SAMPLE = 20
LONGEST_FIELD = 131_072
CONTROL = frozenset(range(32)) - {9, 10, 12, 13}
WINDOWS = "cp1252"
MARKUP = ("<html", "<!doctype", "<table", "<?xml", "<meta", "<head")
SEP = "sep="
OTHERS = {
    b"\x1f\x8b": "eine gepackte Datei (gzip); bitte entpacken Sie sie",
    b"%PDF": "ein PDF; bitte übertragen Sie die Angaben in eine Vorlage",
    b"\x89PNG": "ein Bild",
    b"\xff\xd8\xff": "ein Bild",
    b"{\\rtf": "ein Textdokument",
}
"""What people mistake for a table, by its first bytes."""


def text_rows(data: bytes, source: str) -> tuple[list[list[str]], list[int]]:
    """Return the rows of a table, and the line in which each begins.

    Raises InputRefused for what is no table of text, with the line where one is to blame.
    """
    text = _decoded(data, source)
    start = text[:1000].lstrip().lower()
    if start.startswith(MARKUP):
        raise InputRefused(
            "Das ist eine Webseite (HTML oder XML), auch wenn der Name nach einer Tabelle "
            "klingt. Bitte öffnen Sie sie in Ihrer Tabellenkalkulation und speichern Sie sie "
            "als .xlsx. This is a web page (HTML or XML), not a table.",
            source,
            1,
        )
    if not text.strip():
        raise InputRefused("Die Datei ist leer. The file is empty.", source, 1)
    separator, skipped = _separator(text)
    return _rows(text, separator, skipped, source)


def _decoded(data: bytes, source: str) -> str:
    for beginning, what in OTHERS.items():
        if data.startswith(beginning):
            raise InputRefused(f"Das ist keine Tabelle, sondern {what}. No table.", source, 1)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _strictly(data, "utf-16", source)
    if data.startswith(BOM_UTF8):
        return _strictly(data.removeprefix(BOM_UTF8), "utf-8", source)
    if found := CONTROL.intersection(data[:65_536]):
        raise _binary(source, min(found))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _strictly(data, WINDOWS, source)


def _strictly(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputRefused(
            f"Das Zeichen mit dem Byte 0x{data[error.start]:02x} lässt sich nicht lesen. Bitte "
            "speichern Sie die Tabelle als „CSV UTF-8“. "
            f"A byte is not {encoding}; please save the table as CSV in UTF-8.",
            source,
            data.count(b"\n", 0, error.start) + 1,
        ) from None


def _binary(source: str, byte: int) -> InputRefused:
    return InputRefused(
        f"Das ist keine Tabelle als Text: Es kommt das Byte 0x{byte:02x} vor. Erlaubt sind "
        ".xlsx, .ods und .csv. This is not a table of text.",
        source,
        1,
    )


def _separator(text: str) -> tuple[str, int]:
    """Return what separates cells, and how many lines say so (`sep=;`, as Excel writes it)."""
    first = text.split("\n", 1)[0].strip()
    if first.lower().startswith(SEP) and len(first) == len(SEP) + 1:
        return first[-1], 1
    lines = [line for line in text.splitlines()[:SAMPLE] if line.strip()]
    counts = {one: max((_outside(line, one) for line in lines), default=0) for one in SEPARATORS}
    best = max(SEPARATORS, key=lambda one: counts[one])
    return (best if counts[best] else ";"), 0


def _outside(line: str, separator: str) -> int:
    """Return how often a separator stands in a line, outside of quotation marks."""
    return sum(part.count(separator) for part in line.split('"')[::2])


def _rows(
    text: str, separator: str, skipped: int, source: str
) -> tuple[list[list[str]], list[int]]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, lines, cells = list[list[str]](), list[int](), 0
    begin = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(begin)
            begin = reader.line_num + 1
            cells += len(row)
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
                raise _too_large(len(rows), len(row), source)
    except csv.Error as error:
        raise InputRefused(
            "Die Zeile lässt sich nicht in Zellen teilen: Vermutlich ist ein Anführungszeichen "
            f"zu viel oder zu wenig. The line cannot be split into cells: {error}.",
            source,
            begin,
        ) from None
    rows[:skipped] = [[] for _ in range(skipped)]
    return rows, lines


def _too_large(rows: int, columns: int, source: str) -> InputTooLarge:
    return InputTooLarge(
        f"Die Tabelle ist zu groß: Zeile {rows:,} mit {columns:,} Spalten; erlaubt sind "
        f"{MOST_ROWS:,} Zeilen und {MOST_COLUMNS} Spalten. The table is too large.",
        source,
        rows,
    )
