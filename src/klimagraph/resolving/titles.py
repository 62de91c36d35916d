"""Words that say what a place is, and which places they fit."""

from collections.abc import Iterable
from dataclasses import dataclass

from klimagraph.folding import folded
from klimagraph.namespaces import TERMS
from klimagraph.resolving.places import NamedPlace
from klimagraph.search.readings import ATTRIBUTES as SEARCHED_ATTRIBUTES

MUNICIPALITY, UNINCORPORATED, DISTRICT, ASSOCIATION, REGION, STATE, FORMER = (
    TERMS + name
    for name in (
        *("Municipality", "UnincorporatedArea", "District", "AssociationOfMunicipalities"),
        *("AdministrativeRegion", "State", "FormerAuthority"),
    )
)
AUTHORITIES = frozenset(
    (MUNICIPALITY, UNINCORPORATED, DISTRICT, ASSOCIATION, REGION, STATE, FORMER)
)
TOWN, MARKET, CITY, PLAIN, FREE = "town", "market", "city", "plain", "free"
"""What a word asks of a municipality: to be a town, a market, a district by itself, a city or a
state that is called free; or nothing."""
FREE_STATES = ("02", "04")


@dataclass(frozen=True)
class Title:
    """What a word means: a class, and what of it."""

    kind: str
    demand: str = ""
    """Of municipalities one of the words above; of associations how their labels begin."""


def _titles() -> dict[str, Title]:
    towns = (
        *("stadt", "kreisstadt", "hansestadt", "universitatsstadt", "landeshauptstadt"),
        *("bundesstadt", "bergstadt", "lutherstadt", "wissenschaftsstadt", "hochschulstadt"),
        *("klingenstadt", "welterbestadt", "residenzstadt", "inselstadt", "kaiserstadt"),
        *("reformationsstadt", "barbarossastadt", "stadtverwaltung", "gkst", "kurstadt"),
        *("domstadt", "kupferstadt", "widukindstadt", "oranienstadt", "peenestadt"),
    )
    found = {word: Title(MUNICIPALITY, TOWN) for word in towns}
    plain = ("gemeinde", "ortsgemeinde", "einheitsgemeinde", "gemeindeverwaltung", "kurort")
    baths = ("ostseebad", "nordseebad", "seebad", "ostseeheilbad", "inselgemeinde")
    found |= {word: Title(MUNICIPALITY, PLAIN) for word in plain + baths}
    found |= {
        word: Title(MUNICIPALITY, MARKET)
        for word in ("markt", "marktgemeinde", "flecken", "marktflecken")
    }
    found |= {word: Title(MUNICIPALITY, CITY) for word in ("stadtkreis", "kreisfreie")}
    districts = ("landkreis", "kreis", "lk", "lkr", "ldkr", "kr", "landratsamt", "kreisverwaltung")
    found |= {word: Title(DISTRICT) for word in districts}
    found |= {word: Title(ASSOCIATION, first) for word, first in _ASSOCIATIONS.items()}
    found["freie"] = Title(MUNICIPALITY, FREE)
    found["regierungsbezirk"] = Title(REGION)
    found |= {word: Title(STATE) for word in ("land", "bundesland", "freistaat")}
    return found


_ASSOCIATIONS = {
    "amt": "amt",
    "samtgemeinde": "samtgemeinde",
    "sg": "samtgemeinde",
    "verbandsgemeinde": "verbandsgemeinde",
    "vg": "verbandsgemeinde verwaltungsgemeinschaft",
    "vgem": "verwaltungsgemeinschaft",
    "verwaltungsgemeinschaft": "verwaltungsgemeinschaft vereinbarte",
    "vvg": "vereinbarte",
    "verwaltungsverband": "verwaltungsverband",
    "gemeindeverwaltungsverband": "gemeindeverwaltungsverband",
    "gvv": "gemeindeverwaltungsverband",
}
TITLES = _titles()
"""Folded words with what they mean."""
ATTRIBUTES = SEARCHED_ATTRIBUTES | frozenset(("der", "die", "das", "magistrat", "kreisangehorige"))
"""Words that stand before such a word, or between two of them."""
KINDS = {
    **{word: (title.kind,) for word, title in TITLES.items()},
    "gemeindeverband": (ASSOCIATION,),
    "verband": (ASSOCIATION,),
    "gebietskorperschaft": (),
}
"""Folded words for a kind that stand in a column of their own, with the classes they mean."""


def fits(title: Title, place: NamedPlace) -> bool:
    """Tell whether a word may stand before the name of a place."""
    if place.kind == FORMER:
        return title.kind == place.level
    if title.kind == MUNICIPALITY:
        return _fits_municipality(title, place)
    if title.kind == ASSOCIATION and place.kind == ASSOCIATION:
        return folded(place.label).split()[0] in title.demand.split()
    return title.kind == place.kind


def fit(titles: Iterable[Title], place: NamedPlace) -> bool:
    """Tell whether all of some words fit a place."""
    held = tuple(titles)
    if any(title.demand == FREE for title in held) and place.kind == STATE:
        return place.key in FREE_STATES
    return all(fits(title, place) for title in held)


def is_town(place: NamedPlace) -> bool:
    """Tell whether the register calls a municipality a town."""
    words = folded(place.label.partition(",")[2]).split()
    return place.is_city or any(word in ("st", "gkst") or "stadt" in word for word in words)


def _fits_municipality(title: Title, place: NamedPlace) -> bool:
    if place.kind not in (MUNICIPALITY, UNINCORPORATED):
        return False
    if title.demand == TOWN:
        return is_town(place)
    if title.demand == MARKET:
        words = folded(place.label.partition(",")[2]).split()
        return any(word == "m" or word.startswith(("markt", "flecken")) for word in words)
    return title.demand not in (CITY, FREE) or place.is_city
