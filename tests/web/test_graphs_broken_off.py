"""A graph whose worker dies on the way never looks complete."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import http.client
import os
import signal
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from clients import fetch, logged, wait

from conftest import Served
from klimagraph.namespaces import DATASETS

GRAPH = f"/graphs?graph={quote(DATASETS)}reference-authorities"


def children(process: int) -> list[int]:
    """Return the processes that a process started; none where it is gone."""
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def workers(service: Served) -> list[int]:
    """Return the workers: what the process started that the service started."""
    return [worker for child in children(service.process.pid) for worker in children(child)]


def test_a_graph_whose_worker_dies(bundled_home: Path, tmp_path: Path) -> None:
    """The transfer breaks off before its end, and the client is told."""
    with logged(bundled_home, tmp_path / "log", workers=2, cache=0) as service:
        wait(lambda: fetch(service, "/ready").json["store"] == "memory")
        whole = fetch(service, GRAPH, Accept="application/n-triples")
        place = urlsplit(service.address)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        connection.request("GET", GRAPH, headers={"Accept": "application/n-triples"})
        answer = connection.getresponse()
        seen = answer.read(65536)
        for worker in workers(service):
            os.kill(worker, signal.SIGKILL)
        with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
            while part := answer.read(1 << 20):
                seen += part
        connection.close()
    assert 200 == answer.status
    assert len(seen) < len(whole.body)
