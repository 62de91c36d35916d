"""Every shapes file finds exactly the faults planted in its data (SHACL, section 3.4)."""

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store
from pyshacl import validate
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from klimagraph.errors import ShapesRefused
from klimagraph.namespaces import PREFIXES
from klimagraph.shacl import arguments, read_shapes
from klimagraph.shacl.reading import COMPANIONS

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "shapes"
WITHOUT_RULES = ("groups.ttl", "profiles.ttl")
"""They describe and collect shapes, but find no fault themselves."""
SHAPES = sorted(path for path in FOLDER.rglob("*.ttl") if path.name not in WITHOUT_RULES)
EXAMPLES, PERSONS = "https://example.org/", "https://w3id.org/klimagraph/id/person/"
CONSTRAINTS = {*arguments.PARAMETERS, *COMPANIONS}


@cache
def parsed(path: Path) -> Graph:
    """Return the graph that a file holds."""
    return Graph().parse(path)


def name_of(path: Path) -> str:
    """Return the path of a shapes file as a report shows it."""
    return str(path.relative_to(FOLDER).with_suffix(""))


every_file = pytest.mark.parametrize("shapes", SHAPES, ids=name_of)


@every_file
def test_exactly_the_faulty_nodes_are_reported(shapes: Path) -> None:
    """A node whose name starts with F has a fault, every other node has none.

    People are named below `id/person/`, in small letters.
    """
    assert _examples(shapes, "F") == {str(node) for node in _report(shapes, SH.focusNode)}


@every_file
def test_every_rule_finds_a_fault(shapes: Path) -> None:
    """No rule is left without a node that breaks it."""
    assert _rules(shapes) == set(_report(shapes, SH.sourceShape))


@every_file
def test_every_node_shape_is_put_to_the_test(shapes: Path) -> None:
    """A node shape has a node that passes and a node that fails."""
    for shape in parsed(shapes).subjects(RDF.type, SH.NodeShape):
        focused = {str(node) for node in _targeted(shapes, shape)}
        assert focused & _examples(shapes, "P")
        assert focused & _examples(shapes, "F")


@every_file
def test_every_node_shape_is_described(shapes: Path) -> None:
    """A node shape has a name and a description in both languages."""
    graph = parsed(shapes)
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        assert _in_both_languages(graph, shape, SH.name)
        assert _in_both_languages(graph, shape, SH.description)


@every_file
def test_every_property_shape_is_described(shapes: Path) -> None:
    """A property shape has a name and a description in both languages, a place and a group."""
    graph = parsed(shapes)
    for shape in graph.subjects(RDF.type, SH.PropertyShape):
        assert _in_both_languages(graph, shape, SH.name)
        assert _in_both_languages(graph, shape, SH.description)
        assert isinstance(graph.value(shape, SH.order), Literal)
        assert graph.value(shape, SH.group) in _groups()


@every_file
def test_every_message_is_in_both_languages(shapes: Path) -> None:
    """Each rule says in German and in English what is wrong."""
    graph = parsed(shapes)
    tellers = [*graph.subjects(RDF.type, SH.PropertyShape), *graph.objects(None, SH.sparql)]
    for teller in [*tellers, *graph.subjects(SH.closed)]:
        assert _in_both_languages(graph, teller, SH.message)


@every_file
def test_places_are_not_taken_twice(shapes: Path) -> None:
    """The properties of a node shape are counted from one."""
    graph = parsed(shapes)
    for shape in set(graph.subjects(SH.property)):
        orders = [_order(graph, each) for each in graph.objects(shape, SH.property)]
        assert list(range(1, len(orders) + 1)) == sorted(orders)


@every_file
def test_shapes_can_be_compiled(shapes: Path) -> None:
    """Shapes use only those parts of SHACL that are compiled to SPARQL, and none is left out."""
    store = Store()
    store.bulk_load(path=str(shapes), format=RdfFormat.TURTLE)
    named = {str(shape.node).strip("<>") for shape in read_shapes(store)}
    assert {str(node) for node in parsed(shapes).subjects(RDF.type, SH.NodeShape)} == named


