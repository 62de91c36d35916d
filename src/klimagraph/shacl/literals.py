"""Literals as they were given and as the engine keeps them (RDF 1.1 Concepts, section 3.3)."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from klimagraph.namespaces import PREFIXES

XSD = PREFIXES["xsd"]
CHANGED = frozenset(
    XSD + name
    for name in (
        "boolean", "float", "double", "dateTime", "dateTimeStamp", "time", "date",
        "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay",
        "duration", "yearMonthDuration", "dayTimeDuration",
        "integer", "decimal", "byte", "short", "int", "long", "unsignedByte", "unsignedShort",
        "unsignedInt", "unsignedLong", "positiveInteger", "negativeInteger",
        "nonPositiveInteger", "nonNegativeInteger",
    )
)  # fmt: skip
"""Datatypes whose values the engine keeps as values, not as they were written."""
KEPT = {
    f"{XSD}integer": re.compile(r"(0|-?[1-9][0-9]{0,16})\Z"),
    f"{XSD}date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"),
    f"{XSD}boolean": re.compile(r"(true|false)\Z"),
    f"{XSD}decimal": re.compile(r"(0|-?[1-9][0-9]{0,8})\.[0-9]{0,8}[1-9]\Z"),
}
"""By datatype: forms that come out as they went in; what others become is tried."""


def load(store: Store, quads: Iterable[Quad]) -> dict[Triple, Literal]:
    """Load statements; return for those that the engine changes the literals as given.

    The key is the statement as the store has it. Names of graphs are not kept.
    """
    originals: dict[Triple, Literal] = {}
    store.bulk_extend(_noted(quads, originals))
    return originals


def _noted(quads: Iterable[Quad], originals: dict[Triple, Literal]) -> Iterator[Quad]:
    graph = DefaultGraph()
    for quad in quads:
        value = quad.object
        if isinstance(value, Literal) and (stored := _stored(value)) is not value:
            originals[Triple(quad.subject, quad.predicate, stored)] = value
        named = quad.graph_name != graph
        yield Quad(quad.subject, quad.predicate, value, graph) if named else quad


def _stored(literal: Literal) -> Literal:
    """Return a literal as the engine keeps it: itself, or another one."""
    if language := literal.language:
        return literal if language.islower() else _tried(literal)
    datatype = literal.datatype.value
    if datatype not in CHANGED:
        return literal
    form = KEPT.get(datatype)
    return literal if form and form.match(literal.value) else _tried(literal)


@lru_cache(maxsize=1 << 16)
def _made(literal: Literal) -> Literal:
    """Return what the engine makes of a literal, by giving it one."""
    store, name = Store(), NamedNode(XSD)
    store.add(Quad(name, name, literal))
    kept = next(iter(store)).object
    return kept if isinstance(kept, Literal) else literal


def _tried(literal: Literal) -> Literal:
    made = _made(literal)
    return literal if made == literal else made
