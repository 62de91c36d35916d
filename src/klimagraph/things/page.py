"""Pages of things: statements in the order of the shapes, evidence, what points here."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from klimagraph.asking import Row, ask
from klimagraph.errors import NotFound
from klimagraph.namespaces import PREFIXES, THINGS
from klimagraph.resources import check_iri
from klimagraph.things.questions import (
    CONNECTED,
    DIRECTIONS,
    PASSAGES,
    PLACES,
    SHOWN,
    STATEMENTS,
)
from klimagraph.workers.engine import Engine

COLUMNS = 5
"""Properties of a thing that points here, at most as many are shown."""
RDF_TYPE = PREFIXES["rdf"] + "type"
EVIDENCE = PREFIXES["klima"] + "evidence"
CERTAINTY = PREFIXES["klima"] + "certainty"
BETWEEN = " · "
LAST = 1000.0
"""Order of what no shape speaks of."""


@dataclass(frozen=True, order=True)
class Place:
    """Where a page shows a property: the group that its shape puts it in, then the order there."""

    group: float
    group_name: str
    order: float


FIRST, NOWHERE = Place(-1, "", 0), Place(LAST, "Weiteres", LAST)
DERIVED = "Abgeleitet"
"""Name of the group of what only rules say."""
Places = dict[tuple[str, str], Place]
"""The place of a property by class and property."""


@dataclass(frozen=True)
class Value:
    """One value as a page shows it."""

    value: str
    name: str
    language: str
    link: bool


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


@dataclass(frozen=True)
class Connected:
    """Things of one class that point here by one property: a table with a row for each."""

    class_iri: str
    class_name: str
    via_name: str
    columns: tuple[Property, ...]
    rows: tuple[tuple[Value, dict[str, tuple[Value, ...]]], ...]
    more: int
    """How many things point here by that property where they are more than are shown, else 0."""


@dataclass(frozen=True)
class Page:
    """What the page of a thing shows."""

    iri: str
    title: str
    groups: tuple[Group, ...]
    passages: tuple[Row, ...]
    connected: tuple[Connected, ...]
    release: str


async def page(pool: Engine, iri: str, release: str | None = None) -> Page:
    """Return the page of a thing in a release, the current one if none; raises NotFound."""
    check_iri(iri)
    said = await ask(pool, STATEMENTS, iri, release)
    if not said.rows:
        raise NotFound(f"nothing is known about {iri} in release {said.release}")
    places = _places((await ask(pool, PLACES, release=said.release)).rows)
    passages = await ask(pool, PASSAGES, iri, said.release)
    directions = await ask(pool, DIRECTIONS, iri, said.release)
    connected: list[Connected] = []
    for direction in directions.rows:
        found = await ask(pool, CONNECTED, iri, said.release, via=direction["via"])
        connected += _tables(found.rows, direction, places)
    classes = {row["o"] for row in said.rows if row["p"] == RDF_TYPE}
    mine = _of_classes(places, classes, said.rows)
    return Page(
        iri,
        _title(said.rows, mine) or _kind_and_key(said.rows, iri),
        _groups(said.rows, mine),
        tuple(_one_each(passages.rows, "evidence", "supports")),
        tuple(connected),
        said.release,
    )


def _places(rows: list[Row]) -> Places:
    found: Places = {}
    for row in rows:
        group, name = float(row.get("groupOrder", LAST)), row.get("groupName", "")
        found.setdefault((row["class"], row["p"]), Place(group, name, float(row["order"])))
    return found


def _of_classes(places: Places, classes: set[str], rows: list[Row]) -> dict[str, Place]:
    """Return the place of each property of things of some classes; what is derived comes last."""
    mine = {name: place for (class_, name), place in places.items() if class_ in classes}
    said = {row["p"] for row in rows if row.get("derived") != "true"}
    for name in {row["p"] for row in rows} - said:
        mine[name] = Place(LAST + 1, DERIVED, mine.get(name, NOWHERE).order)
    return {**mine, RDF_TYPE: FIRST}


def _one_each(rows: Iterable[Row], key: str, several: str) -> Iterable[Row]:
    """Return one row per value of a key; the values that differ are put together."""
    for _, group in groupby(rows, lambda row: row[key]):
        found = list(group)
        joined = ", ".join(dict.fromkeys(row[several] for row in found if several in row))
        yield {**found[0], several: joined}


def _groups(rows: list[Row], places: dict[str, Place]) -> tuple[Group, ...]:
    """Return the properties by group, both in the order of the shapes."""
    grouped = groupby(_properties(rows, places), lambda item: _place(item.iri, places).group_name)
    return tuple(Group(name, tuple(items)) for name, items in grouped)


def _place(iri: str, places: dict[str, Place]) -> Place:
    return places.get(iri, NOWHERE)


def _properties(rows: list[Row], places: dict[str, Place]) -> list[Property]:
    values: dict[str, dict[str, Value]] = {}
    names = {row["p"]: row.get("pName", "") for row in rows}
    for row in rows:
        value = _value(row)
        values.setdefault(row["p"], {}).setdefault(value.value + value.language, value)
    found = [Property(iri, names[iri], tuple(held.values())) for iri, held in values.items()]
    return sorted(found, key=lambda item: (_place(item.iri, places), item.iri))


def _value(row: Row) -> Value:
    return Value(row["o"], row.get("oName", ""), row.get("language", ""), row["link"] == "true")


def _tables(rows: list[Row], direction: Row, places: Places) -> Iterable[Connected]:
    """Yield a table for each class of the things that point here by one property."""
    for class_iri, group in groupby(map(_certain, rows), lambda row: row["class"]):
        found = list(group)
        mine = _of_classes(places, {class_iri}, found)
        name = found[0].get("className", "")
        lines = [_line(list(lines), mine) for _, lines in groupby(found, lambda row: row["s"])]
        shown = [item for item in _properties(found, mine) if any(item.iri in c for _, c in lines)]
        last = [item for item in shown if item.iri == CERTAINTY]
        columns = [item for item in shown if item.iri != CERTAINTY][:COLUMNS] + last
        total = int(direction["total"])
        more, via = total if total > SHOWN else 0, direction.get("viaName", "")
        yield Connected(class_iri, name, via, tuple(columns), tuple(lines), more)


def _certain(row: Row) -> Row:
    """Return the row; instead of a piece of evidence it says how certain that is."""
    if row["p"] != EVIDENCE or "certainty" not in row:
        return row
    value = {"p": CERTAINTY, "pName": "Sicherheit", "o": row["certainty"]}
    return row | value | {"oName": row["certaintyName"], "link": "true"}


def _line(rows: list[Row], places: dict[str, Place]) -> tuple[Value, dict[str, tuple[Value, ...]]]:
    """Return what a thing is called, and its other properties."""
    title = _title(rows, places)
    properties = _properties(rows, places)
    others = {item.iri: item.values for item in properties if not _called(item, title)}
    return Value(rows[0]["s"], title or rows[0].get("className", ""), "", True), others


def _called(item: Property, title: str) -> bool:
    names = BETWEEN.join(value.name for value in item.values)
    return item.iri in TITLES or names in title.split(BETWEEN)


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


def _title(rows: list[Row], places: dict[str, Place]) -> str:
    """Return the German name, else the description, else what the first two links lead to."""
    for title in TITLES:
        for row in rows:
            if row["p"] == title and row.get("language", "") in ("de", ""):
                return row["o"]
    ordered = sorted(rows, key=lambda row: _place(row["p"], places).order)
    linked = (row["oName"] for row in ordered if row.get("oName") and _names(row))
    return BETWEEN.join(list(dict.fromkeys(linked))[:2])


def _names(row: Row) -> bool:
    """Tell whether a statement says what a claim is about."""
    return row["p"] not in (RDF_TYPE, CERTAINTY) and row.get("derived") != "true"


def _kind_and_key(rows: list[Row], iri: str) -> str:
    """Return what a thing without a name is called: its class and its key."""
    kind = next((row["oName"] for row in rows if row["p"] == RDF_TYPE and row.get("oName")), "")
    key = iri.removeprefix(THINGS).partition("/")[2] or iri
    return f"{kind} {key}".strip()
