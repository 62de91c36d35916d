"""Faults planted in real data: random, but the same for the same seed."""

from collections.abc import Callable
from random import Random

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from klimagraph.namespaces import CONCEPTS, THINGS
from klimagraph.shacl.shapes import Term
from klimagraph.terms import term

TYPE = term("rdf:type")
WRONG_LITERALS = (
    Literal("2020-02-30", datatype=term("xsd:date")),
    Literal("31.12.2020", datatype=term("xsd:date")),
    Literal("2020-12-31T10:00:00", datatype=term("xsd:dateTime")),
    Literal("many", datatype=term("xsd:integer")),
    Literal("-1", datatype=term("xsd:integer")),
    Literal("5", datatype=term("xsd:nonNegativeInteger")),
    Literal("007", datatype=term("xsd:integer")),
    Literal("1.50", datatype=term("xsd:decimal")),
    Literal("1", datatype=term("xsd:boolean")),
    Literal("2020-02-30"),
    Literal("2020-06/2019"),
    Literal("2020-13"),
    Literal(""),
    Literal("anna.beispiel@example.org"),
    Literal("Rathaus", language="de-DE"),
    Literal("Rathaus", language="de"),
    Literal("Town hall", language="en"),
)
WRONG_NODES = (
    NamedNode(f"{CONCEPTS}kind/unknown"),
    NamedNode(f"{CONCEPTS}certainty/ambiguous"),
    NamedNode(f"{CONCEPTS}end-kind/open"),
    NamedNode(f"{THINGS}nothing/of-the-kind"),
    NamedNode("http://example.org/elsewhere"),
    BlankNode("nobody"),
)
Fault = Callable[[Random, list[Triple], Triple], list[Triple]]
"""Returns what stands in the place of a statement."""


def with_faults(triples: list[Triple], number: int, seed: int) -> list[Triple]:
    """Return data with so many faults planted in them."""
    random, data = Random(seed), list(triples)  # noqa: S311  # the same for the same seed
    for _ in range(number):
        place = random.randrange(len(data))
        fault = random.choice(FAULTS)
        data[place : place + 1] = fault(random, triples, data[place])
    return data


def dropped(_random: Random, _all: list[Triple], _triple: Triple) -> list[Triple]:
    """A property is missing."""
    return []


def doubled(random: Random, _all: list[Triple], triple: Triple) -> list[Triple]:
    """A property has two values."""
    return [triple, _with(triple, random.choice((*WRONG_LITERALS, *WRONG_NODES)))]


def other_literal(random: Random, _all: list[Triple], triple: Triple) -> list[Triple]:
    """A value is a literal of the wrong kind, or one with a form that its datatype lacks."""
    return [_with(triple, random.choice(WRONG_LITERALS))]


def other_node(random: Random, _all: list[Triple], triple: Triple) -> list[Triple]:
    """A value is something else, or a concept that does not exist."""
    return [_with(triple, random.choice(WRONG_NODES))]


def value_of_another(random: Random, every: list[Triple], triple: Triple) -> list[Triple]:
    """A value comes from elsewhere in the data: of another class, later, of another state."""
    alike = [each.object for each in every if each.predicate == triple.predicate]
    return [triple, _with(triple, random.choice(alike))]


def class_of_another(random: Random, every: list[Triple], triple: Triple) -> list[Triple]:
    """A thing has a class that is not its own."""
    classes = [each.object for each in every if each.predicate == TYPE]
    return [triple, Triple(triple.subject, TYPE, random.choice(classes))]


def itself(_random: Random, _all: list[Triple], triple: Triple) -> list[Triple]:
    """A thing refers to itself."""
    return [Triple(triple.subject, triple.predicate, triple.subject)]


def misplaced(random: Random, every: list[Triple], triple: Triple) -> list[Triple]:
    """A thing has a property of another one."""
    taken = random.choice(every)
    return [triple, Triple(triple.subject, taken.predicate, taken.object)]


def _with(triple: Triple, value: Term) -> Triple:
    return Triple(triple.subject, triple.predicate, value)


FAULTS: tuple[Fault, ...] = (
    dropped, doubled, other_literal, other_node, value_of_another, class_of_another, itself,
    misplaced,
)  # fmt: skip
