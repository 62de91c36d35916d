"""Finding: from what somebody typed to things, the best first."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from klimagraph.errors import InputRefused, QueryStopped
from klimagraph.folding import folded, joined
from klimagraph.search.entries import ALTERNATIVE, BASE, FORMER, FORMER_KEY, KEY, LABEL, base_of
from klimagraph.search.similar import similar

LONGEST = 200
"""Characters of a question."""
SECONDS = 2.0
STEPS = 20_000
"""Steps of the engine between two looks at the clock."""
FEW = 10
"""Hits below which names are looked for that were meant and mistyped."""
SPAN = 0.04
"""What kind and population add to a score, at most."""
LIKE, LIKENESS = 0.1, 0.2
IDENTICAL, EXACT, EXACT_KEY, OTHER, OLD_KEY, BEGINNING, OTHER_BEGINNING, ALL_WORDS = (
    *(0.96, 0.9, 0.9, 0.8, 0.75, 0.6, 0.55, 0.4),
)
"""Where the scores of each way to find something begin."""
EXACT_SCORES = {
    LABEL: ("exact", EXACT),
    BASE: ("exact", EXACT),
    KEY: ("key", EXACT_KEY),
    ALTERNATIVE: ("alternative", OTHER),
    FORMER: ("former", OTHER),
    FORMER_KEY: ("former-key", OLD_KEY),
}
"""How a thing was found where the whole text is one of its names, and with what score."""
SMALL_WORDS = frozenset(
    (
        *("am", "an", "and", "auf", "bei", "das", "der", "des", "die", "e", "fur", "im", "in"),
        *("ob", "of", "the", "und", "v", "von", "vor", "zu", "zum", "zur"),
    )
)
"""Words that need not stand in a name."""
SELECT = """
SELECT things.id, things.iri, things.strength, names.kind, names.text
FROM names CROSS JOIN things ON things.id = names.thing
"""
CHOSEN = """
AND (:kind IS NULL OR EXISTS (SELECT 1 FROM classes
  WHERE classes.thing = things.id AND classes.kind = :kind))
AND (:state IS NULL OR things.state = :state)
ORDER BY things.strength DESC, things.iri, names.id LIMIT :most
"""
EXACT_NAMES, BEGINNINGS, WITH_WORDS, BY_NUMBER = (
    " ".join((SELECT, "WHERE", condition, CHOSEN))
    for condition in (
        "names.joined IN (:whole, :zero)",
        "names.joined > :whole AND names.joined < :last",
        "names.id IN (SELECT rowid FROM words WHERE words MATCH :match)",
        "names.id = :name",
    )
)


@dataclass(frozen=True)
class Question:
    """What is looked for; raises InputRefused where it is too long."""

    text: str
    kind: str | None = None
    """IRI of a class."""
    state: str | None = None
    """IRI of a state."""

    def __post_init__(self) -> None:
        if len(self.text) > LONGEST:
            raise InputRefused(
                f"q has {len(self.text):,} characters; allowed are at most {LONGEST}"
            )


@dataclass(frozen=True)
class Hit:
    """A thing that was found."""

    thing: int
    iri: str
    score: float
    """Above 0 and at most 1."""
    how: str
    """`exact`, `key`, `alternative`, `former`, `former-key`, `prefix`, `words` or `similar`."""
    matched: str
    """The name or key by which it was found."""


@dataclass(frozen=True)
class Hits:
    """What was found, best first; `more` says that only the best were counted."""

    hits: list[Hit]
    more: bool


Row = tuple[int, str, float, str, str]


def find(connection: sqlite3.Connection, question: Question, most: int = -1) -> Hits:
    """Return the things that a question finds, for each way to find something at most `most`.

    Raises InputRefused where the class is not known.
    """
    chosen = {"kind": _kind(connection, question), "state": question.state, "most": most}
    words = folded(question.text)
    if not words:
        return Hits([], more=False)
    found: dict[int, Hit] = {}
    counts = [
        _collect(found, way(connection, question.text, words, chosen))
        for way in (_exact, _prefix, _words)
    ]
    if len(found) < FEW:
        counts.append(_collect(found, _similar(connection, words, chosen)))
    hits = sorted(found.values(), key=lambda hit: (-hit.score, hit.iri))
    return Hits(hits, more=0 < most <= max(counts))


@contextmanager
def bounded(connection: sqlite3.Connection) -> Iterator[None]:
    """End what takes longer than some seconds; raises QueryStopped then."""
    end = time.monotonic() + SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname == "SQLITE_INTERRUPT":
            raise QueryStopped(f"the search took longer than {SECONDS:g} seconds") from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


Found = tuple[Row, str, float]
"""A row, how it was found, and where its score begins."""
Chosen = dict[str, str | int | None]


def _collect(found: dict[int, Hit], rows: Iterator[Found]) -> int:
    """Keep the best way in which each thing was found; return how many rows there were."""
    number = 0
    for (thing, iri, strength, _, text), how, begin in rows:
        number += 1
        score = round(begin + SPAN * strength, 6)
        if thing not in found or found[thing].score < score:
            found[thing] = Hit(thing, iri, score, how, text)
    return number


def _kind(connection: sqlite3.Connection, question: Question) -> int | None:
    if question.kind is None:
        return None
    row = connection.execute("SELECT id FROM kinds WHERE iri = ?", (question.kind,)).fetchone()
    if row is None:
        raise InputRefused(f"nothing of the class {question.kind} can be searched")
    return int(row[0])


def _exact(
    connection: sqlite3.Connection, text: str, words: str, chosen: Chosen
) -> Iterator[Found]:
    whole = joined(words)
    zero = f"0{whole}" if whole.isdigit() else whole
    for row in connection.execute(EXACT_NAMES, {**chosen, "whole": whole, "zero": zero}):
        how, begin = EXACT_SCORES[row[3]]
        if _identical(text, row[3], row[4]):
            begin = IDENTICAL
        yield row, how, begin


def _identical(text: str, kind: str, name: str) -> bool:
    """Tell whether somebody typed a name letter by letter, not just something like it."""
    held = base_of(name) if kind == BASE else name
    return kind in (LABEL, BASE) and held.casefold() == text.strip().casefold()


def _prefix(
    connection: sqlite3.Connection, _text: str, words: str, chosen: Chosen
) -> Iterator[Found]:
    whole = joined(words)
    last = f"{whole}\U0010ffff"
    for row in connection.execute(BEGINNINGS, {**chosen, "whole": whole, "last": last}):
        yield row, "prefix", BEGINNING if row[3] in (LABEL, BASE) else OTHER_BEGINNING


def _words(
    connection: sqlite3.Connection, _text: str, words: str, chosen: Chosen
) -> Iterator[Found]:
    every = dict.fromkeys(words.split())
    needed = [word for word in every if word not in SMALL_WORDS] or list(every)
    match = " ".join(f'"{word}"*' for word in needed)  # folded words hold letters and digits only
    for row in connection.execute(WITH_WORDS, {**chosen, "match": match}):
        yield row, "words", ALL_WORDS


def _similar(connection: sqlite3.Connection, words: str, chosen: Chosen) -> Iterator[Found]:
    for name, likeness in similar(connection, words).items():
        for row in connection.execute(BY_NUMBER, {**chosen, "name": name}):
            yield row, "similar", LIKE + LIKENESS * likeness
