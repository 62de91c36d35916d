"""Shapes as values (https://www.w3.org/TR/shacl/#shapes)."""

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple
Focus = Callable[[str], str]
"""Returns the graph pattern that binds focus nodes to a variable."""


@dataclass(frozen=True)
class Path:
    """A property path: as SPARQL text, and its property where it is nothing but one."""

    text: str
    predicate: NamedNode | None = None


@dataclass(frozen=True)
class Rule:
    """A SPARQL-based constraint: its query is cut where the focus nodes are put in."""

    before: str
    after: str
    prefixes: tuple[tuple[str, str], ...]
    messages: tuple[Literal, ...]


@dataclass(frozen=True)
class Constraint:
    """One value of a constraint parameter, such as `sh:minCount 1`.

    It holds terms, the members of a list, shapes or a rule, as the parameter wants.
    """

    parameter: str
    terms: tuple[Term, ...] = ()
    shapes: tuple["Shape", ...] = ()
    rule: Rule | None = None

    @property
    def number(self) -> int:
        """Return the value of a parameter that is a number."""
        return int(str(getattr(self.terms[0], "value", "")))


@dataclass(frozen=True)
class Shape:
    """A node shape, or a property shape where it has a path."""

    node: NamedNode | BlankNode
    path: Path | None
    targets: tuple[Focus, ...]
    target_classes: tuple[NamedNode, ...]
    constraints: tuple[Constraint, ...]
    properties: tuple["Shape", ...]
    severity: NamedNode
    messages: tuple[Literal, ...]
    names: tuple[Literal, ...] = ()
    """What people call it (`sh:name`)."""
