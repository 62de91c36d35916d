"""Dates as people write them, brought to EDTF (https://www.loc.gov/standards/datetime/)."""

import re
from datetime import date, timedelta
from functools import lru_cache

from klimagraph.folding import folded

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan january janner",
            "februar feb february",
            "marz mar mrz march maerz",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ),
        1,
    )
    for name in names.split()
}
ABOUT = re.compile(r"^(?:ca\.?|circa|etwa|um|ungefähr|about)\s+(.+)$", re.IGNORECASE)
SINCE = re.compile(r"^(?:seit|ab|vom|von|since|from)\s+(?:dem\s+)?(.+)$", re.IGNORECASE)
UNTIL = re.compile(r"^(?:bis|until|to)\s+(?:zum\s+)?(.+)$", re.IGNORECASE)
BETWEEN = re.compile(r"\s+(?:bis|to|until|–|-)\s+(?:zum\s+)?|\s*–\s*")
YEARS = re.compile(r"^([12]\d{3})-([12]\d{3})$")
DAY = re.compile(r"^(\d{1,2})[./](\d{1,2})[./](\d{4})$")
MONTH = re.compile(r"^(\d{1,2})[./](\d{4})$")
WORDS = re.compile(r"^(?:(\d{1,2})\.?\s+)?([^\W\d_]+)\.?\s+(\d{4})$")
FULL = re.compile(r"\d{4}-\d{2}-\d{2}")
OPEN_WORDS = frozenset(
    {"offen", "laufend", "heute", "unbefristet", "andauernd", "jetzt", "lauft noch", "bis heute"}
    | {"bis auf weiteres", "dauert an", "open", "ongoing", "today"}
)
EXCEL_DAY_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000
"""Numbers that are days from 1954 to 2064 where a spreadsheet lost the format of a date."""


@lru_cache(4096)
def edtf(text: str) -> str:
    """Return a date in EDTF; what is in no form known here comes back as it is."""
    text = " ".join(text.split())
    if found := ABOUT.match(text):
        return f"{edtf(found[1])}~"
    if found := DAY.match(text):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    if found := MONTH.match(text):
        return f"{found[2]}-{int(found[1]):02}"
    if (found := WORDS.match(text)) and (month := MONTHS.get(folded(found[2]))):
        day = f"-{int(found[1]):02}" if found[1] else ""
        return f"{found[3]}-{month:02}{day}"
    return text


@lru_cache(4096)
def edtf_start(text: str) -> str:
    """Return the beginning of a period, `seit 2017` too."""
    found = SINCE.match(text.strip())
    return side(found[1] if found else text)


@lru_cache(4096)
def edtf_end(text: str) -> str:
    """Return the end of a period, `bis 2018` and `läuft noch` too."""
    if _is_open(text):
        return ".."
    found = UNTIL.match(text.strip())
    return side(found[1] if found else text)


@lru_cache(4096)
def edtf_period(text: str) -> str:
    """Return a period that stands in one cell: `2016 bis 2018`, `seit 2017`, `2012/`."""
    text = text.strip()
    if "/" in text and not DAY.match(text) and not MONTH.match(text):
        start, _, end = text.partition("/")
        return f"{side(start)}/{side(end)}"
    if found := YEARS.match(text):
        return f"{found[1]}/{found[2]}"
    if SINCE.match(text) and len(BETWEEN.split(text)) == 1:
        return f"{edtf_start(text)}/.."
    if UNTIL.match(text):
        return f"/{edtf_end(text)}"
    parts = BETWEEN.split(text)
    return f"{edtf_start(parts[0])}/{edtf_end(parts[1])}" if len(parts) == 2 else edtf(text)


def side(text: str) -> str:
    """Return one side of a period; `offen` is `..`."""
    return ".." if _is_open(text) else edtf(text)


def _is_open(text: str) -> bool:
    return not text[:1].isdigit() and folded(text) in OPEN_WORDS


def exists(text: str) -> bool:
    """Tell whether all days that a text in EDTF names are in the calendar."""
    try:
        for found in FULL.findall(text):
            date.fromisoformat(found)
    except ValueError:
        return False
    return True


def day_of_serial(number: float) -> date | None:
    """Return the day that a number is in a spreadsheet, None where it is hardly one."""
    if not (FIRST_SERIAL <= number <= LAST_SERIAL and number == int(number)):
        return None
    return EXCEL_DAY_ZERO + timedelta(days=int(number))
