"""A graph made of lines, with the few questions that the tests ask."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

KLIMA = "https://w3id.org/klimagraph/ns#"
IDENTIFIER = "https://w3id.org/klimagraph/id/"
CONCEPT = "https://w3id.org/klimagraph/concept/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
GEO = "http://www.opengis.net/ont/geosparql#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Graph:
    """The triples of some lines, to be asked by subject and property."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Parse the lines as N-Triples."""
        self.store = Store()
        self.store.bulk_load("\n".join(lines).encode(), RdfFormat.N_TRIPLES)

    def values(self, subject: str, name: str) -> list[str]:
        """Return the values of a property, sorted; the name is one of ours or an IRI."""
        predicate = NamedNode(name if ":" in name else KLIMA + name)
        quads = self.store.quads_for_pattern(NamedNode(IDENTIFIER + subject), predicate, None)
        return sorted(_value(quad.object) for quad in quads)

    def classes(self, subject: str) -> set[str]:
        """Return the names of our classes to which a thing belongs."""
        own = (iri for iri in self.values(subject, TYPE) if iri.startswith(KLIMA))
        return {iri.removeprefix(KLIMA) for iri in own}

    def members(self, name: str) -> list[str]:
        """Return the things of one of our classes."""
        return self._subjects(NamedNode(TYPE), NamedNode(KLIMA + name))

    def subjects(self, name: str, value: str) -> list[str]:
        """Return the things that have a text or a thing as value, sorted."""
        term = NamedNode(value) if value.startswith(IDENTIFIER) else Literal(value)
        return self._subjects(NamedNode(KLIMA + name), term)

    def all_subjects(self) -> set[str]:
        """Return all things about which something is said."""
        return {_value(quad.subject).removeprefix(IDENTIFIER) for quad in self.store}

    def _subjects(self, predicate: NamedNode, term: NamedNode | Literal) -> list[str]:
        quads = self.store.quads_for_pattern(None, predicate, term)
        return sorted(_value(quad.subject).removeprefix(IDENTIFIER) for quad in quads)


def _value(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value
