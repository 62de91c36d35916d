"""Answers arrive complete or visibly broken off, and strangers' queries hurt nobody else."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import asyncio
import http.client
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from clients import (
    COUNT,
    ENDLESS,
    LARGE,
    STREAM,
    dialled,
    fetch,
    logged,
    query,
    resident,
    sparql,
    wait,
)

from conftest import Served, content
from klimagraph.releases import publish
from klimagraph.workers.protocol import GRACE

PLAIN = {"Accept-Encoding": "identity"}
DEADLINE = 1


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with 1,000 statements."""
    folder = tmp_path_factory.mktemp("transfer") / "home"
    publish(folder, {"a": content("a", [f"x{number}" for number in range(1000)])}, "first")
    return folder


@pytest.fixture(scope="module")
def hasty(thousand: Path) -> Iterator[Served]:
    """Yield a service with a deadline of one second; its log holds no traceback."""
    log = thousand.with_name("hasty.log")
    with logged(thousand, log, query_timeout=DEADLINE, workers=4, cache=0) as running:
        yield running


@pytest.fixture(scope="module")
def patient(thousand: Path) -> Iterator[Served]:
    """Yield a service with time for large answers; its log holds no traceback."""
    with logged(thousand, thousand.with_name("patient.log"), query_timeout=60, cache=0) as running:
        yield running


def idle(service: Served) -> bool:
    """Tell whether all workers of a service are there and free."""
    state = fetch(service, "/ready").json
    return bool(state["idle"] == state["workers"] > 0)


def test_an_answer_that_hits_the_deadline_is_incomplete(hasty: Served) -> None:
    """Where rows were sent already, the deadline breaks the transfer and never just ends it."""
    with pytest.raises(http.client.IncompleteRead):
        query(hasty, STREAM)


def test_curl_sees_an_incomplete_answer(hasty: Served) -> None:
    """The best known client fails on a broken transfer (exit status 18: partial file)."""
    command = ["curl", "-s", "-o", "/dev/null", "--max-time", "30", hasty.address + sparql(STREAM)]
    assert 18 == subprocess.run(command, check=False).returncode


def test_a_client_of_http_1_0_gets_no_half_answer(hasty: Served) -> None:
    """HTTP/1.0 has no chunks, hence a long answer is collected first: an error stays an error."""
    with dialled(hasty) as connection:
        connection.sendall(f"GET {sparql(STREAM)} HTTP/1.0\r\n\r\n".encode())
        head = _received(connection).partition(b"\r\n\r\n")[0].lower()
    assert head.startswith((b"http/1.1 503", b"http/1.1 400"))
    assert b"transfer-encoding" not in head


def test_a_client_of_http_1_0_gets_a_long_answer(patient: Served) -> None:
    """A long answer has a length and no chunks where the client speaks HTTP/1.0."""
    text = f"{LARGE} LIMIT 100000"
    with dialled(patient) as connection:
        connection.sendall(f"GET {sparql(text, format='csv')} HTTP/1.0\r\n\r\n".encode())
        head, _, body = _received(connection).partition(b"\r\n\r\n")
    assert len(query(patient, text, "text/csv").body.splitlines()) == len(body.splitlines())
    assert f"content-length: {len(body)}".encode() in head.lower()
    assert b"transfer-encoding" not in head.lower()


def test_head_of_a_long_answer(patient: Served) -> None:
    """HEAD of a long answer ends at once and ends its query."""
    got = fetch(patient, sparql(LARGE), "HEAD")
    assert (200, b"") == (got.status, got.body)
    wait(lambda: idle(patient))


def test_the_deadline_names_the_limit(hasty: Served) -> None:
    """Before the first byte the deadline is 503 and says which limit it was."""
    got = query(hasty, ENDLESS)
    assert 503 == got.status
    assert "1 seconds (limit QUERY_TIMEOUT)" in got.json["detail"]
    assert "retry-after" in got.headers


def test_endless_queries_disturb_nobody(hasty: Served) -> None:
    """While endless queries run into the deadline, twenty clients see no error."""
    with ThreadPoolExecutor(22) as crowd:
        endless = [crowd.submit(query, hasty, ENDLESS) for _ in range(2)]
        asked = [crowd.submit(query, hasty, COUNT) for _ in range(400)]
        assert {200} == {one.result().status for one in asked}
        assert {503} == {one.result().status for one in endless}


