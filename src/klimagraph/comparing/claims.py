"""The claims about one authority, as far as they are compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from klimagraph.asking import Row
from klimagraph.exploring.facets import HEADER

KINDS = ("membership", "commitment", "target", "plan", "manager", "grant")
CERTAINTIES = ("explicit", "inferred", "ambiguous")
"""How sure the reading of a source is, the surest first."""
CLAIMS = f"""{HEADER}
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?this ?what ?claim ?other ?kind ?status ?period ?begin ?end ?number ?unit
  ?year ?text ?certainty
WHERE {{
  {{
    ?claim a klima:Membership ; org:member ?this ; org:organization ?other .
    OPTIONAL {{ ?claim klima:participationKind ?kind }}
    OPTIONAL {{ ?claim klima:membershipStatus ?status }}
    BIND("membership" AS ?what)
  }} UNION {{
    ?claim a klima:Commitment ; klima:committedParty ?this .
    OPTIONAL {{ ?claim klima:bindingness ?kind }}
    OPTIONAL {{ ?claim dcterms:description ?text FILTER(LANG(?text) = "de") }}
    BIND("commitment" AS ?what)
  }} UNION {{
    ?claim klima:targetOf|(^klima:hasTarget/klima:committedParty) ?this ; a klima:Target .
    OPTIONAL {{ ?claim klima:indicator ?kind }}
    OPTIONAL {{ ?claim klima:direction ?status }}
    OPTIONAL {{ ?claim qudt:numericValue ?number OPTIONAL {{ ?claim qudt:hasUnit ?unit }} }}
    OPTIONAL {{ ?claim klima:targetYear ?targetYear BIND(STR(?targetYear) AS ?year) }}
    OPTIONAL {{ ?claim dcterms:description ?text FILTER(LANG(?text) = "de") }}
    BIND("target" AS ?what)
  }} UNION {{
    ?claim a klima:Plan ; klima:planOwner ?this .
    OPTIONAL {{ ?claim klima:planKind ?kind }}
    OPTIONAL {{ ?claim klima:planStatus ?status }}
    OPTIONAL {{ ?claim klima:completed ?completed BIND(STR(?completed) AS ?period) }}
    OPTIONAL {{ ?claim skos:prefLabel ?text FILTER(LANG(?text) = "de") }}
    BIND("plan" AS ?what)
  }} UNION {{
    ?this org:hasPost ?post .
    ?post klima:function function:climate-protection-manager .
    ?claim klima:post ?post ; a klima:Tenure .
    OPTIONAL {{ ?claim org:member ?other }}
    OPTIONAL {{ ?claim klima:statedTitle ?text }}
    BIND("manager" AS ?what)
  }} UNION {{
    ?claim a klima:Grant ; klima:recipient ?this .
    OPTIONAL {{ ?claim klima:programme ?other }}
    OPTIONAL {{ ?claim klima:amount ?number OPTIONAL {{ ?claim qudt:hasUnit ?unit }} }}
    OPTIONAL {{ ?claim dcterms:title ?text FILTER(LANG(?text) = "de") }}
    BIND("grant" AS ?what)
  }}
  OPTIONAL {{ ?claim klima:period ?span BIND(STR(?span) AS ?period) }}
  OPTIONAL {{ ?claim klima:startEarliest ?begin }}
  OPTIONAL {{ ?claim klima:endLatest ?end }}
  OPTIONAL {{ ?claim klima:evidence/klima:certainty ?certainty }}
}}
ORDER BY ?what ?begin ?claim
"""


@dataclass(frozen=True)
class Claim:
    """One claim; what its source does not say is empty."""

    what: str
    iri: str
    other: str
    """The alliance, the programme or the person."""
    kind: str
    status: str
    period: str
    begin: str
    end: str
    number: float | None
    unit: str
    year: str
    text: str
    certainty: str
    """One of CERTAINTIES: that of the surest evidence."""

    @property
    def since(self) -> str:
        """Return the beginning as its source writes it, exact or not."""
        return self.period.partition("/")[0] or self.begin

    @property
    def named(self) -> tuple[str, ...]:
        """Return the things that need a name on a page."""
        return tuple(iri for iri in (self.other, self.kind, self.status) if iri)


def read(rows: Iterable[Row]) -> tuple[Claim, ...]:
    """Return the claims, each once, with its surest evidence."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["what"], row["claim"]), []).append(row)
    return tuple(_claim(held[0], _certainty(held)) for held in found.values())


def _certainty(rows: Iterable[Row]) -> str:
    said = {row.get("certainty", "").rpartition("/")[2] for row in rows}
    return next((certainty for certainty in CERTAINTIES if certainty in said), "")


def _claim(row: Mapping[str, str], certainty: str) -> Claim:
    number = row.get("number")
    return Claim(
        what=row["what"],
        iri=row["claim"],
        other=row.get("other", ""),
        kind=row.get("kind", ""),
        status=row.get("status", ""),
        period=row.get("period", ""),
        begin=row.get("begin", ""),
        end=row.get("end", ""),
        number=float(number) if number else None,
        unit=row.get("unit", "").rpartition("/")[2],
        year=row.get("year", ""),
        text=row.get("text", ""),
        certainty=certainty,
    )
