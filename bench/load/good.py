"""Clients that ask what people ask: points, named queries, small analyses, documents."""

import asyncio
import itertools
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.client import ask
from bench.client import get as fetch
from bench.load.exchange import BrokenError, Connection, Place, get
from bench.load.tally import Tally
from bench.queries import PREFIXES

SUBJECTS = 2000
WEIGHTS = {"point query": 60, "document": 15, "named query": 15, "small analysis": 10}
LIMIT = 60.0
LONGEST_WAIT = 30.0
RESULTS = "application/sparql-results+json"


@dataclass(frozen=True)
class Repertoire:
    """What there is to ask of a service."""

    subjects: tuple[str, ...]
    states: tuple[str, ...]
    named: tuple[str, ...]
    numbers: Iterator[int] = field(default_factory=itertools.count)
    """What makes each question another text, so that no kept answer is measured."""

    def request(self, kind: str, chance: random.Random) -> tuple[str, bytes]:
        """Return a request of a kind, and a key that equal questions share."""
        if kind == "named query":
            path = chance.choice(self.named)
            return path, get(path, RESULTS)
        if kind == "document":
            path = f"/doc/{chance.choice(self.subjects).partition('/id/')[2]}.ttl"
            return path, get(path, "text/turtle")
        if kind == "small analysis":
            query = _analysis(chance.choice(self.states))
        else:
            query = f"SELECT ?p ?o WHERE {{ <{chance.choice(self.subjects)}> ?p ?o }}"
        unique = f"{query} # {next(self.numbers)}"
        return query, get(f"/sparql?{urlencode({'query': unique})}", RESULTS)


def repertoire(origin: str) -> Repertoire:
    """Return what a service has: municipalities, states, named queries without a parameter."""
    query = (
        f"{PREFIXES}SELECT ?s ?state WHERE {{ ?s a klima:Municipality ; klima:inState ?state }}"
        f" LIMIT {SUBJECTS}"
    )
    body, _ = ask(f"{origin}/sparql", query, LIMIT)
    rows = json.loads(body)["results"]["bindings"]
    listed = json.loads(fetch(f"{origin}/queries", LIMIT)[0])["queries"]
    names = (
        f"/queries/{one['name']}?format=json"
        for one in listed
        if all(item.get("optional") or item.get("default") for item in one["parameters"])
    )
    return Repertoire(
        tuple(row["s"]["value"] for row in rows),
        tuple(sorted({row["state"]["value"] for row in rows})),
        tuple(path for path in names if _quick(origin, path)),
    )


def _quick(origin: str, path: str) -> bool:
    """Tell whether a named query is answered soon, so that it counts as a good one."""
    started = time.perf_counter()
    fetch(f"{origin}{path}", LIMIT)
    return time.perf_counter() - started < 0.5


class Asking:
    """One good client on one connection, thinking between two questions."""

    def __init__(
        self, place: Place, number: int, clients: int, repertoire: Repertoire, think: float
    ) -> None:
        self.connection = Connection(place, f"127.0.0.{2 + number % clients}")
        self.repertoire, self.think = repertoire, think
        self.chance = random.Random(number)  # noqa: S311  # reproducible, no secret

    async def run(self, tally: Tally, end: float) -> None:
        """Ask until the end."""
        await asyncio.sleep(self.chance.random() * self.think)
        while time.perf_counter() < end:
            pause = await self._once(tally)
            think = self.chance.expovariate(1 / self.think) if self.think else 0.0
            left = end - time.perf_counter()
            await asyncio.sleep(max(0.0, min(left, pause + think)))
        self.connection.close()

    async def _once(self, tally: Tally) -> float:
        """Ask one question; return the seconds that the service wants us to wait."""
        kind = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        key, request = self.repertoire.request(kind, self.chance)
        tally.sent += 1
        started = time.perf_counter()
        try:
            async with asyncio.timeout(LIMIT):
                answer = await self.connection.exchange(request)
        except BrokenError as error:
            tally.good["broken"] += 1
            tally.faults[f"{kind}: {error}"] += 1
            return 0.0
        except TimeoutError:
            tally.good["no answer"] += 1
            tally.faults[f"{kind}: no answer in {LIMIT:g} s"] += 1
            return 0.0
        tally.answered(kind, key, answer, time.perf_counter() - started)
        wait = answer.headers.get("retry-after", "0") if answer.status in (429, 503) else "0"
        return min(LONGEST_WAIT, float(wait))


def _analysis(state: str) -> str:
    return f"""{PREFIXES}SELECT ?district (COUNT(*) AS ?n) (SUM(?people) AS ?sum) WHERE {{
  ?a klima:inState <{state}> ; klima:inDistrict ?district ; klima:population ?people .
}} GROUP BY ?district ORDER BY ?district"""
