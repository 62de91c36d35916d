"""Whatever else of a home may hold a name: submissions, the ledger, saved queries."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from klimagraph import citations, databases, ledger
from klimagraph.ledger import Submission
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.tokens import OPERATOR
from klimagraph.releases import durable
from klimagraph.submissions.places import root_of
from klimagraph.submissions.publishing import enter_withdrawal
from klimagraph.takedown.files import holds, speaks
from klimagraph.takedown.journal import Underway
from klimagraph.takedown.plan import Plan

TEXTS = ("name", "note", "fault")
"""What a submission says in words."""
ELSEWHERE = {"token": ("label",), "event": ("who", "details"), "webhook": ("url",)}
"""Where the ledger keeps words that belong to the operation of the service."""


@dataclass(frozen=True)
class Remains:
    """What was found besides the releases."""

    saved: int
    """Saved queries that named the person and are gone."""
    files: tuple[str, ...]
    """Folders of submissions that hold the name, by submission and revision."""
    removed: bool
    """Whether these were removed."""
    ledger: tuple[str, ...]
    """Tables of the ledger that hold the name in words of the operation."""


def clean(home: Path, underway: Underway) -> Remains:
    """Remove what names persons outside the releases; what is handed in is removed on demand."""
    plan = underway.plan
    saved = _remove_saved(home, plan)
    folders = sorted(folder for folder in _revisions(home) if _holds(folder, plan))
    names = tuple(str(folder.relative_to(root_of(home))) for folder in folders)
    told: tuple[str, ...] = ()
    if ledger.is_there(home):
        with ledger.changing(home) as connection:
            _rename_contents(connection, underway)
            _clean_words(connection, plan)
            if underway.submissions:
                _give_up(connection, {folder.parent.name for folder in folders})
            told = tuple(sorted(set(_elsewhere(connection, plan))))
        databases.erase_leftovers(home, ledger.DATABASE)
    for folder in folders if underway.submissions else ():
        shutil.rmtree(folder)
        durable.sync_folder(folder.parent)
    return Remains(saved, names, underway.submissions, told)


def _remove_saved(home: Path, plan: Plan) -> int:
    paths = sorted((home / citations.FOLDER).glob("*.json"))
    found = [path for path in paths if holds(path, plan)]
    for path in found:
        path.unlink()
    return len(found)


def _revisions(home: Path) -> Iterator[Path]:
    yield from (path for path in root_of(home).glob("[0-9a-f]*/[0-9]*") if path.is_dir())


def _holds(folder: Path, plan: Plan) -> bool:
    return any(holds(path, plan) for path in sorted(folder.rglob("*")) if path.is_file())


def _rename_contents(connection: Connection, underway: Underway) -> None:
    """Let submissions name the contents that took the place of those they named."""
    for old, new in underway.contents.items():
        for column in ("content", "base"):
            connection.execute(
                f"UPDATE submission SET {column} = ? WHERE {column} = ?",  # noqa: S608  # our own names
                (new, old),
            )


def _clean_words(connection: Connection, plan: Plan) -> None:
    for one in entries.every(connection):
        for column in TEXTS:
            text = str(getattr(one, column))
            clean_text = plan.names.in_text(text, near=False)
            if clean_text != text:
                connection.execute(
                    f"UPDATE submission SET {column} = ? WHERE id = ?",  # noqa: S608  # our own names
                    (clean_text, one.id),
                )


def _give_up(connection: Connection, identifiers: set[str]) -> None:
    """Withdraw the open submissions whose files go."""
    for one in entries.every(connection):
        if one.id in identifiers and _is_open(one):
            enter_withdrawal(connection, one, "", OPERATOR)


def _is_open(one: Submission) -> bool:
    return one.open and not one.underway


def _elsewhere(connection: Connection, plan: Plan) -> Iterator[str]:
    for table, columns in ELSEWHERE.items():
        rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608  # our own names
        if any(speaks(str(text), plan) for row in rows for text in tuple(row)):
            yield table
