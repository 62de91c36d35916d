"""The tables of the classes: their columns as the shapes describe them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from klimagraph import people
from klimagraph.namespaces import PREFIXES, compact
from klimagraph.tables.columns import Column, Kind, Node, Words, local_name
from klimagraph.tables.kinds import Property, columns_of
from klimagraph.tables.words import label, objects, words
from klimagraph.terms import term

FOLDERS = ("shapes/*.ttl", "ontology/*.ttl", "ontology/vocabularies/*.ttl")
IRI = "IRI"
DE, EN = "de", "en"
XSD = PREFIXES["xsd"]
IRI_WORDS = Words("Adresse der Sache im Netz (IRI)", "Address of the thing on the web (IRI)")
LABEL_WORDS = Words("Name, wo es einen gibt", "Name, where there is one")
_LABEL_OF = Words("Name dessen, worauf {} verweist", "Name of what {} refers to")


@dataclass(frozen=True)
class Field:
    """A column of a table: its values, or the names of what the values refer to."""

    name: str
    title: Words
    description: Words
    property: str = ""
    datatype: str = ""
    language: str = ""
    """The language of its texts; in German ones those without a language stand as well."""
    many: bool = False
    names: str = ""
    """The column whose references it names."""


@dataclass(frozen=True)
class Table:
    """The things of a class as a table."""

    class_iri: str
    title: Words
    description: Words
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """Return the name of the class, which the names of its files begin with."""
        return local_name(self.class_iri)


@lru_cache(2)
def tables(root: Path) -> tuple[Table, ...]:
    """Return the tables of all classes that the shapes describe, people left out."""
    store = Store()
    for pattern in FOLDERS:
        for path in sorted(root.glob(pattern)):
            store.load(path=str(path), format=RdfFormat.TURTLE)
    by_class: dict[str, list[NamedNode]] = {}
    for quad in store.quads_for_pattern(None, term("sh:targetClass"), None):
        has_properties = objects(store, quad.subject, "sh:property")  # type: ignore[arg-type]
        if isinstance(quad.subject, NamedNode) and has_properties:
            by_class.setdefault(quad.object.value, []).append(quad.subject)  # type: ignore[union-attr]
    by_class.pop(people.CLASS.value, None)
    made = [_table(store, iri, shapes) for iri, shapes in by_class.items()]
    return tuple(sorted(made, key=lambda table: table.class_iri))


def _table(store: Store, class_iri: str, shapes: list[NamedNode]) -> Table:
    """Return the table of a class: its own shape first, then those that it shares."""
    name = local_name(class_iri)
    ordered = sorted(shapes, key=lambda shape: (local_name(shape.value) != name, shape.value))
    found: dict[str, Property] = {}
    for shape in ordered:
        read = (_property(store, node) for node in objects(store, shape, "sh:property"))
        for one in sorted((one for one in read if one), key=lambda one: one.place):
            found[one.iri] = one if one.iri not in found else found[one.iri].joined(one)
    own = local_name(ordered[0].value) == name
    description = words(store, ordered[0], "sh:description") if own else Words()
    fields = tuple(_fields(store, found.values()))
    return Table(class_iri, label(store, class_iri), description, fields)


def _property(store: Store, node: object) -> Property | None:
    return Property.read(store, node) if isinstance(node, NamedNode) else None


def _fields(store: Store, properties: Iterable[Property]) -> Iterator[Field]:
    yield Field("iri", Words("IRI", "IRI"), IRI_WORDS)
    yield Field("label", Words("Name", "Name"), LABEL_WORDS)
    node = Node("", "", "", "", Words(), required=True, shared=False, evidenced=False)
    taken = {"iri", "label"}
    for one in properties:
        if one.maximum == 0:
            continue
        name = local_name(one.iri)
        if name in taken:
            name = compact(one.iri).replace(":", "_")
        taken.add(name)
        yield from _of_property(one, name, list(columns_of(store, one, node)))


def _of_property(one: Property, name: str, columns: list[Column]) -> Iterator[Field]:
    column = columns[0] if columns[0].kind is Kind.TEXT else columns[-1]
    description = one.description or one.title
    if column.kind is Kind.TEXT:
        english = Words(f"{one.title.de} (englisch)", f"{one.title.en} (English)")
        yield Field(name, one.title, description, one.iri, language=DE, many=column.many)
        yield Field(f"{name}_en", english, description, one.iri, language=EN, many=column.many)
        return
    yield Field(name, one.title, description, one.iri, _datatype(one), many=column.many)
    if column.kind is Kind.CONCEPT or (column.kind is Kind.REFERENCE and one.node_kind == IRI):
        title = Words(f"{one.title.de}: Name", f"{one.title.en}: name")
        text = Words(_LABEL_OF.de.format(name), _LABEL_OF.en.format(name))
        yield Field(f"{name}_label", title, text, one.iri, many=column.many, names=name)


def _datatype(one: Property) -> str:
    """Return the datatype of the shape, else the only one that the ontology allows."""
    found = [one.datatype] if one.datatype else list(one.ranges)
    return found[0] if len(found) == 1 and found[0].startswith(XSD) else ""
