"""Contexts that are published (https://www.w3.org/TR/json-ld11/#the-context)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from klimagraph.bundle import bundle_folder
from klimagraph.namespaces import PREFIXES

FOLDER = Path("ontology") / "context"
TYPE = f"{PREFIXES['rdf']}type"
LANGUAGE, SET, IRI = "@language", "@set", "@id"


class ConfusedError(Exception):
    """Raised when readers would take an IRI for a name with a prefix of the context."""


@dataclass(frozen=True)
class Term:
    """A name that a context gives to a property, and what its values are."""

    name: str
    kind: str = ""
    """`@id`, `@language`, the IRI of a datatype; empty where values of every kind fit."""
    many: bool = True
    """Whether a single value is written as a list too."""


class Context:
    """A context in the common subset of JSON-LD 1.0 and 1.1, read from its file when needed."""

    def __init__(self, name: str, definitions: Mapping[str, Any] | None = None) -> None:
        self.name = name
        """Its file below `/context/`, empty for one that is not published."""
        self._given = definitions

    @cached_property
    def text(self) -> bytes:
        """Return the document as it is published."""
        return (bundle_folder() / FOLDER / self.name).read_bytes()

    @cached_property
    def definitions(self) -> Mapping[str, Any]:
        """Return the value of `@context`."""
        given = self._given
        return given if given is not None else json.loads(self.text)["@context"]

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Return the terms that may stand before a colon, with their namespaces."""
        simple = {name: iri for name, iri in self.definitions.items() if isinstance(iri, str)}
        return {name: iri for name, iri in simple.items() if iri.endswith(("#", "/"))}

    @cached_property
    def namespaces(self) -> tuple[str, ...]:
        """Return the namespaces that have a prefix."""
        return tuple(self.prefixes.values())

    @cached_property
    def keywords(self) -> dict[str, str]:
        """Return the aliases of `@id` and `@type`, or these themselves."""
        aliases = {iri: name for name, iri in self.definitions.items() if isinstance(iri, str)}
        return {keyword: aliases.get(keyword, keyword) for keyword in ("@id", "@type")}

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Return the terms of properties by the IRI of the property."""
        found = {}
        for name, said in self.definitions.items():
            if isinstance(said, dict) and "@id" in said:
                container, kind = said.get("@container", ""), said.get("@type", "")
                kind = LANGUAGE if container == LANGUAGE else kind
                kind = kind if kind.startswith("@") else self.expand(kind)
                found[self.expand(said["@id"])] = Term(name, kind, container == SET)
        return found

    @cached_property
    def reverse(self) -> dict[str, str]:
        """Return the terms of properties that are read backwards, by the IRI of the property."""
        said = self.definitions.items()
        return {
            self.expand(one["@reverse"]): name
            for name, one in said
            if isinstance(one, dict) and "@reverse" in one
        }

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the terms by the IRI of whatever they name: a class or a property."""
        said = self.definitions.items()
        simple = {
            self.expand(iri): name
            for name, iri in said
            if isinstance(iri, str) and not iri.startswith("@") and name not in self.prefixes
        }
        return simple | {iri: term.name for iri, term in self.terms.items()}

    def expand(self, name: str) -> str:
        """Return the IRI that a name with a prefix stands for."""
        prefix, colon, local = name.partition(":")
        return self.prefixes[prefix] + local if colon and prefix in self.prefixes else name

    def compact(self, iri: str) -> str:
        """Return the shortest name with a prefix, else the IRI itself."""
        if not iri.startswith(self.namespaces):
            return iri
        names = [
            f"{prefix}:{iri[len(namespace) :]}"
            for prefix, namespace in self.prefixes.items()
            if iri.startswith(namespace) and iri != namespace
        ]
        return min(names, key=lambda name: (len(name), name), default=iri)

    def name_of(self, iri: str) -> str:
        """Return the term for a class or datatype, else the name with a prefix or the IRI."""
        return self.names.get(iri) or self.written(iri)

    def written(self, iri: str) -> str:
        """Return the name with a prefix or the IRI; raises ConfusedError."""
        name = self.compact(iri)
        if name == iri and iri.partition(":")[0] in self.definitions:
            raise ConfusedError(iri)
        return name


ENTITIES = Context("v1.jsonld")
"""For the things of the graph."""
CATALOG = Context("catalog-v1.jsonld")
"""For descriptions of datasets in the words of DCAT-AP.de."""
PUBLISHED = (ENTITIES, CATALOG)
PLAIN = Context("", {})
"""Without any names: what no other context can write can be written so."""