def test_a_client_that_hangs_up_ends_its_query(patient: Served) -> None:
    """A query whose client is gone runs no longer."""
    with dialled(patient) as connection:
        connection.sendall(f"GET {sparql(ENDLESS)} HTTP/1.1\r\nHost: e\r\n\r\n".encode())
        wait(lambda: not idle(patient))
    wait(lambda: idle(patient))


def test_a_client_that_hangs_up_in_the_middle_ends_its_query(patient: Served) -> None:
    """A transfer whose client is gone costs no worker."""
    with dialled(patient) as connection:
        connection.sendall(f"GET {sparql(STREAM)} HTTP/1.1\r\nHost: e\r\n\r\n".encode())
        assert connection.recv(1000)
    wait(lambda: idle(patient))


def test_a_large_answer_needs_no_memory(patient: Served) -> None:
    """A result of some hundred megabytes goes through the service without staying in it."""
    query(patient, f"{LARGE} LIMIT 100000")
    before, most, size = resident(patient.process.pid), 0, 0
    with httpx.stream("GET", patient.address + sparql(LARGE), headers=PLAIN, timeout=60) as answer:
        for number, chunk in enumerate(answer.iter_raw(1 << 20)):
            size += len(chunk)
            if number % 20 == 0:
                most = max(most, resident(patient.process.pid))
    assert size > 200 * (1 << 20)
    assert most - before < 50


def test_a_slow_client_gets_everything(hasty: Served) -> None:
    """A client that pauses gets all of an answer whose making takes less than the deadline."""
    text = f"{LARGE} LIMIT 60000"
    wait(lambda: fetch(hasty, "/ready").json["store"] == "memory")  # the order is its own
    whole = query(hasty, text, "text/csv").body
    seen = bytearray()
    with httpx.stream(
        "GET", hasty.address + sparql(text, format="csv"), headers=PLAIN, timeout=60
    ) as answer:
        pauses = iter([DEADLINE * 1.5] * 2)
        for chunk in answer.iter_raw(1 << 16):
            seen += chunk
            time.sleep(next(pauses, 0))  # being slow is the point
    assert whole == bytes(seen)


def test_slow_readers_leave_a_worker_for_others(thousand: Path, tmp_path: Path) -> None:
    """However many long answers one client reads slowly, another is answered."""
    with (
        logged(thousand, tmp_path / "log", workers=1, cache=0) as service,
        dialled(service, "127.0.0.2") as one,
        dialled(service, "127.0.0.2") as two,
    ):
        for connection in (one, two):
            connection.sendall(f"GET {sparql(LARGE)} HTTP/1.1\r\nHost: e\r\n\r\n".encode())
        wait(lambda: not idle(service))
        assert 200 == query(service, "ASK {}", "application/sparql-results+json").status


def test_a_client_that_stalls_is_left(hasty: Served) -> None:
    """Who takes nothing for long loses the worker, and sees that the answer is incomplete."""
    with dialled(hasty) as connection:
        connection.sendall(f"GET {sparql(LARGE)} HTTP/1.1\r\nHost: e\r\n\r\n".encode())
        wait(lambda: not idle(hasty))
        wait(lambda: idle(hasty), DEADLINE + GRACE + 10)
        received = _received(connection)
    assert received.startswith(b"HTTP/1.1 200")
    assert not received.endswith(b"0\r\n\r\n")


def test_too_many_clients(thousand: Path, tmp_path: Path) -> None:
    """Beyond those that run and those that may wait the answer is 429 with Retry-After."""
    settings = {"workers": 1, "waiting": 1, "query_timeout": 2, "cache": 0}

    async def crowd(service: Served) -> list[httpx.Response]:
        async with httpx.AsyncClient(timeout=60) as client:
            asked = [client.get(service.address + sparql(ENDLESS)) for _ in range(6)]
            return await asyncio.gather(*asked)

    with logged(thousand, tmp_path / "log", **settings) as service:
        wait(lambda: idle(service) and fetch(service, "/ready").json["store"] == "memory")
        answers = asyncio.run(crowd(service))
    refused = [one for one in answers if one.status_code == 429]
    assert len(refused) >= 4
    assert {"5"} == {one.headers["retry-after"] for one in refused}


def _received(connection: socket.socket) -> bytes:
    """Return everything until the other side closes."""
    seen = bytearray()
    while part := connection.recv(1 << 16):
        seen += part
    return bytes(seen)
