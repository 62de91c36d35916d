"""Sources: every claim that one supports, at its place in the text."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from klimagraph.namespaces import PREFIXES
from klimagraph.things.names import HEADER, LABELS, TEXTS, label, names
from klimagraph.things.rows import NOTHING, Row, Term, View, text
from klimagraph.things.values import Value, named

CLAIMED = f"{LABELS}|{TEXTS}"
COVERED = frozenset((PREFIXES["klima"] + "source",))


@dataclass(frozen=True)
class Supported:
    """A claim with what a passage says of it."""

    claim: Value
    properties: tuple[Value, ...]


@dataclass(frozen=True)
class Spot:
    """A place in a source, and the claims that it supports."""

    evidence: str
    line: str
    fragment: Term
    certainty: Value
    reason: Term
    claims: tuple[Supported, ...]


async def source(view: View, iri: str) -> tuple[Spot, ...]:
    """Return the places of a source in their order."""
    rows = await view.ask(supports(view.language), iri)
    grouped = groupby(rows, lambda row: text(row, "evidence"))
    return tuple(_spot(evidence, list(same)) for evidence, same in grouped)


@cache
def supports(language: str) -> str:
    """Ask for the evidence that a source gives."""
    return f"""{HEADER}
SELECT DISTINCT ?evidence ?line ?fragment ?certainty {names(language, "?certaintyName", "?reason")}
  ?claim {names(language, "?claimName")} {names(language, "?claimKind")} ?property
  {names(language, "?propertyName")}
WHERE {{
  ?evidence klima:source ?this .
  OPTIONAL {{ ?evidence klima:line ?line }}
  OPTIONAL {{ ?evidence klima:fragment ?fragment }}
  OPTIONAL {{ ?evidence klima:certainty ?certainty
    {label("?certainty", "?certaintyName", language, "skos:prefLabel")} }}
  {label("?evidence", "?reason", language, "klima:reason")}
  OPTIONAL {{ ?claim klima:evidence ?evidence ; a ?class
    FILTER NOT EXISTS {{ ?claim a/rdfs:subClassOf ?class }}
    {label("?class", "?claimKind", language, "rdfs:label")}
    {label("?claim", "?claimName", language, CLAIMED)}
    OPTIONAL {{ ?evidence klima:supports ?property . ?claim ?property ?carried
      {label("?property", "?propertyName", language, "rdfs:label")} }} }}
}}
ORDER BY ?line ?evidence ?claim ?propertyName
"""


def _spot(evidence: str, rows: list[Row]) -> Spot:
    first = rows[0]
    grouped = groupby((row for row in rows if "claim" in row), lambda row: text(row, "claim"))
    return Spot(
        evidence,
        text(first, "line"),
        first.get("fragment", NOTHING),
        named(first, "certainty"),
        first.get("reason", NOTHING),
        tuple(_supported(list(same)) for _, same in grouped),
    )


def _supported(rows: Iterable[Row]) -> Supported:
    rows = list(rows)
    found = dict.fromkeys(named(row, "property") for row in rows if "property" in row)
    return Supported(named(rows[0], "claim"), tuple(found))
