"""Counting what is known in areas, from the table that exploring uses too."""

from collections.abc import Mapping
from dataclasses import dataclass

from klimagraph.exploring.facets import KNOWN, Words
from klimagraph.exploring.selection import any_of
from klimagraph.exploring.table import Authority, Table, Value, numbers_of

MEASURES: dict[str, Words] = {
    "participation": {"de": "Beteiligt, auch früher", "en": "Takes or took part"},
    "member": {"de": "Mitglied", "en": "Member"},
    "commitment": {"de": "Zusage oder Ziel", "en": "Commitment or target"},
    "manager": {"de": "Klimaschutz­management", "en": "Climate manager"},
    "plan": {"de": "Konzept", "en": "Plan"},
    "grants": {"de": "Zuwendung", "en": "Grant"},
}
"""What is looked at, by the facet that says it; of members any alliance counts."""
RELATIONS = ("member", "involved", "applied", "former")


@dataclass(frozen=True)
class Share:
    """How many municipalities something is known of, with their inhabitants.

    `beyond` counts districts and associations, whose inhabitants would be counted twice.
    """

    municipalities: int
    inhabitants: int
    beyond: int
    part: float
    """Share of the inhabitants of the area."""


@dataclass(frozen=True)
class Area:
    """A state or a district, or all of them together, and what is known there."""

    key: str
    iri: str
    label: Words
    municipalities: int
    inhabitants: int
    shares: Mapping[str, Share]

    @property
    def unknown(self) -> int:
        """Return the municipalities of which no participation is known."""
        return self.municipalities - self.shares["participation"].municipalities


@dataclass(frozen=True)
class Alliance:
    """How many authorities of an area are known in which relation to an alliance."""

    key: str
    iri: str
    label: Words
    relations: Mapping[str, int]
    share: Share
    """The municipalities among its members."""


@dataclass(frozen=True)
class Known:
    """A municipality of which something is known, and what."""

    authority: Authority
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Country:
    """A whole area with its parts."""

    whole: Area
    parts: tuple[Area, ...]
    alliances: tuple[Alliance, ...]
    known: tuple[Known, ...] = ()


def country(table: Table, alliance: str = "") -> Country:
    """Return all states; of members only those of one alliance where its key is given."""
    rows = _measured(table, alliance)
    words = {"de": "Deutschland", "en": "Germany"}
    whole = _area(table, Value("", "", words, table.all), rows)
    states = table.values["state"].values()
    parts = tuple(_area(table, value, rows) for value in states)
    return Country(whole, parts, _alliances(table, table.all))


def state(table: Table, key: str, alliance: str = "") -> Country | None:
    """Return a state with its districts and known municipalities; None where there is none."""
    value = table.values["state"].get(key)
    if value is None:
        return None
    rows = _measured(table, alliance)
    districts = (
        _area(table, district, rows)
        for district in table.values["district"].values()
        if _lies_in(table, district, value)
    )
    known = _known(table, value.rows, rows)
    return Country(
        _area(table, value, rows), tuple(districts), _alliances(table, value.rows), known
    )


def _lies_in(table: Table, district: Value, state: Value) -> bool:
    return bool(district.rows & state.rows & ~table.rows("level", "State"))


def _measured(table: Table, alliance: str) -> dict[str, int]:
    """Return the bits of the authorities by measure."""
    rows = {name: table.rows(name, KNOWN) for name in MEASURES if name != "member"}
    keys = (alliance,) if alliance else tuple(table.values["member"])
    return rows | {"member": any_of(table, "member", keys)}


def municipalities(table: Table) -> int:
    """Return the bits of the municipalities; areas without one are left out."""
    return table.rows("level", "Municipality") & ~table.rows("level", "UnincorporatedArea")


def _area(table: Table, value: Value, measured: Mapping[str, int]) -> Area:
    held = municipalities(table) & value.rows
    inhabitants = table.inhabitants(held)
    shares = {
        name: _share(table, rows & value.rows, inhabitants) for name, rows in measured.items()
    }
    return Area(value.key, value.iri, value.label, held.bit_count(), inhabitants,
                {name: shares[name] for name in MEASURES})  # fmt: skip


def _share(table: Table, rows: int, of: int) -> Share:
    own = rows & municipalities(table)
    inhabitants = table.inhabitants(own)
    beyond = rows & ~table.rows("level", "Municipality")
    return Share(own.bit_count(), inhabitants, beyond.bit_count(), inhabitants / of if of else 0.0)


def _alliances(table: Table, rows: int) -> tuple[Alliance, ...]:
    inhabitants = table.inhabitants(rows & municipalities(table))
    found = {
        value.key: value for relation in RELATIONS for value in table.values[relation].values()
    }
    listed = []
    for key, value in found.items():
        held = {relation: table.rows(relation, key) & rows for relation in RELATIONS}
        counts = {relation: bits.bit_count() for relation, bits in held.items()}
        if any(counts.values()):
            share = _share(table, held["member"], inhabitants)
            listed.append(Alliance(key, value.iri, value.label, counts, share))
    return tuple(sorted(listed, key=lambda one: (-one.relations["member"], one.label["de"])))


def _known(table: Table, rows: int, measured: Mapping[str, int]) -> tuple[Known, ...]:
    anything = 0
    for bits in measured.values():
        anything |= bits
    found = []
    for number in numbers_of(rows & anything & municipalities(table)):
        names = tuple(name for name in MEASURES if measured[name] >> number & 1)
        found.append(Known(table.authorities[number], names))
    return tuple(sorted(found, key=lambda one: -len(one.measures)))
