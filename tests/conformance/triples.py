"""RDF of the suites, read as Python values."""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
)

Term = NamedNode | BlankNode | Literal | Triple
Node = NamedNode | BlankNode
Lines = frozenset[str]
"""Statements in N-Quads; the names of blank nodes are canonical (RDFC-1.0)."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
}


class Description:
    """The statements of a file, followed from node to node."""

    def __init__(self, path: Path, iri: str) -> None:
        self._store = Store()
        self._store.load(path=path, format=FORMATS[path.suffix], base_iri=iri)

    @property
    def lines(self) -> Lines:
        """Return all statements."""
        return lines_of(self._store)

    def values(self, subject: Term, predicate: str) -> list[Term]:
        """Return the values of a property."""
        assert isinstance(subject, NamedNode | BlankNode)
        quads = self._store.quads_for_pattern(subject, NamedNode(predicate), None, None)
        return [quad.object for quad in quads]

    def value(self, subject: Term, predicate: str) -> Term | None:
        """Return the only value of a property."""
        found = self.values(subject, predicate)
        assert len(found) < 2, f"{predicate} of {subject} is there {len(found)} times"
        return found[0] if found else None

    def node(self, subject: Term, predicate: str) -> Term:
        """Return the only value of a property, which must be there."""
        found = self.value(subject, predicate)
        assert found is not None, f"{subject} has no {predicate}"
        return found

    def text(self, subject: Term, predicate: str) -> str:
        """Return the text or IRI that a property has; empty where it is absent."""
        found = self.value(subject, predicate)
        return text_of(found) if found is not None else ""

    def subjects(self, predicate: str, value: Term | None = None) -> list[Node]:
        """Return the nodes that have a property, with a value or any."""
        quads = self._store.quads_for_pattern(None, NamedNode(predicate), value, None)
        return [quad.subject for quad in quads if isinstance(quad.subject, NamedNode | BlankNode)]

    def items(self, subject: Term, predicate: str) -> list[Term]:
        """Return the members of the list that a property has."""
        members: list[Term] = []
        rest = self.value(subject, predicate)
        while rest is not None and rest != NamedNode(f"{RDF}nil"):
            members.append(self.node(rest, f"{RDF}first"))
            rest = self.node(rest, f"{RDF}rest")
        return members


def text_of(term: Term) -> str:
    """Return the text of a literal or the IRI of a node."""
    assert isinstance(term, NamedNode | Literal)
    return term.value


def lines_of(quads: Iterable[Quad]) -> Lines:
    """Return statements in a form that is equal for isomorphic datasets."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(str(quad) for quad in dataset)


def graph_line(name: str) -> str:
    """Return a line that says that there is a graph, if only an empty one."""
    return f"GRAPH {name}"
