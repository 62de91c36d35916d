"""Shapes that are not compiled: results as of compiled ones, and nothing but results."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from klimagraph.errors import ShapesRefused
from klimagraph.places import Wanted
from klimagraph.validation.findings import Finding
from klimagraph.validation.foreign import check, readable

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def quads_of(text: str) -> list[Quad]:
    """Return the statements of Turtle, with blank nodes called as they are there."""
    return list(parse(f"{PREFIXES}{text}".encode(), format=RdfFormat.TURTLE))


def of_p(constraint: str) -> list[Quad]:
    """Return a shape for the values that things have at a property."""
    property_shape = f"[ sh:path e:p ; {constraint} ]"
    return quads_of(
        f"e:S a sh:NodeShape ; sh:targetSubjectsOf e:p ; sh:property {property_shape} ."
    )


def rule(query: str) -> list[Quad]:
    """Return a shape with a SPARQL-based constraint."""
    text = (
        f'sh:sparql [ sh:select "SELECT $this ?value {query}" ; sh:message "nein {{?value}}"@de ]'
    )
    return quads_of(f"e:S a sh:NodeShape ; sh:targetSubjectsOf e:p ; {text} .")


def found(shapes: list[Quad], data: str, vocabulary: str = "") -> list[Finding]:
    """Return what shapes find in data."""
    checked = check(quads_of(data), shapes, quads_of(vocabulary))
    return [each.finding for each in checked.found]


def test_a_finding() -> None:
    """A result has focus node, path, value, shape, component, severity and both messages."""
    told = 'sh:message "kein Verweis"@de , "no link"@en ; sh:severity sh:Warning'
    (finding,) = found(of_p(f"sh:nodeKind sh:IRI ; {told}"), "e:s e:p 5 .")
    expected = ("warning", "http://e/s", "http://e/p", "5", "kein Verweis", "no link")
    assert expected == (
        finding.severity, finding.focus, finding.path, finding.value,
        finding.message_de, finding.message_en,
    )  # fmt: skip
    assert "NodeKindConstraintComponent" == finding.component


def test_where_it_is_looked_for() -> None:
    """The place of a result is looked for by its statement as it was given."""
    data = '_:b e:p "007"^^xsd:integer .'
    traced = next(iter(check(quads_of(data), of_p("sh:nodeKind sh:IRI")).found))
    value = Literal("007", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    assert traced.wanted
    assert isinstance(traced.wanted.subject, BlankNode)
    expected = Wanted(quads_of(data)[0].subject, NamedNode("http://e/p"), value)
    assert expected.object == traced.wanted.object
    assert expected.predicate == traced.wanted.predicate


def test_a_path_of_several_steps() -> None:
    """A path that is more than a property is shown as in SPARQL."""
    path = "( e:p [ sh:inversePath e:q ] )"
    shape = f"e:S sh:targetSubjectsOf e:p ; sh:property [ sh:path {path} ; sh:minCount 1 ] ."
    (finding,) = found(quads_of(shape), "e:s e:p 5 .")
    assert "(http://e/p/(^http://e/q))" == finding.path


def test_a_message_that_is_filled_in() -> None:
    """A message keeps its language when a value is put into it."""
    (finding,) = found(rule("WHERE { $this <http://e/p> ?value }"), "e:s e:p 5 .")
    assert ("nein 5", "") == (finding.message_de, finding.message_en)


def test_without_a_message() -> None:
    """Where the shape says nothing, what is broken is named in both languages."""
    (finding,) = found(of_p("sh:nodeKind sh:IRI"), "e:s e:p 5 .")
    assert "Die Vorgabe sh:nodeKind ist nicht erfüllt." == finding.message_de
    assert "This breaks sh:nodeKind." == finding.message_en


def test_details_are_part_of_a_result() -> None:
    """A value that breaks a shape is one finding, however many there are inside."""
    assert 1 == len(found(of_p("sh:node [ sh:nodeKind sh:IRI ; sh:in ( e:a ) ]"), "e:s e:p 5 ."))


@pytest.mark.parametrize("given", ['"a"', '"a"^^xsd:string'])
@pytest.mark.parametrize("named", ['"a"', '"a"^^xsd:string'])
@pytest.mark.parametrize("constraint", ["sh:in ( {} )", "sh:hasValue {}"])
def test_a_text_in_both_spellings(given: str, named: str, constraint: str) -> None:
    """A text is the same with and without its datatype (RDFLib/pySHACL#286)."""
    assert [] == found(of_p(constraint.format(named)), f"e:s e:p {given} .")


def test_vocabulary_is_seen_and_not_judged() -> None:
    """Shapes see a vocabulary beside the data; what is wrong with it is nobody's fault."""
    data, vocabulary = "e:s e:p e:a .", "e:a a e:C ; e:p e:b ."
    assert [] == found(of_p("sh:class e:C"), data, vocabulary)
    assert 1 == len(found(of_p("sh:class e:C"), data))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("FROM <http://127.0.0.1/> WHERE { $this ?p ?value }", "FROM"),
        ("FROM NAMED <http://127.0.0.1/> WHERE { GRAPH ?g { $this ?p ?value } }", "FROM"),
        ("WHERE { SERVICE <http://127.0.0.1/> { $this ?p ?value } }", "SERVICE"),
        ("WHERE { SERVICE SILENT ?any { $this ?p ?value } }", "SERVICE"),
        ("WHERE { $this ?p", "SPARQL"),
    ],
)
def test_queries_that_ask_elsewhere(query: str, told: str) -> None:
    """A query of a shape asks for the data that are validated, and for nothing else."""
    with pytest.raises(ShapesRefused, match=told):
        readable(rule(query))


@pytest.mark.parametrize(
    "text",
    [
        "e:S sh:targetNode e:s ; sh:js [ sh:jsFunctionName 'f' ] .",
        "e:S sh:targetNode e:s ; sh:rule [ a sh:TripleRule ] .",
        "e:S sh:targetNode e:s ; sh:pattern '(' .",
        "e:S sh:targetNode e:s ; sh:nodeKind e:x .",
        "e:S sh:targetNode e:s ; sh:sahpe e:x .",
    ],
)
def test_shapes_that_are_refused(text: str) -> None:
    """Scripts, rules and what cannot be read are refused when the shapes are read."""
    with pytest.raises(ShapesRefused):
        readable(quads_of(text))


def test_imports_are_not_followed() -> None:
    """What a file of shapes imports is not looked at."""
    shapes = [
        *of_p("sh:nodeKind sh:IRI"),
        *quads_of("e:o <http://www.w3.org/2002/07/owl#imports> e:x."),
    ]
    assert 1 == len(found(shapes, "e:s e:p 5 ."))


def test_a_shape_that_refers_to_itself_without_end() -> None:
    """A recursion that does not end is refused with its name."""
    with pytest.raises(ShapesRefused, match="refers to itself"):
        found(quads_of("e:R sh:targetNode e:s ; sh:node e:R ."), "e:s e:p 5 .")
