"""A fault as what puts it in words and what proposes repairs look at it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode

from klimagraph.shacl import Data, Result
from klimagraph.shacl.shapes import Constraint, Shape, Term
from klimagraph.validation.labels import Labels, Text, preferred


class Candidate(Protocol):
    """An authority that may be meant by a name or a key."""

    @property
    def iri(self) -> str:
        """Return its address."""

    @property
    def label(self) -> str:
        """Return its name."""

    @property
    def key(self) -> str:
        """Return its official key."""


ABOUT_VALUES = ("in", "pattern", "datatype", "class", "nodeKind")
"""Constraints that say what kind of value is allowed."""
Candidates = Callable[[str], Sequence[Candidate]]
"""Return the authorities that a name or a key may stand for, the likeliest first."""


def nobody(_name: str) -> Sequence[Candidate]:
    """Return no candidate: there is no register to look into."""
    return ()


@dataclass(frozen=True)
class Fault:
    """What a shape found, and what is known around it."""

    result: Result
    data: Data
    labels: Labels
    candidates: Candidates = nobody
    beside: Shape | None = None
    """The shape that says most about the values of the property, where the one broken does not."""

    @cached_property
    def constraint(self) -> Constraint | None:
        """Return the constraint that is broken, where the shape has one of its kind only."""
        wanted = self.result.component.removesuffix("ConstraintComponent").casefold()
        same = [c for c in self.result.shape.constraints if c.parameter.casefold() == wanted]
        return same[0] if len(same) == 1 else None

    @property
    def value(self) -> Term | None:
        """Return the value that is at fault; a rule may name only what lacks one."""
        result = self.result
        lacking = result.path and not result.shape.path and result.value == result.focus
        return None if lacking else result.value

    @property
    def text(self) -> str:
        """Return the value that is at fault as people write it."""
        return getattr(self.value, "value", "")

    @property
    def predicate(self) -> NamedNode | None:
        """Return the property that is at fault, where it is one."""
        return self.result.path.predicate if self.result.path else None

    @cached_property
    def name(self) -> Text:
        """Return what people call the property."""
        if self.result.shape.path and (name := preferred(self.result.shape.names)):
            return name
        if self.predicate:
            return self.labels.of(self.predicate)
        path = self.result.path.text if self.result.path else ""
        return Text(path, path)

    @cached_property
    def values(self) -> list[Term]:
        """Return all values that the focus node has for the property."""
        focus, path = self.result.focus, self.result.path
        if path is None or not isinstance(focus, NamedNode | BlankNode):
            return []
        if path.predicate:
            quads = self.data.store.quads_for_pattern(focus, path.predicate, None)
            found = [self.data.as_given(focus, path, quad.object) for quad in quads]
            return sorted((each for each in found if each is not None), key=str)
        if isinstance(focus, BlankNode):
            return []
        query = f"SELECT ?value {{ {focus} {path.text} ?value }}"
        return sorted((row["value"] for row in self.data.rows([query])), key=str)

    def parameter(self, name: str) -> Constraint | None:
        """Return a constraint of the shape, or of the one beside it where it is about values."""
        shapes = [self.result.shape]
        if self.beside and name in ABOUT_VALUES:
            shapes.append(self.beside)
        found = (each for shape in shapes for each in shape.constraints if each.parameter == name)
        return next(found, None)

    def number(self, name: str) -> int | None:
        """Return the number that a constraint of the shape names."""
        found = self.parameter(name)
        return found.number if found else None

    @property
    def is_text(self) -> bool:
        """Tell whether a literal stands there."""
        return isinstance(self.value, Literal)
