"""What a query names, seen from its tokens (https://www.w3.org/TR/sparql11-query/#sparqlGrammar)."""

from collections.abc import Iterator, Mapping

from klimagraph.namespaces import PREFIXES
from klimagraph.workers import guard

TYPE = f"{PREFIXES['rdf']}type"


def names(query: str, prefixes: Mapping[str, str] | None = None) -> frozenset[str]:
    """Return the IRIs that a query names; `a` is the property for types.

    Prefixes are those that the query declares, and those given.
    """
    return frozenset(_names(query, dict(prefixes or {})))


def name(kind: str, text: str, prefixes: Mapping[str, str]) -> str | None:
    """Return the IRI that a token stands for, None for one that is no name."""
    if kind == "iri":
        return text[1:-1]
    if kind in ("local", "name"):
        prefix, _, local = text.partition(":")
        return prefixes.get(prefix, f"{prefix}:") + local.replace("\\", "")
    return TYPE if text == "a" else None


def _names(query: str, prefixes: dict[str, str]) -> Iterator[str]:
    before, declared = "", None
    for _, kind, text in guard.tokens(query):
        if before.upper() == "PREFIX":
            declared = text.removesuffix(":")
        elif declared is not None:
            prefixes[declared], declared = text[1:-1], None
        elif found := name(kind, text, prefixes):
            yield found
        before = text
