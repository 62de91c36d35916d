"""The facts about all authorities of a release, held so that counting takes no question."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakValueDictionary

from klimagraph.asking import Asked, Row, ask
from klimagraph.exploring.facets import (
    FACETS,
    GRANT,
    HEADER,
    INTERVALS,
    KNOWN,
    NOTHING,
    YEAR,
    Facet,
    Kind,
    Words,
)
from klimagraph.workers.engine import Engine

AUTHORITIES = f"""{HEADER}
SELECT ?authority ?name ?inhabitants
WHERE {{
  ?authority a klima:Authority ;
    skos:prefLabel ?name .
  FILTER(LANG(?name) = "de")
  OPTIONAL {{ ?authority klima:population ?inhabitants }}
}}
"""
EUROS = f"""{HEADER}
SELECT ?authority (SUM(?amount) AS ?value)
WHERE {{ {GRANT} ; klima:amount ?amount ; qudt:hasUnit unit:CCY_EUR . }}
GROUP BY ?authority
"""
YEARS = f"""{HEADER}
SELECT DISTINCT ?authority (STR(?year) AS ?value) WHERE {{ {YEAR} }} ORDER BY ?value
"""
LABELS = f"""{HEADER}
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?value ?label (LANG(?label) AS ?language)
WHERE {{
  VALUES ?class {{ klima:State klima:District klima:Alliance klima:FundingProgramme skos:Concept
    owl:Class }}
  ?value a ?class ; skos:prefLabel|rdfs:label ?label .
}}
ORDER BY ?value ?language ?label
"""
FEW = 500
"""Rows up to which single bits are looked for."""
LAST = 10_000
"""A year behind all that are known."""
SHORTENED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s"})


@dataclass(frozen=True)
class Authority:
    """One authority with what a list says of it; None where nothing is known."""

    iri: str
    name: str
    inhabitants: int | None
    year: int | None
    euros: float | None


@dataclass(frozen=True)
class Value:
    """One value of a facet; the bits of `rows` are the authorities that have it."""

    key: str
    iri: str
    label: Words
    rows: int


@dataclass(frozen=True)
class Table:
    """All authorities in the order of their names, and who has which value."""

    release: str
    authorities: tuple[Authority, ...]
    values: Mapping[str, Mapping[str, Value]]
    years: Mapping[int, int]
    orders: Mapping[str, tuple[int, ...]]
    """The numbers of all rows by the name of an order."""
    numbers: Mapping[str, int]
    """The number of the row of an authority by its IRI."""

    @property
    def all(self) -> int:
        """Return the bits of all rows."""
        return (1 << len(self.authorities)) - 1

    def rows(self, facet: str, key: str) -> int:
        """Return the bits of the authorities that have a value, none where nobody has it."""
        value = self.values[facet].get(key)
        return value.rows if value else 0

    def chosen(self, rows: int, order: str = "name") -> list[int]:
        """Return the numbers of the rows whose bits are set, in an order."""
        bits = bin(rows)[:1:-1].ljust(len(self.authorities), "0")
        return [number for number in self.orders[order] if bits[number] == "1"]

    def inhabitants(self, rows: int) -> int:
        """Return the inhabitants of all whose bits are set, as far as they are known."""
        many = rows.bit_count() > FEW
        numbers = self.chosen(rows) if many else numbers_of(rows)
        return sum(self.authorities[number].inhabitants or 0 for number in numbers)


def numbers_of(rows: int) -> Iterator[int]:
    """Yield the numbers of the rows whose bits are set; fast where they are few."""
    while rows:
        lowest = rows & -rows
        yield lowest.bit_length() - 1
        rows ^= lowest


class Tables:
    """The tables of the release that is served and of those asked for last; each is made once."""

    KEPT = 3

    def __init__(self, pool: Engine) -> None:
        self.pool = pool
        self._kept: dict[str, Table] = {}
        self._making: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def of(self, release: str | None = None) -> Table:
        """Return the table of a release, of the current one if none is named."""
        name = release or self.pool.release
        self.pool.manifest(name)
        key = self._key(name)
        if key not in self._kept:
            # A lock lives as long as somebody holds it or waits for it.
            async with self._making.setdefault(key, asyncio.Lock()):
                if key not in self._kept:
                    return self._put(key, await build(self.pool, name))
        return self._put(key, self._kept.pop(key))

    def _key(self, name: str) -> str:
        return f"{name} {self.pool.identity(name)}"

    def _put(self, key: str, table: Table) -> Table:
        """Keep a table as the one asked for last; the oldest makes room, not the served one."""
        self._kept[key] = table
        others = [other for other in self._kept if other != self._key(self.pool.release)]
        for other in others[: max(len(self._kept) - self.KEPT, 0)]:
            del self._kept[other]
        return table


async def build(pool: Engine, release: str) -> Table:
    """Ask for everything that the table of a release holds."""
    names = ("authorities", "euros", "years", "labels")
    asked = {
        name: await ask(pool, query, release=release)
        for name, query in zip(names, (AUTHORITIES, EUROS, YEARS, LABELS), strict=True)
    }
    patterned = [facet for facet in FACETS if facet.pattern]
    asked |= {facet.name: await ask(pool, _question(facet), release=release) for facet in patterned}
    return await asyncio.to_thread(_assembled, release, asked)


def _question(facet: Facet) -> str:
    """Return who has which value of a facet."""
    value = f"?{facet.variable}" if facet.kind is Kind.LISTED else "(true AS ?known)"
    return f"""{HEADER}
