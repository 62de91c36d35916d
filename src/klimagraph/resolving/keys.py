"""Official keys as people write them: with blanks, padded, or without their leading zero."""

import re
from collections.abc import Iterator

from klimagraph.resolving import reasons
from klimagraph.resolving.matches import Limits, Match, admitted, of_limits
from klimagraph.resolving.places import AGS, ARS, ASSOCIATION_KEY, DISTRICT_KEY, NamedPlace, Places
from klimagraph.resolving.reasons import Reason
from klimagraph.resolving.titles import AUTHORITIES, FORMER
from klimagraph.search.entries import FORMER_KEY
from klimagraph.search.readings import iri_of, name_of

_DIGITS = re.compile(r"(?:AGS|ARS|RS)?[:\s]*(?:DE[-\s]?)?([0-9][0-9\s./-]*)", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s./-]")
LENGTHS = frozenset((2, 3, 4, DISTRICT_KEY, AGS, ASSOCIATION_KEY, ARS))


def digits_of(text: str) -> str:
    """Return the digits of a text that is a key and nothing else."""
    found = _DIGITS.fullmatch(text.strip())
    digits = _SEPARATORS.sub("", found[1]) if found else ""
    return digits if 2 <= len(digits) <= ARS else ""


def identified(places: Places, text: str, limits: Limits) -> list[Match]:
    """Return what an IRI, the address of a page or an identifier of Wikidata names."""
    iri = iri_of(text)
    place = places.thing(iri) if iri else None
    found = [place] if place else []
    if not found and (name := name_of(text.strip())) and re.fullmatch("[Qq][1-9][0-9]*", name):
        found = list(places.keyed(name))
    elif not found and re.fullmatch("DE[A-G0-9][0-9A-Z]{0,2}", text.strip(), re.IGNORECASE):
        found = list(places.keyed(text.strip()))  # NUTS: several places share one
    return [
        Match(one, (reasons.key(text.strip()), *of_limits(places, one, limits)))
        for one in admitted(places, found, limits.kind)
    ]


def keyed(places: Places, digits: str, limits: Limits) -> list[Match]:
    """Return what a key may mean."""
    rows = [place for place in places.keyed(digits) if place.kind in AUTHORITIES]
    former = any(place.kind == FORMER for place in rows)
    found = [(place, _of_key(place, digits, former)) for place in rows]
    if not any(not reason.against for _, reason in found):
        found += _padded(places, digits)
    if not any(not reason.against for _, reason in found) and len(digits) + 1 in LENGTHS:
        zero = f"0{digits}"
        rows = [place for place in places.keyed(zero) if place.kind in AUTHORITIES]
        found += [
            (place, reasons.zero_missing(zero))
            for place in rows
            if not _of_key(place, zero, former=False).against
        ]
    return [Match(place, (reason, *of_limits(places, place, limits))) for place, reason in found]


def _of_key(place: NamedPlace, digits: str, former: bool) -> Reason:
    if place.via == FORMER_KEY:
        if place.kind == FORMER:
            return reasons.key(digits)
        return reasons.key_taken_over(digits) if former else reasons.former_key(digits)
    if digits in (place.key, place.area_key) or len(digits) == ARS:
        return reasons.key(digits)
    return reasons.postal_code(digits)


def _padded(places: Places, digits: str) -> Iterator[tuple[NamedPlace, Reason]]:
    """Yield districts, states and associations whose key was filled up with zeros."""
    if len(digits) not in (AGS, ARS):
        return
    for length in (ASSOCIATION_KEY, DISTRICT_KEY, 2):
        start, rest = digits[:length], digits[length:]
        if rest and not rest.strip("0"):
            for place in places.keyed(start):
                if place.kind in AUTHORITIES and place.key == start:
                    yield place, reasons.padded_key(start)
