"""The statements of a page, found by subject (https://www.w3.org/TR/rdf11-concepts/)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from klimagraph.errors import InputRefused
from klimagraph.rdf import check_xml, parse_error

NO_BASE = "https://relative.invalid/"
"""Where relative IRIs lead to be recognised: clients have no base for them."""
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
FOAF, HYDRA = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/ns/hydra/core#"
TYPE = f"{RDF}type"

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple


@dataclass
class Graph:
    """Statements by subject, each with its predicate and object."""

    about: dict[Node, list[tuple[str, Term]]] = field(default_factory=dict)

    def add(self, items: Iterable[Quad]) -> None:
        """Take statements; those about triples are left out."""
        for item in items:
            if not isinstance(item.subject, Triple):
                pair = (item.predicate.value, item.object)
                self.about.setdefault(item.subject, []).append(pair)

    def objects(self, node: Node, predicate: str) -> list[Term]:
        """Return what stands at a predicate of a node."""
        return [value for name, value in self.about.get(node, ()) if name == predicate]

    def of_type(self, kind: str) -> list[Node]:
        """Return the nodes of a class, in the order in which they were met."""
        wanted = (TYPE, NamedNode(kind))
        return [node for node, pairs in self.about.items() if wanted in pairs]

    def nodes(self, node: Node, predicate: str) -> list[Node]:
        """Return the nodes that stand at a predicate."""
        found = self.objects(node, predicate)
        return [value for value in found if isinstance(value, NamedNode | BlankNode)]

    def relative(self) -> str:
        """Return a relative IRI of the page, empty where there is none."""
        return next((iri.removeprefix(NO_BASE) or "." for iri in self._iris() if _bare(iri)), "")

    def _iris(self) -> Iterator[str]:
        for node, pairs in self.about.items():
            yield text(node)
            yield from (text(value) for _, value in pairs if isinstance(value, NamedNode))


def text(term: Term) -> str:
    """Return an IRI, the text of a literal, or `_:` and a name."""
    return str(term) if isinstance(term, BlankNode | Triple) else term.value


def read(data: bytes, form: RdfFormat, source: str) -> Graph:
    """Return the statements of a page; raises InputRefused with the place."""
    if form == RdfFormat.RDF_XML:
        check_xml(data, source)
    graph = Graph()
    try:
        graph.add(parse(data, format=form, base_iri=NO_BASE))
    except SyntaxError as error:
        raise parse_error(error, source) from None
    except MemoryError as error:  # what the parser says of a text longer than its buffer
        raise InputRefused(str(error), source=source) from None
    return graph


def _bare(iri: str) -> bool:
    return iri.startswith(NO_BASE)
