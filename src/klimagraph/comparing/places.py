"""Up to five authorities with their facts, and what stands against what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from klimagraph import labels
from klimagraph.asking import ask
from klimagraph.comparing.claims import CLAIMS, Claim, read
from klimagraph.exploring.facets import HEADER
from klimagraph.exploring.table import Authority, Table
from klimagraph.namespaces import THINGS
from klimagraph.workers.engine import Engine

MOST = 5
"""Authorities that stand side by side."""
EUROS = "CCY_EUR"
SHAPES = {2: ("state/{}",), 5: ("district/{}", "municipality/{}000"), 8: ("municipality/{}",)}
SHAPES |= {9: ("association/{}",)}
"""What a key may be the key of, by its length."""
FACTS = f"""{HEADER}
SELECT ?this ?area ?date ?kind ?state ?district
WHERE {{
  ?this a klima:Authority .
  OPTIONAL {{ ?this klima:squareKilometres ?area }}
  OPTIONAL {{ ?this klima:populationDate ?date }}
  OPTIONAL {{ ?this klima:authorityKind ?kind }}
  OPTIONAL {{ ?this klima:inState ?state }}
  OPTIONAL {{ ?this klima:inDistrict ?district }}
}}
ORDER BY ?district
LIMIT 1
"""


@dataclass(frozen=True)
class Place:
    """One authority of a comparison; None and empty texts mean that nothing is known."""

    key: str
    authority: Authority
    area: float | None
    date: str
    """The day of the number of inhabitants."""
    kind: str
    state: str
    district: str
    claims: tuple[Claim, ...]

    def of(self, what: str) -> tuple[Claim, ...]:
        """Return the claims of a kind."""
        return tuple(claim for claim in self.claims if claim.what == what)

    def with_other(self, what: str, other: str) -> tuple[Claim, ...]:
        """Return the claims of a kind about one alliance."""
        return tuple(claim for claim in self.of(what) if claim.other == other)

    @property
    def euros(self) -> float | None:
        """Return the sum of the grants whose amount is known."""
        known = [
            grant.number
            for grant in self.of("grant")
            if grant.number is not None and grant.unit == EUROS
        ]
        return sum(known) if known else None

    @property
    def euros_each(self) -> float | None:
        """Return the sum of the grants per inhabitant."""
        inhabitants = self.authority.inhabitants
        return self.euros / inhabitants if self.euros is not None and inhabitants else None


@dataclass(frozen=True)
class Comparison:
    """Authorities side by side, and the names of everything that they mention."""

    places: tuple[Place, ...]
    labels: labels.Labels

    @property
    def alliances(self) -> list[str]:
        """Return the alliances of any of them; those that most take part in come first."""
        found: dict[str, int] = {}
        for place in self.places:
            for other in {claim.other for claim in place.of("membership")}:
                found[other] = found.get(other, 0) + 1
        return sorted(found, key=lambda other: (-found[other], other))

    @property
    def days(self) -> list[tuple[str, str]]:
        """Return when things began, in order: the first possible day, and as it is written."""
        begun = {(claim.begin, claim.since) for place in self.places for claim in place.claims}
        return sorted(pair for pair in begun if pair[0])

    def most(self, name: str) -> float:
        """Return the largest value of a number, for drawing it."""
        held: dict[str, Iterable[float | None]] = {
            "inhabitants": (place.authority.inhabitants for place in self.places),
            "area": (place.area for place in self.places),
            "euros": (place.euros for place in self.places),
        }
        return max((float(value) for value in held[name] if value), default=0.0)


def place_of(table: Table, key: str) -> str | None:
    """Return the IRI of the authority with an official key, None where there is none."""
    if not (key.isascii() and key.isdigit()):
        return None
    known = table.numbers
    iris = (THINGS + shape.format(key) for shape in SHAPES.get(len(key), ()))
    return next((iri for iri in iris if iri in known), None)


async def compare(pool: Engine, table: Table, iris: Sequence[str]) -> Comparison:
    """Return the authorities with these IRIs, which the table must hold."""
    places = [await _place(pool, table, iri) for iri in iris]
    return Comparison(tuple(places), await _labels(pool, table.release, places))


async def _place(pool: Engine, table: Table, iri: str) -> Place:
    facts = await ask(pool, FACTS, iri, table.release)
    claims = await ask(pool, CLAIMS, iri, table.release)
    row: Mapping[str, str] = next(iter(facts.rows), {})
    return Place(
        key=iri.rpartition("/")[2],
        authority=table.authorities[table.numbers[iri]],
        area=float(row["area"]) if "area" in row else None,
        date=row.get("date", ""),
        kind=row.get("kind", ""),
        state=row.get("state", ""),
        district=row.get("district", ""),
        claims=read(claims.rows),
    )


async def _labels(pool: Engine, release: str, places: Iterable[Place]) -> labels.Labels:
    wanted = {iri for place in places for claim in place.claims for iri in claim.named}
    wanted |= {iri for place in places for iri in (place.kind, place.state, place.district) if iri}
    listed = sorted(wanted)
    found: labels.Labels = {}
    for start in range(0, len(listed), labels.MOST):
        part = listed[start : start + labels.MOST]
        found |= (await labels.labels(pool, part, release))[1]
    return found
