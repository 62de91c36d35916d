"""Reading single values, lists and literals out of a graph of shapes."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from klimagraph.errors import ShapesRefused
from klimagraph.namespaces import PREFIXES
from klimagraph.shacl.shapes import Term
from klimagraph.terms import term

SH = PREFIXES["sh"]
FIRST, REST, NIL = term("rdf:first"), term("rdf:rest"), term("rdf:nil")
Node = NamedNode | BlankNode


def sh(name: str) -> NamedNode:
    """Return the IRI of a word of SHACL."""
    return NamedNode(SH + name)


def objects(graph: Store, subject: Node, predicate: NamedNode) -> list[Term]:
    """Return the values of a property in a fixed order."""
    quads = graph.quads_for_pattern(subject, predicate, None)
    return sorted((quad.object for quad in quads), key=str)


def only(graph: Store, subject: Node, name: str) -> Term | None:
    """Return the one value that a word of SHACL may have; raises ShapesRefused for more."""
    values = objects(graph, subject, sh(name))
    if len(values) > 1:
        raise refused(subject, f"sh:{name} has more than one value")
    return values[0] if values else None


def members(graph: Store, subject: Node, head: Term) -> tuple[Term, ...]:
    """Return the members of a list; raises ShapesRefused for one that is not well-formed."""
    return tuple(_members(graph, subject, head))


def flag(graph: Store, subject: Node, name: str) -> bool:
    """Tell whether a word of SHACL has the value true."""
    value = only(graph, subject, name)
    return isinstance(value, Literal) and value.value in ("true", "1")


def literals(graph: Store, subject: Node, name: str) -> tuple[Literal, ...]:
    """Return those values of a word of SHACL that are literals."""
    values = objects(graph, subject, sh(name))
    return tuple(value for value in values if isinstance(value, Literal))


def node(value: Term | None, subject: Node, name: str) -> Node:
    """Return a value that has to be a node; raises ShapesRefused."""
    if isinstance(value, NamedNode | BlankNode):
        return value
    raise refused(subject, f"sh:{name} has to be a node, not {value}")


def iri(value: Term | None, subject: Node, name: str) -> NamedNode:
    """Return a value that has to be an IRI; raises ShapesRefused."""
    if isinstance(value, NamedNode):
        return value
    raise refused(subject, f"sh:{name} has to be an IRI, not {value}")


def refused(subject: Node, message: str) -> ShapesRefused:
    """Return the refusal of what stands at a node."""
    return ShapesRefused(message, source=str(subject))


def _members(graph: Store, subject: Node, head: Term) -> Iterator[Term]:
    seen: set[Term] = set()
    while head != NIL:
        if head in seen or not isinstance(head, NamedNode | BlankNode):
            raise refused(subject, f"{head} is not a list that ends")
        seen.add(head)
        first, rest = objects(graph, head, FIRST), objects(graph, head, REST)
        if len(first) != 1 or len(rest) != 1:
            raise refused(subject, f"{head} is not a well-formed list")
        yield first[0]
        head = rest[0]
