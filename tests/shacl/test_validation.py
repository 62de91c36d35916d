"""What a validation tells, each in the smallest graph that shows it."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from klimagraph.errors import ShapesRefused
from klimagraph.shacl import Data, Result, load, read_shapes, validate
from klimagraph.shacl.results import text_of

PREFIXES = """
@prefix : <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
BIG = 3000


def store_of(text: str) -> Store:
    """Return a store of Turtle."""
    store = Store()
    store.load(f"{PREFIXES}{text}".encode(), format=RdfFormat.TURTLE)
    return store


def found(shapes: str, data: str, *only: str) -> list[Result]:
    """Return what shapes find in data, both in Turtle."""
    store = Store()
    quads = parse(f"{PREFIXES}{data}".encode(), format=RdfFormat.TURTLE)
    chosen = [NamedNode(f"http://e/{name}") for name in only]
    return validate(Data(store, load(store, quads)), read_shapes(store_of(shapes)), chosen)


def values(shapes: str, data: str) -> list[str]:
    """Return the values that are found, sorted."""
    return sorted(str(result.value) for result in found(shapes, data))


def of_p(constraint: str) -> str:
    """Return the shape of a property for all that have it."""
    return (
        f":S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; {constraint} ]."
    )


def rule(query: str, message: str = "no") -> str:
    """Return a shape with a SPARQL-based constraint for all that have `:p`."""
    text = f'sh:select """{query}""" ; sh:message "{message}"@en'
    return f":S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ {text} ] ."


@pytest.mark.parametrize(
    ("datatype", "written"),
    [
        ("integer", '"5"^^xsd:nonNegativeInteger'),
        ("integer", '"five"^^xsd:integer'),
        ("date", '"2023-02-30"^^xsd:date'),
        ("boolean", '"yes"^^xsd:boolean'),
        ("gYear", '"23"^^xsd:gYear'),
        ("dateTime", '"2023-01-01T00:00:00Z"^^xsd:dateTimeStamp'),
        ("string", '"a"@de'),
        ("decimal", "<http://e/o>"),
        ("nonNegativeInteger", "5"),
        ("nonNegativeInteger", '"-5"^^xsd:nonNegativeInteger'),
        ("byte", '"128"^^xsd:byte'),
        ("byte", '"c"^^xsd:byte'),
        ("byte", "<http://e/o>"),
        ("positiveInteger", '"0"^^xsd:positiveInteger'),
        ("dateTimeStamp", '"2023-01-01T00:00:00"^^xsd:dateTimeStamp'),
        ("dateTimeStamp", '"2023-01-01T00:00:00Z"^^xsd:dateTime'),
    ],
)
def test_wrong_datatypes(datatype: str, written: str) -> None:
    """A value of another datatype is found, as is one with a form that its datatype lacks."""
    assert 1 == len(found(of_p(f"sh:datatype xsd:{datatype}"), f":s :p {written} ."))


@pytest.mark.parametrize(
    "written",
    [
        '"5"^^xsd:nonNegativeInteger',
        '"+07"^^xsd:byte',
        '"-1"^^xsd:negativeInteger',
        '"2023-01-01T00:00:00+01:00"^^xsd:dateTimeStamp',
    ],
)
def test_datatypes_that_the_engine_does_not_keep(written: str) -> None:
    """A value of a derived datatype has it, though the engine keeps it under another one."""
    name = written.split("^^")[1]
    assert [] == values(of_p(f"sh:datatype {name}"), f":s :p {written} .")


@pytest.mark.parametrize("written", ["007", "1.50", '"2023-01-01+00:00"^^xsd:date', '"a"@de-DE'])
def test_a_value_is_told_as_it_was_given(written: str) -> None:
    """The engine keeps values in its own form; a report shows what the submitter wrote."""
    data = f":s :p {written} ."
    given = next(iter(parse(f"{PREFIXES}{data}".encode(), format=RdfFormat.TURTLE))).object
    assert [str(given)] == values(of_p("sh:nodeKind sh:IRI"), data)


def test_a_class_below() -> None:
    """Instances of classes below are instances, as focus nodes and as values."""
    shapes = ":S a sh:NodeShape ; sh:targetClass :A ; sh:property [ sh:path :p ; sh:class :A ] ."
    data = ":B rdfs:subClassOf :A . :C rdfs:subClassOf :B . :c a :C ; :p :c, :d . :d a :D ."
    assert ["<http://e/d>"] == values(shapes, data)


def test_a_node_of_two_targets_is_looked_at_once() -> None:
    """A focus node that several targets name has each fault once."""
    shapes = """:S a sh:NodeShape ; sh:targetClass :A, :B ; sh:targetNode :s ;
                sh:property [ sh:path :p ; sh:minCount 1 ] ."""
    assert 1 == len(found(shapes, ":s a :A, :B ."))


