"""A pool for one test, and a look at its processes from outside."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from klimagraph.settings import Settings
from klimagraph.workers.pool import Pool
from klimagraph.workers.protocol import Question

T = TypeVar("T")
FORMATS = {"bindings": "json", "boolean": "json", "graph": "ntriples"}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
STREAM = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EATER = """SELECT (CONCAT(STR(?a), STR(?d), STR(?g)) AS ?x)
{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?x"""


@dataclass(frozen=True)
class Said:
    """A whole answer."""

    kind: str
    release: str
    body: bytes

    @property
    def number(self) -> int:
        """Return the value of the only variable of the only row."""
        (row,) = json.loads(self.body)["results"]["bindings"]
        (term,) = row.values()
        return int(term["value"])


async def ask(pool: Pool, query: str, release: str | None = None) -> Said:
    """Return the whole answer to a query."""
    return await ask_all(pool, Question(query, FORMATS), release)


async def ask_all(pool: Pool, question: Question, release: str | None = None) -> Said:
    """Return the whole answer to a question."""
    async with pool.answer(question, release) as answer:
        body = answer.first + b"".join([chunk async for chunk in answer.rest])
        return Said(answer.kind, answer.release, body)


def with_pool(home: Path, work: Callable[[Pool], Awaitable[T]], **settings: object) -> T:
    """Do work with a pool that is opened before and closed after."""

    async def run() -> T:
        values = {
            "workers": 2, "query_timeout": 5.0, "query_memory": 256, "cache": 0,
            "slow_after": 1000.0, **settings,
        }  # fmt: skip
        pool = Pool(Settings(home, **values))  # type: ignore[arg-type]  # names of settings
        await pool.open()
        try:
            return await work(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


async def until(reached: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so; fail where it is not within the time."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.02)


async def until_in_memory(pool: Pool) -> None:
    """Wait until all workers stand on the copy in memory."""
    await until(lambda: pool.status()["store"] == "memory" and all_idle(pool))


def all_idle(pool: Pool) -> bool:
    """Tell whether there are as many workers as there should be and none has work."""
    state = pool.status()
    return bool(state["idle"] == state["workers"] == pool.settings.worker_count)


def children(process: int) -> set[int]:
    """Return the living children of a process."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        state, parent = state_of(int(folder.name))
        if parent == process and state != "Z":
            found.add(int(folder.name))
    return found


def state_of(process: int) -> tuple[str, int]:
    """Return state and parent of a process; an empty state where there is none."""
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return "", 0
    state, parent = text.rpartition(")")[2].split()[:2]
    return state, int(parent)


def gone(process: int) -> bool:
    """Tell whether there is no such process any more, not even one that was not waited for."""
    return state_of(process)[0] == ""


def ended(process: int) -> bool:
    """Tell whether a process runs no more."""
    return state_of(process)[0] in ("", "Z")


def templates(service: int = 0) -> set[int]:
    """Return the template processes of a service, of this process where none is named."""
    return {
        child
        for child in children(service or os.getpid())
        if "klimagraph.workers.template" in command_of(child)
    }


def command_of(process: int) -> str:
    """Return the command line of a process."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def workers(service: int = 0) -> set[int]:
    """Return the worker processes of a service."""
    return {worker for template in templates(service) for worker in children(template)}


def busy(process: int) -> bool:
    """Tell whether a process is computing."""
    return state_of(process)[0] == "R"


def all_of(processes: set[int], test: Callable[[int], bool]) -> Callable[[], bool]:
    """Return a question: is it so for all of these processes."""
    return lambda: all(test(process) for process in processes)
