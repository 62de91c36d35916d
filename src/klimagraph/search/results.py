"""A page of what was found, with what tells things of the same name apart."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from klimagraph.errors import InputRefused
from klimagraph.search.entries import STATE_CLASS
from klimagraph.search.finding import Hit, Question, bounded, find
from klimagraph.search.index import opened

MOST = 1000
"""Things that are counted for each way to find something."""
DETAILS = """
SELECT things.label, things.class, class.label, things.state, state.label, things.district,
  district.label
FROM things
LEFT JOIN things AS class ON class.iri = things.class
LEFT JOIN things AS state ON state.iri = things.state
LEFT JOIN things AS district ON district.iri = things.district
WHERE things.id = ?
"""
STATES = "SELECT iri, label FROM things WHERE class = ? ORDER BY label"
CLASSES = """
SELECT DISTINCT things.class, class.label FROM things
JOIN things AS class ON class.iri = things.class ORDER BY class.label, things.class
"""

Choices = tuple[tuple[str, str], ...]
"""IRIs with their names."""


@dataclass(frozen=True)
class Result:
    """A thing that was found, and where it belongs."""

    hit: Hit
    label: str
    kind: str
    """IRI of its class, empty where it has none."""
    kind_label: str | None
    state: str | None
    state_label: str | None
    district: str | None
    district_label: str | None


@dataclass(frozen=True)
class Results:
    """A page of results; `more` says that only the best were counted."""

    total: int
    more: bool
    results: tuple[Result, ...]
    states: Choices
    """All states, and below all classes, among which one can choose."""
    classes: Choices


def search(folder: Path, question: Question, start: int, limit: int) -> Results:
    """Return the results of a question from `start` on, from the index in a folder.

    A question without text finds nothing. Raises InputRefused where class or state are not
    known, QueryStopped where it takes too long, IndexDamaged.
    """
    with opened(folder) as connection, bounded(connection):
        states = _choices(connection, STATES, STATE_CLASS)
        if question.state and question.state not in dict(states):
            known = ", ".join(sorted(iri.rsplit("/", 1)[1] for iri, _ in states))
            raise InputRefused(f"there is no state {question.state}; known are {known}")
        found = find(connection, question, MOST)
        page = found.hits[start : start + limit]
        return Results(
            len(found.hits),
            found.more,
            tuple(_results(connection, page)),
            states,
            _choices(connection, CLASSES),
        )


def _choices(connection: sqlite3.Connection, sql: str, *values: str) -> Choices:
    return tuple((str(iri), str(label)) for iri, label in connection.execute(sql, values))


def _results(connection: sqlite3.Connection, hits: Iterable[Hit]) -> Iterable[Result]:
    for hit in hits:
        yield Result(hit, *connection.execute(DETAILS, (hit.thing,)).fetchone())
