"""What is about people: they stand in no list, nor do passages that may name them (ADR 0018)."""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from klimagraph.namespaces import THINGS
from klimagraph.terms import term

FOLDER = "person"
"""The class of people, as their addresses say it."""
PERSONS = f"{THINGS}{FOLDER}/"
CLASS = term("foaf:Person")
CLASSES = frozenset((CLASS, term("vcard:Individual"), term("schema:Person")))
"""The classes of people; such a description may have any address."""
SPEAKING = frozenset(("evidence", "post", "tenure"))
"""The classes of things whose pages name people."""
_TYPE, _NAME = term("rdf:type"), term("foaf:name")
_CITES, _PASSAGE = term("klima:evidence"), term("klima:fragment")
_MARK = f"> {_PASSAGE} ".encode()
_TYPED = tuple(f" {_TYPE} {one} .".encode() for one in CLASSES)
_WORD = re.compile(r"\w+")


def is_person(iri: str) -> bool:
    """Tell whether an IRI is that of a person."""
    return iri.startswith(PERSONS)


def is_listed(iri: str) -> bool:
    """Tell whether the page of a thing is for sitemaps and search engines."""
    folder = iri.removeprefix(THINGS).partition("/")[0]
    return not iri.startswith(THINGS) or folder not in (FOLDER, *SPEAKING)


def described(iri: str, lines: list[bytes]) -> bool:
    """Tell whether lines of N-Triples describe a thing as a person."""
    if is_person(iri):
        return True
    text = b"\n".join(lines)
    if not any(mark in text for mark in _TYPED):
        return False
    return any(f"<{iri}>".encode() + mark in lines for mark in _TYPED)


def known(store: Store, iri: str) -> bool:
    """Tell whether a release describes a thing as a person."""
    subject, graph = NamedNode(iri), DefaultGraph()
    quads = (Quad(subject, _TYPE, one, graph) for one in CLASSES)
    return is_person(iri) or any(quad in store for quad in quads)


def withheld(store: Store) -> frozenset[str]:
    """Return the evidence of a release whose passage (`klima:fragment`) stands in no list.

    It is cited by a person, or by what speaks of one, or the passage holds the name of one.
    """
    return frozenset((*_cited(store), *_naming(store)))


def without_passages(lines: Iterable[bytes], of: frozenset[str]) -> Iterator[bytes]:
    """Yield lines of N-Triples without the passages of some evidence."""
    for line in lines:
        if _MARK not in line or line[1 : line.index(b">")].decode() not in of:
            yield line


def passages(store: Store) -> Iterator[Quad]:
    """Yield the passages of all evidence."""
    return _said(store, None, _PASSAGE)


def is_passage(line: bytes) -> bool:
    """Tell whether a line of N-Triples says a passage."""
    return _MARK in line


def _cited(store: Store) -> Iterator[str]:
    """Yield the evidence that a person cites, or something that speaks of one."""
    people, speaking = _people(store), dict[str, bool]()
    for quad in _said(store, None, _CITES):
        claim, evidence = quad.subject, quad.object
        if isinstance(claim, NamedNode) and isinstance(evidence, NamedNode):
            if claim.value not in speaking:
                said = (one.object for one in _said(store, claim, None))
                things = {one.value for one in (claim, *said) if isinstance(one, NamedNode)}
                speaking[claim.value] = any(is_person(iri) or iri in people for iri in things)
            if speaking[claim.value]:
                yield evidence.value


def _people(store: Store) -> set[str]:
    typed = (quad for one in CLASSES for quad in store.quads_for_pattern(None, _TYPE, one))
    return {quad.subject.value for quad in typed if isinstance(quad.subject, NamedNode)}


def _naming(store: Store) -> Iterator[str]:
    """Yield the evidence whose passage holds the name of a person."""
    names = dict[str, list[str]]()
    for name in _names(store):
        for last in _WORD.findall(name)[-1:]:
            names.setdefault(last, []).append(name)
    for quad in passages(store):
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
            text = quad.object.value.casefold()
            if any(name in text for word in _WORD.findall(text) for name in names.get(word, ())):
                yield quad.subject.value


def _names(store: Store) -> Iterator[str]:
    """Yield the names of people in small letters."""
    people = _people(store)
    for quad in _said(store, None, _NAME):
        subject, name = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(name, Literal):
            continue
        if subject.value in people or is_person(subject.value):
            yield name.value.casefold()


def _said(store: Store, subject: NamedNode | None, predicate: NamedNode | None) -> Iterator[Quad]:
    return store.quads_for_pattern(subject, predicate, None, DefaultGraph())
