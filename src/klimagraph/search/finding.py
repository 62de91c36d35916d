"""Finding: from what somebody typed to things, the best first."""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from klimagraph.errors import InputRefused, QueryStopped
from klimagraph.folding import folded, joined, spelt_out, umlauts
from klimagraph.search.entries import (
    ALTERNATIVE,
    ASIDE,
    BASE,
    FORMER,
    FORMER_KEY,
    IDENTIFIER,
    KEY,
    KEYS,
    LABEL,
    base_of,
)
from klimagraph.search.readings import Reading, iri_of, name_of, without_kind
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
IDENTICAL, EXACT, EXACT_KEY, OTHER, OLD_KEY, BEGINNING, OTHER_BEGINNING, ZERO_BEGINNING = (
    *(0.96, 0.9, 0.9, 0.8, 0.75, 0.6, 0.55, 0.5),
)
ALL_WORDS, BEGUN_WORDS, PART, AT_LAST = 0.4, 0.3, 0.05, 0.005
"""Where the scores of each way to find something begin."""
WITHOUT_KIND, OTHER_KIND = 0.04, 0.08
"""What a name loses that was asked for with a kind of place before it: its own, or another."""
OTHER_UMLAUTS = 1 / 3
"""What is left of a score where the question has an umlaut and the name has none."""
ZERO_LENGTH, PART_LENGTH = 4, 5
"""Digits from which a beginning may lack its zero; letters from which a part of a word counts."""
EXACT_SCORES = {
    LABEL: ("exact", EXACT),
    BASE: ("exact", EXACT),
    KEY: ("key", EXACT_KEY),
    IDENTIFIER: ("key", EXACT_KEY),
    ALTERNATIVE: ("alternative", OTHER),
    ASIDE: ("alternative", AT_LAST),
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
SELECT things.id, things.iri, things.strength, names.kind, names.text, names.folded,
  things.class
FROM names CROSS JOIN things ON things.id = names.thing
"""
CHOSEN = """
AND (:kind IS NULL OR EXISTS (SELECT 1 FROM classes
  WHERE classes.thing = things.id AND classes.kind = :kind))
AND (:state IS NULL OR things.state = :state)
ORDER BY things.strength DESC, things.iri, names.id LIMIT :most
"""
EXACT_NAMES, BEGINNINGS, WITH_WORDS, WITH_TRIGRAMS, BY_NUMBER, BY_IRI = (
    " ".join((SELECT, "WHERE", condition, CHOSEN))
    for condition in (
        "names.joined IN (:whole, :zero)",
        "names.joined > :whole AND names.joined < :last AND names.kind <> 'identifier'",
        "names.id IN (SELECT rowid FROM words WHERE words MATCH :match)",
        "names.id IN (SELECT rowid FROM trigrams WHERE trigrams MATCH :match)",
        "names.id = :name",
        "names.thing = (SELECT id FROM things WHERE iri = :iri)",
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
    """`exact`, `key`, `alternative`, `former`, `former-key`, `prefix`, `words`, `similar`
    or `part`."""
    matched: str
    """The name or key by which it was found."""


@dataclass(frozen=True)
class Hits:
    """What was found, best first; `more` says that only the best were counted."""

    hits: list[Hit]
    more: bool


Row = tuple[int, str, float, str, str, str, str]
"""Number, IRI and strength of a thing, kind, text and folded text of its name, its class."""
Found = tuple[Row, str, float]
"""A row, how it was found, and where its score begins."""
Chosen = dict[str, str | int | None]


def find(connection: sqlite3.Connection, question: Question, most: int = -1) -> Hits:
    """Return the things that a question finds, for each way to find something at most `most`.

    Raises InputRefused where the class is not known.
    """
    chosen = {"kind": _kind(connection, question), "state": question.state, "most": most}
    text = name_of(question.text)
    words, marked = folded(text), umlauts(text)
    if not words:
        return Hits([], more=False)
    found: dict[int, Hit] = {}
    counts = [
        _collect(found, way(connection, text, words, chosen), marked)
        for way in (_identified, _exact, _prefix, _words)
    ]
    known = any(hit.score >= EXACT for hit in found.values())
    if not known and (reading := without_kind(words)):
        words = reading.words
        for way in (_exact, _prefix, _words):
            rows = _of_kind(way(connection, "", words, chosen), reading)
            counts.append(_collect(found, rows, marked))
    for last in (_similar, _part):
        if len(found) < FEW:
            counts.append(_collect(found, last(connection, words, chosen), marked))
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


def _collect(found: dict[int, Hit], rows: Iterable[Found], marked: frozenset[str]) -> int:
    """Keep the best way in which each thing was found; return how many rows there were."""
    number = 0
    for row, how, begin in rows:
        number += 1
        thing, iri, strength, kind, text, *_ = row
        if kind == ASIDE:
            begin = AT_LAST
        elif marked and kind not in KEYS and _contradicts(text, marked):
            how, begin = "similar", begin * OTHER_UMLAUTS
        score = round(begin + SPAN * strength, 6)
        if thing not in found or found[thing].score < score:
            found[thing] = Hit(thing, iri, score, how, text)
    return number


def _contradicts(name: str, marked: frozenset[str]) -> bool:
    """Tell whether a name has plain letters for typed umlauts: people drop them, but add none."""
    spelt, plain = joined(spelt_out(name)), joined(folded(name))
    return any(word not in spelt and folded(word) in plain for word in marked)


def _identified(
    connection: sqlite3.Connection, text: str, _words: str, chosen: Chosen
) -> Iterator[Found]:
    if iri := iri_of(text):
        for row in connection.execute(BY_IRI, {**chosen, "iri": iri}):
            yield (*row[:3], IDENTIFIER, iri, *row[5:]), "key", IDENTICAL


def _of_kind(rows: Iterable[Found], reading: Reading) -> Iterator[Found]:
    """Yield what was found without the kind of place; of another kind only whole names."""
    for row, how, begin in rows:
        if row[6] == reading.kind:
            yield row, how, begin - WITHOUT_KIND
        elif how == "exact":
            yield row, how, begin - OTHER_KIND


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
    for row in connection.execute(BEGINNINGS, {**chosen, **_between(whole)}):
        yield row, "prefix", BEGINNING if row[3] in (LABEL, BASE) else OTHER_BEGINNING
    if whole.isdigit() and len(whole) >= ZERO_LENGTH and not whole.startswith("0"):
        for row in connection.execute(BEGINNINGS, {**chosen, **_between(f"0{whole}")}):
            yield row, "prefix", ZERO_BEGINNING


def _between(whole: str) -> dict[str, str]:
    return {"whole": whole, "last": f"{whole}\U0010ffff"}


def _words(
    connection: sqlite3.Connection, _text: str, words: str, chosen: Chosen
) -> Iterator[Found]:
    every = dict.fromkeys(words.split())
    needed = [word for word in every if word not in SMALL_WORDS] or list(every)
    match = " ".join(f'"{word}"*' for word in needed)  # folded words hold letters and digits only
    for row in connection.execute(WITH_WORDS, {**chosen, "match": match}):
        whole = set(needed) <= set(row[5].split())
        yield row, "words", ALL_WORDS if whole else BEGUN_WORDS


def _similar(connection: sqlite3.Connection, words: str, chosen: Chosen) -> Iterator[Found]:
    for name, likeness in similar(connection, words).items():
        for row in connection.execute(BY_NUMBER, {**chosen, "name": name}):
            yield row, "similar", LIKE + LIKENESS * likeness


def _part(connection: sqlite3.Connection, words: str, chosen: Chosen) -> Iterator[Found]:
    whole = joined(words)
    trigrams = {word[at : at + 3] for word in words.split() for at in range(len(word) - 2)}
    if not trigrams or len(whole) < PART_LENGTH:
        return
    match = " ".join(f'"{trigram}"' for trigram in sorted(trigrams))
    for row in connection.execute(WITH_TRIGRAMS, {**chosen, "match": match}):
        if whole in joined(row[5]):
            yield row, "part", PART
