"""What stands in a cell, as text."""

from datetime import date, datetime, time, timedelta
from math import isfinite

Raw = str | float | int | bool | date | datetime | time | timedelta
"""What the library for workbooks returns."""
EXACT = 1e15
"""Numbers up to this have all their digits in a cell."""
ERRORS = frozenset(
    {"#REF!", "#BEZUG!", "#NV", "#N/A", "#NAME?", "#WERT!", "#VALUE!", "#DIV/0!", "#NULL!"}
    | {"#ZAHL!", "#NUM!", "#SPILL!"}
)
NOTHING = frozenset({"", "-", "--", "–", "—", "/", ".", "?"})
ABSENT = frozenset(
    {"ka", "keineangabe", "keineangaben", "nb", "nichtbekannt", "unbekannt", "nichtangegeben"}
    | {"fehlt", "na", "unknown", "notknown", "notstated", "null", "none", "nan"}
)
LONGEST_ABSENT = 20
WITHOUT = str.maketrans("", "", ". /-")


def text_of(raw: Raw) -> str:
    """Return the text of a cell as people see it."""
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, bool):
        return "ja" if raw else "nein"
    if isinstance(raw, float | int):
        whole = isfinite(raw) and raw == int(raw) and abs(raw) < EXACT
        return str(int(raw)) if whole else repr(raw).replace(".", ",")
    if isinstance(raw, datetime):
        known = raw.time() == time()
        return raw.strftime("%d.%m.%Y") if known else raw.strftime("%d.%m.%Y %H:%M")
    return raw.strftime("%d.%m.%Y") if isinstance(raw, date) else str(raw)


def is_error(text: str) -> bool:
    """Tell whether a cell shows that a formula failed, or is too narrow."""
    return text.startswith("#") and (text.upper() in ERRORS or set(text) == {"#"})


def says_nothing(text: str) -> bool:
    """Tell whether a cell is as good as empty: a dash."""
    return text in NOTHING


def is_absent(text: str) -> bool:
    """Tell whether a cell says in words that nothing is known."""
    return len(text) <= LONGEST_ABSENT and text.casefold().translate(WITHOUT) in ABSENT
