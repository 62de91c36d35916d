"""Places of the search index, looked up by name or key (https://www.sqlite.org/lang_select.html)."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from klimagraph.folding import joined
from klimagraph.search.entries import KEY, KEYS

DISTRICT_KEY, AGS, ASSOCIATION_KEY, ARS = 5, 8, 9, 12
"""Digits of official keys."""
FOLDERS = {
    "state": "State",
    "region": "AdministrativeRegion",
    "district": "District",
    "association": "AssociationOfMunicipalities",
    "municipality": "Municipality",
}
SELECT = """
SELECT things.id, things.iri, things.label, things.class, coalesce(things.state, ''),
  coalesce(things.district, ''), names.kind, names.text, names.folded
FROM names JOIN things ON things.id = names.thing WHERE
"""
NAMED = f"{SELECT} names.joined = ?"
BEGUN = f"{SELECT} names.joined >= ? AND names.joined < ? AND names.kind = ? LIMIT 5000"
THING = f"{SELECT} things.iri = ? ORDER BY names.id LIMIT 1"
OF_CLASS = """
SELECT 1 FROM classes JOIN kinds ON kinds.id = classes.kind
WHERE classes.thing = ? AND kinds.iri = ?
"""
ALL_NAMES = """
SELECT names.joined, things.iri FROM names JOIN things ON things.id = names.thing
WHERE names.kind IN ('label', 'base', 'former') AND things.class IN
"""
LABELS = "SELECT iri, label FROM things WHERE iri = ?"


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A thing as one of its names or keys leads to it."""

    thing: int
    iri: str
    label: str
    kind: str
    """IRI of the class it is called by."""
    state: str
    district: str
    via: str
    """Kind of the name, as the search index has it."""
    text: str
    folded: str

    @property
    def key(self) -> str:
        """Return the official key, or the last part of the IRI."""
        return self.iri.rstrip("/").rpartition("/")[2]

    @property
    def is_city(self) -> bool:
        """Tell whether this is a municipality that is a district by itself."""
        return self.district == self.iri

    @property
    def level(self) -> str:
        """Return the class that the IRI tells, for what exists no more too."""
        folder = self.iri.rstrip("/").rpartition("/")[0].rpartition("/")[2]
        namespace = self.kind.partition("#")[0]
        return f"{namespace}#{FOLDERS[folder]}" if folder in FOLDERS else self.kind

    @property
    def area_key(self) -> str:
        """Return the digits with which the keys of all begin that lies inside."""
        return self.key[:DISTRICT_KEY] if self.is_city else self.key


class Places:
    """The places of one index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._named: dict[str, tuple[NamedPlace, ...]] = {}
        self._begun: dict[tuple[str, str], tuple[NamedPlace, ...]] = {}
        self._labels: dict[str, str] = {"": ""}

    def named(self, words: str) -> tuple[NamedPlace, ...]:
        """Return what has folded words as a name; keys and identifiers are left out."""
        return tuple(place for place in self._rows(joined(words)) if place.via not in KEYS)

    def keyed(self, text: str) -> tuple[NamedPlace, ...]:
        """Return what has a key or identifier."""
        return tuple(place for place in self._rows(text.casefold()) if place.via in KEYS)

    def begun(self, start: str, via: str) -> tuple[NamedPlace, ...]:
        """Return what has a name of a kind that begins with some letters."""
        if (start, via) not in self._begun:
            if len(self._begun) >= 100:
                self._begun.clear()
            rows = self.connection.execute(BEGUN, (start, f"{start}\U0010ffff", via))
            self._begun[start, via] = tuple(NamedPlace(*row) for row in rows)
        return self._begun[start, via]

    def thing(self, iri: str) -> NamedPlace | None:
        """Return a thing by its IRI."""
        row = self.connection.execute(THING, (iri,)).fetchone()
        return None if row is None else NamedPlace(*row)

    def label(self, iri: str) -> str:
        """Return the label of a thing, nothing where it has none."""
        if iri not in self._labels:
            row = self.connection.execute(LABELS, (iri,)).fetchone()
            self._labels[iri] = "" if row is None else str(row[1])
        return self._labels[iri]

    def is_a(self, place: NamedPlace, kind: str) -> bool:
        """Tell whether a place is of a class, not only called by it."""
        row = self.connection.execute(OF_CLASS, (place.thing, kind)).fetchone()
        return place.kind == kind or row is not None

    def keys(self, place: NamedPlace) -> frozenset[str]:
        """Return the present keys of a place, its postal code among them."""
        sql = "SELECT text FROM names WHERE thing = ? AND kind = ?"
        return frozenset(str(row[0]) for row in self.connection.execute(sql, (place.thing, KEY)))

    def contains(self, container: NamedPlace, place: NamedPlace) -> bool:
        """Tell by the keys whether a place is, or lies in, another."""
        if container.iri in (place.iri, place.state, place.district):
            return True
        area = container.area_key
        if not area.isdigit() or place.key == area:
            return False
        if len(area) == ASSOCIATION_KEY:
            return any(len(key) == ARS and key.startswith(area) for key in self.keys(place))
        return len(area) < AGS and place.key.startswith(area)

    def all_names(self, classes: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Yield all names, without blanks, of things of some classes, with their IRIs."""
        marks = ", ".join("?" * len(classes))
        yield from self.connection.execute(f"{ALL_NAMES} ({marks})", sorted(classes))

    def _rows(self, text: str) -> tuple[NamedPlace, ...]:
        if (known := self._named.get(text)) is not None:
            return known
        rows = tuple(NamedPlace(*row) for row in self.connection.execute(NAMED, (text,)))
        if len(self._named) >= 20_000:
            self._named.clear()
        self._named[text] = rows
        return rows
