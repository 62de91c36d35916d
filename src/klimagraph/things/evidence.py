"""Evidence of claims: where a source says it, and how certain that is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from klimagraph.things.rows import Row, Term, text
from klimagraph.things.values import Value, named

CERTAINTIES = ("explicit", "inferred", "ambiguous")
"""From the best to the least."""


@dataclass(frozen=True)
class Passage:
    """One place in a source that speaks for a claim."""

    claim: str
    evidence: str
    source: Value
    line: str
    fragment: Term
    certainty: Value
    reason: Term
    supports: tuple[Value, ...]


@dataclass(frozen=True)
class Standing:
    """What speaks for a claim, at one glance."""

    passages: tuple[Passage, ...]

    @property
    def certainty(self) -> Value:
        """Return the certainty of the best passage; a claim is as certain as that."""
        held = [passage.certainty for passage in self.passages if passage.certainty.value]
        return min(held, key=_rank, default=Value(""))

    @property
    def sources(self) -> int:
        """Return how many sources there are."""
        return len({passage.source.value for passage in self.passages})


def _rank(certainty: Value) -> int:
    key = certainty.value.rpartition("/")[2]
    return CERTAINTIES.index(key) if key in CERTAINTIES else len(CERTAINTIES)


def standings(rows: Iterable[Row]) -> Mapping[str, Standing]:
    """Return what speaks for each claim."""
    found: dict[str, dict[str, Passage]] = {}
    for (claim, evidence), same in groupby(
        rows, lambda row: (text(row, "claim"), text(row, "evidence"))
    ):
        found.setdefault(claim, {})[evidence] = _passage(list(same))
    return {claim: Standing(tuple(held.values())) for claim, held in found.items()}


def _passage(rows: list[Row]) -> Passage:
    first = rows[0]
    supports = dict.fromkeys(named(row, "supports") for row in rows if "supports" in row)
    return Passage(
        text(first, "claim"),
        text(first, "evidence"),
        named(first, "source"),
        text(first, "line"),
        first.get("fragment", Term("")),
        named(first, "certainty"),
        first.get("reason", Term("")),
        tuple(supports),
    )
