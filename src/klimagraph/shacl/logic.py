"""Constraints whose values are shapes (https://www.w3.org/TR/shacl/#core-components-logical)."""

from collections import Counter
from collections.abc import Callable, Iterator

from klimagraph.shacl.components import values
from klimagraph.shacl.data import Data, Row
from klimagraph.shacl.shapes import Constraint, Focus, Shape, Term
from klimagraph.shacl.targets import FOCUS, values_of

FAULTS: dict[str, Callable[[int, int], bool]] = {
    "node": lambda broken, _: broken > 0,
    "and": lambda broken, _: broken > 0,
    "not": lambda broken, _: broken == 0,
    "or": lambda broken, shapes: broken == shapes,
    "xone": lambda broken, shapes: shapes - broken != 1,
}
"""Whether a value is at fault that breaks so many of so many shapes."""


def values_as_focus(shape: Shape, focus: list[Focus]) -> list[Focus]:
    """Return the value nodes of a shape as focus nodes."""
    return [values_of(shape.path, each) for each in focus] if shape.path else focus


def pairs(data: Data, shape: Shape, focus: list[Focus]) -> list[tuple[Term, Term]]:
    """Return focus nodes with their value nodes."""
    selected, pattern, _ = values(shape.path)
    texts = (f"SELECT ?this {selected} {{ {each(FOCUS)} {pattern} }}" for each in focus)
    return [(row["this"], row["value"]) for row in data.rows(texts)]


def rows(
    data: Data, shape: Shape, constraint: Constraint, focus: list[Focus], faulty: list[set[Term]]
) -> Iterator[Row]:
    """Yield the faults, given the value nodes that break each of the shapes."""
    found = pairs(data, shape, focus)
    if constraint.parameter in FAULTS:
        at_fault = FAULTS[constraint.parameter]
        for this, value in found:
            if at_fault(sum(value in some for some in faulty), len(faulty)):
                yield {"this": this, "value": value}
        return
    fitting = Counter(this for this, value in found if value not in faulty[0])
    for row in data.rows(f"SELECT ?this {{ {each(FOCUS)} }}" for each in focus):
        count = fitting[row["this"]]
        few = count < constraint.number
        many = count > constraint.number
        if few if constraint.parameter == "qualifiedMinCount" else many:
            yield row
