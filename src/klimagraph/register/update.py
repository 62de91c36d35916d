"""Takes a newer register into a copy of the tables, or refuses it and changes nothing."""

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from klimagraph.errors import InputRefused
from klimagraph.register.companion_index import read_companions
from klimagraph.register.gv100ad import Register, read_register
from klimagraph.register.levels import Level
from klimagraph.register.rows import write_rows
from klimagraph.register.succession import (
    Succession,
    changed_keys,
    former_authorities,
    former_keys,
    populations,
    succession,
)
from klimagraph.register.tables import (
    FORMER_AUTHORITIES_FILE,
    FORMER_KEYS_FILE,
    POPULATIONS_FILE,
    FormerAuthorityRow,
    FormerKeyRow,
    PopulationRow,
    RegisterTables,
    default_population_date,
    read_register_tables,
    write_register,
)

_FOLDER_MODE = 0o755
_LARGEST_LOSS = 4


@dataclass(frozen=True)
class RegisterUpdate:
    """What an update changed: keys that came, keys that went, municipalities with a new ARS."""

    register_date: date
    population_date: date
    added: tuple[str, ...]
    vanished: tuple[str, ...]
    changed: tuple[str, ...]


def update_register(
    register_file: Path, tables: Path, target: Path, population_date: date | None = None
) -> RegisterUpdate:
    """Write a complete folder of tables with a newer register; `target` may be `tables`.

    The target is exchanged as a whole, so that a failure leaves it as it was.
    """
    register = read_register(register_file)
    previous = read_register_tables(tables)
    day = population_date or default_population_date(register.date)
    _check_dates(register, previous, day, str(register_file))
    _check_end(register, previous, str(register_file))
    _check_losses(register, previous, str(register_file))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as workplace:
        staging = Path(workplace) / "new"
        _copy(tables, staging)
        write_register(register, day, staging)
        change = succession(previous, read_register_tables(staging))
        _write_companions(change, staging)
        _exchange(staging, target, Path(workplace) / "old")
    return RegisterUpdate(
        register_date=register.date,
        population_date=day,
        added=change.added,
        vanished=change.vanished,
        changed=tuple(row.holder for row in changed_keys(change)),
    )


def _check_dates(register: Register, previous: RegisterTables, day: date, source: str) -> None:
    if register.date <= previous.register_date:
        message = f"Der Gebietsstand {register.date} ist nicht neuer als der vorhandene; "
        raise InputRefused(
            f"{message}erlaubt ist ein Tag nach dem {previous.register_date}.", source
        )
    if day > register.date:
        message = f"Der Bevölkerungsstand {day} liegt nach dem Gebietsstand {register.date}."
        raise InputRefused(message, source)
    if day < previous.population_date:
        message = f"Der Bevölkerungsstand {day} ist älter als der vorhandene; "
        raise InputRefused(f"{message}erlaubt ist ab {previous.population_date}.", source)


def _check_end(register: Register, previous: RegisterTables, source: str) -> None:
    """Refuse a register that lacks the last state or the last district: a file that was cut."""
    last = max(row.ars for row in previous.municipalities)[:5]
    if not any(row.ars.startswith(last) for row in register.municipalities):
        message = f"Zum Schlüssel {last}, dem letzten im vorhandenen Register, gibt es keine "
        raise InputRefused(f"{message}Gemeinde mehr; ist die Datei unvollständig?", source)


def _check_losses(register: Register, previous: RegisterTables, source: str) -> None:
    """Refuse a register that lacks a state or more than a quarter of a state's municipalities."""
    present = {unit.key for unit in register.units if unit.level is Level.STATE}
    for unit in previous.units:
        if unit.level == Level.STATE and unit.key not in present:
            message = f"Das Land {unit.key} ({unit.name}) fehlt; ist die Datei unvollständig?"
            raise InputRefused(message, source)
    keys = {municipality.ags for municipality in register.municipalities}
    totals = Counter(row.ags[:2] for row in previous.municipalities)
    losses = Counter(row.ags[:2] for row in previous.municipalities if row.ags not in keys)
    for state, lost in losses.items():
        if lost * _LARGEST_LOSS > totals[state]:
            message = f"Im Land {state} fehlen {lost} von {totals[state]} Gemeinden; "
            raise InputRefused(f"{message}erlaubt ist ein Viertel.", source)


def _copy(tables: Path, staging: Path) -> None:
    shutil.copytree(tables, staging, copy_function=shutil.copyfile)
    for folder in (staging, *(path for path in staging.rglob("*") if path.is_dir())):
        folder.chmod(_FOLDER_MODE)


def _write_companions(change: Succession, folder: Path) -> None:
    known = read_companions(folder)
    write_rows(folder / POPULATIONS_FILE, PopulationRow, populations(change, known))
    write_rows(folder / FORMER_KEYS_FILE, FormerKeyRow, former_keys(change, known))
    authorities = former_authorities(change, known)
    write_rows(folder / FORMER_AUTHORITIES_FILE, FormerAuthorityRow, authorities)


def _exchange(staging: Path, target: Path, retired: Path) -> None:
    if target.exists():
        target.rename(retired)
    try:
        staging.rename(target)
    except OSError:
        if retired.exists():
            retired.rename(target)
        raise
