"""What the sources leave open, as the graph records it."""

from dataclasses import dataclass

from klimagraph.asking import Row, ask
from klimagraph.exploring.facets import HEADER, Words
from klimagraph.exploring.table import Table
from klimagraph.workers.engine import Engine

GAPS = f"""{HEADER}
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?gap ?subject ?subjectName ?reasonDe ?reasonEn ?missingDe ?missingEn
  ?descriptionDe ?descriptionEn ?party
WHERE {{
  ?gap a klima:KnownGap ;
    klima:gapOf ?subject ;
    klima:gapReason ?reason ;
    klima:missing ?missing .
  OPTIONAL {{ ?reason skos:prefLabel ?reasonDe FILTER(LANG(?reasonDe) = "de") }}
  OPTIONAL {{ ?reason skos:prefLabel ?reasonEn FILTER(LANG(?reasonEn) = "en") }}
  OPTIONAL {{ ?missing rdfs:label ?missingDe FILTER(LANG(?missingDe) = "de") }}
  OPTIONAL {{ ?missing rdfs:label ?missingEn FILTER(LANG(?missingEn) = "en") }}
  OPTIONAL {{ ?gap dcterms:description ?descriptionDe FILTER(LANG(?descriptionDe) = "de") }}
  OPTIONAL {{ ?gap dcterms:description ?descriptionEn FILTER(LANG(?descriptionEn) = "en") }}
  OPTIONAL {{
    ?subject skos:prefLabel|dcterms:title ?subjectName
    FILTER(LANG(?subjectName) = "de")
  }}
  OPTIONAL {{
    ?subject org:member|org:organization|klima:committedParty|klima:planOwner|klima:recipient
      |klima:targetOf|(^klima:hasTarget/klima:committedParty) ?party
  }}
}}
ORDER BY ?subject ?missing ?gap
"""


@dataclass(frozen=True)
class Gap:
    """Something that one would expect to be said and that is not, with the reason."""

    subject: str
    name: str
    reason: Words
    missing: Words
    description: Words
    state: str


async def gaps(pool: Engine, table: Table) -> list[Gap]:
    """Return all gaps that are recorded; `state` is empty where none can be told."""
    asked = await ask(pool, GAPS, release=table.release)
    found: dict[str, Gap] = {}
    for row in asked.rows:
        state = _state(table, row["subject"]) or _state(table, row.get("party", ""))
        if row["gap"] not in found or (state and not found[row["gap"]].state):
            found[row["gap"]] = _gap(row, state)
    return list(found.values())


def _state(table: Table, iri: str) -> str:
    """Return the state in which an authority lies, empty for what is none."""
    number = table.numbers.get(iri)
    if number is None:
        return ""
    states = table.values["state"].values()
    return next((state.iri for state in states if state.rows >> number & 1), "")


def _gap(row: Row, state: str) -> Gap:
    return Gap(
        row["subject"],
        row.get("subjectName", ""),
        _words(row, "reason"),
        _words(row, "missing"),
        _words(row, "description"),
        state,
    )


def _words(row: Row, name: str) -> Words:
    german = row.get(f"{name}De", row.get(f"{name}En", ""))
    return {"de": german, "en": row.get(f"{name}En", german)}
