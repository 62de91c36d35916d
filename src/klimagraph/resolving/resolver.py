"""Resolving names of authorities on the search index of a release; it never guesses silently."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from klimagraph.errors import IndexDamaged
from klimagraph.releases import store_of
from klimagraph.releases.manifests import folder_of
from klimagraph.resolving import reasons
from klimagraph.resolving.areas import ANY, districts, kind_of
from klimagraph.resolving.former import Spans, on_day
from klimagraph.resolving.keys import digits_of, identified, keyed
from klimagraph.resolving.matches import Limits, Match, admitted, best, judged
from klimagraph.resolving.meant import preferred
from klimagraph.resolving.places import Places
from klimagraph.resolving.shortened import in_part, mistyped, shortened
from klimagraph.resolving.similar import Similar
from klimagraph.resolving.titles import DISTRICT
from klimagraph.resolving.values import Asked, Candidate, Resolution
from klimagraph.resolving.wording import LONGEST, Reading, Wording, wording
from klimagraph.search.entries import BASE, LABEL
from klimagraph.search.index import connect

MOST = 10
"""Candidates of an answer."""
KEPT = 20_000
"""Answers that are kept: in a table the same name stands often."""
FAULT, BARE, TRUSTED = 0.25, 0.9, 0.95
"""What a reason against takes off a score, what is left of one among several, and the most for
what is not certain."""


def open_resolver(home: Path, release: str) -> "Resolver":
    """Return the resolver of a release; raises IndexDamaged where its index cannot be read."""
    return Resolver(connect(folder_of(home, release)), store_of(home, release))


class Resolver:
    """Answers what names mean in one release; for one thread at a time."""

    def __init__(self, connection: sqlite3.Connection, store: Path) -> None:
        self.places, self.connection = Places(connection), connection
        self._spans = Spans(store)
        self._similar = Similar(self.places)
        self._known: dict[Asked, Resolution] = {}

    def __enter__(self) -> Self:
        """Return the resolver."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the index."""
        self.close()

    def close(self) -> None:
        """Close the index."""
        self.connection.close()

    def resolve(self, asked: Asked) -> Resolution:
        """Return what is meant, or what may be; raises IndexDamaged, and StoreDamaged for dates."""
        if (known := self._known.get(asked)) is not None:
            return known
        try:
            found = self._resolved(asked)
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(f"the search index cannot be read: {error}") from error
        if len(self._known) >= KEPT:
            self._known.clear()
        self._known[asked] = found
        return found

    def _resolved(self, asked: Asked) -> Resolution:
        name, state, district, kind = map(
            _text, (asked.name, asked.state, asked.district, asked.kind)
        )
        if not name or max(map(len, (name, state, district, kind))) > LONGEST:
            return Resolution((), certain=False)
        limits = _limits(kind, state, district)
        return self._answer(self._matches(name, limits, asked.day))

    def _matches(self, text: str, limits: Limits, day: date | None) -> list[Match]:
        """Return the matches of the first way to read a text in which something fits."""
        held: list[Match] = []
        for matches in self._ways(text, limits):
            found = best(on_day(self.places, best(matches), day, self._spans.of))
            fits = [match for match in found if match.fits]
            if fits:
                return preferred(self.places, fits, limits) + [
                    match for match in found if not match.fits
                ]
            held += found
        return best(held)

    def _ways(self, text: str, limits: Limits) -> Iterator[Iterable[Match]]:
        if digits := digits_of(text):
            yield keyed(self.places, digits, limits)
            return
        yield identified(self.places, text, limits)
        held = wording(text)
        yield _identical(exact := list(self._exact(held.whole, limits)), held.text)
        yield exact
        first = [reading for reading in held.parts if not reading.last]
        yield self._exact(first, limits)
        yield self._exact([reading for reading in held.parts if reading.last], limits)
        yield shortened(self.places, held, limits)
        if not exact:
            yield self._guessed(held, limits)

    def _exact(self, readings: Iterable[Reading], limits: Limits) -> Iterator[Match]:
        for reading in readings:
            named = self.places.named(reading.words)
            if any(title.kind == DISTRICT for title in reading.titles):
                named = (*named, *districts(self.places, reading.words))
            for place in admitted(self.places, named, limits.kind):
                yield judged(self.places, place, reading, limits)

    def _guessed(self, held: Wording, limits: Limits) -> Iterator[Match]:
        yield from mistyped(self.places, self._similar, held, limits)
        yield from in_part(self.places, held, limits)

    def _answer(self, matches: list[Match]) -> Resolution:
        fits = [match for match in matches if match.fits]
        if len(fits) == 1 and not any(match.open for match in matches):
            return Resolution((self._candidate(fits[0], 1.0),), certain=True)
        if len(fits) > 1:
            names = ", ".join(dict.fromkeys(_shown(match) for match in fits[:4]))
            matches = [
                match.with_reason(reasons.several(names)) if match.fits else match
                for match in matches
            ]
        shown = [self._candidate(match, _score(match)) for match in matches[:MOST]]
        shown.sort(key=lambda candidate: -candidate.score)
        return Resolution(tuple(shown), certain=False)

    def _candidate(self, match: Match, score: float) -> Candidate:
        place, label = match.place, self.places.label
        said = tuple(dict.fromkeys(match.reasons))
        district = "" if place.district == place.iri else label(place.district)
        return Candidate(
            iri=place.iri,
            key=place.key,
            label=label(place.iri),
            kind=label(place.kind),
            state=label(place.state),
            district=district,
            score=round(score, 4),
            reasons_de=tuple(reason.de for reason in said),
            reasons_en=tuple(reason.en for reason in said),
            type=place.kind,
        )


def _text(text: str) -> str:
    """Return a text without blanks around it, and without what is no letter of Unicode."""
    return text.encode(errors="replace").decode().strip()


def _limits(text: str, *within: str) -> Limits:
    kind = kind_of(text)
    return Limits(kind or ANY, text, kind is not None, tuple(one for one in within if one))


def _identical(matches: list[Match], text: str) -> list[Match]:
    """Return what has the text as its full name in the register, title included."""
    same = text.casefold()
    return [
        match
        for match in matches
        if match.place.via == LABEL and ", " in text and match.place.text.casefold() == same
    ]


def _score(match: Match) -> float:
    near = match.exact * (BARE if match.place.via == BASE else 1.0)
    return max(0.05, min(TRUSTED, near - FAULT * max(match.faults - 1, 0)) * BARE)


def _shown(match: Match) -> str:
    return f"{match.place.label} ({match.place.key})"
