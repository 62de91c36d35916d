"""Authorities: their alliances, promises, people, plans, grants and neighbours."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from klimagraph.namespaces import CONCEPTS, PREFIXES
from klimagraph.things.claims import Claim, claims, dated
from klimagraph.things.names import HEADER, called, label, linked, names
from klimagraph.things.posts import posts
from klimagraph.things.rows import Row, View, text
from klimagraph.things.values import Value, named

MANAGER = f"{CONCEPTS}function/climate-protection-manager"
COVERED = frozenset(
    f"{PREFIXES[prefix]}{name}"
    for prefix, name in (
        ("org", "member"), ("org", "organization"), ("org", "postIn"),
        ("klima", "planOwner"), ("klima", "recipient"), ("klima", "committedParty"),
        ("klima", "boundary"), ("klima", "countOf"), ("klima", "hasMember"), ("klima", "gapOf"),
    )
)  # fmt: skip
"""Properties by which things point here that this part of the page shows."""


@dataclass(frozen=True)
class Neighbour:
    """A municipality next to this one, and what it has."""

    place: Value
    member: bool
    target: bool
    manager: bool

    @property
    def steps(self) -> int:
        """Return how many of the three it has."""
        return self.member + self.target + self.manager


@dataclass(frozen=True)
class Authority:
    """What the page of an authority adds to its facts."""

    alliances: tuple[Claim, ...]
    targets: tuple[Claim, ...]
    posts: tuple[Claim, ...]
    plans: tuple[Claim, ...]
    grants: tuple[Claim, ...]
    timeline: tuple[Claim, ...]
    neighbours: tuple[Neighbour, ...]

    @property
    def granted(self) -> Decimal:
        """Return the sum of the grants whose amount is known."""
        return sum((Decimal(grant.amount) for grant in self.grants if grant.amount), Decimal())

    @property
    def manager(self) -> bool:
        """Tell whether a post of climate protection management is known."""
        return any(post.role.value == MANAGER for post in self.posts)


async def authority(view: View, iri: str) -> Authority:
    """Return what is claimed about an authority, and about its neighbours."""
    language = view.language
    rows, beside = await asyncio.gather(
        view.ask(around(language), iri), view.ask(neighbours(language), iri)
    )
    found = {
        part: tuple(claims(row for row in rows if text(row, "part") == part))
        for part in ("alliance", "target", "post", "plan", "grant", "step")
    }
    every = [claim for part in found.values() for claim in part]
    return Authority(
        found["alliance"],
        found["target"],
        found["post"],
        found["plan"],
        found["grant"],
        tuple(dated(every)),
        _further(beside),
    )


@cache
def around(language: str) -> str:
    """Ask for the claims around an authority."""
    return f"""{HEADER}
SELECT DISTINCT ?part ?item ?itemName ?other {names(language, "?otherName")} ?role
  {names(language, "?roleName")} ?status {names(language, "?statusName")}
  ?when ?began ?attested ?amount ?unit ?year ?base ?recurrence ?stated
WHERE {{
  {{ ?item a klima:Membership ; org:member ?this ; org:organization ?other
    BIND("alliance" AS ?part)
    {label("?other", "?otherName", language)}
    {linked("?item", "klima:participationKind", "?role", language)}
    {linked("?item", "klima:membershipStatus", "?status", language)} }}
  UNION {{ {{ ?item klima:boundary ?this }}
    UNION {{ ?promise klima:committedParty ?this ; klima:hasTarget ?item }}
    UNION {{ ?item klima:committedParty ?this ; a klima:Commitment }}
    BIND("target" AS ?part)
    {linked("?item", "klima:indicator", "?other", language)}
    {linked("?item", "klima:direction", "?role", language)}
    {linked("?item", "klima:targetKind|klima:bindingness", "?status", language)}
    OPTIONAL {{ ?item qudt:numericValue ?amount }}
    OPTIONAL {{ ?item klima:targetYear ?year }}
    OPTIONAL {{ ?item klima:baseYear ?base }}
    OPTIONAL {{ ?item klima:recurrence ?recurrence }} }}
  {posts(language)}
  {_plans(language)}
  UNION {{ ?joining org:member ?this ; klima:joiningStep ?item ; org:organization ?other
    BIND("step" AS ?part)
    {label("?other", "?otherName", language)}
    {linked("?item", "klima:stepKind", "?role", language)} }}
  OPTIONAL {{ ?item klima:period|klima:date|klima:completed ?when }}
  OPTIONAL {{ ?item klima:attestedOn ?attested }}
  OPTIONAL {{ ?item klima:startEarliest|klima:attestedEarliest ?began }}
  OPTIONAL {{ ?item qudt:hasUnit ?unit }}
  {called("?item", "?itemName", language)}
}}
ORDER BY ?part ?began ?otherName ?item ?role
"""


def _plans(language: str) -> str:
    """Return the part that asks for plans and grants."""
    return f"""UNION {{ ?item klima:planOwner ?this BIND("plan" AS ?part)
    {linked("?item", "klima:planKind", "?role", language)}
    {linked("?item", "klima:planStatus", "?status", language)} }}
  UNION {{ ?item a klima:Grant ; klima:recipient|klima:funds ?this BIND("grant" AS ?part)
    OPTIONAL {{ ?item klima:amount ?amount }}
    {linked("?item", "klima:programme", "?other", language)}
    {linked("?item", "klima:funder", "?role", language)} }}"""


@cache
def neighbours(language: str) -> str:
    """Ask which municipalities of the same district touch this one, and what they have."""
    return f"""{HEADER}
SELECT DISTINCT ?place {names(language, "?placeName")} ?member ?target ?manager
WHERE {{
  ?this klima:inDistrict ?district ; geo:hasGeometry/geo:asWKT ?boundary .
  ?place klima:inDistrict ?district ; a klima:Municipality ; geo:hasGeometry/geo:asWKT ?other .
  FILTER(?place != ?this && geof:sfTouches(?boundary, ?other))
  {label("?place", "?placeName", language)}
  BIND(EXISTS {{ ?place klima:memberOf ?alliance }} AS ?member)
  BIND(EXISTS {{ ?aim klima:boundary ?place }}
    || EXISTS {{ ?promise klima:committedParty ?place }} AS ?target)
  BIND(EXISTS {{ ?post org:postIn ?place ; klima:function <{MANAGER}> }} AS ?manager)
}}
ORDER BY ?placeName ?place
"""


def _further(rows: Sequence[Row]) -> tuple[Neighbour, ...]:
    """Return the neighbours; those that have more come first."""
    once = {text(row, "place"): row for row in rows}
    found = [
        Neighbour(
            named(row, "place"),
            *(text(row, name) == "true" for name in ("member", "target", "manager")),
        )
        for row in once.values()
    ]
    return tuple(sorted(found, key=lambda neighbour: -neighbour.steps))
