"""Literals as they were given and as the engine keeps them (RDF 1.1 Concepts, section 3.3)."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice

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
_WHOLE = r"[+-]?[0-9]+\Z"
_TYPES = {
    "byte": (-(2**7), 2**7 - 1), "short": (-(2**15), 2**15 - 1), "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1), "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1), "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1), "positiveInteger": (1, None), "negativeInteger": (None, -1),
    "nonPositiveInteger": (None, 0), "nonNegativeInteger": (0, None),
}  # fmt: skip
RANGES = {NamedNode(XSD + name): limits for name, limits in _TYPES.items()}
"""By datatype derived from integer: its least and its largest value (XML Schema 1.1, part 2)."""
FEW = 20_000
"""Statements that are added one by one."""
STAMP = NamedNode(f"{XSD}dateTimeStamp")
ALIASED = frozenset({*RANGES, STAMP})
"""Datatypes whose values the engine keeps under another one."""


def load(store: Store, quads: Iterable[Quad]) -> dict[Triple, Literal]:
    """Load statements; return for those that the engine changes the literals as given.

    The key is the statement as the store has it. Names of graphs are not kept.
    """
    originals: dict[Triple, Literal] = {}
    fill(store, _noted(quads, originals))
    return originals


def fill(store: Store, quads: Iterable[Quad]) -> None:
    """Add statements to a store; many of them in bulk, which sets 200 MB aside to begin with."""
    quads = iter(quads)
    first = list(islice(quads, FEW))
    if len(first) < FEW:
        store.extend(first)
    else:
        store.bulk_extend(chain(first, quads))


def is_of(literal: Literal, datatype: NamedNode) -> bool:
    """Tell whether a literal has one of the aliased datatypes, with a form that it has."""
    if literal.datatype != datatype:
        return False
    if datatype == STAMP:
        return bool(re.search(r"(Z|[+-][0-9]{2}:[0-9]{2})\Z", literal.value)) and (
            _stored(literal).datatype != STAMP
        )
    least, largest = RANGES[datatype]
    if not re.match(_WHOLE, literal.value):
        return False
    number = int(literal.value)
    return (least is None or least <= number) and (largest is None or number <= largest)


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
