"""How a template is laid out: its sheets, and the mark by which it is known."""

from collections.abc import Sequence

from klimagraph.tables.cells import Raw, text_of

DATA_SHEET, HINTS_SHEET, KEYS_SHEET, LISTS_SHEET = "Daten", "Hinweise", "Schlüssel", "Listen"
MARK_SHEET = "Vorlage"
REPORT_SHEET = "Prüfbericht"
"""Where remarks about a workbook stand when it has been checked."""
RESERVED = frozenset({HINTS_SHEET, KEYS_SHEET, LISTS_SHEET, MARK_SHEET, REPORT_SHEET})
MARK_WORD = "klimagraph-template"
VERSION = "1"


def mark(token: str) -> tuple[str, str, str]:
    """Return what the hidden sheet says: that it is a template, of which class, which version."""
    return MARK_WORD, token, VERSION


def marked(rows: Sequence[Sequence[Raw]]) -> str:
    """Return the class that the hidden sheet of a template names, empty where it names none."""
    first = [text_of(raw) for raw in (rows[0] if rows else ())]
    return first[1] if len(first) > 1 and first[0] == MARK_WORD else ""
