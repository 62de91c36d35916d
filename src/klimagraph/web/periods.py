"""Dates and periods in words, as people say them (EDTF, https://www.loc.gov/standards/datetime/)."""

import re
from datetime import date

from babel.dates import format_date, format_skeleton

from klimagraph.web.formatting import LOCALES, day
from klimagraph.web.language import gettext, language

OPEN, UNKNOWN = "..", ""
_CERTAIN = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_NO_YEAR = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_DECADE = re.compile(r"(\d{3})X")
_ONE_OF = re.compile(r"\[(.*)\.\.(.*)\]")
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
LEAP = 2000
"""A year that has every day."""


def period(text: str) -> str:
    """Return a date or a period in words; what is none as it is."""
    text = text.strip()
    start, stroke, end = text.partition("/")
    if stroke:
        return _between(start, end)
    found = _ONE_OF.fullmatch(text)
    return _one_of(found[1], found[2]) if found else _moment(text)


def _between(start: str, end: str) -> str:
    if start in (OPEN, UNKNOWN):
        return gettext("bis %(end)s") % {"end": _moment(end)}
    if end == OPEN:
        return gettext("seit %(start)s") % {"start": _moment(start)}
    if end == UNKNOWN:
        return gettext("ab %(start)s, Ende nicht bekannt") % {"start": _moment(start)}
    return gettext("%(start)s bis %(end)s") % {"start": _moment(start), "end": _moment(end)}


def _one_of(start: str, end: str) -> str:
    if not start:
        return gettext("spätestens %(end)s") % {"end": _moment(end)}
    if not end:
        return gettext("frühestens %(start)s") % {"start": _moment(start)}
    values = {"start": _moment(start), "end": _moment(end)}
    return gettext("an einem Tag von %(start)s bis %(end)s") % values


def _moment(text: str) -> str:
    """Return one date, with its doubts."""
    bare = text.rstrip("~?%")
    shown = _without_year(bare) or _decade(bare) or _certain(bare)
    if text.endswith("~"):
        return gettext("ungefähr %(date)s") % {"date": shown}
    if text.endswith(("?", "%")):
        return gettext("vermutlich %(date)s") % {"date": shown}
    return shown


def _certain(text: str) -> str:
    return day(text) if _CERTAIN.fullmatch(text) else text


def _decade(text: str) -> str:
    found = _DECADE.fullmatch(text)
    return gettext("in den %(decade)s0er-Jahren") % {"decade": found[1]} if found else ""


def _without_year(text: str) -> str:
    found = _NO_YEAR.fullmatch(text)
    if not found:
        return ""
    locale = LOCALES[language()]
    try:
        moment = date(LEAP, int(found[1]), int(found[2] or 1))
    except ValueError:
        return ""
    shown = format_skeleton("MMMMd", moment, locale=locale) if found[2] else ""
    shown = shown or format_date(moment, "LLLL", locale=locale)
    return gettext("%(date)s, Jahr nicht bekannt") % {"date": shown}


def duration(text: str) -> str:
    """Return a duration of ISO 8601 in words; what is none as it is."""
    found = _DURATION.fullmatch(text)
    if not found or not any(found.groups()):
        return text
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    parts = (
        (years, gettext("ein Jahr"), gettext("%(count)s Jahre")),
        (months, gettext("ein Monat"), gettext("%(count)s Monate")),
        (weeks, gettext("eine Woche"), gettext("%(count)s Wochen")),
        (days, gettext("ein Tag"), gettext("%(count)s Tage")),
    )
    said = [one if count == 1 else many % {"count": count} for count, one, many in parts if count]
    return ", ".join(said)
