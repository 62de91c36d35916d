"""Which constraints look further than at the statements of a focus node, and at what.

Where a few statements have changed, only the focus nodes that they speak of can break a constraint
that looks no further; of the others those have to be asked in which such a statement may matter
(docs/adr/0006).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from klimagraph.namespaces import PREFIXES
from klimagraph.shacl.arguments import SHAPES
from klimagraph.shacl.patterns import looks
from klimagraph.shacl.shapes import Constraint, Shape
from klimagraph.workers.names import TYPE, names

SUBCLASS = f"{PREFIXES['rdfs']}subClassOf"
FAR = {"class", *SHAPES}
"""Parameters that look at statements about the values."""


@dataclass(frozen=True)
class Distant:
    """The part of a shape that looks further, and the properties and classes that it names."""

    shape: Shape
    names: frozenset[str]
    everything: bool
    """Whether it looks at properties that it does not name."""

    def concerned(self, properties: Iterable[str], classes: Iterable[str]) -> bool:
        """Tell whether statements with these properties, or saying these classes, may matter."""
        by_class = TYPE in self.names and SUBCLASS not in self.names
        told = set(properties) - ({TYPE} if by_class else set())
        return self.everything or not self.names.isdisjoint(
            told | (set(classes) if by_class else set())
        )


def distant(shapes: Iterable[Shape]) -> list[Distant]:
    """Return the parts of shapes that look further than at the statements of a focus node."""
    found = []
    for shape in shapes:
        if part := _part(shape):
            looked = [_looked(each) for each in _constraints(part)]
            paths = (names(each.path.text) for each in _shapes(part) if each.path)
            named = frozenset[str]().union(*paths, *(some for some, _ in looked))
            negated = any(each.path and "!" in each.path.text for each in _shapes(part))
            found.append(Distant(part, named, negated or any(more for _, more in looked)))
    return found


def _part(shape: Shape, *, whole: bool = False) -> Shape | None:
    """Return a shape without what looks no further, None where nothing is left."""
    whole = whole or (shape.path is not None and shape.path.predicate is None)
    constraints = tuple(each for each in shape.constraints if whole or _far(each))
    inside = (_part(each, whole=whole or shape.path is not None) for each in shape.properties)
    properties = tuple(each for each in inside if each)
    if not constraints and not properties:
        return None
    return replace(shape, constraints=constraints, properties=properties)


def _far(constraint: Constraint) -> bool:
    if constraint.rule:
        return looks(constraint.rule.after).further
    return constraint.parameter in FAR


def _shapes(shape: Shape) -> Iterator[Shape]:
    yield shape
    for each in shape.properties:
        yield from _shapes(each)
    for constraint in shape.constraints:
        for each in constraint.shapes:
            yield from _shapes(each)


def _constraints(shape: Shape) -> Iterator[Constraint]:
    for each in _shapes(shape):
        yield from each.constraints


def _looked(constraint: Constraint) -> tuple[frozenset[str], bool]:
    """Return the names that a constraint looks at, and whether it looks at anything else."""
    if constraint.rule:
        named = names(constraint.rule.after, dict(constraint.rule.prefixes))
        return named, looks(constraint.rule.after).anything
    if constraint.parameter == "class":
        return frozenset((TYPE, SUBCLASS)), False
    return frozenset(), False
