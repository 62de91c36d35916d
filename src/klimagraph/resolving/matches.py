"""Matches: places that a reading leads to, with what speaks for and against each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from klimagraph.folding import folded, joined, spelt_out
from klimagraph.resolving import reasons
from klimagraph.resolving.areas import ANY, Kind, areas
from klimagraph.resolving.places import DISTRICT_KEY, NamedPlace, Places
from klimagraph.resolving.reasons import Reason
from klimagraph.resolving.titles import AUTHORITIES, FORMER, fit
from klimagraph.resolving.wording import Reading, split_titles
from klimagraph.search.entries import ALTERNATIVE, BASE, LABEL
from klimagraph.search.entries import FORMER as FORMER_NAME

IDLE = frozenset(
    (
        *("der oberburgermeister", "die oberburgermeisterin", "der burgermeister", "der landrat"),
        *("die burgermeisterin", "die landratin", "der magistrat", "deutschland", "germany", "de"),
    )
)
"""Folded additions that say nothing about which place is meant."""
SAID = {BASE: reasons.base, ALTERNATIVE: reasons.other_name, FORMER_NAME: reasons.former_name}


@dataclass(frozen=True)
class Match:
    """A place with its reasons."""

    place: NamedPlace
    reasons: tuple[Reason, ...]
    exact: float = 1.0
    """How near the name is: 1 where it is the same."""

    @property
    def faults(self) -> int:
        """Return how many reasons speak against it."""
        return sum(reason.against for reason in self.reasons)

    @property
    def fits(self) -> bool:
        """Tell whether nothing speaks against it."""
        return not self.faults

    @property
    def open(self) -> bool:
        """Tell whether it may be meant in spite of what speaks against it."""
        return self.faults == 1 and any(reason.open for reason in self.reasons)

    @property
    def order(self) -> tuple[float, ...]:
        """Return by what matches are put in order, the best first."""
        better = sum(not reason.against for reason in self.reasons)
        return (self.faults, -self.exact, self.place.via != LABEL, -better)

    def with_reason(self, reason: Reason) -> "Match":
        """Return the match with one more reason."""
        return replace(self, reasons=(*self.reasons, reason))


@dataclass(frozen=True)
class Limits:
    """What is asked for besides the name."""

    kind: Kind = ANY
    kind_text: str = ""
    known: bool = True
    """Whether the kind was understood."""
    within: tuple[str, ...] = ()
    """Names of states and districts that stand in columns of their own."""


def admitted(places: Places, found: Iterable[NamedPlace], kind: Kind) -> list[NamedPlace]:
    """Return of some places those that can be asked for at all."""
    if kind.foreign:
        return [place for place in found if places.is_a(place, kind.iri)]
    return [place for place in found if place.kind in AUTHORITIES]


def judged(places: Places, place: NamedPlace, reading: Reading, limits: Limits) -> Match:
    """Return a place with what the reading and the limits say about it."""
    held = list(_of_name(place))
    if reading.umlauts and _contradicts(place.text, reading.umlauts):
        held.append(reasons.spelt_otherwise(place.text))
    if not fit(reading.titles, place):
        held.append(reasons.other_kind())
    held += of_limits(places, place, limits)
    held += [_around(places, place, text) for text in reading.around if folded(text) not in IDLE]
    if reading.code:
        held += _code(places, place, reading.code)
    return Match(place, tuple(held))


def of_limits(places: Places, place: NamedPlace, limits: Limits) -> list[Reason]:
    """Return what the columns beside the name say about a place."""
    held = [_within(places, place, text) for text in limits.within]
    if not limits.known:
        held.append(reasons.kind_unknown(limits.kind_text))
    elif not _of_kind(places, place, limits.kind):
        held.append(reasons.other_kind())
    return held


def best(matches: Iterable[Match]) -> list[Match]:
    """Return each place once, by its best match, the best places first."""
    found: dict[str, Match] = {}
    for match in matches:
        known = found.get(match.place.iri)
        if known is None or match.order < known.order:
            found[match.place.iri] = match
    return sorted(found.values(), key=lambda match: (*match.order, match.place.iri))


def _of_name(place: NamedPlace) -> Iterable[Reason]:
    if place.kind == FORMER:
        return (reasons.name(place.text),)
    return (SAID.get(place.via, reasons.name)(place.text),)


def _contradicts(name: str, marked: frozenset[str]) -> bool:
    """Tell whether a name has plain letters for umlauts: people drop them, but add none."""
    spelt, plain = joined(spelt_out(name)), joined(folded(name))
    return any(word not in spelt and folded(word) in plain for word in marked)


def _of_kind(places: Places, place: NamedPlace, kind: Kind) -> bool:
    if kind.iri:
        return places.is_a(place, kind.iri) or place.level == kind.iri
    known = place.level if place.kind == FORMER else place.kind
    return fit(kind.titles, place) and known in kind.classes


def _around(places: Places, place: NamedPlace, text: str) -> Reason:
    for rest, titles in split_titles(folded(text)):
        if not rest:
            return reasons.of_kind() if fit(titles, place) else reasons.other_kind()
    return _within(places, place, text)


def _within(places: Places, place: NamedPlace, text: str) -> Reason:
    known = areas(places, text)
    if not known:
        return reasons.addition_unknown(text)
    for area in known:
        if places.contains(area, place):
            return reasons.inside(area.label)
    return reasons.outside(text)


def _code(places: Places, place: NamedPlace, code: str) -> list[Reason]:
    if code in places.keys(place) or code == place.key:
        said = reasons.postal_code_fits if len(code) == DISTRICT_KEY else reasons.key
        return [said(code)]
    return [] if len(code) == DISTRICT_KEY else [reasons.key_differs(code)]
