"""Publications reach the workers while queries run, and nothing outlives the service."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import asyncio
import json
import os
import signal
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from pools import (
    COUNT,
    ENDLESS,
    all_idle,
    ask,
    busy,
    children,
    ended,
    templates,
    until,
    until_in_memory,
    with_pool,
    workers,
)

from conftest import Served, content, serving
from klimagraph.releases import all_releases, publish, roll_back
from klimagraph.workers.pool import Pool


def test_answers_belong_to_the_release_that_they_name(home: Path) -> None:
    """While ten releases are published, every answer is the one of the release it names."""

    async def work(pool: Pool) -> list[tuple[str, int]]:
        await until_in_memory(pool)
        publishing = asyncio.ensure_future(asyncio.to_thread(_publish_ten, home))
        loops = [asyncio.ensure_future(_ask_until(pool, publishing.done)) for _ in range(20)]
        answers = [pair for loop in loops for pair in await loop]
        last = await publishing
        await until(lambda: pool.release == last)
        await until_in_memory(pool)
        said = await ask(pool, COUNT)
        return [*answers, (said.release, said.number)]

    answers = with_pool(home, work, workers=4, memory=1000)
    sizes = {release.name: release.quads for release in all_releases(home)}
    assert [] == [pair for pair in answers if sizes[pair[0]] != pair[1]]


def test_a_roll_back_is_followed(home: Path) -> None:
    """After a roll back the earlier release answers, from memory."""
    first = publish(home, {"b": content("b", ["y"])}, "second").parent or ""

    async def work(pool: Pool) -> None:
        await until_in_memory(pool)
        await asyncio.to_thread(roll_back, home, first)
        await until(lambda: pool.release == first)
        await until_in_memory(pool)
        said = await ask(pool, COUNT)
        assert (first, 1000) == (said.release, said.number)

    with_pool(home, work, memory=1000)


def test_a_publication_leaves_as_many_workers(home: Path) -> None:
    """After publications there are as many workers as before, all on the copy in memory."""

    async def work(pool: Pool) -> None:
        await until_in_memory(pool)
        last = await asyncio.to_thread(_publish_ten, home)
        await until(lambda: pool.release == last)
        await until_in_memory(pool)
        await until(lambda: [0, 2] == sorted(len(children(one)) for one in templates()))
        assert all_idle(pool)

    with_pool(home, work, memory=1000)


def test_nothing_outlives_a_killed_service(home: Path) -> None:
    """Where the service is killed its templates and workers end, endless queries too."""
    with serving(home, workers=2, query_timeout=60, cache=0) as service:
        inside = _all_processes(service)
        Thread(target=_ask_over_http, args=(service, ENDLESS), daemon=True).start()
        _wait(lambda: any(busy(one) for one in workers(service.process.pid)))
        inside |= _all_processes(service)
        os.kill(service.process.pid, signal.SIGKILL)
        _wait(lambda: all(ended(one) for one in inside))


def test_the_kernel_ends_a_worker_that_nobody_ends(home: Path) -> None:
    """Where service and template are gone, an endless query ends by its own clock."""
    with serving(home, workers=1, query_timeout=1, memory=1, cache=0) as service:
        Thread(target=_ask_over_http, args=(service, ENDLESS), daemon=True).start()
        _wait(lambda: any(busy(one) for one in workers(service.process.pid)))
        (worker,) = workers(service.process.pid)
        for process in (*templates(service.process.pid), service.process.pid):
            os.kill(process, signal.SIGKILL)
        _wait(lambda: ended(worker))


def _publish_ten(home: Path) -> str:
    for number in range(10):
        names = [f"z{number}-{item}" for item in range(number + 1)]
        last = publish(home, {"b": content("b", names)}, f"number {number}").name
    return last


async def _ask_until(pool: Pool, over: Callable[[], bool]) -> list[tuple[str, int]]:
    found = []
    while not over():
        said = await ask(pool, COUNT)
        found.append((said.release, said.number))
    return found


def _all_processes(service: Served) -> set[int]:
    return templates(service.process.pid) | workers(service.process.pid)


def _ask_over_http(service: Served, query: str) -> object:
    address = f"{service.address}/sparql?query={urllib.parse.quote(query)}"
    try:
        with urllib.request.urlopen(address) as answer:
            return json.load(answer)
    except OSError as error:
        return error


def _wait(reached: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
