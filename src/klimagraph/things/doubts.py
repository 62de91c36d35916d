"""What is in doubt about a thing: readings, conflicts, gaps, posts that two people held at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from klimagraph.things.rows import Row, Term, text
from klimagraph.things.values import Value, named

READING, CONFLICT, GAP, OVERLAP = "reading", "conflict", "gap", "overlap"


@dataclass(frozen=True)
class Doubt:
    """One reading, conflict, gap or overlap."""

    kind: str
    iri: str
    description: Term
    claims: tuple[Value, ...]
    """What contradicts each other."""
    preferred: bool
    of: str
    """The property that a reading is about."""
    missing: tuple[Value, ...]
    """The properties that a gap is about."""
    reason: Value


def doubts(rows: Iterable[Row]) -> tuple[Doubt, ...]:
    """Return what is in doubt, one entry for each thing that says so."""
    grouped = groupby(rows, lambda row: (text(row, "part"), text(row, "item")))
    return tuple(_doubt(kind, iri, list(same)) for (kind, iri), same in grouped)


def _doubt(kind: str, iri: str, rows: list[Row]) -> Doubt:
    first = rows[0]
    claims = dict.fromkeys(named(row, "claim") for row in rows if "claim" in row)
    missing = dict.fromkeys(named(row, "missing") for row in rows if "missing" in row)
    return Doubt(
        kind,
        iri,
        first.get("description", Term("")),
        tuple(claims),
        text(first, "preferred") == "true",
        text(first, "ofProperty"),
        tuple(missing),
        named(first, "reason"),
    )
