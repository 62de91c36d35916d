"""The dataset of an update that the protocol names (SPARQL 1.1 Protocol, section 2.2.3)."""

from collections.abc import Sequence

from klimagraph.errors import QueryRefused
from klimagraph.workers import guard

OPERATIONS = ("USING", "WITH")


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return the update with USING clauses for the graphs that the protocol names.

    They stand before each WHERE that follows a template. Raises QueryRefused where the update
    names graphs itself or has no place for them, and where an IRI cannot stand in a clause.
    """
    if not (default or named):
        return text
    clauses = "".join(f"USING {_iri(graph)} " for graph in default)
    clauses += "".join(f"USING NAMED {_iri(graph)} " for graph in named)
    places = []
    for offset, depth, word, before in guard.keywords(text):
        if word in OPERATIONS and depth == 0:
            raise QueryRefused(f"the update says {word} and the request names graphs, too")
        if word == "WHERE" and depth == 0 and before != "}":
            raise QueryRefused(
                "DELETE WHERE takes no graphs from the request; write DELETE … WHERE"
            )
        if word == "WHERE" and depth == 0:
            places.append(offset)
    for offset in reversed(places):
        text = text[:offset] + clauses + text[offset:]
    return text


def _iri(text: str) -> str:
    if not text or any(letter in ' <>"{}|^`\\' or letter < " " for letter in text):
        raise QueryRefused(f"{text!r} is not an IRI")
    return f"<{text}>"
