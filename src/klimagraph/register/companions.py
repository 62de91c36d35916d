"""Makes all tables of reference data from the folder of reference files."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from klimagraph.register.boundary_table import boundary_rows
from klimagraph.register.companion_sources import (
    BOUNDARY_STATE,
    FIRST_STATE,
    POPULATION_STATES,
    REGISTER_FILE,
    Earlier,
    Ended,
    earlier_municipalities,
    ended_municipalities,
    features,
    municipality_places,
    populations,
    unit_places,
    wikidata_items,
)
from klimagraph.register.gv100ad import Register, read_register
from klimagraph.register.levels import CITY_DISTRICT_KINDS, Level, ags_of_ars, city_of_district
from klimagraph.register.rows import write_rows
from klimagraph.register.tables import (
    AUTHORITIES,
    BOUNDARIES,
    BOUNDARIES_FILE,
    COORDINATES_FILE,
    FORMER_AUTHORITIES_FILE,
    FORMER_KEYS_FILE,
    NUTS_FILE,
    POPULATIONS_FILE,
    WIKIDATA_FILE,
    BoundaryRow,
    CoordinateRow,
    FormerAuthorityRow,
    FormerKeyRow,
    NutsRow,
    PopulationRow,
    WikidataRow,
    default_population_date,
    write_register,
)

_WIKIDATA_LEVELS = {
    "verband": Level.ASSOCIATION,
    "kreis": Level.DISTRICT,
    "kreisfreie stadt": Level.MUNICIPALITY,
    "gemeinde": Level.MUNICIPALITY,
}


def build_tables(reference: Path, data: Path) -> None:
    """Write the tables of authorities and of boundaries below the data folder."""
    register = read_register(reference / REGISTER_FILE)
    authorities, boundaries = data / AUTHORITIES, data / BOUNDARIES
    boundaries.mkdir(parents=True, exist_ok=True)
    write_register(register, default_population_date(register.date), authorities)
    write_companions(register, reference, authorities)
    write_rows(boundaries / BOUNDARIES_FILE, BoundaryRow, boundary_rows(register, reference))


def write_companions(register: Register, reference: Path, folder: Path) -> None:
    """Write the tables that complement the register."""
    earlier = {ags_of_ars(row.ars): row for row in earlier_municipalities(reference)}
    ended = list(ended_municipalities(reference))
    known = _node_keys(register)
    coordinates = _coordinate_rows(known, reference, earlier, ended)
    write_rows(folder / COORDINATES_FILE, CoordinateRow, coordinates)
    write_rows(folder / NUTS_FILE, NutsRow, _nuts_rows(known, reference))
    counts = _population_rows(known | {row.ags for row in ended}, reference)
    write_rows(folder / POPULATIONS_FILE, PopulationRow, counts)
    keys = [
        *_former_ars_rows(register, reference, earlier),
        *_former_ags_rows(register, reference, earlier, ended),
    ]
    write_rows(folder / FORMER_KEYS_FILE, FormerKeyRow, keys)
    authorities = _former_authority_rows(ended, reference)
    write_rows(folder / FORMER_AUTHORITIES_FILE, FormerAuthorityRow, authorities)
    write_rows(folder / WIKIDATA_FILE, WikidataRow, _wikidata_rows(reference))


def _node_keys(register: Register) -> frozenset[str]:
    """Return the keys by which authorities are identified: a city district by its city."""
    units = (unit.key for unit in register.units if unit.kind not in CITY_DISTRICT_KINDS)
    return frozenset(units) | {municipality.ags for municipality in register.municipalities}


def _coordinate_rows(
    known: frozenset[str], reference: Path, earlier: dict[str, Earlier], ended: Iterable[Ended]
) -> Iterator[CoordinateRow]:
    for place in (*municipality_places(reference), *unit_places(reference)):
        if place.key in known and place.lat:
            yield CoordinateRow(place.key, Decimal(place.lat), Decimal(place.lon), place.source)
    for row in ended:
        if row.ags in earlier:
            then = earlier[row.ags]
            yield CoordinateRow(row.ags, then.lat, then.lon, "gvisys2018_ags")


def _nuts_rows(known: frozenset[str], reference: Path) -> Iterator[NutsRow]:
    for place in (*municipality_places(reference), *unit_places(reference)):
        if place.key in known and place.nuts:
            yield NutsRow(place.key, place.nuts)


def _population_rows(known: frozenset[str], reference: Path) -> Iterator[PopulationRow]:
    for day in POPULATION_STATES:
        for padded, value in populations(reference, day):
            for key in _keys_of_padded(padded):
                if key in known:
                    yield PopulationRow(key, day, value)


def _keys_of_padded(padded: str) -> list[str]:
    keys = [padded]
    if padded.endswith("000"):
        keys.append(padded[:5])
    if padded.endswith("000000"):
        keys.append(padded[:2])
    return keys


def _former_ars_rows(
    register: Register, reference: Path, earlier: dict[str, Earlier]
) -> Iterator[FormerKeyRow]:
    states = (
        (FIRST_STATE, {ags: row.ars for ags, row in earlier.items()}),
        (BOUNDARY_STATE, {row.ags: row.ars for row in features(reference, "gemeinden")}),
        (register.date, {row.ags: row.ars for row in register.municipalities}),
    )
    for municipality in register.municipalities:
        ags = municipality.ags
        known = [(day, keys[ags]) for day, keys in states if ags in keys]
        for (last, key), (following, successor) in pairwise(known):
            if key != successor:
                yield FormerKeyRow("ars", key, ags, last, following)


def _former_ags_rows(
    register: Register, reference: Path, earlier: dict[str, Earlier], ended: Iterable[Ended]
) -> Iterator[FormerKeyRow]:
    """Yield the keys of municipalities that got another key and kept their whole area."""
    successors = _successors(reference)
    hectares = {row.ags: row.hectares for row in register.municipalities}
    for row in ended:
        holder = successors.get(row.ags)
        if holder and earlier[row.ags].square_kilometres * 100 == hectares[holder]:
            yield FormerKeyRow(
                "ags", row.ags, holder, row.last_known_valid, row.first_known_invalid
            )


def _former_authority_rows(ended: Iterable[Ended], reference: Path) -> Iterator[FormerAuthorityRow]:
    successors = _successors(reference)
    for row in ended:
        yield FormerAuthorityRow(
            key=row.ags,
            level=Level.MUNICIPALITY.value,
            name=row.name,
            last_known_valid=row.last_known_valid,
            first_known_invalid=row.first_known_invalid,
            successor=successors.get(row.ags, ""),
        )


def _successors(reference: Path) -> dict[str, str]:
    return {row.predecessor: row.key for row in municipality_places(reference) if row.predecessor}


def _wikidata_rows(reference: Path) -> set[WikidataRow]:
    """Return the items, each once: the source repeats one."""
    rows = set()
    for row in wikidata_items(reference):
        level = _WIKIDATA_LEVELS[row.level]
        key = city_of_district(row.key) if row.level == "kreisfreie stadt" else row.key
        rows.add(WikidataRow(key, level.value, row.item))
    return rows
