"""Dates and periods in the form that is wanted (https://www.loc.gov/standards/datetime/)."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode

from klimagraph.dates import bounds
from klimagraph.namespaces import PREFIXES
from klimagraph.validation.faults import Fault
from klimagraph.validation.findings import Repair
from klimagraph.validation.patterns import EDTF

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan jaenner jänner january", "februar feb february", "märz maerz mrz mar march",
            "april apr", "mai may", "juni jun june", "juli jul july", "august aug",
            "september sep sept", "oktober okt oct october", "november nov",
            "dezember dez dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
LONGEST = 60
"""Characters that a date can have."""
DAY, YEAR = f"{PREFIXES['xsd']}date", f"{PREFIXES['xsd']}gYear"
WHOLE = len("2017-06-23")
_AROUND = re.compile(r"(?:ca\.?|circa|etwa|um|about)\s*(.+)", re.IGNORECASE)
_SINCE = re.compile(r"(?:seit|ab|since|from)\s+(?:dem\s+)?(.+)", re.IGNORECASE)
_UNTIL = re.compile(r"(?:bis|until)\s+(?:zum\s+)?(.+)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?:vom?\s+|from\s+)?(.+?)\s*(?:\bbis(?:\s+zum)?\b|\bto\b|–|—|\s-\s|(?<=[0-9]{4})-(?=[0-9]{4}$)|/)\s*(.+)",
    re.IGNORECASE,
)


def dates(fault: Fault) -> Iterator[Repair]:
    """Yield what stands there as the date or period that is wanted, where it can be read."""
    text = fault.text.strip()
    if not text or len(text) > LONGEST:
        return
    if turned := swapped(text):
        yield _proposed(turned, "Anfang und Ende vertauscht?", "Start and end swapped?")
    elif fits := _wanted(fault):
        found = next(filter(fits, filter(None, (read(text) for read in READERS))), None)
        if found and found != fault.text:
            yield _proposed(found, "In der richtigen Form:", "In the right form:")


def swapped(text: str) -> str:
    """Return a period with start and end exchanged where it ends before it starts, else nothing."""
    start, stroke, end = text.partition("/")
    if not stroke or not _is_edtf(text):
        return ""
    span = bounds(text)
    if span.start_earliest and span.end_latest and span.end_latest < span.start_earliest:
        return f"{end}/{start}"
    return ""


def one_date(text: str) -> str:
    """Return a day, month or year as EDTF has it; nothing where the text says none."""
    text = text.strip().rstrip(".")
    if found := _AROUND.fullmatch(text):
        inner = one_date(found[1])
        return f"{inner}~" if inner else ""
    for pattern, order in NOTATIONS:
        found = pattern.fullmatch(text)
        if found and (written := _written({name: found[name] for name in order})):
            return written
    return ""


def period(text: str) -> str:
    """Return a period as EDTF has it; nothing where the text says none."""
    if found := _SINCE.fullmatch(text):
        return _joined(one_date(found[1]), "..")
    if found := _UNTIL.fullmatch(text):
        return _joined("..", one_date(found[1]))
    if found := _BETWEEN.fullmatch(text):
        return _joined(one_date(found[1]), one_date(found[2]))
    return ""


def _joined(start: str, end: str) -> str:
    return f"{start}/{end}" if start and end else ""


def _notation(text: str) -> tuple["re.Pattern[str]", tuple[str, ...]]:
    pattern = re.compile(text, re.IGNORECASE)
    return pattern, tuple(pattern.groupindex)


NOTATIONS = tuple(
    _notation(text)
    for text in (
        r"(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.\s*(?P<year>\d{4})",
        r"(?P<day>\d{1,2})\.\s*(?P<month>[a-zäöü]+)\.?\s+(?P<year>\d{4})",
        r"(?P<month>[a-zäöü]+)\.?\s+(?P<year>\d{4})",
        r"(?P<month>\d{1,2})[./](?P<year>\d{4})",
        r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?:[T ].*)?",
        r"(?P<year>\d{4})[-./](?P<month>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<year>\d{4})(?:\.0)?",
    )
)
"""How people write dates; two digits for a year are not among them, as they fit two centuries."""
READERS: tuple[Callable[[str], str], ...] = (one_date, period)


def _written(parts: dict[str, str]) -> str:
    """Return the parts of a date as EDTF; nothing where there is no such day or month."""
    year, name = int(parts["year"]), parts.get("month", "1").casefold()
    month = int(name) if name.isdigit() else MONTHS.get(name, 0)
    try:
        day = date(year, month, int(parts.get("day", "1")))
    except ValueError:
        return ""
    size = WHOLE if "day" in parts else len("2017-06") if "month" in parts else len("2017")
    return day.isoformat()[:size]


def _wanted(fault: Fault) -> Callable[[str], bool] | None:
    """Return what tells whether a text is of the form that the shape wants; None for no date."""
    pattern, datatype = fault.parameter("pattern"), fault.parameter("datatype")
    if pattern and isinstance(pattern.terms[0], Literal) and EDTF in pattern.terms[0].value:
        form = re.compile(pattern.terms[0].value)
        return lambda text: form.search(text) is not None and _is_edtf(text)
    if datatype and isinstance(datatype.terms[0], NamedNode):
        size = {DAY: WHOLE, YEAR: len("2017")}.get(datatype.terms[0].value)
        return (lambda text: len(text) == size) if size else None
    return None


def _is_edtf(text: str) -> bool:
    try:
        bounds(text)
    except ValueError:
        return False
    return True


def _proposed(value: str, german: str, english: str) -> Repair:
    return Repair(f"{german} {value}", f"{english} {value}", value)
