"""A consistent copy of the ledger while others write (https://www.sqlite.org/backup.html)."""

import sqlite3
from pathlib import Path

from klimagraph.errors import StoreDamaged
from klimagraph.ledger.connection import LEDGER

BESIDE = (LEDGER, f"{LEDGER}-wal", f"{LEDGER}-shm")
"""The ledger and what SQLite keeps beside it; they change in place and cannot be linked."""


def copy_ledger(home: Path, place: Path) -> None:
    """Copy the ledger of a home, if it has one, into another folder."""
    if not (home / LEDGER).exists():
        return
    place.mkdir(parents=True, exist_ok=True)
    (place / LEDGER).touch(mode=0o600)
    source, target = sqlite3.connect(home / LEDGER), sqlite3.connect(place / LEDGER)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(f"the ledger cannot be copied: {error}") from None
    finally:
        source.close()
        target.close()
