"""What a term is for programs that know numbers, dates and text, but no datatypes of RDF.

A value that would not survive stays text (https://www.w3.org/TR/xmlschema11-2/).
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from klimagraph.namespaces import PREFIXES

XSD = PREFIXES["xsd"]
DIGITS = 15
"""Significant digits that a cell of a spreadsheet keeps."""
LARGEST_INTEGER = 2**53
"""Up to here integers are exact in JavaScript."""
SMALLEST, LARGEST = 1e-307, 1e308
FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets count the days before differently, since one of them has a 29 February 1900."""

Value = str | bool | int | float | date | datetime
Typed = tuple[Value, str]
"""A value and its kind: `text`, `integer`, `number`, `boolean`, `date` or one of time."""

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9-]{10}T[0-9:]{8})(\.[0-9]{1,3}0*)?(Z)?")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def value_of(term: NamedNode | BlankNode | Literal | Triple) -> Typed:
    """Return what a cell of a spreadsheet holds for a term."""
    if isinstance(term, Literal):
        read = _READERS.get(term.datatype.value)
        found = read(term.value) if read else None
        return (term.value, "text") if found is None else found
    return (term.value if isinstance(term, NamedNode) else str(term)), "text"


def json_of(term: NamedNode | BlankNode | Literal | Triple) -> str | bool | int | float:
    """Return what stands for a term in JSON: numbers where they are exact, else text."""
    if not isinstance(term, Literal):
        return term.value if isinstance(term, NamedNode) else str(term)
    name = term.datatype.value.removeprefix(XSD)
    if name == "boolean":
        return _TRUTH.get(term.value, term.value)
    if name in INTEGERS and _INTEGER.fullmatch(term.value) and len(term.value) <= DIGITS + 2:
        number = int(term.value)
        return number if abs(number) <= LARGEST_INTEGER else term.value
    if name in FRACTIONS and _NUMBER.fullmatch(term.value):
        fraction = float(term.value)
        exact = isfinite(fraction) and Decimal(term.value) == Decimal(repr(fraction))
        return fraction if exact or (name != "decimal" and isfinite(fraction)) else term.value
    return term.value


def _number(text: str) -> Typed | None:
    if not _NUMBER.fullmatch(text):
        return None
    digits = re.split("[eE]", text)[0].lstrip("+-").replace(".", "", 1).strip("0")
    number = float(text)
    kept = len(digits) <= DIGITS and (not digits or SMALLEST < abs(number) < LARGEST)
    return (number, "number") if kept else None


def _integer(text: str) -> Typed | None:
    found = _number(text) if _INTEGER.fullmatch(text) else None
    return (found[0], "integer") if found else None


def _boolean(text: str) -> Typed | None:
    truth = _TRUTH.get(text)
    return None if truth is None else (truth, "boolean")


def _year(text: str) -> Typed | None:
    return (int(text), "integer") if re.fullmatch("[0-9]{4}", text) else None


def _date(text: str) -> Typed | None:
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
    return (day, "date") if day and day >= FIRST_DAY else None


def _time(text: str) -> Typed | None:
    """Return a time; one in UTC is shown with its Z, one in another zone stays text."""
    parts = _TIME.fullmatch(text)
    if not parts:
        return None
    whole, fraction, utc = parts.groups()
    try:
        time = datetime.fromisoformat(whole + (fraction or ""))
    except ValueError:
        return None
    kind = ("fraction" if fraction else "time") + ("-utc" if utc else "")
    return (time, kind) if time.date() >= FIRST_DAY else None


SIGNS = ("nonNegative", "positive", "nonPositive", "negative")
SIZES = ("long", "int", "short", "byte")
INTEGERS = {
    "integer",
    *(f"{sign}Integer" for sign in SIGNS),
    *SIZES,
    *(f"unsigned{size.title()}" for size in SIZES),
}
FRACTIONS = {"decimal", "double", "float"}
_READERS: dict[str, Callable[[str], Typed | None]] = {
    **{XSD + name: _integer for name in INTEGERS},
    **{XSD + name: _number for name in FRACTIONS},
    XSD + "boolean": _boolean,
    XSD + "gYear": _year,
    XSD + "date": _date,
    XSD + "dateTime": _time,
}
