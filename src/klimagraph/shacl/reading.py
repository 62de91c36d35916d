"""Reads shapes; what is not on the closed list is refused (https://www.w3.org/TR/shacl/#shapes)."""

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import NamedNode, Store

from klimagraph.shacl import arguments, targets
from klimagraph.shacl.graphs import (
    SH,
    Node,
    flag,
    iri,
    literals,
    node,
    objects,
    only,
    refused,
    sh,
)
from klimagraph.shacl.literals import ALIASED
from klimagraph.shacl.paths import path
from klimagraph.shacl.rules import rule
from klimagraph.shacl.shapes import Constraint, Focus, Path, Shape, Term
from klimagraph.terms import term

DESCRIBING = {"name", "description", "order", "group", "defaultValue", "message", "severity"}
STRUCTURE = {"path", "property", "deactivated"}
COMPANIONS = {"flags", "ignoredProperties", "qualifiedValueShape"}
"""Parameters that belong to another one."""
TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
KNOWN = {*DESCRIBING, *STRUCTURE, *COMPANIONS, *TARGETS, *arguments.PARAMETERS}
PARAMETERS = set(arguments.PARAMETERS)
KINDS = (sh("NodeShape"), sh("PropertyShape"))
CLASSES = (term("rdfs:Class"), term("owl:Class"))
EXTENSIONS = ("parameter", "entailment", "target", "rule", "js")
"""Words that make a graph of shapes mean more than its shapes say."""
TYPE = term("rdf:type")
DEEPEST = 50
"""Shapes within each other that are compiled."""


def read_shapes(graph: Store) -> list[Shape]:
    """Return the shapes of a graph that have targets, by name.

    Raises ShapesRefused with the name of the first part that is not compiled, and its shape.
    """
    _refuse_extensions(graph)
    kinds = chain.from_iterable(graph.quads_for_pattern(None, TYPE, kind) for kind in KINDS)
    aimed = chain.from_iterable(graph.quads_for_pattern(None, sh(name), None) for name in TARGETS)
    nodes = {node(quad.subject, sh("shape"), "shape") for quad in chain(kinds, aimed)}
    shapes = [_shape(graph, each, ()) for each in sorted(nodes, key=str)]
    return [shape for shape in shapes if shape.targets or shape.target_classes]


def _refuse_extensions(graph: Store) -> None:
    for name in EXTENSIONS:
        for quad in graph.quads_for_pattern(None, sh(name), None):
            raise refused(node(quad.subject, sh(name), name), f"sh:{name} is not compiled")


def _shape(graph: Store, subject: Node, above: tuple[Node, ...]) -> Shape:
    """Return the shape at a node; one that is deactivated has nothing to break."""
    if subject in above:
        raise refused(subject, "the shape refers to itself, which is not compiled")
    if len(above) > DEEPEST:
        raise refused(subject, f"more than {DEEPEST} shapes within each other are not compiled")
    _words(graph, subject)
    if flag(graph, subject, "deactivated"):
        return Shape(subject, None, (), (), (), (), sh("Violation"), ())
    value = only(graph, subject, "path")
    way = path(graph, subject, value) if value is not None else None
    severity = only(graph, subject, "severity")
    inner = _shapes(graph, objects(graph, subject, sh("property")), subject, (*above, subject))
    if any(shape.path is None and shape.constraints for shape in inner):
        raise refused(subject, "sh:property names a shape without sh:path")
    return Shape(
        subject,
        way,
        tuple(_patterns(graph, subject)),
        tuple(_classes(graph, subject)),
        tuple(_constraints(graph, subject, way, above)),
        inner,
        iri(severity, subject, "severity") if severity else sh("Violation"),
        literals(graph, subject, "message"),
        literals(graph, subject, "name"),
    )


def _words(graph: Store, subject: Node) -> set[str]:
    """Return the words of SHACL that a shape uses; raises ShapesRefused for an unknown one."""
    named = {quad.predicate.value for quad in graph.quads_for_pattern(subject, None, None)}
    words = {name.removeprefix(SH) for name in named if name.startswith(SH)}
    if unknown := ", ".join(f"sh:{word}" for word in sorted(words - KNOWN)):
        raise refused(subject, f"{unknown} is not compiled")
    return words


def _patterns(graph: Store, subject: Node) -> Iterator[Focus]:
    for value in objects(graph, subject, sh("targetNode")):
        yield targets.one(arguments.written(value, subject, "targetNode"))
    for value in objects(graph, subject, sh("targetSubjectsOf")):
        yield targets.subjects_of(iri(value, subject, "targetSubjectsOf"))
    for value in objects(graph, subject, sh("targetObjectsOf")):
        yield targets.objects_of(iri(value, subject, "targetObjectsOf"))


def _classes(graph: Store, subject: Node) -> Iterator[NamedNode]:
    for value in objects(graph, subject, sh("targetClass")):
        yield iri(value, subject, "targetClass")
    if isinstance(subject, NamedNode) and set(CLASSES) & set(objects(graph, subject, TYPE)):
        yield subject


def _constraints(
    graph: Store, subject: Node, way: Path | None, above: tuple[Node, ...]
) -> Iterator[Constraint]:
    for parameter in sorted(_words(graph, subject) & PARAMETERS):
        values = objects(graph, subject, sh(parameter))
        if len(values) > 1 and parameter in arguments.SINGLE:
            raise refused(subject, f"sh:{parameter} has more than one value")
        for value in values:
            if parameter == "sparql":
                query = rule(graph, subject, node(value, subject, parameter), way)
                yield from [Constraint(parameter, rule=query)] if query else []
            elif parameter in arguments.SHAPES:
                nodes = arguments.shape_nodes(graph, subject, parameter, value)
                shapes = _shapes(graph, nodes, subject, (*above, subject))
                yield Constraint(parameter, arguments.counts(graph, subject, parameter), shapes)
            else:
                made = arguments.constraint(graph, subject, parameter, value)
                yield from _as_given(made, subject, way)


def _as_given(
    constraints: Iterable[Constraint], subject: Node, way: Path | None
) -> Iterator[Constraint]:
    """Yield constraints; refuse those by a datatype that only values of one property tell."""
    for each in constraints:
        by_property = way is not None and way.predicate is not None
        if each.parameter == "datatype" and each.terms[0] in ALIASED and not by_property:
            raise refused(
                subject,
                f"sh:datatype {each.terms[0]} is not kept by the engine and compiled only where "
                "sh:path is one property",
            )
        yield each


def _shapes(
    graph: Store, values: Iterable[Term], subject: Node, above: tuple[Node, ...]
) -> tuple[Shape, ...]:
    return tuple(_shape(graph, node(value, subject, "property"), above) for value in values)
