"""What things, classes and properties are called, in German and in English."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from klimagraph.bundle import bundle_folder
from klimagraph.namespaces import compact
from klimagraph.terms import term

NAMES = tuple(map(term, ("skos:prefLabel", "rdfs:label", "dcterms:title", "foaf:name", "vcard:fn")))
NAMED_BY = tuple(
    map(term, ("org:member", "klima:committedParty", "klima:indicator", "klima:source"))
)
"""Whose name a thing without one has, such as a membership that of the member."""
LONGEST = 80
_ENDINGS = (("ung", "ungen"), ("schaft", "schaften"), ("tion", "tionen"), ("heit", "heiten"),
            ("keit", "keiten"), ("art", "arten"), ("e", "en"), ("g", "ge"), ("zept", "zepte"),
            ("bot", "bote"), ("ruf", "rufe"), ("itt", "itte"), ("leg", "lege"), ("nis", "nisse"),
            ("ekt", "ekte"))  # fmt: skip
"""How German words of the vocabulary become plural; others stay as they are."""
_IRREGULAR = {
    "Land": "Länder",
    "Gemeindefreies Gebiet": "Gemeindefreie Gebiete",
    "Bekannte Lücke": "Bekannte Lücken",
    "Frühere Gebietseinheit": "Frühere Gebietseinheiten",
    "Widerspruch": "Widersprüche",
    "Regierungsbezirk oder Region": "Regierungsbezirke oder Regionen",
    "Schlüssel mit Gültigkeit": "Schlüssel mit Gültigkeit",
    "Beleg": "Belege",
    "Ereignis": "Ereignisse",
    "Lesart": "Lesarten",
    "Gemeindeverband": "Gemeindeverbände",
    "Person": "Personen",
    "Organisation": "Organisationen",
    "Ziel": "Ziele",
    "Kreis": "Kreise",
    "Datensatz": "Datensätze",
}


@dataclass(frozen=True)
class Text:
    """The same in German and in English."""

    de: str
    en: str


class Words:
    """Looks names up, first in what is submitted, then in what is published."""

    def __init__(self, stores: Iterable[Store]) -> None:
        self._stores = [*stores, vocabulary()]
        self._known: dict[str, Text] = {}

    def label(self, iri: str) -> Text:
        """Return what people call a thing; a short form of its IRI where it has no name."""
        if iri not in self._known:
            self._known[iri] = self._found(NamedNode(iri)) or Text(compact(iri), compact(iri))
        return self._known[iri]

    def value(self, value: NamedNode | Literal) -> Text:
        """Return what people call a value."""
        if isinstance(value, NamedNode):
            return self.label(value.value)
        shown = value.value if len(value.value) <= LONGEST else f"{value.value[:LONGEST]}…"
        return Text(shown, shown)

    def _found(self, node: NamedNode, deep: bool = True) -> Text | None:
        for store in self._stores:
            own = _name(store, node)
            if own:
                return own
        for store in self._stores if deep else ():
            for predicate in NAMED_BY:
                for quad in store.quads_for_pattern(node, predicate, None):
                    if isinstance(quad.object, NamedNode):
                        return self._found(quad.object, deep=False)
        return None


@cache
def vocabulary() -> Store:
    """Return the vocabulary that comes with the program."""
    store = Store()
    for path in sorted((bundle_folder() / "ontology").rglob("*.ttl")):
        store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    return store


def plural(german: str) -> str:
    """Return the plural of a label of the vocabulary."""
    if german in _IRREGULAR:
        return _IRREGULAR[german]
    for ending, many in _ENDINGS:
        if german.endswith(ending):
            return german.removesuffix(ending) + many
    return german


def english_plural(label: str) -> str:
    """Return the plural of an English label."""
    first, of, rest = label.partition(" of ")
    if re.search(r"[^aeiou]y$", first):
        return f"{first[:-1]}ies{of}{rest}"
    return f"{first}{'es' if first.endswith(('s', 'x', 'ch')) else 's'}{of}{rest}"


def _name(store: Store, node: NamedNode) -> Text | None:
    for predicate in NAMES:
        texts = {
            quad.object.language or "": quad.object.value
            for quad in store.quads_for_pattern(node, predicate, None)
            if isinstance(quad.object, Literal)
        }
        if texts:
            any_text = texts.get("de") or texts.get("") or texts.get("en") or min(texts.values())
            return Text(any_text, texts.get("en", any_text))
    return None
