"""Things that point at a thing, as tables: a row for each, columns in the order of its shape."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from klimagraph.namespaces import PREFIXES
from klimagraph.things.questions import SHOWN
from klimagraph.things.rows import Row, text
from klimagraph.things.values import (
    BETWEEN,
    TITLES,
    Place,
    Places,
    Property,
    Value,
    of_classes,
    properties,
    title,
)

UNSEEN = frozenset(
    PREFIXES["klima"] + name
    for name in (
        *("sha256", "startEarliest", "startLatest", "endEarliest", "endLatest", "endKind"),
        *("attestedEarliest", "attestedLatest"),
    )
)
"""What the page of a thing says and a table leaves out."""
COLUMNS = 4
"""Properties of a thing that points here, at most as many are shown."""


@dataclass(frozen=True)
class Line:
    """A thing with what is said of it, by property."""

    thing: Value
    cells: dict[str, tuple[Value, ...]]


@dataclass(frozen=True)
class Connected:
    """Things of one class that point here by one property."""

    class_iri: str
    class_name: str
    via: str
    via_name: str
    columns: tuple[Property, ...]
    lines: tuple[Line, ...]
    more: int
    """How many things point here by that property where they are more than are shown, else 0."""


def tables(
    rows: Sequence[Row], via: str, total: int, places: Places, language: str
) -> Iterator[Connected]:
    """Yield a table for each class of the things that point here by one property."""
    for class_iri, group in groupby(rows, lambda row: text(row, "class")):
        found = list(group)
        mine = of_classes(places, {class_iri}, found)
        each = [list(lines) for _, lines in groupby(found, lambda row: text(row, "s"))]
        lines = tuple(_line(rows, mine, language) for rows in each)
        shown = [
            item
            for item in properties(found, mine, language)
            if item.iri not in UNSEEN and any(item.iri in line.cells for line in lines)
        ]
        yield Connected(
            class_iri,
            text(found[0], "className"),
            via,
            text(found[0], "viaName"),
            tuple(shown[:COLUMNS]),
            lines,
            total if total > SHOWN else 0,
        )


def _line(rows: Sequence[Row], places: Mapping[str, Place], language: str) -> Line:
    """Return what a thing is called, and its other properties."""
    name = title(rows, places, language)
    found = properties(rows, places, language)
    others = {item.iri: item.values for item in found if not _called(item, name.value)}
    shown = name.value or text(rows[0], "className")
    return Line(Value(text(rows[0], "s"), shown, link=True, name_language=name.language), others)


def _called(item: Property, name: str) -> bool:
    names: Iterable[str] = (value.name for value in item.values)
    return item.iri in TITLES or BETWEEN.join(names) in name.split(BETWEEN)
