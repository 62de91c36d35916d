"""What a dataset says of its end, in its own graph."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from klimagraph.releases import graph_of
from klimagraph.terms import term

DEPRECATED_ON = term("klima:deprecatedOn")
REASON = term("klima:deprecationReason")
REPLACED_BY = term("dcterms:isReplacedBy")
DATE = term("xsd:date")


def lines_of(slug: str, day: str, reason: str, replaced_by: str) -> list[bytes]:
    """Return the statements by which a dataset says that it ends, as canonical N-Quads."""
    graph = graph_of(slug)
    quads = [
        Quad(graph, DEPRECATED_ON, Literal(day, datatype=DATE), graph),
        Quad(graph, REASON, Literal(reason), graph),
    ]
    if replaced_by:
        quads.append(Quad(graph, REPLACED_BY, NamedNode(replaced_by), graph))
    return sorted((serialize([quad], format=RdfFormat.N_QUADS) or b"").strip() for quad in quads)


def lines_in(slug: str, content: bytes) -> Iterator[bytes]:
    """Yield the lines of a content by which its dataset says that it ends, if it does."""
    graph = graph_of(slug)
    if f"{graph} {DEPRECATED_ON} ".encode() not in content:
        return
    starts = tuple(f"{graph} {name} ".encode() for name in (DEPRECATED_ON, REASON, REPLACED_BY))
    yield from (line for line in content.splitlines() if line.startswith(starts))
