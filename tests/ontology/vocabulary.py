"""What the tests of the vocabulary read: its files, the data by hand and the register."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from klimagraph.namespaces import BASE, TERMS
from klimagraph.register.authorities import authority_lines

ROOT = Path(__file__).parents[2]
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
ONTOLOGY = sorted((ROOT / "ontology").rglob("*.ttl"))
SHAPES = sorted((ROOT / "shapes").rglob("*.ttl"))
DATA = sorted((ROOT / "data").glob("*/data.ttl"))
TURTLE = [*ONTOLOGY, *SHAPES, *sorted((ROOT / "data").rglob("*.ttl"))]
QUERIES = sorted((ROOT / "queries").rglob("*.rq"))
KLIMA = Namespace(TERMS)
HEADER = URIRef(TERMS.rstrip("#"))


@cache
def parsed(path: Path) -> Graph:
    """Return the graph that the file holds."""
    return Graph().parse(path)


@cache
def vocabulary() -> Graph:
    """Return the graph of all files of the ontology together."""
    return _together(ONTOLOGY)


@cache
def shapes() -> Graph:
    """Return the graph of all shapes together."""
    return _together(SHAPES)


@cache
def data() -> Graph:
    """Return the graph of the datasets that are written by hand."""
    return _together(DATA)


def terms(*kinds: URIRef) -> list[URIRef]:
    """Return the terms in our own namespace, of all kinds or of some."""
    declared = {term for kind in kinds or KINDS for term in vocabulary().subjects(RDF.type, kind)}
    return sorted(term for term in declared if isinstance(term, URIRef) and term in KLIMA)


def concepts() -> list[Node]:
    """Return the entries of all code lists."""
    return sorted(vocabulary().subjects(RDF.type, SKOS.Concept), key=str)


def schemes() -> list[Node]:
    """Return all code lists."""
    return sorted(vocabulary().subjects(RDF.type, SKOS.ConceptScheme), key=str)


def texts(subject: Node, predicate: URIRef, language: str) -> list[str]:
    """Return the values in a language."""
    values = vocabulary().objects(subject, predicate)
    return [str(it) for it in values if isinstance(it, Literal) and it.language == language]


def above(kind: Node) -> set[Node]:
    """Return a class and the classes above it."""
    found = vocabulary().transitive_objects(kind, RDFS.subClassOf)
    return {it for it in found if it is not None}


@cache
def register() -> tuple[tuple[str, str, str], ...]:
    """Return subject, predicate and object of what the register says, as in N-Triples."""
    lines = authority_lines(ROOT / "data" / "reference-authorities")
    return tuple(_parts(line) for line in lines)


@cache
def registered() -> dict[str, set[URIRef]]:
    """Return the classes of each thing that the register names."""
    found: dict[str, set[URIRef]] = {}
    for subject, predicate, value in register():
        if predicate == f"<{RDF.type}>":
            found.setdefault(subject.strip("<>"), set()).add(URIRef(value.strip("<>")))
    return found


def classes_of(thing: Node) -> set[Node]:
    """Return the classes of a thing of the data by hand, the register or the ontology."""
    said = {*data().objects(thing, RDF.type), *vocabulary().objects(thing, RDF.type)}
    return said | registered().get(str(thing), set())


def examples(term: URIRef) -> Iterator[Node]:
    """Yield the things of the data to which a term points."""
    links = vocabulary().objects(term, RDFS.seeAlso)
    return (link for link in links if str(link).startswith(f"{BASE}id/"))


def _together(paths: list[Path]) -> Graph:
    graph = Graph()
    for path in paths:
        graph += parsed(path)
    return graph


def _parts(line: str) -> tuple[str, str, str]:
    subject, predicate, value = line.removesuffix(" .").split(" ", 2)
    return subject, predicate, value
