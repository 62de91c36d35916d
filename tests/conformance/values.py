"""Literals by value (https://www.w3.org/TR/xmlschema11-2/)."""

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

from pyoxigraph import Literal

from conformance.triples import Term

XSD = "http://www.w3.org/2001/XMLSchema#"


def by_value(term: Term | None) -> Term | None:
    """Return the literal that stands for all of its datatype with the same value.

    What has another datatype, or no value, and every other term stays as it is.
    """
    if not isinstance(term, Literal):
        return term
    write = WRITTEN.get(term.datatype.value.removeprefix(XSD))
    with suppress(ValueError, ArithmeticError):
        return Literal(write(term.value), datatype=term.datatype) if write else term
    return term


def _decimal(text: str) -> str:
    return str(Decimal(text).normalize())


def _double(text: str) -> str:
    return str(float(text))


def _boolean(text: str) -> str:
    return {"1": "true", "0": "false"}.get(text, text)


def _moment(text: str) -> str:
    """Write the zone of Greenwich in one way."""
    zone = text[-6:]
    return f"{text[:-6]}Z" if zone in ("+00:00", "-00:00") else text


WRITTEN: dict[str, Callable[[str], str]] = {
    "integer": _decimal,
    "decimal": _decimal,
    "double": _double,
    "float": _double,
    "boolean": _boolean,
    "date": _moment,
    "dateTime": _moment,
}
