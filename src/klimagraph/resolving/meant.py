"""What a name means by itself where several have it: the municipality before its surroundings."""

from klimagraph.resolving import reasons
from klimagraph.resolving.matches import Limits, Match
from klimagraph.resolving.places import DISTRICT_KEY, Places
from klimagraph.resolving.titles import ASSOCIATION, DISTRICT, MUNICIPALITY, STATE, UNINCORPORATED
from klimagraph.search.entries import LABEL


def preferred(places: Places, fits: list[Match], limits: Limits) -> list[Match]:
    """Return the municipality alone where all others that fit are named after it.

    A district, association or region is named after a town in it; people say its kind with it.
    The reason names the others. Whatever else has the name keeps the answer from being certain.
    """
    fits = _by_postal_code(fits)
    municipalities = [match for match in fits if match.place.kind == MUNICIPALITY]
    if len(fits) < 2 or len(municipalities) != 1:
        return fits
    chosen = municipalities[0]
    others = [match for match in fits if match is not chosen]
    if limits.kind.given and any(one.place.kind != UNINCORPORATED for one in others):
        return fits
    if chosen.place.via != LABEL or not all(_after(places, one, chosen) for one in others):
        return fits
    names = ", ".join(f"{one.place.label} ({places.label(one.place.kind)})" for one in others)
    return [chosen.with_reason(reasons.preferred(names))]


def _by_postal_code(fits: list[Match]) -> list[Match]:
    """Return the only place of several to which the postal code before the name belongs.

    The register has one code of each municipality: where none fits, the code says nothing.
    """
    exact = [match for match in fits if any(one.decisive for one in match.reasons)]
    return exact if len(exact) == 1 else fits


def _after(places: Places, other: Match, chosen: Match) -> bool:
    if other.place.kind == STATE:
        return chosen.place.key == f"{other.place.key}000000"
    if other.place.kind == UNINCORPORATED:
        near = other.place.key[:DISTRICT_KEY] == chosen.place.key[:DISTRICT_KEY]
        return near and other.place.label != chosen.place.label
    if other.place.kind == DISTRICT and chosen.place.is_city:
        return other.place.state == chosen.place.state
    if other.place.kind == ASSOCIATION:  # it may leave the town out that it is named after
        return other.place.key[:DISTRICT_KEY] == chosen.place.key[:DISTRICT_KEY]
    return places.contains(other.place, chosen.place)
