"""The shapes and the vocabulary, as far as tables need them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple

from klimagraph.folding import folded
from klimagraph.queries import read_queries
from klimagraph.tables.columns import Choice, Words, local_name
from klimagraph.terms import term

FOLDERS = ("shapes/*.ttl", "shapes/submission/*.ttl", "ontology/*.ttl", "ontology/vocabularies/*")
IN_SCHEME, FIRST, REST = term("skos:inScheme"), term("rdf:first"), term("rdf:rest")
LABELS = (term("skos:prefLabel"), term("rdfs:label"))
NOTATION = term("skos:notation")
_CONSTRUCTED = re.compile(r"CONSTRUCT\s*\{(.*?)\}", re.DOTALL)
_PROPERTY = re.compile(r"\bklima:(\w+)")

Node = NamedNode | BlankNode


@lru_cache(2)
def read_words(root: Path) -> Store:
    """Return a store with the shapes of submissions and the vocabulary."""
    store = Store()
    for pattern in FOLDERS:
        for path in sorted(root.glob(pattern)):
            store.load(path=str(path), format=RdfFormat.TURTLE)
    return store


def objects(store: Store, subject: Node, name: str) -> list[NamedNode | BlankNode | Literal]:
    """Return the values of a property, which is a name with its prefix."""
    found = (quad.object for quad in store.quads_for_pattern(subject, term(name), None))
    return [value for value in found if not isinstance(value, Triple)]


def value(store: Store, subject: Node, name: str) -> str:
    """Return the text of the first value of a property, empty where there is none."""
    found = sorted(one.value for one in objects(store, subject, name))
    return found[0] if found else ""


def words(store: Store, subject: Node, name: str) -> Words:
    """Return the texts of a property in both languages."""
    texts = {
        one.language: one.value
        for one in objects(store, subject, name)
        if isinstance(one, Literal) and one.language
    }
    return Words(texts.get("de", ""), texts.get("en", "") or texts.get("de", ""))


def label(store: Store, iri: str) -> Words:
    """Return the name of a term, the last part of its IRI where it has none."""
    subject = NamedNode(iri)
    found = words(store, subject, "skos:prefLabel") or words(store, subject, "rdfs:label")
    return found or Words(local_name(iri), local_name(iri))


def choices_of(store: Store, scheme: str) -> tuple[Choice, ...]:
    """Return the concepts of a scheme in the order in which its file has them."""
    quads = store.quads_for_pattern(None, IN_SCHEME, NamedNode(scheme))
    members = sorted(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
    return tuple(_choice(store, iri) for iri in members)


def choices_in(store: Store, shape: Node) -> tuple[Choice, ...]:
    """Return the values that `sh:in` lists."""
    lists = objects(store, shape, "sh:in")
    return tuple(_choice(store, iri) for head in lists for iri in _members(store, head))


def _choice(store: Store, iri: str) -> Choice:
    notations = tuple(one.value for one in objects(store, NamedNode(iri), "skos:notation"))
    return Choice(iri, label(store, iri), (*notations, local_name(iri)))


def _members(store: Store, head: object) -> Iterator[str]:
    while isinstance(head, BlankNode):
        yield from (one.value for one in objects(store, head, "rdf:first"))
        head = next(iter(objects(store, head, "rdf:rest")), None)


def by_text(choices: tuple[Choice, ...]) -> dict[str, str]:
    """Return the IRIs of choices by what people may write for them, folded."""
    found: dict[str, str] = {}
    for one in choices:
        for text in (one.label.de, one.label.en, *one.others):
            found.setdefault(folded(text), one.iri)
    return found


@lru_cache(2)
def derived_properties(root: Path) -> frozenset[str]:
    """Return the properties that rules say at publication; nobody submits them."""
    heads = (_CONSTRUCTED.search(rule.text) for rule in read_queries(root / "ontology" / "rules"))
    names = (name for head in heads if head for name in _PROPERTY.findall(head[1]))
    return frozenset(term(f"klima:{name}").value for name in names)
