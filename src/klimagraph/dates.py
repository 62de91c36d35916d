"""Dates as people know them (EDTF, ISO 8601-2), and the days that bound them.

https://www.loc.gov/standards/datetime/
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import struct_time

from edtf import EDTFParseException, Interval, parse_edtf

OPEN, UNKNOWN = "..", ""
QUALIFIED = frozenset("~?%")
"""Marks of what is approximate or uncertain: no day can be promised."""
NO_YEAR = "XXXX"


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


@lru_cache(4096)
def bounds(text: str) -> Bounds:
    """Return the bounds of a date or period in EDTF.

    What is approximate or uncertain, and a year unknown, bounds nothing.
    Raises ValueError where the text is not EDTF or names a day that does not exist.
    """
    try:
        parsed = parse_edtf(text)
    except EDTFParseException:
        raise ValueError(f"{text!r} is not a date or period in EDTF") from None
    if not isinstance(parsed, Interval):
        span = _span(parsed)
        return Bounds(*span, *span, "stated")
    end = str(parsed.upper)
    kind = {OPEN: "open", UNKNOWN: "unknown"}.get(end, "stated")
    return Bounds(*_end_of_interval(parsed.lower), *_end_of_interval(parsed.upper), kind)


def _end_of_interval(point: object) -> Span:
    return NOTHING if str(point) in (OPEN, UNKNOWN) else _span(point)


def _span(point: object) -> Span:
    text = str(point)
    first, last = point.lower_strict(), point.upper_strict()  # type: ignore[attr-defined]
    if NO_YEAR in text or QUALIFIED & set(text):
        return NOTHING
    return _day(first), _day(last)


def _day(moment: object) -> date | None:
    """Return the day; None for one without bounds or outside the calendar of xsd:date."""
    if not isinstance(moment, struct_time) or not date.min.year <= moment.tm_year <= date.max.year:
        return None
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)
