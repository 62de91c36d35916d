"""The types of what can be reconciled, from the index of a release."""

import sqlite3
from dataclasses import dataclass

from klimagraph.namespaces import PREFIXES, TERMS, THINGS, compact

AUTHORITY = "Authority"
DEFAULT = (
    *(AUTHORITY, "Municipality", "District", "AssociationOfMunicipalities"),
    *("AdministrativeRegion", "State"),
)
"""Types that are good to begin with, by their identifiers."""
LISTED = """
SELECT DISTINCT kinds.iri, class.label FROM kinds
JOIN classes ON classes.kind = kinds.id
JOIN things ON things.id = classes.thing
JOIN things AS class ON class.iri = kinds.iri
WHERE things.iri >= ? AND things.iri < ? ORDER BY class.label
"""


@dataclass(frozen=True)
class Type:
    """A class of things, with its label."""

    id: str
    name: str


def types(connection: sqlite3.Connection) -> tuple[Type, ...]:
    """Return the types of all things with an identifier here."""
    rows = connection.execute(LISTED, (THINGS, f"{THINGS}\U0010ffff"))
    return tuple(Type(type_id(str(iri)), str(name)) for iri, name in rows)


def type_id(iri: str) -> str:
    """Return the identifier of a class: its name in our vocabulary, or with a prefix."""
    return iri.removeprefix(TERMS) if iri.startswith(TERMS) else compact(iri)


def type_iri(text: str) -> str:
    """Return the IRI of the class that an identifier, a name with prefix or an IRI means."""
    prefix, _, name = text.partition(":")
    if "://" in text:
        return text
    return PREFIXES[prefix] + name if name and prefix in PREFIXES else TERMS + text
