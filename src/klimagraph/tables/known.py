"""Things that cells refer to: authorities by their keys, everything by its name."""

import csv
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from klimagraph.folding import folded
from klimagraph.namespaces import THINGS
from klimagraph.register.labels import municipality_label, unit_label
from klimagraph.register.levels import CITY_DISTRICT_KINDS, Level, city_of_district
from klimagraph.register.ntriples import identifier
from klimagraph.register.tables import (
    AUTHORITIES,
    MUNICIPALITIES_FILE,
    UNITS_FILE,
)
from klimagraph.terms import term

NAMES = ("skos:prefLabel", "skos:altLabel", "dcterms:title", "foaf:name", "klima:shortName")
LABELS = ("skos:prefLabel", "dcterms:title", "foaf:name")
AUTHORITY_FOLDERS = frozenset(str(level) for level in Level)
NOT_NAMED = frozenset({"evidence", "gap", "count", "reading"})
LANGUAGES = ("de", "en", None)


class Known:
    """What is published in a release, or the bundled register where there is none."""

    def __init__(self, store: Store | None, root: Path) -> None:
        self.store, self._root = store, root

    def exists(self, iri: str) -> bool:
        """Tell whether anything is known about a thing."""
        if self.store is None:
            return iri in register_iris(self._root)
        return any(True for _ in self.store.quads_for_pattern(NamedNode(iri), None, None))

    def label(self, iri: str) -> str:
        """Return the German name of a thing, empty where there is none."""
        if self.store is None:
            return register_labels(self._root).get(iri, "")
        for name in LABELS:
            quads = self.store.quads_for_pattern(NamedNode(iri), term(name), None)
            found = [quad.object for quad in quads if isinstance(quad.object, Literal)]
            if found:
                return min(found, key=lambda one: (one.language != "de", one.value)).value
        return ""

    def named(self, text: str) -> list[str]:
        """Return the things that bear a name, as it is written or else but for its spelling."""
        if self.store is None:
            return []
        exact = sorted(set(self._exactly(text)))
        return exact or sorted(self._by_name.get(folded(text), ()))

    def names_of(self, folders: Iterable[str]) -> list[tuple[str, str]]:
        """Return names of things of some folders with their IRIs, for suggestions."""
        beginnings = tuple(f"{THINGS}{folder}/" for folder in folders)
        return [
            (name, iri)
            for name, found in self._by_name.items()
            for iri in found
            if iri.startswith(beginnings)
        ]

    def labelled(self, folders: Iterable[str]) -> list[tuple[str, str]]:
        """Return the German names of things of some folders, authorities apart, with IRIs."""
        found = {iri for _name, iri in self.names_of(folders)}
        return [(self.label(iri), iri) for iri in sorted(found)]

    def _exactly(self, text: str) -> Iterator[str]:
        assert self.store is not None  # noqa: S101  # asked before
        for name in NAMES:
            for language in LANGUAGES:
                literal = Literal(text, language=language) if language else Literal(text)
                for quad in self.store.quads_for_pattern(None, term(name), literal):
                    if isinstance(quad.subject, NamedNode):
                        yield quad.subject.value

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        """Return all things but authorities, which the resolver knows better, by folded name."""
        found: dict[str, set[str]] = {}
        for name in NAMES if self.store is not None else ():
            for quad in self.store.quads_for_pattern(None, term(name), None):  # type: ignore[union-attr]
                iri = getattr(quad.subject, "value", "")
                folder = iri.removeprefix(THINGS).partition("/")[0]
                if iri.startswith(THINGS) and folder not in AUTHORITY_FOLDERS | NOT_NAMED:
                    found.setdefault(folded(getattr(quad.object, "value", "")), set()).add(iri)
        return found


def iris_of_key(digits: str) -> list[str]:
    """Return the authorities that a key of digits may be: the narrowest reading first."""
    if len(digits) == 12:
        found = [(Level.MUNICIPALITY, digits[:5] + digits[9:])]
        if digits.endswith("000"):
            found += [(Level.ASSOCIATION, digits[:9])]
        if digits.endswith("0000000"):
            found += _district_or_above(digits[:5])
        return _iris(found)
    if len(digits) == 8:
        above = _district_or_above(digits[:5]) if digits.endswith("000") else []
        return _iris([(Level.MUNICIPALITY, digits), *above])
    if len(digits) == 9:
        return _iris([(Level.ASSOCIATION, digits)])
    if len(digits) == 5:
        return _iris(_district_or_above(digits))
    level = {2: Level.STATE, 3: Level.REGION, 4: Level.REGION}.get(len(digits))
    return _iris([(level, digits)]) if level else []


def _district_or_above(key: str) -> list[tuple[Level, str]]:
    return [
        (Level.DISTRICT, key),
        (Level.MUNICIPALITY, city_of_district(key)),
        *([(Level.STATE, key[:2])] if key.endswith("000") else []),
    ]


def _iris(found: Iterable[tuple[Level, str]]) -> list[str]:
    return [identifier(level, key) for level, key in found]


@lru_cache(2)
def register_iris(root: Path) -> frozenset[str]:
    """Return all authorities of the bundled register; cities that are districts once."""
    folder = root / "data" / AUTHORITIES
    with (folder / MUNICIPALITIES_FILE).open(encoding="utf-8") as lines:
        found = {identifier(Level.MUNICIPALITY, line.partition(",")[0]) for line in lines}
    for row in _table(folder / UNITS_FILE):
        if row["kind"] not in CITY_DISTRICT_KINDS:
            found.add(identifier(row["level"], row["key"]))
    return frozenset(found)


@lru_cache(2)
def register_labels(root: Path) -> dict[str, str]:
    """Return the names of all authorities of the bundled register by IRI."""
    return {row.iri: row.name for row in register_rows(root)}


class RegisterRow:
    """An authority as the look-up sheet shows it."""

    __slots__ = ("district", "iri", "key", "kind", "name", "state")

    def __init__(self, iri: str, key: str, name: str, kind: str) -> None:
        self.iri, self.key, self.name, self.kind = iri, key, name, kind
        self.state = self.district = ""


@lru_cache(2)
def register_rows(root: Path) -> tuple[RegisterRow, ...]:
    """Return the authorities of the bundled register: municipalities, then what is above."""
    folder = root / "data" / AUTHORITIES
    units, names = [], {}
    for row in _table(folder / UNITS_FILE):
        city = row["kind"] in CITY_DISTRICT_KINDS
        label = row["name"] if city else _unit_name(row)
        names[row["key"]] = label
        if not city:
            iri = identifier(row["level"], row["key"])
            units.append(_placed(RegisterRow(iri, row["key"], label, row["kind"]), row["key"]))
    found = []
    for row in _table(folder / MUNICIPALITIES_FILE):
        iri, name = identifier(Level.MUNICIPALITY, row["ags"]), municipality_label(row["name"])
        one = RegisterRow(iri, row["ags"], name.preferred, row["kind"])
        found.append(_placed(one, row["ars"]))
    for one in (*found, *units):
        one.state, one.district = names.get(one.state, ""), names.get(one.district, "")
    return (*found, *units)


def _unit_name(row: dict[str, str]) -> str:
    return unit_label(row["level"], row["kind"], row["name"]).preferred


def _placed(row: RegisterRow, ars: str) -> RegisterRow:
    """Return a row with the keys of its state and district."""
    row.state = ars[:2]
    row.district = ars[:5] if len(ars) > 5 else ""
    return row


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)
