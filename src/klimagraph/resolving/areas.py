"""Where a place is said to lie: states, districts and associations by name, key or short form."""

import re
from dataclasses import dataclass

from klimagraph.folding import folded
from klimagraph.namespaces import PREFIXES, TERMS, THINGS
from klimagraph.resolving.places import NamedPlace, Places
from klimagraph.resolving.titles import (
    ASSOCIATION,
    AUTHORITIES,
    DISTRICT,
    KINDS,
    REGION,
    STATE,
    TITLES,
    Title,
    fit,
)
from klimagraph.resolving.wording import split_titles

SHORT_STATES = {
    "sh": "01", "hh": "02", "ni": "03", "nds": "03", "hb": "04", "nw": "05", "nrw": "05",
    "he": "06", "rp": "07", "rlp": "07", "bw": "08", "bawu": "08", "by": "09", "bay": "09",
    "bayern": "09", "sl": "10", "be": "11", "bb": "12", "bbg": "12", "mv": "13", "mvp": "13",
    "meckpomm": "13", "sn": "14", "sachs": "14", "st": "15", "lsa": "15", "th": "16",
}  # fmt: skip
"""Short forms of states (ISO 3166-2:DE and what is in use), with the key of the state."""
_KEY = re.compile(r"(?:DE-?)?([0-9]{2,9})", re.IGNORECASE)
AUTHORITY = f"{TERMS}Authority"
CONTAINERS = frozenset((STATE, REGION, DISTRICT, ASSOCIATION))


@dataclass(frozen=True)
class Kind:
    """What a place shall be: of some classes called by, or of a class given by its IRI."""

    classes: frozenset[str] = AUTHORITIES
    titles: tuple[Title, ...] = ()
    iri: str = ""

    @property
    def given(self) -> bool:
        """Tell whether anything was asked for."""
        return bool(self.titles or self.iri) or self.classes != AUTHORITIES

    @property
    def foreign(self) -> bool:
        """Tell whether other things than authorities are asked for."""
        return bool(self.iri) and self.iri not in AUTHORITIES


ANY = Kind()


def areas(places: Places, text: str) -> tuple[NamedPlace, ...]:
    """Return the states, districts and associations that a text may mean."""
    text = text.strip()
    iri = _iri(text)
    if iri:
        return tuple(place for place in (places.thing(iri),) if place)
    if found := _KEY.fullmatch(text):
        keyed = [place for place in places.keyed(found[1]) if place.area_key == found[1]]
        return tuple(dict.fromkeys(keyed))
    return _named_areas(places, text)


def _named_areas(places: Places, text: str) -> tuple[NamedPlace, ...]:
    words = folded(text)
    found = {place.iri: place for place in places.named(words)}
    for rest, titles in ((words, ()), *split_titles(words)):
        named = (*places.named(rest), *districts(places, rest)) if rest else ()
        found |= {place.iri: place for place in named if fit(titles, place)}
    if (key := SHORT_STATES.get(words.replace(" ", ""))) and (
        state := places.thing(f"{THINGS}state/{key}")
    ):
        found[state.iri] = state
    return tuple(one for one in found.values() if one.kind in CONTAINERS or one.is_city)


def districts(places: Places, words: str) -> tuple[NamedPlace, ...]:
    """Return the districts that people call without the end of their names: Ortenau."""
    return tuple(place for place in places.named(f"{words} kreis") if place.kind == DISTRICT)


def kind_of(text: str) -> Kind | None:
    """Return what a word, a class with prefix or an IRI asks for; None where it is not known."""
    text = text.strip()
    if not text:
        return ANY
    if iri := _iri(text):
        return ANY if iri == AUTHORITY else Kind(iri=iri)
    words = folded(text)
    if words in TITLES:
        return Kind(titles=(TITLES[words],))
    for rest, titles in split_titles(words):
        if not rest:
            return Kind(titles=titles)
    classes = KINDS.get(words)
    return None if classes is None else Kind(frozenset(classes) or AUTHORITIES)


def _iri(text: str) -> str:
    prefix, _, name = text.partition(":")
    if name and prefix in PREFIXES:
        return PREFIXES[prefix] + name
    return text if "://" in text else ""
