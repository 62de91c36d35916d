"""Holds the companion tables by key, ready to be looked up for each authority."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from klimagraph.register.rows import read_rows
from klimagraph.register.tables import (
    COORDINATES_FILE,
    FORMER_AUTHORITIES_FILE,
    FORMER_KEYS_FILE,
    NUTS_FILE,
    POPULATIONS_FILE,
    WIKIDATA_FILE,
    CoordinateRow,
    FormerAuthorityRow,
    FormerKeyRow,
    NutsRow,
    PopulationRow,
    WikidataRow,
)

RowType = TypeVar("RowType")


@dataclass(frozen=True)
class Companions:
    """What is known of authorities beside the register, by key."""

    coordinates: dict[str, CoordinateRow]
    nuts: dict[str, str]
    populations: dict[str, list[PopulationRow]]
    former_keys: dict[str, list[FormerKeyRow]]
    items: dict[str, list[str]]
    former_authorities: list[FormerAuthorityRow]


def read_companions(folder: Path) -> Companions:
    """Return the companion tables of a folder."""
    items = _grouped((row.key, row.item) for row in read_rows(folder / WIKIDATA_FILE, WikidataRow))
    return Companions(
        coordinates={row.key: row for row in read_rows(folder / COORDINATES_FILE, CoordinateRow)},
        nuts={row.key: row.nuts for row in read_rows(folder / NUTS_FILE, NutsRow)},
        populations=_grouped(
            (row.key, row) for row in read_rows(folder / POPULATIONS_FILE, PopulationRow)
        ),
        former_keys=_grouped(
            (row.holder, row) for row in read_rows(folder / FORMER_KEYS_FILE, FormerKeyRow)
        ),
        items=items,
        former_authorities=read_rows(folder / FORMER_AUTHORITIES_FILE, FormerAuthorityRow),
    )


def _grouped(pairs: Iterable[tuple[str, RowType]]) -> dict[str, list[RowType]]:
    groups: defaultdict[str, list[RowType]] = defaultdict(list)
    for key, row in pairs:
        groups[key].append(row)
    return groups
