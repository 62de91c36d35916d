"""Webhooks are told what happened, signed, and again where nobody answers."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from conftest import free_port
from klimagraph import ledger
from klimagraph.errors import InputRefused
from klimagraph.ledger import webhooks
from klimagraph.ledger.events import Concerns, note
from klimagraph.ledger.tokens import OPERATOR
from klimagraph.submissions.notifying import check_address, notify, signature

Told = list[tuple[dict[str, str], bytes]]


@contextmanager
def listening(status: int) -> Iterator[tuple[str, Told]]:
    """Yield the address of somebody who answers with a status, and what was told there."""
    told: Told = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.append((dict(self.headers), body))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hook", told
        finally:
            server.shutdown()
            thread.join()


def prepared(home: Path, url: str) -> None:
    """Enter a webhook, and then something that it is to be told."""
    with ledger.changing(home) as connection:
        webhooks.add(connection, url, "", "the secret")
        note(connection, OPERATOR, "published", Concerns("s", "mine"), release="2026.1.0")


def waiting(home: Path) -> list[int]:
    """Return how often each message that waits was tried."""
    with ledger.reading(home) as connection:
        return [message.attempts for message in webhooks.due(connection, 1e12)]


def test_a_message_is_signed(tmp_path: Path) -> None:
    """Whoever has the secret can see that it is from here."""
    with listening(204) as (url, told):
        prepared(tmp_path, url)
        notify(tmp_path, "https://data.example")
        notify(tmp_path, "https://data.example")
    ((headers, body),) = told
    assert signature("the secret", body) == headers["Klimagraph-Signature"]
    data = json.loads(body)
    assert ("published", "mine", "2026.1.0") == (data["event"], data["dataset"], data["release"])
    assert [] == waiting(tmp_path)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_who_does_not_take_it_is_told_again(tmp_path: Path, status: int) -> None:
    """Later, and never at another address that the answer names."""
    with listening(status) as (url, told):
        prepared(tmp_path, url)
        notify(tmp_path, "")
        notify(tmp_path, "")
    assert 1 == len(told)
    assert [1] == waiting(tmp_path)


def test_nobody_listens(tmp_path: Path) -> None:
    """The message waits."""
    prepared(tmp_path, f"http://127.0.0.1:{free_port()}/")
    notify(tmp_path, "")
    assert [1] == waiting(tmp_path)


@pytest.mark.parametrize(
    "url",
    ["http://elsewhere.example/", "ftp://127.0.0.1/", "https://", "https://u:p@e.example/", "x",
     "https://[", "file:///etc/passwd"],
)  # fmt: skip
def test_addresses_that_are_refused(url: str) -> None:
    """In the clear only on this machine, and without names and passwords."""
    with pytest.raises(InputRefused):
        check_address(url)


@pytest.mark.parametrize("url", ["https://e.example/hook?x=1", "http://localhost:8080/"])
def test_addresses_that_can_be_told(url: str) -> None:
    """By https everywhere."""
    assert url == check_address(url)
