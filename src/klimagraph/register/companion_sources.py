"""Reads the files of the reference folder from which the companion tables are made."""

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

REGISTER_FILE = "admin/GV100AD_2023-11-30.txt.gz"
FIRST_STATE = date(2018, 12, 31)
BOUNDARY_STATE = date(2021, 1, 1)
POPULATION_STATES = (FIRST_STATE, date(2021, 12, 31))

_PREDECESSOR = "gvisys2018_predecessor_"
_VALIDITY_COLUMNS = (
    (FIRST_STATE, "valid_2018_12_31"),
    (BOUNDARY_STATE, "valid_2021_01_01"),
    (date(2021, 12, 31), "valid_2021_12_31"),
    (date(2023, 11, 30), "valid_2023_11_30"),
)


@dataclass(frozen=True)
class Located:
    """An authority with its point and its NUTS code, either of which may be empty."""

    key: str
    lat: str
    lon: str
    source: str
    nuts: str
    predecessor: str


@dataclass(frozen=True)
class Earlier:
    """A municipality as it stood in the first known state."""

    ars: str
    lat: Decimal
    lon: Decimal
    square_kilometres: Decimal


@dataclass(frozen=True)
class Ended:
    """A municipality key that is no longer valid, with the days between which it ended."""

    ags: str
    name: str
    last_known_valid: date
    first_known_invalid: date


@dataclass(frozen=True)
class Item:
    """A Wikidata item said to be the authority with the given key."""

    key: str
    level: str
    item: str


@dataclass(frozen=True)
class Feature:
    """One feature of a boundary file; `geometry` is GeoJSON."""

    ars: str
    ags: str
    geometry: dict[str, Any]


def municipality_places(reference: Path) -> Iterator[Located]:
    """Yield the places of the municipalities."""
    for cells in _csv(reference / "admin/municipalities.csv"):
        source = cells["coord_source"]
        yield Located(
            key=cells["ags8"],
            lat=cells["lat"],
            lon=cells["lon"],
            source=source,
            nuts=cells["nuts3"],
            predecessor=source.removeprefix(_PREDECESSOR) if _PREDECESSOR in source else "",
        )


def unit_places(reference: Path) -> Iterator[Located]:
    """Yield the places of states, districts and associations."""
    for cells in _csv(reference / "admin/admin_units.csv"):
        yield Located(
            key=cells["ars"],
            lat=cells["lat"],
            lon=cells["lon"],
            source=cells["coord_source"],
            nuts=cells["nuts"],
            predecessor="",
        )


def earlier_municipalities(reference: Path) -> Iterator[Earlier]:
    """Yield the municipalities of 31 December 2018."""
    path = reference / "admin/gvisys_2018-12-31_population_area_coordinates.json.gz"
    for ars, values in json.loads(_text(path), parse_float=Decimal).items():
        yield Earlier(
            ars=ars,
            lat=Decimal(values["center_lat"].replace(",", ".")),
            lon=Decimal(values["center_lon"].replace(",", ".")),
            square_kilometres=Decimal(values["area"]),
        )


def ended_municipalities(reference: Path) -> Iterator[Ended]:
    """Yield the municipality keys that ended between the first state and the register."""
    for cells in _csv(reference / "admin/ags_changes_2018_2023.csv"):
        states = [(day, cells[column] == "1") for day, column in _VALIDITY_COLUMNS]
        if states[-1][1]:
            continue
        last = max(day for day, valid in states if valid)
        yield Ended(
            ags=cells["ags8"],
            name=cells["name"],
            last_known_valid=last,
            first_known_invalid=min(day for day, valid in states if day > last),
        )


def populations(reference: Path, day: date) -> Iterator[tuple[str, int]]:
    """Yield keys of eight digits, zero-padded for states and districts, with inhabitants."""
    for cells in _csv(reference / f"indicators/population_{day}.csv.gz"):
        yield cells["ags"], int(cells["total"])


def wikidata_items(reference: Path) -> Iterator[Item]:
    """Yield the items whose key the register has."""
    for cells in _csv(reference / "admin/wikidata_crosswalk.csv"):
        if cells["matches_2023"] == "1":
            yield Item(key=cells["key"], level=cells["level"], item=cells["wikidata"])


def features(reference: Path, name: str) -> Iterator[Feature]:
    """Yield the features of a boundary file of 1 January 2021."""
    path = reference / f"admin/vg5000_2021-01-01_{name}.geojson.gz"
    for feature in json.loads(_text(path))["features"]:
        properties = feature["properties"]
        yield Feature(
            ars=properties["ars"], ags=properties["ags"] or "", geometry=feature["geometry"]
        )


def _csv(path: Path) -> Iterator[dict[str, str]]:
    return csv.DictReader(_text(path).splitlines())


def _text(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