def test_some_nodes_only() -> None:
    """A validation of some nodes finds what is wrong with them, and nothing else."""
    shapes = """:S a sh:NodeShape ; sh:targetClass :A ; sh:targetNode :u ;
                sh:property [ sh:path :p ; sh:minCount 1 ] ."""
    results = found(shapes, ":s a :A . :t a :A . :v a :B . :u a :B .", "s", "u", "v")
    assert ["http://e/s", "http://e/u"] == [text_of(result.focus) for result in results]


def test_a_fault_of_many_values_takes_no_longer() -> None:
    """Too many values are told once, and not compared each with each."""
    data = " ".join(f":s :p {number} ." for number in range(BIG))
    assert [None] == [result.value for result in found(of_p("sh:maxCount 1"), data)]


def test_messages_are_filled() -> None:
    """A message holds the values of the solution; what is not bound stays as it is written."""
    pattern = "$this <http://e/p> ?value, ?more FILTER(?value < ?more)"
    query = f"SELECT $this ?value ?more WHERE {{ {pattern} }}"
    results = found(rule(query, "{?value} below {$more}, not {?none}"), ":s :p 1, 2 .")
    assert ["1 below 2, not {?none}"] == [result.message("en") for result in results]


def test_a_shape_without_message() -> None:
    """Where a shape says nothing, its constraint is named."""
    results = found(of_p("sh:minLength 2"), ':s :p "a" .')
    assert ["This breaks sh:minLength 2"] == [
        result.message("en").replace('"', "").split("^^")[0] for result in results
    ]


def test_the_path_of_a_property_shape() -> None:
    """$PATH stands for the path of the shape."""
    query = "SELECT $this ?value WHERE { $this $PATH ?value FILTER(isLITERAL(?value)) }"
    shapes = f''':S a sh:NodeShape ; sh:targetSubjectsOf :p ;
        sh:property [ sh:path ( :p :q ) ; sh:sparql [ sh:select """{query}""" ] ] .'''
    assert ['"x"'] == values(shapes, ':s :p :t . :t :q "x", :u .')


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("{ $this ?p ?value } UNION { ?value ?p ?o FILTER(?o = $this) }", "does not bind"),
        ("{ FILTER(isBLANK($this)) } $this ?p ?value", "does not bind"),
        ("$this ?p ?value MINUS { $this <http://e/q> ?value }", "MINUS"),
        ("$this ?p ?value . VALUES ?value { 1 }", "VALUES"),
        ("$this ?p ?value . { SELECT ?value { ?value ?p ?o } LIMIT 1 }", "a query inside"),
        ("SERVICE <http://e/> { $this ?p ?value }", "SERVICE"),
        ("GRAPH $shapesGraph { $this ?p ?value }", "GRAPH"),
        ("$this ?p $currentShape", "currentShape"),
        ("?s ?p ?value BIND(?s AS $this)", "bound again"),
        ("$this ?p }", "sh:select"),
    ],
)
def test_queries_that_cannot_be_asked_for_all_at_once(pattern: str, named: str) -> None:
    """A query that means another thing for all focus nodes together is refused by name."""
    with pytest.raises(ShapesRefused, match="http://e/S") as refusal:
        read_shapes(store_of(rule(f"SELECT $this ?value WHERE {{ {pattern} }}")))
    assert named in str(refusal.value)


def test_a_query_has_to_select_its_focus_node() -> None:
    """Without $this nobody knows which focus node a solution is about."""
    with pytest.raises(ShapesRefused, match="does not select"):
        read_shapes(store_of(rule("SELECT ?value WHERE { $this ?p ?value }")))


@pytest.mark.parametrize(
    "constraint",
    [
        'sh:pattern "(?=a)"',
        "sh:or ( [ sh:datatype xsd:nonNegativeInteger ] )",
        "sh:nodeKind sh:Thing",
        "sh:minCount 1, 2",
        'sh:minCount "one"',
        "sh:in ( [] )",
        "sh:node :S",
        "sh:closed true",
        "sh:class 5",
    ],
)
def test_arguments_that_cannot_be_compiled(constraint: str) -> None:
    """What stands at a parameter is looked at when the shapes are read."""
    with pytest.raises(ShapesRefused, match=r"sh:|itself"):
        read_shapes(store_of(of_p(constraint)))


@pytest.mark.parametrize("path", ["[ :other :p ]", "( :p )", "5", "[ sh:inversePath 5 ]"])
def test_paths_that_do_not_exist(path: str) -> None:
    """A path that is none is refused."""
    text = f":S a sh:NodeShape ; sh:targetNode :s ; sh:property [ sh:path {path} ] ."
    with pytest.raises(ShapesRefused, match="sh:path"):
        read_shapes(store_of(text))