@pytest.mark.parametrize("word", ["qualifiedValueShapesDisjoint", "target", "rule", "js", "pth"])
def test_a_word_that_is_not_compiled_is_refused(word: str) -> None:
    """One word outside of the closed list is enough, and the refusal names it and its shape."""
    store = Store()
    store.bulk_load(path=str(SHAPES[0]), format=RdfFormat.TURTLE)
    shape = min((each.node for each in read_shapes(store)), key=str)
    store.add(Quad(shape, NamedNode(PREFIXES["sh"] + word), BlankNode()))
    with pytest.raises(ShapesRefused) as refusal:
        read_shapes(store)
    assert f"{shape}: sh:{word} is not compiled" == str(refusal.value)


@every_file
def test_property_warnings_are_about_absence(shapes: Path) -> None:
    """A value of the wrong kind is a violation; a property shape warns only of a missing one."""
    graph = parsed(shapes)
    for shape in graph.subjects(SH.severity, SH.Warning):
        if (shape, RDF.type, SH.PropertyShape) in graph:
            constraints = {str(word).split("#")[1] for word in graph.predicates(shape)}
            assert {"minCount"} == constraints & CONSTRAINTS


def test_groups_are_described() -> None:
    """A group has a label in both languages and a place of its own."""
    graph = parsed(FOLDER / "groups.ttl")
    places = [_order(graph, group) for group in _groups()]
    assert list(range(1, len(places) + 1)) == sorted(places)
    for group in _groups():
        assert _in_both_languages(graph, group, RDFS.label)


def test_every_shape_is_defined_once() -> None:
    """No two files define a shape of the same name."""
    kinds = (SH.NodeShape, SH.PropertyShape)
    names = [n for path in SHAPES for kind in kinds for n in parsed(path).subjects(RDF.type, kind)]
    assert len(set(names)) == len(names)


def test_every_file_of_examples_has_its_shapes() -> None:
    """No example is left over from a shapes file that is gone."""
    examples = {path.relative_to(HERE) for path in HERE.rglob("*.ttl")}
    assert {path.relative_to(FOLDER) for path in SHAPES} == examples


def _data_of(shapes: Path) -> Path:
    return HERE / shapes.relative_to(FOLDER)


def _examples(shapes: Path, letter: str) -> set[str]:
    names = {str(node) for node in parsed(_data_of(shapes)).subjects()}
    starts = (EXAMPLES + letter, PERSONS + letter.lower())
    return {name for name in names if name.startswith(starts)}


def _in_both_languages(graph: Graph, subject: Node, predicate: URIRef) -> bool:
    values = [value for value in graph.objects(subject, predicate) if isinstance(value, Literal)]
    return sorted(value.language or "" for value in values) == ["de", "en"] and all(values)


def _order(graph: Graph, subject: Node) -> int:
    return int(str(graph.value(subject, SH.order)))


def _groups() -> set[Node]:
    return set(parsed(FOLDER / "groups.ttl").subjects(RDF.type, SH.PropertyGroup))


def _targeted(shapes: Path, shape: Node) -> set[Node]:
    """Return the nodes of the examples that a node shape looks at."""
    graph, data = parsed(shapes), parsed(_data_of(shapes))
    classes = graph.objects(shape, SH.targetClass)
    nodes = {node for kind in classes for node in data.subjects(RDF.type, kind)}
    for predicate in graph.objects(shape, SH.targetSubjectsOf):
        nodes |= set(data.subjects(predicate))
    return nodes


@cache
def _findings(shapes: Path) -> Graph:
    data = parsed(_data_of(shapes))
    _, report, _ = validate(data, shacl_graph=parsed(shapes), advanced=True)
    assert isinstance(report, Graph)
    return report


def _report(shapes: Path, predicate: URIRef) -> list[Node]:
    return list(_findings(shapes).objects(None, predicate))


def _rules(shapes: Path) -> set[Node]:
    graph = parsed(shapes)
    rules = set(graph.subjects(RDF.type, SH.PropertyShape))
    return rules | set(graph.subjects(SH.sparql)) | set(graph.subjects(SH.closed))
