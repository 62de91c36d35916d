"""Cells to terms: what a cell says in its column, or what is wrong with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from pyoxigraph import Literal, NamedNode

from klimagraph.folding import folded
from klimagraph.namespaces import PREFIXES
from klimagraph.tables import complaints, days
from klimagraph.tables.cells import Raw, is_absent, is_error, says_nothing, text_of
from klimagraph.tables.columns import Column, Kind
from klimagraph.tables.faults import Fault
from klimagraph.tables.numbers import boolean, decimal_text, number
from klimagraph.tables.references import References
from klimagraph.tables.words import by_text
from klimagraph.terms import is_iri

XSD = PREFIXES["xsd"]
Term = NamedNode | Literal
SEPARATORS = re.compile(r"\s*[;|\n]\s*")
TEXT_SEPARATORS = re.compile(r"\s*\|\s*")
BLANKS = re.compile(r"[\s;|]+")
YEAR = re.compile(r"[12]\d{3}")
EXACTLY = re.compile(r"[+-]?\d+")
EDTF = re.compile(
    r"(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)(?:-[0-9X]{2}(?:-[0-9X]{2})?)?[~?%]?|\.\."
)
"""One side of a period."""
DATES = (Kind.DATE, Kind.PERIOD, Kind.START, Kind.END)


@dataclass(frozen=True)
class Read:
    """What a cell says; `text` is one side of a period, which has no term of its own."""

    terms: tuple[Term, ...] = ()
    text: str = ""
    faults: tuple[Fault, ...] = ()


NOTHING = Read()


class Values:
    """Reads the cells of tables; the same text in the same column is read once."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._kept: dict[tuple[int, type, Raw], Read] = {}
        self._lists: dict[int, dict[str, str]] = {}

    def read(self, raw: Raw, column: Column) -> Read:
        """Return what a cell says in a column."""
        key = (id(column), type(raw), raw)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._read(raw, column)
        return found

    def _read(self, raw: Raw, column: Column) -> Read:
        text = text_of(raw)
        if is_error(text):
            return Read(faults=(complaints.error_value(text),))
        if says_nothing(text):
            return NOTHING
        if column.choices:
            return self._concepts(text, column)
        if is_absent(text):
            return _absent(text, column)
        if column.kind is Kind.REFERENCE:
            return self._things(text, column)
        return READERS[column.kind](raw, text, column)

    def _concepts(self, text: str, column: Column) -> Read:
        allowed = self._allowed(column)
        terms, faults = list[Term](), list[Fault]()
        whole = allowed.get(folded(text))
        parts = [text] if whole or not column.many else SEPARATORS.split(text)
        for part in filter(None, parts):
            iri = allowed.get(folded(part)) or (part if part in allowed.values() else "")
            if iri:
                terms.append(NamedNode(iri))
            elif is_absent(part):
                faults.extend(_absent(part, column).faults)
            else:
                faults.append(complaints.not_in_list(part, column))
        return Read(tuple(terms), faults=tuple(faults))

    def _allowed(self, column: Column) -> dict[str, str]:
        found = self._lists.get(id(column))
        if found is None:
            found = self._lists[id(column)] = by_text(column.choices)
        return found

    def _things(self, text: str, column: Column) -> Read:
        parts = SEPARATORS.split(text) if column.many else [text]
        found = [self._references.find(part, column) for part in parts if part]
        terms = tuple(NamedNode(one.iri) for one in found if one.iri)
        return Read(terms, faults=tuple(one.fault for one in found if one.fault))


def _absent(text: str, column: Column) -> Read:
    """Return nothing; what an inner thing needs is missed where the thing is spoken of."""
    if column.kind is Kind.END or (column.required and column.node):
        return NOTHING
    return Read(faults=(complaints.absent(text, column),))


def _text(_raw: Raw, text: str, column: Column) -> Read:
    parts = TEXT_SEPARATORS.split(text) if column.many else [text]
    return Read(tuple(Literal(part, language=column.language) for part in parts if part))


def _string(_raw: Raw, text: str, column: Column) -> Read:
    parts = TEXT_SEPARATORS.split(text) if column.many else [text]
    return Read(tuple(Literal(part) for part in parts if part))


def _key(_raw: Raw, text: str, _column: Column) -> Read:
    return Read(text=text)


def _addresses(_raw: Raw, text: str, _column: Column) -> Read:
    terms, faults = list[Term](), list[Fault]()
    for part in filter(None, BLANKS.split(text)):
        part = part.rstrip(",")
        full = f"https://{part}" if part.startswith("www.") else part
        if "://" in full and is_iri(full):
            terms.append(NamedNode(full))
        else:
            faults.append(complaints.no_address(part))
    return Read(tuple(terms), faults=tuple(faults))


