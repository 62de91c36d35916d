"""Checks the records of a register against each other: parents, doubles, completeness."""

from collections.abc import Iterable, Sequence

from klimagraph.register.levels import (
    CITY_DISTRICT_KINDS,
    WITHOUT_ASSOCIATION_KIND,
    Level,
    ags_of_ars,
    city_of_district,
)
from klimagraph.register.records import Record, record_date


def check_hierarchy(records: Sequence[Record]) -> None:
    """Refuse records of several dates, doubled keys, missing parents and units left empty."""
    _check_dates(records)
    _check_parents(records)
    municipalities = [record for record in records if _level(record) is Level.MUNICIPALITY]
    _check_municipality_keys(municipalities)
    units = [record for record in records if _level(record) is not Level.MUNICIPALITY]
    _check_units_filled(units, municipalities)
    _check_cities(units, municipalities)


def _check_dates(records: Sequence[Record]) -> None:
    expected = record_date(records[0])
    for record in records:
        if record_date(record) != expected:
            message = f"Gebietsstand {record_date(record)}; im ersten Satz steht {expected}, "
            raise record.refused(f"{message}erlaubt ist nur einer.", 3)


def _check_parents(records: Iterable[Record]) -> None:
    seen: set[str] = set()
    for record in records:
        key = record.key
        if key in seen:
            message = f"Schlüssel {key} steht zum zweiten Mal; erlaubt ist jeder einmal."
            raise record.refused(message, 11)
        for parent, name in _parents(record):
            if parent not in seen:
                message = f"Schlüssel {key}: {name} {parent} geht nicht voran."
                raise record.refused(message, 11)
        seen.add(key)


def _parents(record: Record) -> list[tuple[str, str]]:
    key = record.key
    parents = [] if _level(record) is Level.STATE else [(key[:2], "das Land")]
    if len(key) > 3 and key[2] != "0":
        parents.append((key[:3], "der Regierungsbezirk"))
    if _level(record) is Level.ASSOCIATION and not _is_outside_districts(record):
        parents.append((key[:5], "der Kreis"))
    if _level(record) is Level.MUNICIPALITY:
        parents.append((key[:9], "der Verband"))
    return parents


def _is_outside_districts(record: Record) -> bool:
    return record.kind == WITHOUT_ASSOCIATION_KIND and record.key[2:].startswith("0009")


def _check_municipality_keys(municipalities: Iterable[Record]) -> None:
    seen: set[str] = set()
    for record in municipalities:
        ags = ags_of_ars(record.key)
        if ags in seen:
            message = f"Gemeindeschlüssel {ags} steht zum zweiten Mal; erlaubt ist jeder einmal."
            raise record.refused(message, 11)
        seen.add(ags)


def _check_units_filled(units: Iterable[Record], municipalities: Iterable[Record]) -> None:
    filled = {record.key[:length] for record in municipalities for length in (2, 3, 4, 5, 9)}
    for record in units:
        if record.key not in filled:
            message = f"Zu Schlüssel {record.key} folgt keine Gemeinde; ist die Datei unvollständig"
            raise record.refused(f"{message}?", 11)


def _check_cities(units: Iterable[Record], municipalities: Iterable[Record]) -> None:
    ags = {ags_of_ars(record.key) for record in municipalities}
    for record in units:
        if record.kind in CITY_DISTRICT_KINDS and city_of_district(record.key) not in ags:
            message = f"Zum Stadtkreis {record.key} fehlt die Gemeinde "
            raise record.refused(f"{message}{city_of_district(record.key)}.", 11)


def _level(record: Record) -> Level:
    return record.layout.level
