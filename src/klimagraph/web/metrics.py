"""Metrics for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from typing import Any

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from klimagraph import __version__, ledger
from klimagraph.errors import KlimagraphError
from klimagraph.ledger.submissions import STATES, counted
from klimagraph.web.exchange import Exchange
from klimagraph.web.harvest import Harvest
from klimagraph.web.harvesters import Harvesters
from klimagraph.workers.engine import Engine

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of the classes of time, in seconds."""
MODES = ("memory", "disk")

Key = tuple[str, str, int, str, str, str]
"""Route, method, status, outcome (empty where no query was asked), kind of result, cache."""
Labels = tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """The requests that have everything in common that is counted."""

    count: int = 0
    size: int = 0
    seconds: float = 0.0
    classes: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))


class Metrics(Collector):
    """Counts requests, and tells Prometheus about them and about the pool.

    Counting happens on the event loop for every request, so it is one look-up and a few sums;
    the families are made when somebody asks.
    """

    def __init__(self, pool: Engine, harvest: Harvest) -> None:
        self.pool, self.harvest, self.started = pool, harvest, time.monotonic()
        self._tallies: dict[Key, Tally] = {}
        self.harvesters = Harvesters()
        self.registry = CollectorRegistry()
        self.registry.register(self)
        ProcessCollector(registry=self.registry)

    def record(
        self, exchange: Exchange, route: str, method: str, outcome: str, seconds: float
    ) -> None:
        """Count a request."""
        asked = outcome if exchange.query is not None else ""
        key = (route, method, exchange.status, asked, exchange.kind, exchange.cache)
        tally = self._tallies.get(key)
        if tally is None:
            tally = self._tallies[key] = Tally()
        tally.count += 1
        tally.size += exchange.size
        tally.seconds += seconds
        tally.classes[bisect_left(BOUNDS, seconds)] += 1

    def written(self) -> bytes:
        """Return all metrics as text."""
        return generate_latest(self.registry)

    def collect(self) -> Iterator[Metric]:
        """Yield what is counted here, then the state of the pool."""
        yield from _requests(self._tallies)
        yield from _queries({key: one for key, one in self._tallies.items() if key[3]})
        status: dict[str, Any] = dict(self.pool.status())
        yield from _workers(status, self.pool.settings.worker_count)
        yield from _cache(status["cache"], self.pool.cache.limit)
        yield from self._release(status)
        yield from self._submissions()
        yield from _harvest(self.harvest.status())
        yield _gauge("uptime_seconds", "Time since the start.", time.monotonic() - self.started)
        yield _info("build", "The program that runs.", {"version": __version__})

    def _submissions(self) -> Iterator[Metric]:
        home = self.pool.settings.home
        if not ledger.is_there(home):
            return
        try:
            with ledger.reading(home) as connection:
                numbers = counted(connection)
        except KlimagraphError:
            return
        family = GaugeMetricFamily(
            "klimagraph_submissions", "Submissions by what became of them.", labels=["state"]
        )
        for state in STATES:
            family.add_metric([state], numbers.get(state, 0))
        yield family

    def _release(self, status: dict[str, Any]) -> Iterator[Metric]:
        try:
            release = self.pool.manifest(status["release"])
        except KlimagraphError:
            return
        names = {"name": release.name, "digest": release.digest}
        yield _info("release", "The release that new queries are answered from.", names)
        yield _gauge("release_statements", "Statements in all of its datasets.", release.quads)
        made = datetime.fromisoformat(release.created).timestamp()
        yield _gauge("release_created_timestamp_seconds", "When it was made.", made)
        mode = GaugeMetricFamily(
            "klimagraph_store_mode", "Where queries are answered from.", labels=["mode"]
        )
        for name in MODES:
            mode.add_metric([name], float(status["store"] == name))
        yield mode