def _properties(_raw: Raw, text: str, _column: Column) -> Read:
    terms, faults = list[Term](), list[Fault]()
    for part in filter(None, SEPARATORS.split(text)):
        prefix, _, name = part.partition(":")
        full = PREFIXES[prefix] + name if prefix in PREFIXES else part
        if ":" in full and is_iri(full):
            terms.append(NamedNode(full))
        else:
            faults.append(complaints.no_address(part))
    return Read(tuple(terms), faults=tuple(faults))


def _number(raw: Raw, text: str, column: Column) -> Read:
    if isinstance(raw, float) and isfinite(raw):
        exact = Decimal(int(raw)) if raw.is_integer() else Decimal(repr(raw))
        return Read((_literal(exact, column),))
    if isinstance(raw, str) and (found := number(text)):
        noted = (complaints.read_as(text, found.value),) if found.ambiguous else ()
        return Read((_literal(found.value, column),), faults=noted)
    return Read(faults=(complaints.not_a("Zahl", "number", text, "1.234,5"),))


def _integer(raw: Raw, text: str, column: Column) -> Read:
    read = _number(raw, text, column)
    if read.terms and EXACTLY.fullmatch(read.terms[0].value):
        return read
    return Read(faults=(complaints.not_a("ganze Zahl", "whole number", text, "12"),))


def _literal(value: Decimal, column: Column) -> Literal:
    """Return a number in the datatype of its column; a decimal has a point (XSD 1.1, 3.3.3).

    Where a column names none, a whole number is an integer.
    """
    text = decimal_text(value)
    if column.kind is Kind.INTEGER:
        text = text.rstrip("0").rstrip(".") if "." in text else text
    if column.kind is Kind.INTEGER or not (column.datatype or "." in text):
        return Literal(text, datatype=NamedNode(XSD + "integer"))
    return Literal(text if "." in text else f"{text}.0", datatype=NamedNode(XSD + "decimal"))


def _year(raw: Raw, text: str, column: Column) -> Read:
    if not isinstance(raw, date) and YEAR.fullmatch(text):
        return Read((Literal(text, datatype=NamedNode(column.datatype)),))
    return Read(faults=(complaints.not_a("Jahreszahl", "year", text, "2040"),))


def _boolean(_raw: Raw, text: str, _column: Column) -> Read:
    found = boolean(text)
    if found is None:
        return Read(faults=(complaints.not_a("Angabe ja oder nein", "yes or no", text, "ja"),))
    return Read((Literal(found),))


def _duration(_raw: Raw, text: str, column: Column) -> Read:
    found = re.fullmatch(r"(\d+)\s*(?:Jahre?n?|years?)", text)
    return Read((Literal(f"P{found[1]}Y" if found else text, datatype=NamedNode(column.datatype)),))


def _date(raw: Raw, text: str, column: Column) -> Read:
    spelt, fault = _edtf(raw, text, column)
    if fault:
        return Read(faults=(fault,))
    if column.kind in (Kind.START, Kind.END):
        return Read(text=spelt)
    return Read((Literal(spelt),))


def _edtf(raw: Raw, text: str, column: Column) -> tuple[str, Fault | None]:
    """Return a cell of a column for dates in EDTF, or what is wrong with it."""
    if isinstance(raw, datetime | date):
        return (raw.date() if isinstance(raw, datetime) else raw).isoformat(), None
    if isinstance(raw, float) and (day := days.day_of_serial(raw)):
        return "", complaints.serial(text, day)
    spelt = SPELLINGS[column.kind](text)
    side = column.kind in (Kind.START, Kind.END)
    fits = EDTF.fullmatch(spelt) if side else re.search(column.pattern, spelt)
    if fits and days.exists(spelt):
        return spelt, None
    return "", complaints.no_date(text, column)


SPELLINGS: dict[Kind, Callable[[str], str]] = {
    Kind.DATE: days.edtf,
    Kind.PERIOD: days.edtf_period,
    Kind.START: days.edtf_start,
    Kind.END: days.edtf_end,
}
READERS: dict[Kind, Callable[[Raw, str, Column], Read]] = {
    Kind.KEY: _key,
    Kind.TEXT: _text,
    Kind.STRING: _string,
    Kind.ADDRESS: _addresses,
    Kind.PROPERTY: _properties,
    Kind.NUMBER: _number,
    Kind.INTEGER: _integer,
    Kind.YEAR: _year,
    Kind.BOOLEAN: _boolean,
    Kind.DURATION: _duration,
    Kind.CONCEPT: _string,
    **dict.fromkeys(DATES, _date),
}
