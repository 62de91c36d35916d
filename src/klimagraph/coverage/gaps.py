"""What the sources leave open, as the graph records it."""

from collections.abc import Iterable
from dataclasses import dataclass

from klimagraph.asking import Row, ask
from klimagraph.exploring.facets import HEADER, Words
from klimagraph.workers.engine import Engine

GAPS = f"""{HEADER}
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?gap ?subject ?subjectName ?reasonDe ?reasonEn ?missingDe ?missingEn
  ?descriptionDe ?descriptionEn ?state
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
    ?subject (org:member|org:organization|klima:committedParty|klima:planOwner|klima:recipient
      |klima:targetOf|(^klima:hasTarget/klima:committedParty))? ?authority .
    ?authority klima:inState? ?state .
    ?state a klima:State .
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


async def gaps(pool: Engine, release: str) -> list[Gap]:
    """Return all gaps that are recorded; `state` is empty where none can be told."""
    return list(_read((await ask(pool, GAPS, release=release)).rows))


def _read(rows: Iterable[Row]) -> Iterable[Gap]:
    seen = set()
    for row in rows:
        if row["gap"] not in seen:
            seen.add(row["gap"])
            yield Gap(
                row["subject"],
                row.get("subjectName", ""),
                _words(row, "reason"),
                _words(row, "missing"),
                _words(row, "description"),
                row.get("state", ""),
            )


def _words(row: Row, name: str) -> Words:
    german = row.get(f"{name}De", row.get(f"{name}En", ""))
    return {"de": german, "en": row.get(f"{name}En", german)}
