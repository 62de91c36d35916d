"""The log of requests says what operators need, and nothing about people."""

import asyncio
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from clients import ENDLESS, fetch, logged, query, sparql, wait
from starlette.types import Message, Receive, Scope, Send

from conftest import content
from klimagraph.cli.log import JsonFormatter
from klimagraph.releases import publish
from klimagraph.settings import Settings
from klimagraph.web.access_log import AccessLog
from klimagraph.web.harvest import Harvest
from klimagraph.web.metrics import Metrics
from klimagraph.web.observation import Observed
from klimagraph.workers.pool import Pool

SECRET = "ASK { <http://e/secret> ?p ?o }"  # noqa: S105  # it is none


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Yield a home with little in it."""
    publish(tmp_path / "home", {"a": content("a", [f"x{n}" for n in range(500)])}, "first")
    yield tmp_path / "home"


def lines(log: Path) -> list[dict[str, Any]]:
    """Return the lines of a log that are about requests."""
    read = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    return [line for line in read if "route" in line]


def test_every_request(small: Path, tmp_path: Path) -> None:
    """With LOG=all each request is a line with its name, its route and what became of it."""
    log = tmp_path / "log"
    with logged(small, log, log="all", workers=1) as service:
        got = fetch(service, sparql(SECRET), X_Request_Id="proxy-1.a", User_Agent="secret-agent")
        fetch(service, "/doc/person/secret", X_Request_Id="two")
        wait(lambda: "two" in log.read_text())
    found = {line["request"]: line for line in lines(log)}
    line = found["proxy-1.a"]
    assert got.headers["x-request-id"] == "proxy-1.a"
    assert (line["route"], line["method"], line["status"]) == ("/sparql", "GET", 200)
    assert (line["outcome"], line["bytes"], line["kind"]) == ("complete", len(got.body), "boolean")
    assert line["release"] == got.headers["klimagraph-release"]
    assert (found["two"]["status"], found["two"]["outcome"]) == (404, "refused")
    assert "secret" not in log.read_text()
    assert "127.0.0.1" not in "".join(json.dumps(line) for line in lines(log))


def test_queries_only_where_asked_for(small: Path, tmp_path: Path) -> None:
    """The text of a query is written down with LOG_QUERIES=on only."""
    log = tmp_path / "log"
    with logged(small, log, log="all", log_queries="on", workers=1) as service:
        query(service, SECRET)
        wait(lambda: "secret" in log.read_text())
    assert [line["query"] for line in lines(log) if "query" in line] == [SECRET]


def test_failures_are_written_down_by_default(small: Path, tmp_path: Path) -> None:
    """What went well or was the fault of the client is not; what took long is."""
    log = tmp_path / "log"
    with logged(small, log, workers=1, query_timeout=1, log_slow=0.9, cache=0) as service:
        query(service, "ASK {}")
        query(service, "nonsense")
        failed = query(service, ENDLESS)
        wait(lambda: bool(lines(log)))
    (line,) = lines(log)
    assert (line["status"], line["outcome"]) == (503, "timeout")
    assert line["ms"] >= 900
    assert failed.json["instance"].endswith(f"/request/{line['request']}")
    assert failed.headers["x-request-id"] == line["request"]


def test_slow_queries_are_written_down(small: Path, tmp_path: Path) -> None:
    """A query beyond LOG_SLOW is, even where it ended well."""
    log = tmp_path / "log"
    with logged(small, log, workers=1, log_slow=0.001) as service:
        query(service, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }")
        wait(lambda: bool(lines(log)))
    assert [line["outcome"] for line in lines(log)] == ["complete"]


def test_no_log(small: Path, tmp_path: Path) -> None:
    """With LOG=off no request is written down."""
    log = tmp_path / "log"
    with logged(small, log, log="off", workers=1, query_timeout=1) as service:
        assert query(service, ENDLESS).status == 503
    assert lines(log) == []


@pytest.mark.parametrize("name", ["a b", "x" * 65, "ä", "", "a\tb", 'a"b', "<b>"])
def test_names_that_are_none(small: Path, tmp_path: Path, name: str) -> None:
    """What could break a log or a page is replaced by a name of ours, another each time."""
    sent = {b"x-request-id": name.encode("latin-1")}
    first, second = (asked(small, fine, sent)[1][b"x-request-id"] for _ in range(2))
    assert (len(first), len(second)) == (32, 32)
    assert first != second


def test_a_fault_of_ours(small: Path) -> None:
    """A bug is answered with 500 as a problem, and goes on to the server, which logs it."""
    status, headers, body, error = asked(small, broken, {b"x-request-id": b"mine"})
    assert (status, headers[b"x-request-id"]) == (500, b"mine")
    assert json.loads(body)["instance"].endswith("/request/mine")
    assert isinstance(error, ZeroDivisionError)


def test_a_fault_of_ours_in_the_log() -> None:
    """The line holds the traceback, on one line."""
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        trace = sys.exc_info()
    record = logging.LogRecord("a", logging.ERROR, "", 0, "it %s", ("broke",), trace)
    text = JsonFormatter().format(record)
    line = json.loads(text)
    assert (line["level"], line["message"], text.count("\n")) == ("error", "it broke", 0)
    assert "ZeroDivisionError" in line["exception"]


async def fine(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer with nothing."""
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Fail as only a bug does."""
    _ = 1 / 0


def asked(
    home: Path, application: Any, headers: dict[bytes, bytes]
) -> tuple[int, dict[bytes, bytes], bytes, Exception | None]:
    """Return status, headers, body and error of one request to the smallest application."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def run() -> Exception | None:
        settings = Settings(home)
        metrics = Metrics(Pool(settings), Harvest(settings))
        watched = Observed(application, metrics, AccessLog(settings))
        given = list(headers.items())
        scope = {"type": "http", "method": "GET", "path": "/x", "headers": given}
        try:
            await watched(scope, receive, send)
        except ZeroDivisionError as error:
            return error
        return None

    error = asyncio.run(run())
    body = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], dict(sent[0]["headers"]), body, error
