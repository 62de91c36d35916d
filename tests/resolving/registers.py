"""The truth of these tests: the tables of the register, read without the program under test."""

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from klimagraph.bundle import bundle_folder

CITIES, AREAS = ("41", "42"), ("65", "66")
WORDS = {"43": "Kreis", "44": "Landkreis", "45": "Regionalverband"}


@dataclass(frozen=True)
class Official:
    """A row of the register."""

    key: str
    name: str
    kind: str
    ars: str = ""

    @property
    def short(self) -> str:
        """Return the name without the title behind its comma."""
        return self.name.partition(",")[0].strip()


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def municipalities() -> tuple[Official, ...]:
    """Return all municipalities; areas that belong to none are left out."""
    return tuple(one for one in _all() if one.kind not in AREAS)


@cache
def areas() -> tuple[Official, ...]:
    """Return the areas that belong to no municipality."""
    return tuple(one for one in _all() if one.kind in AREAS)


@cache
def _all() -> tuple[Official, ...]:
    found = rows(bundle_folder() / "data" / "reference-authorities/register/municipalities.csv")
    return tuple(Official(row["ags"], row["name"], row["kind"], row["ars"]) for row in found)


@cache
def units(level: str) -> tuple[Official, ...]:
    """Return the units of a level that are no municipalities."""
    found = rows(bundle_folder() / "data" / "reference-authorities/register/units.csv")
    return tuple(
        Official(row["key"], row["name"], row["kind"])
        for row in found
        if row["level"] == level and row["kind"] not in CITIES
    )


@cache
def former() -> tuple[Official, ...]:
    """Return the authorities that exist no more."""
    found = rows(bundle_folder() / "data" / "reference-authorities/former-authorities.csv")
    return tuple(Official(row["key"], row["name"], "") for row in found)


@cache
def names() -> dict[str, str]:
    """Return all names by key."""
    levels = ("state", "region", "district", "association")
    known = [*municipalities(), *former(), *(one for level in levels for one in units(level))]
    return {one.key: one.name for one in known}


@cache
def shared() -> frozenset[str]:
    """Return the short names that several municipalities have."""
    counted = Counter(one.short for one in municipalities())
    return frozenset(name for name, number in counted.items() if number > 1)


def district_of(one: Official) -> str:
    """Return what people call the district of a municipality, nothing for a city."""
    for unit in units("district"):
        if one.key.startswith(unit.key):
            word = WORDS[unit.kind]
            said = unit.name.startswith(word) or "kreis" in unit.name.casefold()
            return unit.name if said or "egion " in unit.name else f"{word} {unit.name}"
    return ""
