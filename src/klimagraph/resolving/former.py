"""Authorities that exist no more: which of them existed on a day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from klimagraph.releases import open_read_only
from klimagraph.resolving import reasons
from klimagraph.resolving.matches import Match
from klimagraph.resolving.places import Places
from klimagraph.resolving.titles import FORMER
from klimagraph.search.entries import FORMER_KEY
from klimagraph.terms import term

LAST, FIRST = term("klima:lastKnownValid"), term("klima:firstKnownInvalid")

Span = tuple[date | None, date | None]
"""The last day on which something is known to exist, and the first on which it did not."""


class Spans:
    """The spans of former authorities, read from a store when the first is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store: Store | None = None
        self._known: dict[str, Span] = {}

    def of(self, iri: str) -> Span:
        """Return the span of a former authority; raises StoreDamaged."""
        if iri not in self._known:
            self._known[iri] = (self._day(iri, LAST), self._day(iri, FIRST))
        return self._known[iri]

    def _day(self, iri: str, name: NamedNode) -> date | None:
        if self._store is None:
            self._store = open_read_only(self._folder)
        quads = self._store.quads_for_pattern(NamedNode(iri), name, None, DefaultGraph())
        days = sorted(quad.object.value for quad in quads if isinstance(quad.object, Literal))
        return date.fromisoformat(days[0]) if days else None


def on_day(
    places: Places, matches: list[Match], day: date | None, span_of: Callable[[str], Span]
) -> list[Match]:
    """Return matches with what the day says of former authorities and of their successors."""
    former = [match for match in matches if match.place.kind == FORMER]
    if not former:
        return matches
    found = []
    for match in matches:
        if match.place.kind == FORMER:
            found.append(_of_former(match, day, span_of(match.place.iri)))
        else:
            found.append(_of_successor(places, match, former, day, span_of))
    return found


def _of_former(match: Match, day: date | None, span: Span) -> Match:
    last, first = span
    if day is not None and last is not None and day <= last:
        return match.with_reason(reasons.existed(_shown(last)))
    if day is not None and first is not None and day < first:
        return match.with_reason(reasons.perhaps(_shown(last), _shown(first)))
    return match.with_reason(reasons.ended(_shown(last), _shown(first)))


def _of_successor(
    places: Places,
    match: Match,
    former: list[Match],
    day: date | None,
    span_of: Callable[[str], Span],
) -> Match:
    for one in former:
        first = span_of(one.place.iri)[1]
        earlier = day is not None and (first is None or day < first)
        if earlier and _takes_the_place(places, match, one):
            return match.with_reason(reasons.not_yet(one.place.label))
    return match


def _takes_the_place(places: Places, match: Match, former: Match) -> bool:
    found = places.keyed(former.place.key)
    return any(place.iri == match.place.iri and place.via == FORMER_KEY for place in found)


def _shown(day: date | None) -> str:
    return "?" if day is None else f"{day.day}.{day.month}.{day.year}"