def _requests(tallies: dict[Key, Tally]) -> Iterator[Metric]:
    yield _counter(
        "requests", "Requests by route, method and status; status 0: the client left before one.",
        ("route", "method", "status"),
        _summed(tallies, lambda key: (key[0], key[1], str(key[2])), lambda one: one.count),
    )  # fmt: skip
    yield _counter(
        "response_bytes", "Bytes of the bodies that were sent.", ("route",),
        _summed(tallies, lambda key: (key[0],), lambda one: one.size),
    )  # fmt: skip
    others = {key: tally for key, tally in tallies.items() if not key[3]}
    yield _histogram("request_duration_seconds", "Time of requests without a query.", others)


def _queries(tallies: dict[Key, Tally]) -> Iterator[Metric]:
    yield _counter(
        "queries", "Queries by outcome, kind of result, and whether the answer was kept already.",
        ("outcome", "kind", "cache"),
        _summed(tallies, lambda key: key[3:], lambda one: one.count),
    )  # fmt: skip
    yield _histogram("query_duration_seconds", "Time of requests with a query.", tallies)


def _workers(status: dict[str, Any], wanted: int) -> Iterator[Metric]:
    there, idle = int(status["workers"]), int(status["idle"])
    yield _gauge("workers_wanted", "Workers that there should be.", wanted)
    yield _gauge("workers", "Workers that there are.", there)
    yield _gauge("workers_idle", "Workers that wait for a query.", idle)
    yield _gauge("workers_running", "Workers that answer a query.", there - idle)
    yield _gauge("queries_waiting", "Queries that wait for a worker.", int(status["waiting"]))
    ended: dict[Labels, float] = {(reason,): n for reason, n in status["ended"].items()}
    help_text = "Workers that were ended before their time, by reason."
    yield _counter("workers_killed", help_text, ("reason",), ended)


def _cache(numbers: dict[str, int], limit: int) -> Iterator[Metric]:
    yield _gauge("cache_limit_bytes", "Room for answers that were given already.", limit)
    for name, help_text in (("bytes", "Room taken."), ("entries", "Answers kept.")):
        yield _gauge(f"cache_{name}", help_text, numbers[name])
    for name, help_text in (("hits", "Answers found."), ("misses", "Answers not found.")):
        yield _counter(f"cache_{name}", help_text, (), {(): float(numbers[name])})


def _summed(
    tallies: dict[Key, Tally],
    labels: Callable[[Key], Labels],
    number: Callable[[Tally], float],
) -> dict[Labels, float]:
    sums: dict[Labels, float] = {}
    for key, tally in tallies.items():
        group = labels(key)
        sums[group] = sums.get(group, 0) + number(tally)
    return sums


def _histogram(name: str, help_text: str, tallies: dict[Key, Tally]) -> Metric:
    family = HistogramMetricFamily(f"klimagraph_{name}", help_text, labels=["route"])
    for route in sorted({key[0] for key in tallies}):
        mine = [tally for key, tally in tallies.items() if key[0] == route]
        classes = accumulate(map(sum, zip(*(one.classes for one in mine), strict=True)))
        bounds = [*map(str, BOUNDS), "+Inf"]
        total = sum(one.seconds for one in mine)
        family.add_metric([route], list(zip(bounds, classes, strict=True)), total)
    return family


def _counter(
    name: str, help_text: str, labels: Iterable[str], values: dict[Labels, float]
) -> Metric:
    family = CounterMetricFamily(f"klimagraph_{name}", help_text, labels=list(labels))
    for group, value in values.items():
        family.add_metric(list(group), value)
    return family


def _harvest(status: dict[str, str | bool | None]) -> Iterator[Metric]:
    yield _info("harvest_snapshot", "What is harvested.", {"name": str(status["snapshot"] or "")})
    behind = not status["current"]
    yield _gauge("harvest_behind", "1 where a release before the one served is harvested.", behind)
    text = "1 where the last attempt to prepare a snapshot failed."
    yield _gauge("harvest_fault", text, bool(status["fault"]))


def _gauge(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"klimagraph_{name}", help_text, value)


def _info(name: str, help_text: str, labels: dict[str, str]) -> Metric:
    family = GaugeMetricFamily(f"klimagraph_{name}_info", help_text, labels=list(labels))
    family.add_metric(list(labels.values()), 1)
    return family
