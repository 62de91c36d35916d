"""Values of properties as people read them: dates in words, numbers with their unit."""

import re
from urllib.parse import unquote, urlsplit

from klimagraph.namespaces import BASE, PREFIXES
from klimagraph.things.values import Value
from klimagraph.web.formatting import day, number
from klimagraph.web.language import gettext
from klimagraph.web.periods import duration, period

XSD = PREFIXES["xsd"]
_KLIMA = PREFIXES["klima"]
PERIODS = frozenset(
    (
        *(f"{_KLIMA}{name}" for name in ("period", "date", "attestedOn", "deadline")),
        *(f"{_KLIMA}{name}" for name in ("completed", "asOf")),
        PREFIXES["dcterms"] + "issued",
    )
)
"""Properties whose values are dates of EDTF."""
NUMBERS = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))
DURATIONS = frozenset(f"{XSD}{name}" for name in ("duration", "yearMonthDuration"))
DAYS = frozenset(f"{XSD}{name}" for name in ("date", "dateTime", "gYearMonth"))
DAILY = re.compile(r"P(?:T\d.*|\d+DT?.*)")
UNITS = {"CCY_EUR": "€", "PERCENT": "%", "NUM": "", "TONNE": "t"}
"""Signs of units (https://qudt.org/vocab/unit/)."""
OF_PROPERTY = {f"{_KLIMA}squareKilometres": "km²"}
MEASURED = frozenset((PREFIXES["qudt"] + "numericValue", f"{_KLIMA}amount"))
"""Properties whose unit stands beside them."""


def literal(value: Value, about: str = "", unit: str = "") -> str:
    """Return the text of a value of a property."""
    if about in PERIODS:
        return period(value.value)
    if value.datatype in NUMBERS:
        return quantity(value.value, OF_PROPERTY.get(about) or (unit if about in MEASURED else ""))
    if value.datatype in DURATIONS or DAILY.fullmatch(value.value):
        return duration(value.value)
    if value.datatype in DAYS:
        return day(value.value)
    if value.datatype == f"{XSD}boolean":
        return gettext("ja") if value.value in ("true", "1") else gettext("nein")
    return value.value


def quantity(value: str, unit: str = "") -> str:
    """Return a number with the sign of its unit, which may be named by an IRI."""
    name = unit.rpartition("/")[2]
    sign = UNITS.get(name, name)
    return f"{number(value)}\xa0{sign}" if sign else number(value)


def address(iri: str) -> str:
    """Return how a page calls what has no name: its host and its last part, never a prefix."""
    if iri.startswith(BASE):
        last = unquote(iri.removeprefix(BASE)).replace("#", "/").rpartition("/")[2]
        return last.replace("--", " · ").replace("-", " ")
    try:
        parts = urlsplit(iri)
    except ValueError:
        return iri
    last = unquote((parts.fragment or parts.path.rstrip("/")).rpartition("/")[2])
    return f"{parts.netloc} › {last}" if parts.netloc and last else parts.netloc or iri
