"""Values, properties and their places on a page, in the order of the shapes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from klimagraph.namespaces import PREFIXES
from klimagraph.things.rows import NOTHING, Row, Term, text

RDF_TYPE = PREFIXES["rdf"] + "type"
LAST = 1000.0
"""Order of what no shape speaks of."""
BETWEEN = " · "
OTHER, DERIVED = "other", "derived"
"""Groups that no shape makes; pages have words for them."""


@dataclass(frozen=True, order=True)
class Place:
    """Where a page shows a property: the group that its shape puts it in, then the order there."""

    group: float
    group_name: str
    order: float


FIRST, NOWHERE = Place(-1, "", 0), Place(LAST, OTHER, LAST)
Places = Mapping[tuple[str, str], Place]
"""The place of a property by class and property."""


@dataclass(frozen=True)
class Value:
    """One value as a page shows it."""

    value: str
    name: str = ""
    language: str = ""
    link: bool = False
    datatype: str = ""
    name_language: str = ""
    kind: str = ""
    """What its class is called, for things that have no name."""


@dataclass(frozen=True)
class Property:
    """A property with its values."""

    iri: str
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Group:
    """Properties that the shapes put together."""

    name: str
    properties: tuple[Property, ...]


def named(row: Row, name: str, called: str = "") -> Value:
    """Return a term of a row as a value; another variable has what it is called."""
    term, label = row.get(name, NOTHING), row.get(called or f"{name}Name", NOTHING)
    kind = text(row, f"{name}Kind")
    return Value(
        term.value, label.value, term.language, term.link, term.datatype, label.language, kind
    )


def placed(rows: Iterable[Row]) -> Places:
    """Return the places that the shapes give to properties."""
    found: dict[tuple[str, str], Place] = {}
    for row in rows:
        group = float(text(row, "groupOrder") or LAST)
        place = Place(group, text(row, "groupName") or OTHER, float(text(row, "order")))
        found.setdefault((text(row, "class"), text(row, "p")), place)
    return found


def of_classes(places: Places, classes: set[str], rows: Sequence[Row]) -> dict[str, Place]:
    """Return the place of each property of things of some classes; what is derived comes last."""
    mine = {name: place for (class_, name), place in places.items() if class_ in classes}
    said = {text(row, "p") for row in rows if text(row, "derived") != "true"}
    for name in {text(row, "p") for row in rows} - said:
        mine[name] = Place(LAST + 1, DERIVED, mine.get(name, NOWHERE).order)
    return {**mine, RDF_TYPE: FIRST}


def groups(rows: Sequence[Row], places: Mapping[str, Place], language: str) -> tuple[Group, ...]:
    """Return the properties by group, both in the order of the shapes."""
    found = properties(rows, places, language)
    grouped = groupby(found, lambda item: places.get(item.iri, NOWHERE).group_name)
    return tuple(Group(name, tuple(items)) for name, items in grouped)


def properties(rows: Iterable[Row], places: Mapping[str, Place], language: str) -> list[Property]:
    """Return properties with their values, each value once."""
    values: dict[str, dict[tuple[str, str], Value]] = {}
    names: dict[str, str] = {}
    for row in rows:
        iri, value = text(row, "p"), named(row, "o")
        names.setdefault(iri, text(row, "pName"))
        values.setdefault(iri, {}).setdefault((value.value, value.language), value)
    found = [
        Property(iri, names[iri], tuple(spoken(tuple(held.values()), language)))
        for iri, held in values.items()
    ]
    return sorted(found, key=lambda item: (places.get(item.iri, NOWHERE), item.iri))


def spoken(values: Sequence[Value], language: str) -> Iterator[Value]:
    """Yield the values without those that say in another language what is there in this one."""
    wanted = any(value.language == language for value in values)
    for value in values:
        if not wanted or value.language in ("", language):
            yield value


TITLES = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (
        ("skos", "prefLabel"),
        ("rdfs", "label"),
        ("dcterms", "title"),
        ("foaf", "name"),
        ("vcard", "fn"),
        ("dcterms", "description"),
    )
)


def title(rows: Sequence[Row], places: Mapping[str, Place], language: str) -> Term:
    """Return the name, else the description, else what the first two links lead to."""
    for name in TITLES:
        held = [row["o"] for row in rows if text(row, "p") == name]
        for wanted in (language, "de", ""):
            for term in held:
                if term.language == wanted:
                    return term
    ordered = sorted(rows, key=lambda row: places.get(text(row, "p"), NOWHERE).order)
    linked = (text(row, "oName") for row in ordered if text(row, "oName") and _says(row))
    return Term(BETWEEN.join(list(dict.fromkeys(linked))[:2]))


def _says(row: Row) -> bool:
    """Tell whether a statement says what a claim is about."""
    return text(row, "p") != RDF_TYPE and text(row, "derived") != "true"
