"""Clients that mean harm, or might as well: each kind of request that has hurt some server."""

import asyncio
import itertools
import random
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from ctypes import c_longlong
from urllib.parse import quote

from bench.load.exchange import BrokenError, Connection, Place, get, post
from bench.load.options import Options
from bench.load.tally import Tally

LIMIT = 120.0
DEPTH = 10_000
MEBIBYTE = 1 << 20
SLOW_BYTES, SLOW_SECONDS = 1024, 60.0
ALL = "?a ?b ?c"
CROSS = f"{ALL} . ?d ?e ?f . ?g ?h ?i"
PAIRS = f"{ALL} . ?d ?e ?f"


def _long(size: int) -> str:
    text = "SELECT (COUNT(?p) AS ?n) WHERE { VALUES ?s { "
    item = "<https://w3id.org/klimagraph/id/municipality/01001000> "
    return f"{text}{item * ((size - 100) // len(item))}}} ?s ?p ?o }}"


def _unions() -> str:
    return f"SELECT * WHERE {{ {' UNION '.join([f'{{ {ALL} }}'] * DEPTH)} }}"


TEXTS: dict[str, Callable[[], str]] = {
    "endless join": lambda: f"SELECT (COUNT(*) AS ?n) WHERE {{ {CROSS} }}",
    "endless join with a filter": lambda: f"SELECT * WHERE {{ {CROSS} FILTER(?c + ?f < ?i) }}",
    "endless path": lambda: "SELECT (COUNT(*) AS ?n) WHERE { ?a (<x:p>|!<x:q>)+ ?b }",
    "memory: text of a cross product": lambda: (
        f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) WHERE {{ {PAIRS} }}"
    ),
    "memory: order of a cross product": lambda: (
        f"SELECT * WHERE {{ {PAIRS} }} ORDER BY ?c ?f ?b LIMIT 10"
    ),
    "memory: distinct pairs": lambda: f"SELECT DISTINCT ?a ?d ?f WHERE {{ {PAIRS} }}",
    "text of 1 MB": lambda: _long(MEBIBYTE - 1000),
    "text over the limit": lambda: _long(2 * MEBIBYTE),
    "SERVICE": lambda: "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SERVICE SILENT": lambda: "SELECT * { { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "nested groups": lambda: f"SELECT * WHERE {'{' * DEPTH} {ALL} {'}' * DEPTH}",
    "nested brackets": lambda: (
        f"SELECT * WHERE {{ {ALL} FILTER({'(' * DEPTH}1{')' * DEPTH} = 1) }} LIMIT 1"
    ),
    "nested blank nodes": lambda: f"SELECT * WHERE {{ {'[ <x:p> ' * DEPTH}1{' ]' * DEPTH} }}",
    "many unions": _unions,
    "pattern that backtracks": lambda: (
        f'SELECT (COUNT(*) AS ?n) WHERE {{ {ALL} FILTER REGEX(STR(?c), "(a+)+b(.*)*c$", "i") }}'
    ),
}
"""Queries that are sent whole; who sends them waits for the answer."""


async def attack(told: Options, sent: c_longlong, enough: asyncio.Event) -> Tally:
    """Let the hostile clients do what they do until it is enough; return what came of it.

    `sent` is how many requests the good ones have sent: harm is a share of all.
    """
    tally = Tally()

    def may_attack() -> bool:
        return tally.attacked < told.hostile * (sent.value + tally.attacked) + 1

    clients = [
        Attacking(told.place, number, told.hostile_clients, told.only).run(tally, may_attack)
        for number in range(told.attackers)
    ]
    tasks = [asyncio.create_task(client) for client in clients]
    await enough.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return tally


class Attacking:
    """One hostile client; it goes through all kinds, again and again."""

    def __init__(self, place: Place, number: int, clients: int, only: str = "") -> None:
        self.place, self.source = place, f"127.0.1.{1 + number % clients}"
        self.chance = random.Random()  # noqa: S311  # no secret, only never the same text twice
        self._kinds = self._from(number, only)

    async def run(self, tally: Tally, may_attack: Callable[[], bool]) -> None:
        """Attack whenever it is allowed, until somebody ends this."""
        while True:
            if not may_attack():
                await asyncio.sleep(0.02)
                continue
            tally.attacked += 1
            kind, attack = next(self._kinds)
            try:
                async with asyncio.timeout(LIMIT):
                    outcome = await attack(tally)
            except TimeoutError:
                outcome = f"no answer in {LIMIT:g} s"
            except (BrokenError, OSError):
                outcome = "broken off"
            except asyncio.CancelledError:
                tally.hostile[kind, "not finished at the end"] += 1
                raise
            tally.hostile[kind, outcome] += 1

    def _from(
        self, first: int, only: str
    ) -> Iterator[tuple[str, Callable[[Tally], Awaitable[str]]]]:
        kinds: list[tuple[str, Callable[[Tally], Awaitable[str]]]] = [
            (name, self._sending(name, text)) for name, text in TEXTS.items()
        ]
        kinds += [
            ("huge result read slowly", self._slowly),
            ("hanging up in the middle of an answer", self._leaving),
            ("hanging up in the middle of a request", self._half),
        ]
        kinds = [(name, attack) for name, attack in kinds if only in name]
        if not kinds:
            raise ValueError(f"no hostile kind is called {only!r}")
        begin = first * 7 % len(kinds)
        return itertools.islice(itertools.cycle(kinds), begin, None)

    def _sending(self, name: str, text: Callable[[], str]) -> Callable[[Tally], Awaitable[str]]:
        async def send(tally: Tally) -> str:
            connection = Connection(self.place, self.source)
            try:
                answer = await connection.exchange(post(f"{text()}\n# {self.chance.random()}"))
            finally:
                connection.close()
            tally.check(name, answer)
            return str(answer.status)

        return send

    async def _slowly(self, _tally: Tally) -> str:
        """Read 1 KB a second of everything, with as little room as the kernel allows."""
        loop = asyncio.get_running_loop()
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.setblocking(False)
            connection.bind((self.source, 0))
            await loop.sock_connect(connection, (self.place.host, self.place.port))
            query = quote(f"SELECT * WHERE {{ ?s ?p ?o }} # {self.chance.random()}")
            await loop.sock_sendall(connection, get(f"/sparql?query={query}", "text/csv"))
            end, status = time.perf_counter() + SLOW_SECONDS, ""
            while time.perf_counter() < end:
                data = await loop.sock_recv(connection, SLOW_BYTES)
                if not data:
                    return f"{status} broken off"
                status = status or data[9:12].decode("latin-1")
                await asyncio.sleep(1)
        return f"{status} left after {SLOW_SECONDS:g} s"

    async def _leaving(self, _tally: Tally) -> str:
        connection = Connection(self.place, self.source)
        query = self.chance.choice(list(TEXTS.values())[:6])()
        try:
            await connection.send(post(f"{query}\n# {self.chance.random()}"))
            await asyncio.sleep(self.chance.random())
        finally:
            connection.close()
        return "left"

    async def _half(self, _tally: Tally) -> str:
        connection = Connection(self.place, self.source)
        request = post(_long(MEBIBYTE // 4))
        try:
            await connection.send(request[: self.chance.randrange(len(request))])
            await asyncio.sleep(self.chance.random())
        finally:
            connection.close()
        return "left"
