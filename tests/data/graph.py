"""The bundled facts as a store, and short ways to read it."""

from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store

DATA = Path(__file__).parents[2] / "data"
FILES = sorted(DATA.glob("*/*.ttl"))
FACTS = sorted(DATA.glob("*/data.ttl"))
BASE = "https://w3id.org/klimagraph/"
KLIMA = BASE + "ns#"
ORG = "http://www.w3.org/ns/org#"
DCTERMS = "http://purl.org/dc/terms/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PREFIXES = f"""
BASE <{BASE}>
PREFIX klima: <{KLIMA}>
PREFIX org: <{ORG}>
PREFIX dcterms: <{DCTERMS}>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX qudt: <http://qudt.org/schema/qudt/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@cache
def load(*files: Path) -> Store:
    """Return one store with the triples of the files."""
    store = Store()
    for file in files:
        store.load(path=str(file), format=RdfFormat.TURTLE)
    return store


def dataset(name: str) -> Store:
    """Return the facts of one dataset."""
    return load(DATA / name / "data.ttl")


def thing(path: str) -> NamedNode:
    """Return the name of a thing or concept of ours."""
    return NamedNode(BASE + path)


def of_class(store: Store, name: str) -> set[str]:
    """Return the things of one of our classes."""
    quads = store.quads_for_pattern(None, TYPE, NamedNode(KLIMA + name))
    return {str(quad.subject) for quad in quads}


def values(store: Store, subject: str, name: str) -> list[str]:
    """Return the values of a property of a thing, sorted; the name is one of ours or an IRI."""
    return sorted(text(quad) for quad in _quads(store, subject, name))


def languages(store: Store, subject: str, name: str) -> list[str | None]:
    """Return the languages of the texts that a property of a thing has, sorted."""
    objects = [quad.object for quad in _quads(store, subject, name)]
    return sorted((o.language for o in objects if isinstance(o, Literal)), key=str)


def text(quad: Quad) -> str:
    """Return the object as text, without our base."""
    assert isinstance(quad.object, NamedNode | Literal)
    return quad.object.value.removeprefix(BASE)


def rows(query: str) -> set[tuple[str, ...]]:
    """Return the answer to a query over all facts; nothing found is an empty text."""
    solutions = load(*FACTS).query(PREFIXES + query)
    assert isinstance(solutions, QuerySolutions)
    return {tuple(_shown(value) for value in solution) for solution in solutions}


def _quads(store: Store, subject: str, name: str) -> list[Quad]:
    predicate = NamedNode(name if ":" in name else KLIMA + name)
    return list(store.quads_for_pattern(thing(subject), predicate, None))


def _shown(value: object) -> str:
    return value.value.removeprefix(BASE) if isinstance(value, NamedNode | Literal) else ""
