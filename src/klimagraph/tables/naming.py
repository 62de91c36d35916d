"""IRIs of what rows speak of: the same row stays the same thing when rows move."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from klimagraph.folding import spelt_out
from klimagraph.namespaces import THINGS
from klimagraph.tables.columns import Node, local_name
from klimagraph.tables.references import CLASS_FOLDERS, WAY, kebab, way_of
from klimagraph.terms import is_iri

LONGEST, DIGITS = 80, 8
PERSON = "Person"
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
OPAQUE = 10
NOT_PLAIN = re.compile(r"[^a-z0-9]+")


@lru_cache(64)
def folder_of(class_iri: str) -> str:
    """Return the folder in which the things of a class lie."""
    name = local_name(class_iri)
    return CLASS_FOLDERS.get(name, kebab(name))


def given(key: str, node: Node, dataset: str) -> str:
    """Return the IRI for a key that stands in a cell: an address, its end, or a short name."""
    key = key.strip()
    if key.startswith(THINGS) and is_iri(key):
        return key
    folder = folder_of(node.class_iri)
    if (found := WAY.fullmatch(key)) and found[1] == folder and is_iri(THINGS + key):
        return THINGS + key
    return made(folder, dataset, slug(key))


def made(folder: str, dataset: str, key: str) -> str:
    """Return the IRI of a thing of a dataset."""
    return f"{THINGS}{folder}/{dataset}-{key}"


def slug(*texts: str) -> str:
    """Return texts as they may stand in an IRI; what is long ends in a digest of the whole."""
    plain = "-".join(filter(None, map(_plain, texts)))
    if plain and len(plain) <= LONGEST:
        return plain
    return f"{plain[: LONGEST - DIGITS - 1].strip('-')}-{digest(texts)}".strip("-")


def _plain(text: str) -> str:
    small = text.lower() if text.isascii() else spelt_out(text)
    return small if small.isalnum() else NOT_PLAIN.sub("-", small).strip("-")


def digest(parts: Iterable[str]) -> str:
    """Return some digits that are the same for the same parts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:DIGITS]


def opaque(parts: Iterable[str]) -> str:
    """Return ten letters and digits that say nothing about a person."""
    number = int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest())
    found = ""
    while len(found) < OPAQUE:
        number, rest = divmod(number, len(LETTERS))
        found += LETTERS[rest]
    return found


def shown(term: NamedNode | Literal) -> str:
    """Return what a term adds to a key that is made from values."""
    if isinstance(term, NamedNode):
        return way_of(term.value).rpartition("/")[2]
    return term.value
