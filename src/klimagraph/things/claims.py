"""Claims around a thing as rows of a table: who, in which role, with which status, when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from klimagraph.things.rows import NOTHING, Row, Term, text
from klimagraph.things.values import Value, named


@dataclass(frozen=True)
class Claim:
    """A claim with what a table shows of it; what is not known is empty."""

    part: str
    item: Value
    other: Value
    role: Value
    status: Value
    when: str
    began: str
    """The first day that it may have begun on."""
    attested: str
    amount: str
    unit: str
    year: str
    base: str
    recurrence: str
    stated: Term
    area: Value


def claims(rows: Iterable[Row]) -> Iterator[Claim]:
    """Yield each claim once, in the order of the rows."""
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        key = (text(row, "part"), text(row, "item"), text(row, "other"))
        if key not in seen:
            seen.add(key)
            yield _claim(row)


def _claim(row: Row) -> Claim:
    return Claim(
        text(row, "part"),
        named(row, "item"),
        named(row, "other"),
        named(row, "role"),
        named(row, "status"),
        text(row, "when"),
        text(row, "began"),
        text(row, "attested"),
        text(row, "amount"),
        text(row, "unit"),
        text(row, "year"),
        text(row, "base"),
        text(row, "recurrence"),
        row.get("stated", NOTHING),
        named(row, "area"),
    )


def dated(found: Iterable[Claim]) -> list[Claim]:
    """Return the claims with a beginning, in the order of time."""
    return sorted((claim for claim in found if claim.began), key=lambda claim: claim.began)
