"""Alliances: members, growth, what it asks for and offers, stated numbers, people."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from klimagraph.namespaces import CONCEPTS, PREFIXES
from klimagraph.things.claims import Claim, claims
from klimagraph.things.names import HEADER, called, label, linked, names
from klimagraph.things.posts import posts
from klimagraph.things.rows import View, text

STATUSES = f"{CONCEPTS}membership-status/"
NOT_YET = tuple(f"{STATUSES}{name}" for name in ("intended", "applied", "decided", "not-selected"))
"""Statuses of those who do not take part (as in queries/growth-of-an-alliance.rq)."""
ENDED = f"{STATUSES}ended"
COVERED = frozenset(
    f"{PREFIXES[prefix]}{name}"
    for prefix, name in (
        ("org", "member"), ("org", "organization"), ("org", "postIn"), ("klima", "ruleOf"),
        ("klima", "offeredBy"), ("klima", "organisedBy"), ("klima", "countOf"),
        ("klima", "eventOf"), ("klima", "callOf"), ("klima", "targetOf"), ("klima", "memberOf"),
        ("klima", "gapOf"), ("klima", "about"), ("klima", "speaker"),
    )
)  # fmt: skip
"""Properties by which things point here that this part of the page shows."""


@dataclass(frozen=True)
class Year:
    """How many joined in a year, and how many took part then."""

    year: int
    joined: int
    participants: int


@dataclass(frozen=True)
class Alliance:
    """What the page of an alliance adds to its facts."""

    members: tuple[Claim, ...]
    growth: tuple[Year, ...]
    parts: Mapping[str, tuple[Claim, ...]]

    @property
    def taking_part(self) -> int:
        """Return how many take part or took part, as far as is known here."""
        return len({one.other.value for one in self.members if one.status.value not in NOT_YET})


PARTS = ("rule", "target", "campaign", "offer", "call", "count", "event", "post", "statement")


async def alliance(view: View, iri: str) -> Alliance:
    """Return what is claimed about an alliance."""
    joined, rows = await asyncio.gather(
        view.ask(members(view.language), iri), view.ask(around(view.language), iri)
    )
    found = tuple(claims(joined))
    ends = {text(row, "item"): text(row, "end") for row in joined}
    parts = {part: tuple(claims(r for r in rows if text(r, "part") == part)) for part in PARTS}
    return Alliance(found, tuple(growth(found, ends)), parts)


def growth(members: Sequence[Claim], ends: Mapping[str, str]) -> Iterable[Year]:
    """Yield for each year in which somebody joined how many did, and how many there were."""
    known = [one for one in members if one.began and one.status.value not in NOT_YET]
    for year in sorted({one.began[:4] for one in known}):
        there = {
            one.other.value
            for one in known
            if one.began[:4] <= year and (ends[one.item.value] or year)[:4] >= year
        }
        joined = {one.other.value for one in known if one.began[:4] == year}
        yield Year(int(year), len(joined), len(there))


@cache
def members(language: str) -> str:
    """Ask for the memberships of an alliance."""
    return f"""{HEADER}
SELECT DISTINCT ?part ?item ?other {names(language, "?otherName")} ?role
  {names(language, "?roleName")} ?status {names(language, "?statusName")}
  ?when ?began ?attested ?end ?area {names(language, "?areaName")}
WHERE {{
  ?item a klima:Membership ; org:organization ?this ; org:member ?other .
  BIND("member" AS ?part)
  {label("?other", "?otherName", language)}
  {linked("?item", "klima:participationKind", "?role", language)}
  {linked("?item", "klima:membershipStatus", "?status", language)}
  OPTIONAL {{ ?item klima:period ?when }}
  OPTIONAL {{ ?item klima:attestedOn ?attested }}
  OPTIONAL {{ ?item klima:startEarliest ?began }}
  OPTIONAL {{ ?item klima:endLatest ?end }}
  {linked("?other", "klima:inState", "?area", language)}
}}
ORDER BY ?otherName ?other ?item
"""


@cache
def around(language: str) -> str:
    """Ask for what an alliance demands, offers and says of itself, and for its people."""
    return f"""{HEADER}
SELECT DISTINCT ?part ?item ?itemName ?other {names(language, "?otherName")} ?role
  {names(language, "?roleName")} ?status {names(language, "?statusName")}
  ?when ?attested ?amount ?unit ?year ?base ?recurrence ?stated ?area {names(language, "?areaName")}
WHERE {{
  {{ ?item klima:ruleOf ?this BIND("rule" AS ?part)
    {linked("?item", "klima:ruleKind", "?role", language)} }}
  UNION {{ {{ ?item klima:targetOf ?this }}
    UNION {{ ?rule klima:ruleOf ?this ; klima:hasTarget ?item }}
    BIND("target" AS ?part)
    {linked("?item", "klima:indicator", "?other", language)}
    {linked("?item", "klima:direction", "?role", language)}
    {linked("?item", "klima:targetKind", "?status", language)}
    OPTIONAL {{ ?item qudt:numericValue ?amount }}
    OPTIONAL {{ ?item klima:targetYear ?year }} OPTIONAL {{ ?item klima:baseYear ?base }}
    OPTIONAL {{ ?item klima:recurrence ?recurrence }} }}
  UNION {{ ?item a klima:Campaign ; klima:organisedBy ?this BIND("campaign" AS ?part) }}
  UNION {{ ?item a klima:Offer ; klima:offeredBy ?this BIND("offer" AS ?part)
    {linked("?item", "klima:beneficiary", "?other", language)} }}
  UNION {{ ?item klima:callOf ?this BIND("call" AS ?part) }}
  UNION {{ ?item klima:countOf ?this BIND("count" AS ?part)
    {linked("?item", "klima:countedKind", "?other", language)}
    {linked("?item", "klima:qualifier", "?role", language)}
    OPTIONAL {{ ?item qudt:numericValue ?amount }} OPTIONAL {{ ?item klima:statedAs ?stated }} }}
  UNION {{ ?item klima:eventOf ?this BIND("event" AS ?part)
    {linked("?item", "klima:eventKind", "?role", language)}
    {linked("?item", "klima:inArea", "?area", language)} }}
  {posts(language)}
  {_statements(language)}
  OPTIONAL {{ ?item klima:period|klima:date|klima:deadline|klima:asOf ?when }}
  OPTIONAL {{ ?item klima:attestedOn ?attested }}
  OPTIONAL {{ ?item qudt:hasUnit ?unit }}
  {called("?item", "?itemName", language)}
}}
ORDER BY ?part ?role ?itemName ?item ?other
"""


def _statements(language: str) -> str:
    """Return the part that asks for what an alliance says, and what is said of it."""
    return f"""UNION {{ ?item klima:about|klima:speaker ?this ; a klima:Statement
    BIND("statement" AS ?part)
    {linked("?item", "klima:statementKind", "?role", language)}
    {linked("?item", "klima:speaker", "?other", language)} }}"""
