"""Values of things for data extension: what can be fetched of an authority, from the store."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from klimagraph.namespaces import PREFIXES, THINGS
from klimagraph.terms import term

Cell = dict[str, str | int | float]
"""A value as the specification writes it: of one of the fields id with name, str, int, float."""


@dataclass(frozen=True)
class Property:
    """Something that can be asked of an entity."""

    id: str
    name: str
    description: str
    iris: tuple[NamedNode, ...] = ()
    """The properties in the graph, the first that has values counts; none for what only narrows."""


def _property(name: str, label: str, description: str, *iris: str) -> Property:
    return Property(name, label, description, tuple(term(iri) for iri in iris))


PROPERTIES = tuple(
    _property(*row)
    for row in (
        (
            *("key", "Amtlicher Schlüssel", "AGS, Kreis-, Regions- oder Landesschlüssel"),
            *("klima:ags", "klima:districtKey", "klima:regionKey", "klima:stateKey", "klima:ars"),
        ),
        ("ars", "Regionalschlüssel", "zwölf Stellen, bei Verbänden neun", "klima:ars"),
        ("label", "Name", "Name im Verzeichnis", "skos:prefLabel", "rdfs:label", "dcterms:title"),
        ("shortName", "Kurzname", "Name ohne Zusatz", "klima:shortName"),
        ("state", "Land", "Land, in dem es liegt", "klima:inState"),
        ("district", "Kreis", "Kreis oder kreisfreie Stadt", "klima:inDistrict"),
        ("association", "Gemeindeverband", "Amt, Samtgemeinde, …", "klima:inAssociation"),
        ("kind", "Art", "Art der Gebietskörperschaft", "klima:authorityKind"),
        ("population", "Einwohner", "zum Stand des Verzeichnisses", "klima:population"),
        ("area", "Fläche in km²", "Quadratkilometer", "klima:squareKilometres"),
        ("seat", "Verwaltungssitz", "Sitz der Verwaltung", "klima:seat"),
        ("postalCode", "Postleitzahl", "des Verwaltungssitzes", "klima:postalCode"),
        ("nuts", "NUTS", "Schlüssel der Statistik der EU", "klima:nutsCode"),
        ("same", "Gleich mit", "andere Namen desselben, etwa bei Wikidata", "skos:exactMatch"),
        ("day", "Tag", "Tag, für den gesucht wird: 2024-06-01"),
    )
)
BY_ID = {item.id: item for item in PROPERTIES}
LABELS = tuple(term(name) for name in ("skos:prefLabel", "rdfs:label", "dcterms:title"))
NUMBERS = {f"{PREFIXES['xsd']}integer": int, f"{PREFIXES['xsd']}decimal": float}


def id_of(iri: str) -> str:
    """Return the identifier of a thing: its IRI without the identifier space."""
    return iri.removeprefix(THINGS)


def iri_of(identifier: str) -> str:
    """Return the IRI of an identifier, which may be an IRI itself."""
    return identifier if identifier.startswith(THINGS) else THINGS + identifier


def cells(store: Store, identifier: str, wanted: Property) -> list[Cell]:
    """Return the values of a property of a thing, none where it is not known."""
    try:
        node = NamedNode(iri_of(identifier))
    except ValueError:
        return []
    for name in wanted.iris:
        if found := [_cell(store, value) for value in _values(store, node, name)]:
            return found
    return []


def label(store: Store, node: NamedNode) -> str:
    """Return the label of a thing, in German where there is one; else its IRI."""
    for name in LABELS:
        texts = [value for value in _values(store, node, name) if isinstance(value, Literal)]
        if texts:
            return min(texts, key=lambda text: (text.language != "de", text.value)).value
    return node.value


def _values(store: Store, node: NamedNode, name: NamedNode) -> Iterable[NamedNode | Literal]:
    quads = store.quads_for_pattern(node, name, None, DefaultGraph())
    return sorted(_terms(quad.object for quad in quads), key=str)


def _terms(values: Iterable[object]) -> Iterator[NamedNode | Literal]:
    for value in values:
        if isinstance(value, NamedNode | Literal):
            yield value


def _cell(store: Store, value: NamedNode | Literal) -> Cell:
    if isinstance(value, NamedNode):
        if value.value.startswith(THINGS):
            return {"id": id_of(value.value), "name": label(store, value)}
        return {"str": label(store, value)}
    if (number := NUMBERS.get(value.datatype.value)) is not None:
        return {"int" if number is int else "float": number(value.value)}
    return {"str": value.value}
