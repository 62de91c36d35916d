"""A table as the new version of a dataset: what stays of the published one (ADR 0013).

A table holds one class. Its rows take the place of all published things of that class, in what
its columns can say; whatever else the dataset holds stays.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Quad

from klimagraph.places import Term
from klimagraph.tables.columns import Template
from klimagraph.terms import term

TYPE = term("rdf:type")

Statements = Mapping[Term, list[Quad]]
"""Statements by their subject."""


def remaining(template: Template, said: Iterable[Quad], published: Iterable[Quad]) -> list[Quad]:
    """Return the published statements of a dataset that stay beside those that a table says."""
    old, new = _by_subject(published), _by_subject(said)
    before, after = _levels(template, old), _levels(template, new)
    gone = {thing for thing, level in before.items() if level == "" and thing not in new}
    kept = {
        thing: [quad for quad in quads if not _replaced(template, quad, after.get(thing))]
        for thing, quads in old.items()
        if thing not in gone
    }
    hanging = {thing for thing, level in before.items() if level and thing not in new}
    _drop_left_alone(kept, hanging, new)
    return [quad for quads in kept.values() for quad in quads]


def _by_subject(quads: Iterable[Quad]) -> dict[Term, list[Quad]]:
    found: dict[Term, list[Quad]] = {}
    for quad in quads:
        found.setdefault(quad.subject, []).append(quad)
    return found


def _levels(template: Template, statements: Statements) -> dict[Term, str]:
    """Return by thing where in the template it stands: the empty text for things of the class."""
    rows = [
        thing
        for thing, quads in statements.items()
        if any(quad.predicate == TYPE and _value(quad) == template.class_iri for quad in quads)
    ]
    found: dict[Term, str] = dict.fromkeys(rows, "")
    for step in _steps(template):
        for thing in [thing for thing, level in found.items() if level == step.parent]:
            for quad in statements.get(thing, ()):
                if quad.predicate.value == step.link and quad.object in statements:
                    found.setdefault(quad.object, step.name)
    return found


@dataclass(frozen=True)
class _Step:
    """The way from a thing of a row to one that hangs on it."""

    parent: str
    link: str
    name: str


def _steps(template: Template) -> Iterator[_Step]:
    """Yield the steps from the row on, so that each begins where an earlier one ends."""
    nodes = sorted(template.nodes, key=lambda node: len(template.above(node)))
    return (_Step(node.parent, node.link, node.name) for node in nodes if node.name)


def _replaced(template: Template, quad: Quad, level: str | None) -> bool:
    """Tell whether the table says a property of a thing that it speaks of."""
    if level is None:
        return False
    columns = (column.property for column in template.columns if column.node == level)
    links = (node.link for node in template.nodes if node.name and node.parent == level)
    return quad.predicate == TYPE or quad.predicate.value in {*columns, *links}


def _drop_left_alone(kept: dict[Term, list[Quad]], hanging: set[Term], new: Statements) -> None:
    """Drop the things that hung on rows and that nothing links to any more."""
    while True:
        quads = (quad for some in (kept, new) for each in some.values() for quad in each)
        linked = {quad.object for quad in quads if quad.object != quad.subject}
        alone = {thing for thing in hanging if thing in kept and thing not in linked}
        if not alone:
            return
        for thing in alone:
            del kept[thing]


def _value(quad: Quad) -> str:
    return str(getattr(quad.object, "value", ""))
