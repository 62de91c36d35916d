"""What the product writes is what it read, in every format, always in the same words."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json

import pytest
from pyld import jsonld
from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from klimagraph.namespaces import PREFIXES
from klimagraph.terms import group, read_triples, to_jsonld, write

XSD = PREFIXES["xsd"]
S, P = NamedNode("http://e/s"), NamedNode("http://e/p")
TERMS: list[NamedNode | Literal] = [
    NamedNode("http://e/o"),
    NamedNode("https://w3id.org/klimagraph/id/alliance/klima-buendnis"),
    NamedNode("urn:x"),
    Literal("plain"),
    Literal('quote " backslash \\ newline \n tab \t'),
    Literal("Bündnis 你好", language="de"),
    Literal("with country", language="de-de"),
    Literal("5", datatype=NamedNode(f"{XSD}integer")),
    Literal("007", datatype=NamedNode(f"{XSD}integer")),
    Literal("+5", datatype=NamedNode(f"{XSD}integer")),
    Literal("nonsense", datatype=NamedNode(f"{XSD}integer")),
    Literal("123456789012345678901234567890", datatype=NamedNode(f"{XSD}integer")),
    Literal("true", datatype=NamedNode(f"{XSD}boolean")),
    Literal("1", datatype=NamedNode(f"{XSD}boolean")),
    Literal("nonsense", datatype=NamedNode(f"{XSD}boolean")),
    Literal("1.50", datatype=NamedNode(f"{XSD}decimal")),
    Literal("1.0E0", datatype=NamedNode(f"{XSD}double")),
    Literal("2020", datatype=NamedNode(f"{XSD}gYear")),
    Literal("x", datatype=NamedNode("http://e/type")),
    Literal(""),
]


def triples_of(body: bytes, form: RdfFormat) -> set[Triple]:
    """Return the triples of a text."""
    return {quad.triple for quad in parse(body, format=form)}


@pytest.mark.parametrize("term", TERMS, ids=str)
@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml"])
def test_terms_survive_writing(term: NamedNode | Literal, name: str) -> None:
    """Each kind of term is read as it was written."""
    form = {
        "turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "rdfxml": RdfFormat.RDF_XML,
    }[name]  # fmt: skip
    triple = Triple(S, P, term)
    assert {triple} == triples_of(write([triple], name), form)


@pytest.mark.parametrize("term", TERMS, ids=str)
@pytest.mark.parametrize("reader", ["engine", "pyld"])
def test_terms_survive_json_ld(term: NamedNode | Literal, reader: str) -> None:
    """Each kind of term is read as it was written by two processors of JSON-LD."""
    triple = Triple(S, P, term)
    text = to_jsonld([triple])
    if reader == "pyld":
        text = jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"}).encode()
    form = RdfFormat.N_QUADS if reader == "pyld" else RdfFormat.JSON_LD
    assert {triple} == triples_of(text, form)


def test_the_order_does_not_matter() -> None:
    """The same triples are always written in the same words."""
    triples = [Triple(S, P, term) for term in TERMS]
    for name in ("turtle", "ntriples", "rdfxml", "jsonld"):
        assert write(triples, name) == write([*reversed(triples), *triples], name)


def test_types_are_types() -> None:
    """A class stands in @type, in compact form."""
    kind = NamedNode("https://w3id.org/klimagraph/ns#Alliance")
    document = json.loads(to_jsonld([Triple(S, NamedNode(f"{PREFIXES['rdf']}type"), kind)]))
    assert ["klima:Alliance"] == document["@type"]


def test_blank_nodes_keep_together() -> None:
    """What stands on a blank node is linked to where it belongs."""
    node = BlankNode("b")
    triples = [Triple(S, P, node), Triple(node, P, Literal("x"))]
    expected = Dataset(Quad(one.subject, one.predicate, one.object) for one in triples)
    read = Dataset(parse(to_jsonld(triples), format=RdfFormat.JSON_LD))
    assert len(expected) == len(read)


def test_an_iri_that_looks_compact_stays_itself() -> None:
    """An IRI whose scheme is one of our prefixes is not read as a compact one."""
    triple = Triple(NamedNode("dataset:x"), P, NamedNode("id:y"))
    typed = Triple(
        S, NamedNode(f"{PREFIXES['rdf']}type"), NamedNode("https://w3id.org/klimagraph/ns#A")
    )
    assert {triple, typed} == triples_of(to_jsonld([triple, typed]), RdfFormat.JSON_LD)


def test_reading_and_grouping() -> None:
    """Values are grouped by subject and property."""
    triples = read_triples(b'<http://e/s> <http://e/p> "a" .\n<http://e/s> <http://e/p> "b" .\n')
    (described,) = group(triples)
    assert ("http://e/s", {"http://e/p": (Literal("a"), Literal("b"))}) == (
        described.iri,
        described.values,
    )
