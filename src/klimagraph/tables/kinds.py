"""Which kind of cell a property shape asks for (https://www.w3.org/TR/shacl/#property-shapes)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Store

from klimagraph.namespaces import CONCEPTS, PREFIXES, SHAPES
from klimagraph.tables.columns import Choice, Column, Kind, Node, Words
from klimagraph.tables.words import choices_in, choices_of, objects, value, words
from klimagraph.terms import term

XSD = PREFIXES["xsd"]
LANGUAGE_STRING = PREFIXES["rdf"] + "langString"
BY_DATATYPE = {
    XSD + "integer": Kind.INTEGER,
    XSD + "decimal": Kind.NUMBER,
    XSD + "gYear": Kind.YEAR,
    XSD + "boolean": Kind.BOOLEAN,
    XSD + "yearMonthDuration": Kind.DURATION,
    LANGUAGE_STRING: Kind.TEXT,
}
BY_NODE_KIND = {"IRI": Kind.REFERENCE, "Literal": Kind.TEXT, "IRIOrLiteral": Kind.TEXT}
ADDRESSES = frozenset(term(name).value for name in ("foaf:page", "foaf:homepage"))
PROPERTIES = frozenset(term(name).value for name in ("klima:supports", "klima:missing"))
PLAIN = frozenset(
    term(name).value for name in ("dcterms:identifier", "dcterms:language", "foaf:name")
)
"""Texts that are in no language."""
DEFAULTS = {term("dcterms:language").value: "de"}
"""What an empty cell stands for where the thing is spoken of at all."""
RARE = frozenset(
    term(name).value for name in ("klima:sha256", "prov:wasDerivedFrom", "klima:supports")
)
"""What hardly anybody fills in by hand."""
FIGURES = f"{SHAPES}group-figures"
PERIOD, DAY = "2017-06-23/..", "2017-06-23"
"""What only a pattern for periods takes, and what a pattern for dates takes."""
ANY = 10**6
_SCHEME = re.compile(rf"\^{re.escape(CONCEPTS)}([a-z0-9-]+)/")


@dataclass(frozen=True)
class Property:
    """What the shapes say of one property of a class."""

    iri: str
    shape: str
    title: Words
    description: Words
    minimum: int
    maximum: int
    place: tuple[float, str]
    datatype: str
    node_kind: str
    pattern: str
    unique: bool
    figures: bool
    ranges: tuple[str, ...]

    @classmethod
    def read(cls, store: Store, shape: NamedNode) -> "Property | None":
        """Return a property shape, None where its path is not one property."""
        paths = objects(store, shape, "sh:path")
        if not (paths and isinstance(paths[0], NamedNode)):
            return None
        warns = value(store, shape, "sh:severity") not in ("", PREFIXES["sh"] + "Violation")
        minimum = 0 if warns else int(value(store, shape, "sh:minCount") or 0)
        return cls(
            paths[0].value,
            shape.value,
            words(store, shape, "sh:name"),
            words(store, shape, "sh:description"),
            minimum,
            int(value(store, shape, "sh:maxCount") or ANY),
            (float(value(store, shape, "sh:order") or ANY), paths[0].value),
            value(store, shape, "sh:datatype"),
            value(store, shape, "sh:nodeKind").removeprefix(PREFIXES["sh"]),
            value(store, shape, "sh:pattern"),
            value(store, shape, "sh:uniqueLang") == "true",
            value(store, shape, "sh:group") == FIGURES,
            _ranges(store, paths[0]),
        )

    @property
    def refers(self) -> bool:
        """Tell whether a value can be another thing."""
        return self.node_kind in ("", "IRI", "BlankNodeOrIRI")

    def joined(self, other: "Property") -> "Property":
        """Return what two shapes say together; the words are those of the first."""
        return replace(
            self,
            minimum=max(self.minimum, other.minimum),
            maximum=min(self.maximum, other.maximum),
            datatype=self.datatype or other.datatype,
            node_kind=self.node_kind or other.node_kind,
            pattern=self.pattern or other.pattern,
        )


def columns_of(store: Store, one: Property, node: Node) -> Iterator[Column]:
    """Yield the columns for a property: three for a period, two for a text in two languages."""
    choices, scheme = _choices(store, one)
    kind = Kind.CONCEPT if choices else _kind(one)
    column = Column(
        node.name,
        one.iri,
        _titled(node, one.title),
        kind,
        one.description,
        required=one.minimum > 0 and one.iri not in DEFAULTS,
        many=one.maximum > 1 and not one.unique,
        language="de" if kind is Kind.TEXT else "",
        datatype=one.datatype,
        pattern=one.pattern,
        choices=choices,
        scheme=scheme,
        ranges=one.ranges,
        shape=one.shape,
        default=DEFAULTS.get(one.iri, ""),
        spare=one.iri in RARE,
    )
    if kind is Kind.PERIOD:
        yield replace(column, kind=Kind.START, title=_with(column.title, "Beginn", "start"))
        yield replace(column, kind=Kind.END, title=_with(column.title, "Ende", "end"))
        yield replace(column, spare=True)
        return
    yield column
    if kind is Kind.TEXT:
        title = Words(f"{column.title.de} (englisch)", f"{column.title.en} (English)")
        spare = not one.unique
        yield replace(column, title=title, language="en", required=False, spare=spare)


def _kind(one: Property) -> Kind:
    if one.iri in PROPERTIES:
        return Kind.PROPERTY
    if one.iri in ADDRESSES:
        return Kind.ADDRESS
    if one.pattern and not one.datatype.endswith("gYear") and (found := _of_dates(one.pattern)):
        return found
    if one.datatype in BY_DATATYPE:
        return BY_DATATYPE[one.datatype]
    if one.figures and one.node_kind == "Literal":
        return Kind.NUMBER
    if one.datatype or one.iri in PLAIN:
        return Kind.STRING
    return BY_NODE_KIND.get(one.node_kind, Kind.REFERENCE)


def _of_dates(pattern: str) -> Kind | None:
    expression = re.compile(pattern)
    if expression.search("Text") or not expression.search(DAY):
        return None
    return Kind.PERIOD if expression.search(PERIOD) else Kind.DATE


def _choices(store: Store, one: Property) -> tuple[tuple[Choice, ...], Words]:
    found = _SCHEME.match(one.pattern)
    if found:
        scheme = CONCEPTS + found[1]
        return choices_of(store, scheme), words(store, NamedNode(scheme), "skos:prefLabel")
    return choices_in(store, NamedNode(one.shape)), Words()


def _ranges(store: Store, name: NamedNode) -> tuple[str, ...]:
    found = [*objects(store, name, "schema:rangeIncludes"), *objects(store, name, "rdfs:range")]
    return tuple(sorted(one.value for one in found if isinstance(one, NamedNode)))


def _titled(node: Node, title: Words) -> Words:
    if not node.name:
        return title
    return Words(f"{node.label.de}: {title.de}", f"{node.label.en}: {title.en}")


def _with(title: Words, de: str, en: str) -> Words:
    return Words(f"{title.de}: {de}", f"{title.en}: {en}")
