"""Runs compiled shapes on a store (https://www.w3.org/TR/shacl/#validation)."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from pyoxigraph import Literal, NamedNode

from klimagraph.shacl import logic
from klimagraph.shacl.components import any_of, compiled, is_aliased, value_test
from klimagraph.shacl.data import Data, Row
from klimagraph.shacl.literals import is_of
from klimagraph.shacl.results import Result, component_of, filled
from klimagraph.shacl.shapes import Constraint, Focus, Path, Rule, Shape, Term
from klimagraph.shacl.targets import FOCUS, of_class, one

AT_ONCE = min(4, os.cpu_count() or 1)
"""Shapes that are asked for at once."""


def validate(data: Data, shapes: Iterable[Shape], only: Sequence[NamedNode] = ()) -> list[Result]:
    """Return what shapes find in data, or in some of its nodes only.

    The engine lets other threads go on while it answers; the order is that of the shapes.
    """

    def of(shape: Shape) -> list[Result]:
        focus = _chosen(data, shape, only) if only else list(_targets(data, shape))
        return list(results(data, shape, focus))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(chain.from_iterable(pool.map(of, shapes)))


def results(data: Data, shape: Shape, focus: list[Focus]) -> Iterator[Result]:
    """Yield what a shape finds in the focus nodes that patterns bind.

    Each pattern is asked for by itself: the engine joins one well, a union of them badly.
    """
    if not focus:
        return
    for constraint in _doubtful(data, shape, focus):
        yield from _results(data, shape, constraint, focus)
    for inner in shape.properties:
        yield from results(data, inner, logic.values_as_focus(shape, focus))


def failing(data: Data, shape: Shape, focus: list[Focus]) -> set[Term]:
    """Return the focus nodes that do not conform to a shape (SHACL, section 3.5)."""
    own = (_results(data, shape, each, focus) for each in _doubtful(data, shape, focus))
    found = {result.focus for some in own for result in some}
    for inner in shape.properties:
        wrong = failing(data, inner, logic.values_as_focus(shape, focus))
        found |= {this for this, value in logic.pairs(data, shape, focus) if value in wrong}
    return found


def _targets(data: Data, shape: Shape) -> Iterator[Focus]:
    """Yield what binds the focus nodes of a shape (SHACL, section 2.1.3).

    Classes below are asked for where they have instances that do not say the class above.
    """
    yield from (each for each in shape.targets if data.has(each(FOCUS)))
    for top in shape.target_classes:
        whole = of_class(top)
        if data.has(whole(FOCUS)):
            yield whole
        for below in map(of_class, data.classes(top)):
            if data.has(f"{below(FOCUS)} FILTER NOT EXISTS {{ {whole(FOCUS)} }}"):
                yield below


def _chosen(data: Data, shape: Shape, nodes: Sequence[NamedNode]) -> list[Focus]:
    """Return what binds those of some nodes that are focus nodes of a shape."""
    classes = {each for top in shape.target_classes for each in data.classes(top)}
    targets = [each(FOCUS) for each in (*shape.targets, *map(of_class, classes))]
    return [one(str(node)) for node in nodes if any(data.has(each, node) for each in targets)]


def _doubtful(data: Data, shape: Shape, focus: list[Focus]) -> list[Constraint]:
    """Return the constraints that may be broken.

    Most data are right, and one question for all that looks at a value by itself shows it.
    """
    tests = [value_test(shape, _with_classes(data, each)) for each in shape.constraints]
    told = [test for test in tests if test]
    if len(told) < 2 or any(data.has(any_of(shape, told, each(FOCUS))) for each in focus):
        return list(shape.constraints)
    return [
        constraint
        for constraint, test in zip(shape.constraints, tests, strict=True)
        if not test or (constraint.parameter == "datatype" and data.originals)
    ]


def _with_classes(data: Data, constraint: Constraint) -> Constraint:
    """Return a constraint by class with the classes below."""
    if constraint.parameter != "class":
        return constraint
    return Constraint("class", data.classes(constraint.terms[0]))


def _results(
    data: Data, shape: Shape, constraint: Constraint, focus: list[Focus]
) -> Iterator[Result]:
    """Yield what one constraint finds."""
    told = shape.messages or (_untold(constraint),)
    if constraint.rule:
        told = constraint.rule.messages or told
    for row in _rows(data, shape, constraint, focus):
        this, path = row["this"], shape.path
        if isinstance(way := row.get("path"), NamedNode):
            path = Path(str(way), way)
        value = row.get("value")
        if constraint.rule and value is None and shape.path is None:
            value = this
        value = data.as_given(this, path, value)
        bound = {**row, "value": value} if value is not None else row
        messages = filled(told, bound) if constraint.rule else told
        yield Result(this, path, value, shape, component_of(constraint.parameter), messages)


def _rows(data: Data, shape: Shape, constraint: Constraint, focus: list[Focus]) -> Iterable[Row]:
    if constraint.rule:
        return data.rows(_of_rule(constraint.rule, focus), dict(constraint.rule.prefixes))
    if constraint.shapes:
        inside = logic.values_as_focus(shape, focus)
        faulty = [failing(data, each, inside) for each in constraint.shapes]
        return logic.rows(data, shape, constraint, focus, faulty)
    if is_aliased(constraint):
        return _of_another(data, shape, constraint, focus)
    whole = _with_classes(data, constraint)
    rows = data.rows(compiled(shape, whole, each(FOCUS)) for each in focus)
    if constraint.parameter == "datatype" and data.originals:
        return [*rows, *_disguised(data, shape, constraint, focus)]
    return rows


def _of_rule(rule: Rule, focus: list[Focus]) -> Iterator[str]:
    for each in focus:
        yield f"{rule.before} {each(FOCUS)} {rule.after}"


def _disguised(
    data: Data, shape: Shape, constraint: Constraint, focus: list[Focus]
) -> Iterator[Row]:
    """Yield values that have the datatype in the store only, not as they were given."""
    for this, value in logic.pairs(data, shape, focus):
        given = data.as_given(this, shape.path, value)
        if not isinstance(given, Literal) or not isinstance(value, Literal):
            continue
        if value.datatype == constraint.terms[0] != given.datatype:
            yield {"this": this, "value": value}


def _of_another(
    data: Data, shape: Shape, constraint: Constraint, focus: list[Focus]
) -> Iterator[Row]:
    """Yield values that do not have a datatype which the store keeps under another one."""
    name = constraint.terms[0]
    for this, value in logic.pairs(data, shape, focus):
        given = data.as_given(this, shape.path, value)
        right = isinstance(name, NamedNode) and isinstance(given, Literal) and is_of(given, name)
        if not right:
            yield {"this": this, "value": value}


def _untold(constraint: Constraint) -> Literal:
    """Return what is said where the shape says nothing."""
    terms = " ".join(str(each) for each in constraint.terms)
    return Literal(f"This breaks sh:{constraint.parameter} {terms}".rstrip(), language="en")
