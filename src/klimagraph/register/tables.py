"""The normalised tables of reference data: what is in them, how they are written and read."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from klimagraph.errors import InputRefused
from klimagraph.register.gv100ad import Municipality, Register
from klimagraph.register.rows import read_rows, write_rows

AUTHORITIES = "reference-authorities"
BOUNDARIES = "reference-boundaries"
COORDINATES_FILE = "coordinates.csv"
NUTS_FILE = "nuts.csv"
POPULATIONS_FILE = "populations.csv"
FORMER_KEYS_FILE = "former-keys.csv"
FORMER_AUTHORITIES_FILE = "former-authorities.csv"
WIKIDATA_FILE = "wikidata.csv"
BOUNDARIES_FILE = "boundaries.csv.gz"
UNITS_FILE = "register/units.csv"
MUNICIPALITIES_FILE = "register/municipalities.csv"
DATES_FILE = "register/register.toml"


@dataclass(frozen=True)
class UnitRow:
    """A state, region, district or association with the sums over its municipalities."""

    key: str
    level: str
    name: str
    kind: str
    seat: str
    municipalities: int
    population: int
    square_kilometres: Decimal


@dataclass(frozen=True)
class MunicipalityRow:
    """A unit of the municipal level; `postal_code_shared` is "1" where there are several codes."""

    ags: str
    ars: str
    name: str
    kind: str
    population: int
    male_population: int
    square_kilometres: Decimal
    postal_code: str
    postal_code_shared: str


@dataclass(frozen=True)
class CoordinateRow:
    """A point within an authority, WGS 84."""

    key: str
    lat: Decimal
    lon: Decimal
    source: str


@dataclass(frozen=True)
class NutsRow:
    """The NUTS code of an authority, or of the NUTS 3 region in which it lies."""

    key: str
    nuts: str


@dataclass(frozen=True)
class PopulationRow:
    """The number of inhabitants on a day other than that of the register."""

    key: str
    date: date
    value: int


@dataclass(frozen=True)
class FormerKeyRow:
    """A key (`kind` is ags or ars) that a municipality had; `holder` is its key of eight digits."""

    kind: str
    key: str
    holder: str
    last_known_valid: date
    first_known_invalid: date


@dataclass(frozen=True)
class FormerAuthorityRow:
    """An authority that the register no longer has; `successor` is empty where unknown."""

    key: str
    level: str
    name: str
    last_known_valid: date
    first_known_invalid: date
    successor: str


@dataclass(frozen=True)
class WikidataRow:
    """The Wikidata item of an authority."""

    key: str
    level: str
    item: str


@dataclass(frozen=True)
class BoundaryRow:
    """The boundary of an authority as well-known text, longitude first."""

    key: str
    level: str
    wkt: str


@dataclass(frozen=True)
class RegisterTables:
    """What the folder `register/` holds."""

    register_date: date
    population_date: date
    units: list[UnitRow]
    municipalities: list[MunicipalityRow]


def default_population_date(register_date: date) -> date:
    """Return the day for which a register usually states populations: the last New Year's Eve."""
    return date(register_date.year - 1, 12, 31)


def write_register(register: Register, population_date: date, folder: Path) -> None:
    """Write the folder `register/` below the given one."""
    (folder / UNITS_FILE).parent.mkdir(parents=True, exist_ok=True)
    write_rows(folder / UNITS_FILE, UnitRow, unit_rows(register))
    rows = [_municipality_row(municipality) for municipality in register.municipalities]
    write_rows(folder / MUNICIPALITIES_FILE, MunicipalityRow, rows)
    dates = f"date = {register.date}\npopulation_date = {population_date}\n"
    (folder / DATES_FILE).write_text(dates, encoding="utf-8", newline="\n")


def read_register_tables(folder: Path) -> RegisterTables:
    """Return what `write_register` wrote below a folder."""
    register_date, population_date = _dates(folder / DATES_FILE)
    return RegisterTables(
        register_date=register_date,
        population_date=population_date,
        units=read_rows(folder / UNITS_FILE, UnitRow),
        municipalities=read_rows(folder / MUNICIPALITIES_FILE, MunicipalityRow),
    )


def unit_rows(register: Register) -> Iterator[UnitRow]:
    """Yield a row for each unit with the sums over the municipalities whose keys it begins."""
    numbers, population, hectares = Counter[str](), Counter[str](), Counter[str]()
    for municipality in register.municipalities:
        for length in (2, 3, 4, 5, 9):
            key = municipality.ars[:length]
            numbers[key] += 1
            population[key] += municipality.population
            hectares[key] += municipality.hectares
    for unit in register.units:
        yield UnitRow(
            key=unit.key,
            level=unit.level.value,
            name=unit.name,
            kind=unit.kind,
            seat=unit.seat,
            municipalities=numbers[unit.key],
            population=population[unit.key],
            square_kilometres=_square_kilometres(hectares[unit.key]),
        )


def _municipality_row(municipality: Municipality) -> MunicipalityRow:
    return MunicipalityRow(
        ags=municipality.ags,
        ars=municipality.ars,
        name=municipality.name,
        kind=municipality.kind,
        population=municipality.population,
        male_population=municipality.male_population,
        square_kilometres=_square_kilometres(municipality.hectares),
        postal_code=municipality.postal_code,
        postal_code_shared="1" if municipality.postal_code_shared else "",
    )


def _square_kilometres(hectares: int) -> Decimal:
    return Decimal(hectares).scaleb(-2)


def _dates(path: Path) -> tuple[date, date]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputRefused(f"Die Datei ist nicht lesbar: {error}.", source=str(path)) from error
    dates = (content.get("date"), content.get("population_date"))
    if not (isinstance(dates[0], date) and isinstance(dates[1], date)):
        message = "Erlaubt sind date und population_date, jeweils ein Tag wie 2023-11-30."
        raise InputRefused(message, source=str(path))
    return dates[0], dates[1]
