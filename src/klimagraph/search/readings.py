"""What else a question may mean: a name without the kind of place before it, an identifier."""

import re
from dataclasses import dataclass

from klimagraph.namespaces import PREFIXES, THINGS
from klimagraph.terms import term

_KINDS = {
    "klima:Municipality": (
        *("gemeinde", "ortsgemeinde", "einheitsgemeinde", "stadt", "kreisstadt", "hansestadt"),
        *("universitatsstadt", "landeshauptstadt", "bundesstadt", "bergstadt", "stadtkreis"),
        *("lutherstadt", "wissenschaftsstadt", "kreisfreie", "markt", "flecken"),
    ),
    "klima:District": ("landkreis", "kreis", "lk", "lkr", "ldkr", "kr"),
    "klima:AssociationOfMunicipalities": (
        *("amt", "samtgemeinde", "verbandsgemeinde", "verwaltungsgemeinschaft", "vg", "vgem"),
        *("verwaltungsverband", "gemeindeverwaltungsverband"),
    ),
    "klima:AdministrativeRegion": ("regierungsbezirk",),
    "klima:State": ("land", "bundesland", "freistaat"),
}
KINDS = {word: term(name).value for name, words in _KINDS.items() for word in words}
"""Folded words that say what a place is, with the class they mean."""
ATTRIBUTES = frozenset(("grosse", "freie", "hanse", "universitats", "und"))
"""Words that stand before such a word."""
SUFFIX, SHORTEST = "kreis", 4
"""How names of districts end, and how long must be what stands before that."""
_WIKIDATA = re.compile(
    r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:entity|wiki)/|wd:)?(q[1-9][0-9]*)", re.IGNORECASE
)
_PAGE = re.compile(r"https?://[^/]+/doc/([^?#]+)")


@dataclass(frozen=True)
class Reading:
    """The words of a name, and the class that words left out of it mean."""

    words: str
    kind: str


def without_kind(words: str) -> Reading | None:
    """Return what remains of folded words without the kind of place; None where all or nothing."""
    held, kinds = words.split(), []
    while held and (held[0] in KINDS or (held[0] in ATTRIBUTES and len(held) > 1)):
        kinds.append(KINDS.get(held.pop(0), ""))
    while held and held[-1] in KINDS:
        kinds.append(KINDS[held.pop()])
    if held and held[-1].endswith(SUFFIX) and len(held[-1]) >= len(SUFFIX) + SHORTEST:
        held[-1] = held[-1].removesuffix(SUFFIX)
        kinds.append(KINDS[SUFFIX])
    meant = [kind for kind in kinds if kind]
    return Reading(" ".join(held), meant[-1]) if held and meant else None


def iri_of(text: str) -> str | None:
    """Return the IRI that a text is: in full, with a prefix, or the address of a page here."""
    text = text.strip().removeprefix("<").removesuffix(">")
    if page := _PAGE.fullmatch(text):
        return THINGS + page[1]
    prefix, colon, name = text.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + name
    return text if "://" in text else None


def name_of(text: str) -> str:
    """Return the text to look up as a name: of an address at Wikidata the identifier."""
    found = _WIKIDATA.fullmatch(text.strip())
    return found[1] if found else text
