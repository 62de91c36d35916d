"""What the page of the state shows, as plain values: from the metrics, the ledger and the home."""

import time
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool

from klimagraph import ledger
from klimagraph.condition import Storage, served_since, storage, written
from klimagraph.errors import KlimagraphError
from klimagraph.harvest import snapshot
from klimagraph.ledger.events import ROLL_BACK, Event, latest
from klimagraph.settings import Settings
from klimagraph.web.harvesters import Harvested
from klimagraph.web.samples import Samples, samples

SHARES = {"p50": 0.5, "p90": 0.9, "p99": 0.99}
SHOWN = 10
"""Rolled back releases, at most so many are told."""


@dataclass(frozen=True)
class Workers:
    """Processes that answer queries, and why some were ended since the start."""

    wanted: int
    there: int
    idle: int
    busy: int
    killed: dict[str, int]


@dataclass(frozen=True)
class Cache:
    """Answers that are kept."""

    hits: int
    misses: int
    entries: int
    bytes: int
    limit_bytes: int


@dataclass(frozen=True)
class Snapshot:
    """What harvesters are served from."""

    name: str
    prepared: str
    current: bool
    failed: bool
    files: int


@dataclass(frozen=True)
class Figures:
    """How the service is doing, for everybody."""

    version: str
    uptime_seconds: int
    release: str
    published: str
    served_since: str
    statements: int
    datasets: int
    things: int | None
    store: str
    readable: bool
    storage_bytes: int
    workers: Workers
    waiting: int
    cache: Cache
    queries: dict[str, int]
    """By what became of them."""
    seconds: dict[str, float | None]
    faults: int
    checks_running: int
    checks_waiting: int
    submissions: dict[str, int]
    snapshot: Snapshot
    harvesters: list[Harvested]


@dataclass(frozen=True)
class Inner:
    """What only those see who run the service."""

    storage: Storage
    files: int
    memory_bytes: int
    open_files: int
    messages_waiting: int
    snapshot_fault: str
    rolled_back: list[Event]


async def figures(state: Any, version: str) -> tuple[Figures, Inner]:
    """Return how the application of a state is doing."""
    settings: Settings = state.settings
    told, pool = samples(state.metrics.registry), state.pool.status()
    things = await state.counting.things(state.pool)
    place = await run_in_threadpool(storage, settings.home)
    release = _manifest(state)
    known = Figures(
        version=version,
        uptime_seconds=int(time.monotonic() - state.metrics.started),
        release=pool["release"],
        published=release.created if release else "",
        served_since=served_since(settings.home),
        statements=release.quads if release else 0,
        datasets=len(release.datasets) if release else 0,
        things=things,
        store=pool["store"],
        readable=bool(pool.get("readable", True)),
        storage_bytes=place.used,
        workers=_workers(told),
        waiting=_whole(told, "klimagraph_queries_waiting"),
        cache=_cache(told),
        queries=told.by("klimagraph_queries_total", "outcome"),
        seconds=_seconds(told),
        faults=_whole(told, "klimagraph_requests_total", status="500"),
        checks_running=_whole(told, "klimagraph_checks_running"),
        checks_waiting=_whole(told, "klimagraph_checks_waiting"),
        submissions=told.by("klimagraph_submissions", "state"),
        snapshot=_snapshot(state),
        harvesters=state.metrics.harvesters.seen(),
    )
    return known, _inner(state, told, place)


def _inner(state: Any, told: Samples, place: Storage) -> Inner:
    return Inner(
        place,
        place.files,
        _whole(told, "process_resident_memory_bytes"),
        _whole(told, "process_open_fds"),
        _whole(told, "klimagraph_webhook_messages_waiting"),
        state.harvest.fault,
        _rolled_back(state.settings),
    )


def _manifest(state: Any) -> Any:
    try:
        return state.pool.manifest(state.pool.release)
    except KlimagraphError:
        return None


def _whole(told: Samples, name: str, **labels: str) -> int:
    return round(told.value(name, **labels) or 0)


def _workers(told: Samples) -> Workers:
    return Workers(
        wanted=_whole(told, "klimagraph_workers_wanted"),
        there=_whole(told, "klimagraph_workers"),
        idle=_whole(told, "klimagraph_workers_idle"),
        busy=_whole(told, "klimagraph_workers_running"),
        killed=told.by("klimagraph_workers_killed_total", "reason"),
    )


def _cache(told: Samples) -> Cache:
    names = ("hits_total", "misses_total", "entries", "bytes", "limit_bytes")
    return Cache(*(_whole(told, f"klimagraph_cache_{name}") for name in names))


def _seconds(told: Samples) -> dict[str, float | None]:
    found = told.quantiles("klimagraph_query_duration_seconds", *SHARES.values())
    return dict(zip(SHARES, found, strict=True))


def _snapshot(state: Any) -> Snapshot:
    told, home = state.harvest.status(), state.settings.home
    name = told["snapshot"] or ""
    try:
        files = len(state.harvest.snapshot().files)
    except KlimagraphError:
        files = 0
    prepared = written(snapshot.path_of(home, name)) if name else ""
    return Snapshot(name, prepared, told["current"], bool(told["fault"]), files)


def _rolled_back(settings: Settings) -> list[Event]:
    if not ledger.is_there(settings.home):
        return []
    try:
        with ledger.reading(settings.home) as connection:
            return latest(connection, ROLL_BACK, SHOWN)
    except KlimagraphError:
        return []