SELECT DISTINCT ?authority {value}
WHERE {{
  {facet.everywhere or facet.pattern}
}}
"""


def _assembled(release: str, asked: Mapping[str, Asked]) -> Table:
    authorities = _authorities(asked)
    number_of = {authority.iri: number for number, authority in enumerate(authorities)}
    years: dict[int, int] = defaultdict(int)
    for row in asked["years"].rows:
        if row["authority"] in number_of:
            years[int(row["value"])] |= 1 << number_of[row["authority"]]
    labels = _labels(asked["labels"].rows)
    everybody = (1 << len(authorities)) - 1
    values = {}
    for facet in FACETS:
        if facet.kind is Kind.CLASSES:
            values[facet.name] = _classes(facet, authorities)
            continue
        rows = asked[facet.name].rows
        held = _held(rows, facet.variable, number_of)
        listed = facet.kind is Kind.LISTED
        values[facet.name] = _listed(held, labels) if listed else _known(held, everybody)
    return Table(release, authorities, values, dict(years), _orders(authorities), number_of)


def _authorities(asked: Mapping[str, Asked]) -> tuple[Authority, ...]:
    euros = {row["authority"]: float(row["value"]) for row in asked["euros"].rows}
    years: dict[str, int] = {}
    for row in asked["years"].rows:
        years.setdefault(row["authority"], int(row["value"]))
    found: dict[str, Authority] = {}
    for row in asked["authorities"].rows:
        iri, inhabitants = row["authority"], row.get("inhabitants")
        found[iri] = Authority(
            iri,
            row["name"],
            int(inhabitants) if inhabitants else None,
            years.get(iri),
            euros.get(iri),
        )
    return tuple(sorted(found.values(), key=lambda one: (sorted_name(one.name), one.iri)))


def sorted_name(name: str) -> str:
    """Return a name as lists are sorted by it; the questions that are shown do the same."""
    return name.lower().translate(SHORTENED)


def _orders(authorities: tuple[Authority, ...]) -> dict[str, tuple[int, ...]]:
    numbers = range(len(authorities))
    return {
        "name": tuple(numbers),
        "inhabitants": tuple(
            sorted(numbers, key=lambda one: _falling(authorities[one].inhabitants))
        ),
        "year": tuple(sorted(numbers, key=lambda one: authorities[one].year or LAST)),
        "sum": tuple(sorted(numbers, key=lambda one: _falling(authorities[one].euros))),
    }


def _falling(value: float | None) -> float:
    """Return what sorts the largest first and what is not known last."""
    return 1 if value is None else -value


def _labels(rows: Iterable[Row]) -> dict[str, Words]:
    found: dict[str, Words] = defaultdict(dict)
    for row in rows:
        found[row["value"]].setdefault(row["language"], row["label"])
    return found


def _held(rows: Iterable[Row], variable: str, number_of: Mapping[str, int]) -> dict[str, int]:
    """Return the bits of the authorities by value; what only holds has an empty one."""
    held: dict[str, bytearray] = {}
    size = len(number_of) // 8 + 1
    for row in rows:
        number = number_of.get(row["authority"])
        if number is not None:
            bits = held.setdefault(row.get(variable, ""), bytearray(size))
            bits[number >> 3] |= 1 << (number & 7)
    return {value: int.from_bytes(bits, "little") for value, bits in held.items()}


def _listed(held: Mapping[str, int], labels: Mapping[str, Words]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for iri in sorted(held):
        key = iri.rstrip("/").rpartition("/")[2].rpartition("#")[2]
        key = iri if key in values else key
        own = labels.get(iri, {})
        name = own.get("de") or own.get("") or next(iter(own.values()), key)
        values[key] = Value(key, iri, {"de": name, "en": own.get("en", name)}, held[iri])
    return values


def _known(held: Mapping[str, int], everybody: int) -> dict[str, Value]:
    rows = held.get("", 0)
    return {
        KNOWN: Value(KNOWN, "", {"de": "bekannt", "en": "known"}, rows),
        NOTHING: Value(
            NOTHING, "", {"de": "nichts bekannt", "en": "nothing known"}, everybody & ~rows
        ),
    }


def _classes(facet: Facet, authorities: tuple[Authority, ...]) -> dict[str, Value]:
    values = {}
    for interval in INTERVALS[facet.name]:
        rows, low, high = 0, interval.low or 0, interval.high or float("inf")
        for number, authority in enumerate(authorities):
            held = getattr(authority, facet.column)
            if held is not None and low <= held < high:
                rows |= 1 << number
        values[interval.key] = Value(interval.key, "", interval.label, rows)
    return values
