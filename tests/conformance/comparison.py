"""Results compared as the suites demand (https://www.w3.org/2009/sparql/docs/tests/).

The names of blank nodes do not matter, literals of one datatype are compared by value.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from pyoxigraph import BlankNode

from conformance.results import Refused, Result, Row, Table
from conformance.values import by_value

Names = Mapping[BlankNode, BlankNode]
"""Blank nodes of one table and those that stand for them in the other."""


def matches(expected: Result, got: Result, *, lax: bool = False) -> bool:
    """Tell whether a result is the expected one; `lax` as in QueryCase."""
    if isinstance(expected, Refused) and isinstance(got, Refused):
        return expected.why == got.why
    if isinstance(expected, Table) and isinstance(got, Table):
        return _same_tables(expected, got, lax=lax)
    return type(expected) is type(got) and expected == got


def _same_tables(expected: Table, got: Table, *, lax: bool) -> bool:
    if expected.variables != got.variables:
        return False
    wanted, found = ([tuple(map(by_value, row)) for row in t.rows] for t in (expected, got))
    here, there = (Counter(map(_masked, rows)) for rows in (wanted, found))
    if lax:
        return here.keys() == there.keys() and there <= here
    if here != there:
        return False
    if expected.ordered:
        return _same_order(wanted, found)
    return _same_rows(sorted(wanted, key=_blanks), found, {})


def _masked(row: Row) -> tuple[str, ...]:
    """Return a row without the names of its blank nodes."""
    return tuple("_:" if isinstance(term, BlankNode) else str(term) for term in row)


def _blanks(row: Row) -> int:
    return sum(isinstance(term, BlankNode) for term in row)


def _same_order(expected: Sequence[Row], got: Sequence[Row]) -> bool:
    names: Names = {}
    for here, there in zip(expected, got, strict=True):
        paired = _paired(here, there, names)
        if paired is None:
            return False
        names = paired
    return True


def _same_rows(expected: Sequence[Row], got: Sequence[Row], names: Names) -> bool:
    """Tell whether the rows can be paired, with one name for each blank node throughout."""
    if not expected:
        return True
    tried: set[Row] = set()
    for place, row in enumerate(got):
        paired = None if row in tried else _paired(expected[0], row, names)
        tried.add(row)
        if paired is not None:
            rest = [*got[:place], *got[place + 1 :]]
            if _same_rows(expected[1:], rest, paired):
                return True
    return False


def _paired(here: Row, there: Row, names: Names) -> Names | None:
    """Return the names after two rows were taken as one, or None where they are not."""
    pairs = dict(names)
    for mine, other in zip(here, there, strict=True):
        if isinstance(mine, BlankNode) and isinstance(other, BlankNode):
            if pairs.setdefault(mine, other) != other:
                return None
        elif mine != other:
            return None
    return pairs if len(set(pairs.values())) == len(pairs) else None
