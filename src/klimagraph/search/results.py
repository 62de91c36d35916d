"""A page of what was found, with what tells things of the same name apart."""

import json
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
COUNTS = """
SELECT things.{column}, named.label, COUNT(*) FROM things
JOIN things AS named ON named.iri = things.{column}
WHERE things.id IN (SELECT value FROM json_each(?))
GROUP BY things.{column} ORDER BY COUNT(*) DESC, named.label, things.{column}
"""
BY_CLASS, BY_STATE = COUNTS.format(column="class"), COUNTS.format(column="state")
CLASSES = """
SELECT DISTINCT things.class, class.label FROM things
JOIN things AS class ON class.iri = things.class ORDER BY class.label, things.class
"""

Choices = tuple[tuple[str, str], ...]
"""IRIs with their names."""
Counts = tuple[tuple[str, str, int], ...]
"""IRIs with their names and how often each was found."""


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
    by_class: Counts = ()
    """How many of what was found, the page or not, are of a class, and below lie in a state."""
    by_state: Counts = ()


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
            _counts(connection, BY_CLASS, found.hits),
            _counts(connection, BY_STATE, found.hits),
        )


def _choices(connection: sqlite3.Connection, sql: str, *values: str) -> Choices:
    return tuple((str(iri), str(label)) for iri, label in connection.execute(sql, values))


def _counts(connection: sqlite3.Connection, sql: str, hits: Iterable[Hit]) -> Counts:
    things = json.dumps([hit.thing for hit in hits])
    return tuple(
        (str(iri), str(label), int(n)) for iri, label, n in connection.execute(sql, [things])
    )


def _results(connection: sqlite3.Connection, hits: Iterable[Hit]) -> Iterable[Result]:
    for hit in hits:
        yield Result(hit, *connection.execute(DETAILS, (hit.thing,)).fetchone())
