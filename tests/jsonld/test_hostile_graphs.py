"""Graphs that nobody would publish, as JSON-LD: whatever they are, nothing is lost."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from jsonld.oracle import framed, read_by_pyld
from klimagraph.errors import NotAcceptable
from klimagraph.jsonld.context import CATALOG, ENTITIES, Context
from klimagraph.jsonld.framing import frame
from klimagraph.jsonld.writing import document, line
from klimagraph.namespaces import TERMS, THINGS
from klimagraph.terms import RDF_TYPE, term

Node = NamedNode | BlankNode
ROOT = f"{THINGS}alliance/a"
NAMED = [NamedNode(f"{ROOT}{end}") for end in ("", "#one", "#two", "#%C3%A4%20b")]
NAMELESS = [BlankNode(name) for name in ("b1", "b2", "b3")]
OTHERS = [
    NamedNode(iri)
    for iri in (
        f"{THINGS}alliance/b",
        f"{THINGS}alliance/b#part",
        "https://example.org/a%20b?c=%22d%22#e",
        "http://www.w3.org/2004/02/skos/core#",
        "http://www.w3.org/2004/02/skos/core#Concept",
        f"{TERMS}period",
        "urn:x:1",
        "mailto:a@example.org",
    )
]
CONFUSING = [NamedNode(iri) for iri in ("klima:x", "dcterms:title", "count:1", "id:2", "title:3")]
PROPERTIES = [
    *(
        term(name)
        for name in (
            *("rdf:type", "skos:prefLabel", "skos:altLabel", "dcterms:title", "dcterms:source"),
            *("klima:period", "klima:source", "klima:population", "klima:preferred"),
            *("klima:populationDate", "klima:asOf", "klima:countOf", "klima:topic", "klima:amount"),
            *("geo:asWKT", "qudt:numericValue", "dcat:theme", "vcard:fn"),
        )
    ),
    NamedNode(f"{TERMS}notYetKnown"),
    NamedNode("https://example.org/p%20q"),
    NamedNode("http://www.w3.org/2004/02/skos/core#"),
]
NO_PREFIXES = [one for one in PROPERTIES if one.value.rpartition("#")[2]]
"""Without the one that is called like a prefix."""
TYPED = [
    Literal(text, datatype=term(f"xsd:{kind}"))
    for kind, text in (
        *(("integer", "5"), ("integer", "-0"), ("integer", "007"), ("integer", "9" * 30)),
        *(("integer", str(2**53 - 1)), ("integer", str(2**53)), ("integer", "x")),
        *(("boolean", "true"), ("boolean", "1"), ("boolean", "perhaps")),
        *(("double", "1e400"), ("double", "NaN"), ("double", "0.1"), ("float", "1")),
        *(("decimal", "1.50"), ("decimal", ".5"), ("date", "2026-11-22"), ("date", "gestern")),
        *(("gYear", "-0044"), ("dateTime", "2026-11-22T00:00:00+01:00"), ("anyURI", "a b")),
    )
] + [
    Literal("{}", datatype=term("rdf:JSON")),
    Literal("POINT(1 2)", datatype=term("geo:wktLiteral")),
    Literal("x", datatype=NamedNode("https://example.org/type")),
]
TEXTS = st.sampled_from(["", " ", "@id", "@none", "_:b1", "klima:x", 'a"b\\c', "\u2028", "ä\n\r\t"])
TAGGED = st.builds(
    lambda text, language: Literal(text, language=language),
    TEXTS | st.text(max_size=4),
    st.sampled_from(["de", "en", "de-at", "x-none", "none"]),
)
PLAIN_TEXTS = st.builds(Literal, TEXTS | st.text(max_size=4))
LITERALS = TAGGED | PLAIN_TEXTS | st.sampled_from(TYPED)
GRAPHS = st.lists(
    st.builds(
        Triple,
        st.sampled_from([*NAMED, *NAMELESS]),
        st.sampled_from(PROPERTIES),
        st.sampled_from([*NAMED, *NAMELESS, *OTHERS]) | LITERALS,
    ),
    max_size=12,
)


def canonical(triples: Iterable[Triple]) -> set[str]:
    """Return triples with blank nodes named by what is said of them."""
    held = Dataset(Quad(*triple) for triple in triples)
    held.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in held}


def read(text: bytes | str, form: RdfFormat = RdfFormat.JSON_LD) -> set[str]:
    """Return the triples of a document with blank nodes named by what is said of them."""
    return canonical(quad.triple for quad in parse(text, format=form))


def written(said: Iterable[Triple], context: Context = ENTITIES) -> bytes:
    """Return a document of everything that is said of the thing and its parts."""
    return document(context, frame(context, ROOT, said))


@given(GRAPHS)
@example([Triple(NAMELESS[0], PROPERTIES[4], NAMELESS[0])])
@example(
    [Triple(NAMED[0], PROPERTIES[4], NAMELESS[0]), Triple(NAMED[1], PROPERTIES[4], NAMELESS[0])]
)
def test_nothing_is_lost(said: list[Triple]) -> None:
    """The engine reads what was written, parts that nothing leads to and shared ones as well."""
    assert canonical(said) == read(written(said))


@given(GRAPHS)
def test_nothing_is_lost_with_the_other_context(said: list[Triple]) -> None:
    """The context of the catalogue carries everything too."""
    assert canonical(said) == read(written(said, CATALOG))


@given(GRAPHS, st.sampled_from(["json-ld-1.0", "json-ld-1.1"]))
def test_both_versions_read_the_same(said: list[Triple], mode: str) -> None:
    """What was written means the same to a processor of JSON-LD 1.0 and to one of 1.1.

    Doubles are left out, which pyld writes in a form of its own, whatever it has read.
    """
    said = [triple for triple in said if not _is_double(triple)]
    assert canonical(said) == read(read_by_pyld(written(said), mode), RdfFormat.N_QUADS)


def _is_double(triple: Triple) -> bool:
    value = triple.object
    return isinstance(value, Literal) and value.datatype == term("xsd:double")


@given(GRAPHS, st.randoms())
def test_the_order_does_not_matter(said: list[Triple], chance: Any) -> None:
    """Bytes depend on what is said and not on the order in which it came."""
    mixed = list(said)
    chance.shuffle(mixed)
    assert line(frame(ENTITIES, ROOT, said)) == line(frame(ENTITIES, ROOT, mixed))


@given(
    st.lists(
        st.builds(
            Triple,
            st.just(NAMED[0]),
            st.sampled_from(NO_PREFIXES),
            st.sampled_from([*NAMED[1:], *OTHERS]) | LITERALS,
        ).filter(lambda triple: not _names_a_prefix(triple)),
        min_size=1,
        max_size=8,
    ),
    st.lists(
        st.builds(Triple, st.sampled_from(NAMED[1:]), st.sampled_from(NO_PREFIXES), LITERALS),
        max_size=6,
    ),
)
def test_pyld_frames_alike(own: list[Triple], parts: list[Triple]) -> None:
    """What we make is what `pyld.frame` makes, but for texts without a language.

    Under a term with languages 1.1 writes these as `@none`, which 1.0 would take for a language.
    """
    reached = {triple.object for triple in own if triple.predicate.value != RDF_TYPE}
    said = [*own, *(triple for triple in parts if triple.subject in reached)]
    found = without_none(framed(ENTITIES, ROOT, said))
    assert unordered(found) == unordered(frame(ENTITIES, ROOT, said))


def _names_a_prefix(triple: Triple) -> bool:
    """Tell whether a class is called like a prefix: 1.1 would write it `skos`, we write it out."""
    value = triple.object
    return triple.predicate.value == RDF_TYPE and str(value).endswith(("#>", "/>"))


def unordered(node: Any) -> Any:
    """Return a node with its values in an order of their own: one gathered twice has no other."""
    if isinstance(node, list):
        return sorted((unordered(one) for one in node), key=repr)
    if isinstance(node, dict):
        return {key: unordered(node[key]) for key in sorted(node)}
    return node


def without_none(node: Any) -> Any:
    """Return a node whose texts without a language stand under the IRI of their property.

    Other values of the property may stand there already.
    """
    if isinstance(node, list):
        return [without_none(one) for one in node]
    if not isinstance(node, dict):
        return node
    found: dict[str, Any] = {}
    for key, value in node.items():
        if isinstance(value, dict) and "@none" in value:
            add(found, ENTITIES.definitions[key]["@id"], value["@none"])
            value = {tag: text for tag, text in value.items() if tag != "@none"}
        if value != {}:
            add(found, key, without_none(value))
    return found


def add(node: dict[str, Any], key: str, value: Any) -> None:
    """Put a value, or values, beside those that are there."""
    values = [one if isinstance(one, list) else [one] for one in (node.get(key, []), value)]
    node[key] = [*values[0], *values[1]] if key in node else value


@given(GRAPHS, st.sampled_from(CONFUSING), st.booleans())
def test_iris_that_read_like_names(said: list[Triple], confusing: NamedNode, link: bool) -> None:
    """An IRI like `klima:x` would be read as a name with a prefix: then no names are used."""
    property_, value = (confusing, OTHERS[0]) if link else (PROPERTIES[5], confusing)
    triples = [*said, Triple(NAMED[0], property_, value)]
    node = frame(ENTITIES, ROOT, triples)
    assert (None, canonical(triples)) == (node["@context"], read(document(ENTITIES, node)))
    assert canonical(triples) == read(document(ENTITIES, [node, {"id": ROOT}]))


def links(*pairs: tuple[Node, Node]) -> list[Triple]:
    """Return triples that lead from one to the other."""
    return [Triple(subject, term("klima:source"), value) for subject, value in pairs]


def listed(cells: list[BlankNode], items: list[Any], end: Any) -> list[Triple]:
    """Return the triples of a list."""
    triples = []
    for cell, item, rest in zip(cells, items, [*cells[1:], end], strict=True):
        triples += [Triple(cell, term("rdf:first"), item), Triple(cell, term("rdf:rest"), rest)]
    return triples


ITEMS = [Literal("x"), Literal("ja", language="de"), OTHERS[0], NAMED[1], TYPED[0]]
CELLS = [BlankNode(f"c{number}") for number in range(len(ITEMS))]


def test_a_list_is_a_list() -> None:
    """A well-formed list is written as `@list`, its items as they are elsewhere."""
    said = [*links((NAMED[0], CELLS[0])), *listed(CELLS, ITEMS, term("rdf:nil"))]
    node = frame(ENTITIES, ROOT, said)
    first = ["x", {"@language": "de", "@value": "ja"}, {"id": OTHERS[0].value}]
    assert {"@list": [*first, {"id": NAMED[1].value}, 5]} == node["klima:source"]
    assert canonical(said) == read(written(said))


def test_a_damaged_list_is_not_lost() -> None:
    """What only looks like a list is written as it is: without an end, shared, with more on it."""
    whole = [*links((NAMED[0], CELLS[0])), *listed(CELLS, ITEMS, term("rdf:nil"))]
    endless = [*links((NAMED[0], CELLS[0])), *listed(CELLS, ITEMS, CELLS[0])]
    shared = [*whole, *links((NAMED[0], NAMED[1]), (NAMED[1], CELLS[2]))]
    more = [*whole, Triple(CELLS[1], term("rdfs:comment"), Literal("x"))]
    nested = [*links((NAMED[0], NAMELESS[0])), *listed(NAMELESS[:1], CELLS[:1], term("rdf:nil"))]
    nested += whole[1:]
    for said in (endless, shared, more, nested):
        assert canonical(said) == read(written(said))


def test_a_list_of_a_part_that_is_written_twice() -> None:
    """A part stands wherever it is referred to, its list in one of them: two would be two lists."""
    said = links((NAMED[0], NAMED[1]), (NAMED[0], NAMED[2]), (NAMED[2], NAMED[1]))
    said += [*links((NAMED[1], CELLS[0])), *listed(CELLS[:2], ITEMS[:2], term("rdf:nil"))]
    assert canonical(said) == read(written(said))


def test_parts_in_a_long_chain() -> None:
    """Parts that lie very deep stand beside the thing: nobody reads a thousand levels."""
    named: list[Node] = [NAMED[0], *(NamedNode(f"{ROOT}#{number}") for number in range(1500))]
    nameless: list[Node] = [NAMED[0], *(BlankNode(f"d{number}") for number in range(100))]
    for said in (links(*pairwise(named)), links(*pairwise(nameless))):
        assert canonical(said) == read(written(said))


def test_parts_that_all_lead_to_all() -> None:
    """Embedding everything everywhere would not end: after some copies references must do."""
    parts = [NamedNode(f"{ROOT}#{number}") for number in range(60)]
    leaps = zip(parts, parts[2:], strict=False)
    said = links((NAMED[0], parts[0]), *pairwise(parts), *leaps)
    assert len(written(said)) < 1_000_000
    assert canonical(said) == read(written(said))


def test_directions_are_kept() -> None:
    """A text with a direction keeps it, under the IRI of its property: no term has one."""
    text = Literal("שלום", language="he", direction=BaseDirection.RTL)
    node = frame(ENTITIES, ROOT, [Triple(NAMED[0], term("skos:prefLabel"), text)])
    said = {"@language": "he", "@direction": "rtl", "@value": "שלום"}
    assert {"id": ROOT, "skos:prefLabel": said} == node


def test_a_statement_about_a_statement_is_refused() -> None:
    """JSON-LD 1.1 has no words for a triple term; leaving it out would be a loss."""
    about = Triple(NAMED[0], term("klima:source"), Triple(NAMED[0], term("rdf:type"), Literal("x")))
    with pytest.raises(NotAcceptable, match="statement about a statement"):
        frame(ENTITIES, ROOT, [about])
