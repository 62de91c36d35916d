"""Names that may have been meant: typing errors, and names that were understood in part.

A typing error is a letter too many, missing, wrong or two letters swapped
(https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance).
"""

from rapidfuzz import process
from rapidfuzz.distance import OSA

from klimagraph.folding import joined
from klimagraph.resolving.places import Places
from klimagraph.resolving.titles import AUTHORITIES
from klimagraph.search.similar import errors_allowed

MOST = 10


class Similar:
    """All names of authorities by their length, read when the first is asked for."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._by_length: dict[int, tuple[list[str], list[str]]] = {}

    def names(self, words: str) -> dict[str, float]:
        """Return IRIs of places whose names are like some folded words, with how much (0 to 1)."""
        whole = joined(words)
        allowed = errors_allowed(whole)
        found: dict[str, float] = {}
        for length in range(len(whole) - allowed, len(whole) + allowed + 1):
            names, iris = self._lengths().get(length, ([], []))
            near = process.extract(
                whole, names, scorer=OSA.distance, processor=None, score_cutoff=allowed, limit=MOST
            )
            for _, distance, number in near:
                likeness = 1 - float(distance) / max(len(whole), 1)
                found[iris[number]] = max(likeness, found.get(iris[number], 0.0))
        return found

    def _lengths(self) -> dict[int, tuple[list[str], list[str]]]:
        if not self._by_length:
            for name, iri in self._places.all_names(AUTHORITIES):
                names, iris = self._by_length.setdefault(len(name), ([], []))
                names.append(name)
                iris.append(iri)
        return self._by_length
