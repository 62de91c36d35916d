"""Rows on their way to files: kept on the disk, while it is seen what their columns hold."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Literal

from klimagraph.exports.columns import EN, Field, Table
from klimagraph.exports.labels import best_name
from klimagraph.namespaces import PREFIXES
from klimagraph.terms import Term

XSD = PREFIXES["xsd"]
LARGEST = 2**63
ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
LABEL = 1
"""Where the name of a thing stands, after its IRI."""
Row = dict[int, list[str]]
"""The values of a row as they are written, by the place of their column; empty ones are absent."""


def _integer(text: str) -> int:
    number = int(text)
    if not -LARGEST <= number < LARGEST:
        raise ValueError(text)
    return number


def _boolean(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text]


READERS: Mapping[str, Callable[[str], object]] = {
    XSD + "date": date.fromisoformat,
    XSD + "integer": _integer,
    XSD + "decimal": float,
    XSD + "double": float,
    XSD + "boolean": _boolean,
    XSD + "gYear": _integer,
}
NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))
DOUBLE = XSD + "double"


@dataclass
class Seen:
    """What a column holds."""

    datatype: str
    """The datatype that all values have so far; empty for texts."""
    most: int = 0
    """The largest number of values in a row."""
    open: bool = False
    """Whether the shapes leave the datatype open; numbers alone are then doubles."""

    def add(self, values: list[Term]) -> None:
        """Take the values of a row into account."""
        self.most = max(self.most, len(values))
        if self.datatype and not all(self._fits(value) for value in values):
            self.datatype = ""

    def _fits(self, value: Term) -> bool:
        if not isinstance(value, Literal) or (self.open and value.datatype.value not in NUMBERS):
            return False
        try:
            READERS[self.datatype](value.value)
        except (ValueError, KeyError):
            return False
        return True


class Spool:
    """The rows of a table."""

    def __init__(self, table: Table, folder: Path) -> None:
        self.table, self._path, self.rows = table, folder / table.name, 0
        self._places: dict[str, list[tuple[int, str]]] = {}
        for place, field in enumerate(table.fields):
            if field.property and not field.names:
                self._places.setdefault(field.property, []).append((place, field.language))
        self.seen = [_seen(field) for field in table.fields]
        self._file = self._path.open("w", encoding="utf-8")

    def add(self, iri: str, values: Mapping[str, list[Term]]) -> None:
        """Take what is said of a thing, by property."""
        name = best_name(values)
        row: Row = {0: [iri], LABEL: [name]} if name else {0: [iri]}
        for held, terms in values.items():
            for place, language in self._places.get(held, ()):
                mine = _of_language(terms, language) if language else terms
                if mine:
                    self.seen[place].add(mine)
                    row[place] = [value.value for value in mine]
        self._file.write(ENCODE(list(row.items())) + "\n")
        self.rows += 1

    def read(self) -> Iterator[Row]:
        """Yield the rows in the order in which they came."""
        self._file.close()
        with self._path.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield dict(json.loads(line))

    def close(self) -> None:
        """Take no more rows."""
        self._file.close()


def _seen(field: Field) -> Seen:
    if field.datatype:
        return Seen(field.datatype if field.datatype in READERS else "")
    texts = not field.property or field.language or field.names
    return Seen("" if texts else DOUBLE, open=True)


def _of_language(values: list[Term], language: str) -> list[Term]:
    """Return the texts of a language; those in another one than English stand with the German."""
    return [value for value in values if (_language(value) == EN) == (language == EN)]


def _language(value: Term) -> str:
    text = value.language if isinstance(value, Literal) else None
    return (text or "").partition("-")[0]
