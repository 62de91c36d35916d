"""Works out what one register makes of the authorities of the one before."""

from collections.abc import Iterator
from dataclasses import dataclass

from klimagraph.register.companion_index import Companions
from klimagraph.register.labels import unit_label
from klimagraph.register.levels import CITY_DISTRICT_KINDS, Level
from klimagraph.register.tables import (
    FormerAuthorityRow,
    FormerKeyRow,
    PopulationRow,
    RegisterTables,
)


@dataclass(frozen=True)
class Succession:
    """The previous and the present register with the keys that came and went."""

    previous: RegisterTables
    present: RegisterTables
    added: tuple[str, ...]
    vanished: tuple[str, ...]


@dataclass(frozen=True)
class _Node:
    """An authority that has an identifier of its own."""

    level: str
    name: str
    population: int


def succession(previous: RegisterTables, present: RegisterTables) -> Succession:
    """Compare two registers by the keys of their authorities."""
    before, after = _nodes(previous), _nodes(present)
    return Succession(
        previous=previous,
        present=present,
        added=tuple(sorted(after.keys() - before.keys())),
        vanished=tuple(sorted(before.keys() - after.keys())),
    )


def former_authorities(change: Succession, known: Companions) -> list[FormerAuthorityRow]:
    """Return the authorities of old that are not in the present register."""
    before, after = _nodes(change.previous), _nodes(change.present)
    rows = [row for row in known.former_authorities if row.key not in after]
    for key in change.vanished:
        node = before[key]
        rows.append(
            FormerAuthorityRow(
                key=key,
                level=node.level,
                name=node.name,
                last_known_valid=change.previous.register_date,
                first_known_invalid=change.present.register_date,
                successor="",
            )
        )
    return rows


def former_keys(change: Succession, known: Companions) -> list[FormerKeyRow]:
    """Return the dated keys; a key given up twice has the last of its ends."""
    rows = {
        (row.kind, row.key, row.holder): row
        for holder_rows in known.former_keys.values()
        for row in holder_rows
    }
    for row in changed_keys(change):
        rows[row.kind, row.key, row.holder] = row
    return list(rows.values())


def changed_keys(change: Succession) -> Iterator[FormerKeyRow]:
    """Yield the twelve-digit keys that municipalities of the same eight digits gave up."""
    before = {row.ags: row.ars for row in change.previous.municipalities}
    for row in change.present.municipalities:
        key = before.get(row.ags, row.ars)
        if key != row.ars:
            yield FormerKeyRow(
                "ars", key, row.ags, change.previous.register_date, change.present.register_date
            )


def populations(change: Succession, known: Companions) -> list[PopulationRow]:
    """Return the populations of other days; those of the previous register join them."""
    day = change.previous.population_date
    rows = {(row.key, row.date): row for group in known.populations.values() for row in group}
    vanished = set(change.vanished)
    for key, node in _nodes(change.previous).items():
        if key in vanished or day != change.present.population_date:
            rows[key, day] = PopulationRow(key, day, node.population)
    return list(rows.values())


def _nodes(tables: RegisterTables) -> dict[str, _Node]:
    """Return the authorities by key; a city that is its own district stands once."""
    nodes = {
        unit.key: _Node(
            unit.level, unit_label(unit.level, unit.kind, unit.name).preferred, unit.population
        )
        for unit in tables.units
        if unit.kind not in CITY_DISTRICT_KINDS
    }
    for row in tables.municipalities:
        nodes[row.ags] = _Node(Level.MUNICIPALITY.value, row.name, row.population)
    return nodes
