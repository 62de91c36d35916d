"""A service that is told to stop: running answers end or are broken off, nothing is left."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import http.client
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from clients import ENDLESS, LARGE, Got, dialled, fetch, logged, query, sparql, wait

from conftest import Served, content, serving
from klimagraph.releases import current, publish
from releases.homes import holds_its_contents


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    """Yield a service of its own for each test; its log holds no traceback."""
    home = tmp_path / "home"
    publish(home, {"a": content("a", [f"x{number}" for number in range(1000)])}, "first")
    settings = {"workers": 2, "cache": 0, "admin_token": "t"}
    with logged(home, tmp_path / "log", **settings) as running:
        yield running


def descendants(process: int) -> set[int]:
    """Return the processes that a process started, and those that they started."""
    children = {
        int(child)
        for task in Path(f"/proc/{process}/task").glob("*")
        for child in (task / "children").read_text().split()
    }
    return children.union(*(descendants(child) for child in children))


def gone(process: int) -> bool:
    """Tell whether there is no such process any more, or nothing of it but its exit status."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def busy(service: Served) -> bool:
    """Tell whether a query is being answered."""
    state = fetch(service, "/ready").json
    return bool(state["idle"] < state["workers"])


def test_exit_status(service: Served) -> None:
    """Being stopped is no failure."""
    service.process.terminate()
    assert 0 == service.process.wait(20)


def test_interrupt(service: Served) -> None:
    """Ctrl-C is none either."""
    service.process.send_signal(signal.SIGINT)
    assert 0 == service.process.wait(20)


def test_no_process_is_left(service: Served) -> None:
    """Templates, workers and the writer end with the service."""
    put = {"Authorization": "Bearer t", "Content_Type": "application/sparql-update"}
    fetch(service, "/update", "POST", b"INSERT DATA {}", **put)
    started = descendants(service.process.pid)
    assert 4 <= len(started)
    service.process.terminate()
    assert 0 == service.process.wait(20)
    wait(lambda: all(gone(process) for process in started))


def test_a_query_that_cannot_end_in_time(service: Served) -> None:
    """It is answered with 503 that says why, not with 500."""
    with ThreadPoolExecutor(1) as crowd:
        asked = crowd.submit(query, service, ENDLESS)
        wait(lambda: busy(service))
        service.process.terminate()
        got: Got = asked.result()
    assert (503, "http") == (got.status, got.json["type"][:4])
    assert got.json["type"].endswith("/stopping")
    assert "retry-after" in got.headers
    assert 0 == service.process.wait(20)


def test_a_long_answer_is_broken_off(service: Served) -> None:
    """Who reads slowly sees that the answer is not complete."""
    with dialled(service) as connection:
        connection.sendall(f"GET {sparql(LARGE)} HTTP/1.1\r\nHost: e\r\n\r\n".encode())
        connection.recv(1000)
        service.process.terminate()
        wait(lambda: service.process.poll() is not None)
        received = _received(connection)
    assert not received.endswith(b"0\r\n\r\n")
    assert 0 == service.process.returncode


def test_a_query_that_ends_in_time(service: Served) -> None:
    """It is answered; meanwhile nobody else gets in."""
    with dialled(service) as connection:
        text = sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c < ?f) }")
        connection.sendall(f"GET {text} HTTP/1.1\r\nHost: e\r\n\r\n".encode())
        wait(lambda: busy(service) or _readable(connection))
        service.process.terminate()
        assert _received(connection).startswith(b"HTTP/1.1 200")
    assert 0 == service.process.wait(20)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_twice(tmp_path: Path, number: signal.Signals) -> None:
    """Who asks again does not wait for queries; no process is left either."""
    publish(tmp_path, {"a": content("a", [f"x{number}" for number in range(1000)])}, "first")
    with serving(tmp_path, workers=2) as service, dialled(service) as connection:
        connection.sendall(f"GET {sparql(ENDLESS)} HTTP/1.1\r\nHost: e\r\n\r\n".encode())
        wait(lambda: busy(service))
        started = descendants(service.process.pid)
        service.process.terminate()
        wait(lambda: not _listening(service))
        service.process.send_signal(number)
        assert 0 == service.process.wait(20)
    wait(lambda: all(gone(process) for process in started))


def test_a_write_in_progress(service: Served) -> None:
    """It is finished, or the release before stays; either is whole."""
    before = current(service.home)
    lines = "".join(f'<http://e/y{number}> <http://e/p> "y" .\n' for number in range(50_000))
    graph = "/graphs?graph=https://w3id.org/klimagraph/dataset/b"
    headers = {"Authorization": "Bearer t", "Content_Type": "application/n-triples"}
    with ThreadPoolExecutor(1) as crowd:
        asked = crowd.submit(fetch, service, graph, "PUT", lines.encode(), **headers)
        wait(lambda: (service.home / "objects").stat().st_nlink > 3 or asked.done(), 60)
        service.process.terminate()
        status = _status_of(asked.result)
    assert 0 == service.process.wait(20)
    after = current(service.home)
    assert before is not None
    assert after is not None
    assert holds_its_contents(service.home, after)
    assert (after.name != before.name) or status not in (200, 201, 204)


def _status_of(result: object) -> int:
    try:
        got = result()  # type: ignore[operator]
    except (http.client.HTTPException, ConnectionError):
        return 0
    return int(got.status)


def _listening(service: Served) -> bool:
    port = int(service.address.rpartition(":")[2])
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _readable(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return bool(connection.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
    finally:
        connection.settimeout(60)


def _received(connection: socket.socket) -> bytes:
    """Return everything until the other side closes."""
    seen = bytearray()
    try:
        while part := connection.recv(1 << 16):
            seen += part
    except ConnectionResetError:
        pass
    return bytes(seen)
