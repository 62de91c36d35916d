"""Documents of the catalogue as text that depends on what they say only."""

from collections.abc import Iterable, Iterator

from pyoxigraph import RdfFormat, Triple, serialize

from klimagraph.catalog.names import NAMES
from klimagraph.jsonld.context import CATALOG
from klimagraph.jsonld.framing import Framing
from klimagraph.jsonld.values import Node
from klimagraph.jsonld.writing import document

EXTENSIONS = ("jsonld", "ttl", "rdf", "nt")
WRITERS = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}


def write(triples: Iterable[Triple], extension: str) -> bytes:
    """Return triples in the format of an extension."""
    ordered = sorted(set(triples), key=str)
    if extension == "jsonld":
        return document(CATALOG, list(_nodes(ordered)))
    prefixes = None if extension == "nt" else NAMES
    return serialize(ordered, format=WRITERS[extension], prefixes=prefixes) or b""


def _nodes(triples: Iterable[Triple]) -> Iterator[Node]:
    """Yield what the triples are about, each with its parts inside."""
    statements: dict[str, list[str]] = {}
    for one in triples:
        statements.setdefault(str(one.subject), []).append(f"{one.predicate} {one.object}")
    trees: dict[str, list[str]] = {}
    for subject in statements:
        whole = f"{subject.partition('#')[0]}>"
        if whole in statements:
            trees.setdefault(whole, []).append(subject)
        else:
            trees.setdefault(subject, [])
    framing = Framing(CATALOG, statements)
    for root in sorted(trees):
        yield framing.thing(root, trees[root])
