"""Reads the official register of municipalities in the format GV100AD.

https://www.destatis.de/DE/Themen/Laender-Regionen/Regionales/Gemeindeverzeichnis/_inhalt.html
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from klimagraph.errors import InputRefused
from klimagraph.register.hierarchy import check_hierarchy
from klimagraph.register.levels import WITHOUT_ASSOCIATION_KIND, Level, ags_of_ars
from klimagraph.register.records import (
    HECTARES,
    MALE_POPULATION,
    NAME,
    POPULATION,
    POSTAL_CODE,
    POSTAL_CODE_SHARED,
    SEAT,
    Record,
    check_record,
    record_date,
)
from klimagraph.register.source_text import record_texts


@dataclass(frozen=True)
class Unit:
    """A state, region, district or association as the register names it."""

    level: Level
    key: str
    name: str
    kind: str
    seat: str


@dataclass(frozen=True)
class Municipality:
    """A unit of the municipal level as the register names it."""

    ags: str
    ars: str
    name: str
    kind: str
    hectares: int
    population: int
    male_population: int
    postal_code: str
    postal_code_shared: bool


@dataclass(frozen=True)
class Register:
    """The authorities of one day; a municipality without association has no unit for one."""

    date: date
    units: tuple[Unit, ...]
    municipalities: tuple[Municipality, ...]


def read_register(path: Path) -> Register:
    """Return the register that a file holds, or refuse the file with line and column."""
    records = [
        Record(str(path), number, text) for number, text in enumerate(record_texts(path), start=1)
    ]
    for record in records:
        check_record(record)
    check_hierarchy(records)
    register = Register(
        date=record_date(records[0]),
        units=tuple(_unit(record) for record in records if _is_unit(record)),
        municipalities=tuple(_municipality(record) for record in records if _is_last(record)),
    )
    if not register.municipalities:
        raise InputRefused("Die Datei enthält keine Gemeinde (Satzart 60).", source=str(path))
    return register


def _is_last(record: Record) -> bool:
    return record.layout.level is Level.MUNICIPALITY


def _is_unit(record: Record) -> bool:
    return not _is_last(record) and record.kind != WITHOUT_ASSOCIATION_KIND


def _unit(record: Record) -> Unit:
    return Unit(
        level=record.layout.level,
        key=record.key,
        name=record.value(NAME),
        kind=record.kind,
        seat=record.value(SEAT),
    )


def _municipality(record: Record) -> Municipality:
    return Municipality(
        ags=ags_of_ars(record.key),
        ars=record.key,
        name=record.value(NAME),
        kind=record.kind,
        hectares=int(record.raw(HECTARES)),
        population=int(record.raw(POPULATION)),
        male_population=int(record.raw(MALE_POPULATION)),
        postal_code=record.value(POSTAL_CODE),
        postal_code_shared=bool(record.value(POSTAL_CODE_SHARED)),
    )
