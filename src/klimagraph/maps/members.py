"""Who takes part in which alliance: since when, with which target year, and where it lies."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from klimagraph.asking import Row, ask
from klimagraph.namespaces import CONCEPTS, THINGS
from klimagraph.workers.engine import Engine

ALLIANCES = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?alliance ?name WHERE {
  ?alliance a klima:Alliance ; skos:prefLabel ?name FILTER(LANG(?name) = "de")
}
ORDER BY ?name ?alliance
"""
PARTS = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX status: <https://w3id.org/klimagraph/concept/membership-status/>
SELECT DISTINCT ?member ?name ?point ?alliance ?period ?year ?whose
  ?kind ?kindDe ?kindEn ?status ?statusDe ?statusEn
WHERE {
  ?membership a klima:Membership ;
    org:organization ?alliance ;
    org:member ?member ;
    klima:participationKind ?kind ;
    klima:membershipStatus ?status .
  FILTER(?status NOT IN (status:intended, status:applied, status:decided, status:not-selected))
  ?member skos:prefLabel ?name FILTER(LANG(?name) = "de")
  ?kind skos:prefLabel ?kindDe, ?kindEn FILTER(LANG(?kindDe) = "de" && LANG(?kindEn) = "en")
  ?status skos:prefLabel ?statusDe, ?statusEn
  FILTER(LANG(?statusDe) = "de" && LANG(?statusEn) = "en")
  OPTIONAL { ?membership klima:period ?period }
  OPTIONAL { ?member geo:hasCentroid/geo:asWKT ?point }
  OPTIONAL {
    { ?target klima:targetOf ?whose } UNION { ?target ^klima:hasTarget/klima:committedParty ?whose }
    FILTER(?whose = ?member || ?whose = ?alliance)
    ?target klima:targetYear ?year
  }
}
ORDER BY ?name ?member ?alliance ?period ?kind ?year ?whose
"""
_POINT = re.compile(r"\s*POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)\s*")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Alliance:
    """An alliance; its path is that of its page, without what stands before it."""

    path: str
    name: str


@dataclass(frozen=True)
class Term:
    """A concept: its last name, and what it is called."""

    name: str
    de: str
    en: str


@dataclass(frozen=True)
class Part:
    """One way in which a member belongs to an alliance."""

    alliance: str
    kind: Term
    status: Term
    period: str
    """In EDTF, as people wrote it; empty where it is unknown."""


@dataclass(frozen=True, order=True)
class Year:
    """The year of a target, and the path of whose target it is."""

    year: int
    whose: str


@dataclass(frozen=True)
class Member:
    """Who takes part, or took part, in alliances."""

    path: str
    name: str
    point: tuple[float, float] | None
    """Longitude and latitude, where they are known."""
    parts: tuple[Part, ...]
    years: tuple[Year, ...]


@dataclass(frozen=True)
class Members:
    """All members of a release, and all alliances that they may belong to."""

    release: str
    alliances: tuple[Alliance, ...]
    members: tuple[Member, ...]

    def of(self, alliance: str) -> "Members":
        """Return those of one alliance, with all that they belong to."""
        found = (
            one for one in self.members if any(part.alliance == alliance for part in one.parts)
        )
        return Members(self.release, self.alliances, tuple(found))


async def read_members(pool: Engine, release: str | None = None) -> Members:
    """Return who takes part in what; applications do not count."""
    parts = await ask(pool, PARTS, release=release)
    alliances = await ask(pool, ALLIANCES, release=parts.release)
    rows = [row for row in parts.rows if row["member"].startswith(THINGS)]
    found = (_member(list(group)) for _, group in groupby(rows, lambda row: row["member"]))
    named = (Alliance(path_of(row["alliance"]), row["name"]) for row in alliances.rows)
    return Members(parts.release, tuple(named), tuple(found))


def path_of(iri: str) -> str:
    """Return class and key of a thing, as in the address of its page."""
    return iri.removeprefix(THINGS)


def point_of(wkt: str) -> tuple[float, float] | None:
    """Return the position of a point in well-known text, nothing where it is something else."""
    found = _POINT.fullmatch(wkt)
    return (float(found[1]), float(found[2])) if found else None


def _member(rows: list[Row]) -> Member:
    first = rows[0]
    return Member(
        path_of(first["member"]),
        first["name"],
        point_of(first.get("point", "")),
        tuple(dict.fromkeys(_part(row) for row in rows)),
        tuple(sorted(set(_years(rows)))),
    )


def _part(row: Row) -> Part:
    kind = Term(row["kind"].removeprefix(CONCEPTS), row["kindDe"], row["kindEn"])
    status = Term(row["status"].removeprefix(CONCEPTS), row["statusDe"], row["statusEn"])
    return Part(path_of(row["alliance"]), kind, status, row.get("period", ""))


def _years(rows: Iterable[Row]) -> Iterable[Year]:
    for row in rows:
        if "year" in row and (found := _YEAR.match(row["year"])):
            yield Year(int(found[0]), path_of(row["whose"]))
