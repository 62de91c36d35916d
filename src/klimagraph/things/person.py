"""People: the offices they hold, and nothing else."""

from functools import cache

from klimagraph.namespaces import PREFIXES
from klimagraph.things.claims import Claim, claims
from klimagraph.things.names import HEADER, label, linked, names
from klimagraph.things.rows import View

COVERED = frozenset((PREFIXES["org"] + "member", PREFIXES["klima"] + "heldBy"))


async def person(view: View, iri: str) -> tuple[Claim, ...]:
    """Return the offices of a person."""
    return tuple(claims(await view.ask(tenures(view.language), iri)))


@cache
def tenures(language: str) -> str:
    """Ask for the offices of a person."""
    return f"""{HEADER}
SELECT DISTINCT ?part ?item ?other {names(language, "?otherName")} ?role
  {names(language, "?roleName")} ?status {names(language, "?statusName")}
  ?when ?began ?attested ?stated
WHERE {{
  ?item a klima:Tenure ; org:member ?this ; klima:post ?status .
  BIND("office" AS ?part)
  {label("?status", "?statusName", language)}
  {linked("?status", "org:postIn", "?other", language)}
  {linked("?status", "klima:function", "?role", language)}
  OPTIONAL {{ ?item klima:period ?when }}
  OPTIONAL {{ ?item klima:startEarliest ?began }}
  OPTIONAL {{ ?item klima:attestedOn ?attested }}
  OPTIONAL {{ ?item klima:statedTitle ?stated }}
}}
ORDER BY ?began ?item ?other ?role
"""
