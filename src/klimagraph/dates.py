"""Dates as people know them (EDTF, ISO 8601-2), and the days that bound them.

https://www.loc.gov/standards/datetime/
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import struct_time

from edtf import EDTFParseException, Interval, parse_edtf

OPEN, UNKNOWN = "..", ""
QUALIFIED = frozenset("~?%")
"""Marks of what is approximate or uncertain: no day can be promised."""
NO_YEAR = "XXXX"
SETS = frozenset("[]{}")
"""What cannot stand on either side of the stroke of a period."""
_POSSIBLE = re.compile(r"[0-9XYESTZ.,:+\-~?%\[\]{}]+")
"""What dates are made of; the parser takes milliseconds to refuse what is none."""


@dataclass(frozen=True)
class Bounds:
    """First and last days on which something may have begun and ended; None for not known."""

    start_earliest: date | None
    start_latest: date | None
    end_earliest: date | None
    end_latest: date | None
    end_kind: str
    """`stated`, `open` or `unknown`."""


Span = tuple[date | None, date | None]
NOTHING: Span = (None, None)


def bounds(text: str) -> Bounds:
    """Return the bounds of a date or period in EDTF.

    What is approximate or uncertain, and a year unknown, bounds nothing.
    Raises ValueError where the text is not EDTF or names a day that does not exist.
    """
    start, stroke, end = text.partition("/")
    if not stroke:
        span = _span(text)
        return Bounds(*span, *span, "stated")
    if (start in (OPEN, UNKNOWN) and end in (OPEN, UNKNOWN)) or SETS & set(text):
        raise _not_edtf(text)
    kind = {OPEN: "open", UNKNOWN: "unknown"}.get(end, "stated")
    return Bounds(*_side(start), *_side(end), kind)


def _span(text: str) -> Span:
    span = _read(text) if _POSSIBLE.fullmatch(text) else None
    if span is None:
        raise _not_edtf(text)
    return span


def _side(text: str) -> Span:
    return NOTHING if text in (OPEN, UNKNOWN) else _span(text)


@lru_cache(4096)
def _read(text: str) -> Span | None:
    """Return the days that bound a date; None for what is not one, which is asked for as often."""
    if len(text) == len("2017-06-23") and text.replace("-", "").isdigit():
        day = date.fromisoformat(text)  # most are days, and the parser takes 5 ms for each
        return day, day
    try:
        parsed = parse_edtf(text)
    except EDTFParseException:
        return None
    if isinstance(parsed, Interval):
        return None
    if NO_YEAR in text or QUALIFIED & set(text):
        return NOTHING
    return _day(parsed.lower_strict()), _day(parsed.upper_strict())


def _not_edtf(text: str) -> ValueError:
    return ValueError(f"{text!r} is not a date or period in EDTF")


def _day(moment: object) -> date | None:
    """Return the day; None for one without bounds or outside the calendar of xsd:date."""
    if not isinstance(moment, struct_time) or not date.min.year <= moment.tm_year <= date.max.year:
        return None
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)
