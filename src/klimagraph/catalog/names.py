"""Names of the vocabularies of a catalogue (https://www.w3.org/TR/vocab-dcat-3/)."""

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.namespaces import BASE, DATASETS, PREFIXES

NAMES = {
    name: PREFIXES[name]
    for name in ("rdf", "rdfs", "xsd", "skos", "dcterms", "foaf", "prov", "vcard", "dcat", "dcatde")
}
NAMES |= {name: PREFIXES[name] for name in ("spdx", "geo")}
NAMES |= {
    "adms": "http://www.w3.org/ns/adms#",
    "dcatap": "http://data.europa.eu/r5r/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
}
"""Prefixes with which every document of the catalogue is written."""
TYPE = NamedNode(f"{PREFIXES['rdf']}type")
CATALOG = NamedNode(f"{BASE}catalog")
SERVICE = NamedNode(f"{BASE}service/sparql")
SERIES = NamedNode(f"{BASE}series/releases")
WHOLE = "klimagraph"
"""The dataset of everything: in the catalogue only, no graph has its name."""


def term(name: str) -> NamedNode:
    """Return the IRI of a name with its prefix, `hydra:next`."""
    prefix, _, local = name.partition(":")
    return NamedNode(NAMES[prefix] + local)


def say(subject: NamedNode, name: str, value: NamedNode | Literal | str) -> Triple:
    """Return a triple; a value that is a text is a name with its prefix."""
    return Triple(subject, term(name), term(value) if isinstance(value, str) else value)


def dataset_iri(slug: str) -> NamedNode:
    """Return the IRI of a dataset."""
    return NamedNode(DATASETS + slug)


def part(node: NamedNode, name: str) -> NamedNode:
    """Return the IRI of a part of a node, which belongs to it alone."""
    joint = "-" if "#" in node.value else "#"
    return NamedNode(f"{node.value}{joint}{name}")


def date_time(text: str) -> Literal:
    """Return a moment."""
    return Literal(text, datatype=term("xsd:dateTime"))


def number(value: int) -> Literal:
    """Return a count, which is never negative."""
    return Literal(str(value), datatype=term("xsd:nonNegativeInteger"))
