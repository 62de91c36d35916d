"""Clients that look closely, and a service whose log is read."""

import http.client
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from conftest import Served, serving

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
STREAM = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT ?a ?b ?c ?d ?e ?f (STR(?a) AS ?g) { ?a ?b ?c . ?d ?e ?f }"


@dataclass(frozen=True)
class Got:
    """An answer: status, headers (lower case) and body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()


def fetch(
    service: Served,
    path: str,
    method: str = "GET",
    body: bytes | None = None,
    **headers: str,
) -> Got:
    """Send one request; `_` in the names of headers stands for `-`."""
    place = urlsplit(service.address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, names)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Got(answer.status, found, answer.read())
    finally:
        connection.close()


def query(service: Served, text: str, accept: str = "*/*", **parameters: str) -> Got:
    """Ask a query by GET."""
    return fetch(service, sparql(text, **parameters), Accept=accept)


def sparql(text: str, **parameters: str) -> str:
    """Return the path of a query by GET."""
    names = {name.replace("_", "-"): value for name, value in parameters.items()}
    return "/sparql?" + urlencode({"query": text, **names})


def dialled(service: Served, own: str = "127.0.0.1") -> socket.socket:
    """Return a bare connection from an address of this machine."""
    place = urlsplit(service.address)
    return socket.create_connection((place.hostname or "", place.port or 0), 60, (own, 0))


@contextmanager
def logged(home: Path, log: Path, /, **settings: object) -> Iterator[Served]:
    """Run a service whose log goes to a file; a traceback in it is a fault of ours."""
    with log.open("wb") as errors, serving(home, errors, **settings) as service:
        yield service
    text = log.read_text()
    assert "Traceback" not in text, text


def wait(reached: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something is so; fail where it is not within the time."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def resident(process: int) -> int:
    """Return the resident memory of a process in MiB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    raise AssertionError("there is no such process")
