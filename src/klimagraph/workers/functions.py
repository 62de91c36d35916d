"""Functions that queries have besides those of the engine: searching and folding of text."""

import os
import sqlite3
from collections.abc import Callable

from pyoxigraph import Literal, NamedNode

from klimagraph.errors import InputRefused
from klimagraph.folding import folded
from klimagraph.namespaces import FUNCTIONS
from klimagraph.search.finding import Question, find

SEARCH_SCORE, FOLDED = NamedNode(f"{FUNCTIONS}searchScore"), NamedNode(f"{FUNCTIONS}folded")
NAMES = (SEARCH_SCORE.value, FOLDED.value)
REMEMBERED = 64
"""Texts of one query whose hits are kept."""

Value = Literal | None
Functions = dict[NamedNode, Callable[..., Value]]


def functions(index: sqlite3.Connection | None) -> Functions:
    """Return the functions for one query; none where the release has no index."""
    if index is None:
        return {}
    scores = _Scores(index)
    return {SEARCH_SCORE: scores.of, FOLDED: _folded}


class _Scores:
    """Looks each text up once per query."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index
        self._found: dict[str, dict[str, float]] = {}

    def of(self, thing: object = None, text: object = None, *more: object) -> Value:
        """Return how well a text finds a thing, no value where it does not."""
        if more or not isinstance(thing, NamedNode) or not isinstance(text, Literal):
            return None
        if text.value not in self._found:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            self._found[text.value] = self._find(text.value)
        score = self._found[text.value].get(thing.value)
        return None if score is None else Literal(score)

    def _find(self, text: str) -> dict[str, float]:
        try:
            return {hit.iri: hit.score for hit in find(self._index, Question(text)).hits}
        except InputRefused:
            return {}
        except (MemoryError, sqlite3.Error):
            # The engine takes what a function raises for "no value": rows would be missing.
            os.abort()


def _folded(text: object = None, *more: object) -> Value:
    """Return a text as the search compares it."""
    if more or not isinstance(text, Literal):
        return None
    try:
        return Literal(folded(text.value))
    except MemoryError:
        os.abort()  # as above
