"""Names that were meant and mistyped: candidates by trigrams, then a distance.

A typing error is a letter too many, missing, wrong or two letters swapped
(https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance).
"""

import sqlite3

from rapidfuzz import process
from rapidfuzz.distance import OSA

from klimagraph.folding import joined
from klimagraph.search.index import padded

CANDIDATES = 20_000
"""Names that are compared, at most."""
SPOILT = 4
"""Trigrams that one error can spoil: two letters swapped touch four."""
IN_A_WORD = 0.8
"""How much a name is liked whose words are alike, of one that is alike as a whole."""


def errors_allowed(text: str) -> int:
    """Return how many errors a text of this length may hold."""
    return 0 if len(text) < 4 else 1 if len(text) < 8 else 2


def similar(connection: sqlite3.Connection, words: str) -> dict[int, float]:
    """Return the numbers of the names that are like some words, with how much (0 to 1)."""
    names = _candidates(connection, words)
    whole = joined(words)
    allowed = errors_allowed(whole)
    wholes = {number: joined(text) for number, text in names.items()}
    near = process.extract(
        whole, wholes, scorer=OSA.distance, processor=None, score_cutoff=allowed, limit=None
    )
    found = {number: 1 - distance / len(whole) for _, distance, number in near}
    for number, text in names.items():
        if number not in found and (likeness := _by_words(words.split(), text.split())):
            found[number] = IN_A_WORD * likeness
    return found


def _by_words(wanted: list[str], held: list[str]) -> float:
    """Return how alike the best words of a name are, 0 where one word has none like it."""
    errors = 0
    for word in wanted:
        allowed = errors_allowed(word)
        best = min(OSA.distance(word, other, score_cutoff=allowed) for other in held)
        if best > allowed:
            return 0.0
        errors += int(best)
    return 1 - errors / sum(map(len, wanted))


def _candidates(connection: sqlite3.Connection, words: str) -> dict[int, str]:
    """Return names that share the rarest trigrams: of so many at least one outlives the errors."""
    text = padded(words)
    trigrams = {text[place : place + 3] for place in range(len(text) - 2)}
    counts = []
    for trigram in trigrams:
        row = connection.execute(
            "SELECT doc FROM trigram_counts WHERE term = ?", (trigram,)
        ).fetchone()
        if row is not None:
            counts.append((int(row[0]), trigram))
    chosen, total = [], 0
    for count, trigram in sorted(counts)[: SPOILT * errors_allowed(joined(words)) + 1]:
        total += count
        if total <= CANDIDATES:
            chosen.append(f'"{trigram}"')
    if not chosen:
        return {}
    sql = (
        "SELECT id, folded FROM names WHERE id IN"
        " (SELECT rowid FROM trigrams WHERE trigrams MATCH ? LIMIT ?)"
    )
    rows = connection.execute(sql, (" OR ".join(chosen), CANDIDATES))
    return {int(number): str(text) for number, text in rows}
