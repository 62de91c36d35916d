"""What strangers send to be checked harms nobody: it is refused, and ends when they leave."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import gzip
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from clients import logged

from conftest import Served
from klimagraph.namespaces import BASE
from klimagraph.web.templating import local
from klimagraph.web.validate import LARGEST_BEFORE

DATA = b'<a:a> a <a:C> ; <a:b> "x" .'
SHAPES = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix a: <a:> .\n"
SHAPE = "a:S a sh:NodeShape ; sh:targetClass a:C ; "
QUERY = 'sh:sparql [ sh:message "x" ; sh:prefixes a:p ; sh:select "SELECT $this { $this a ?c }" ] .'
GLUED = '"a:> SERVICE <http://127.0.0.1:9/"'
HEAD = (
    b"POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/turtle\r\n"
    b"Content-Length: %d\r\n\r\n"
)
SLOW = b"<a:a> <a:b> " + b"(" * 3_000_000 + b")" * 3_000_000 + b" ."
"""Statements that keep a validation busy for many seconds."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, bundled_home: Path) -> Iterator[Served]:
    """Yield a service; its log holds no traceback."""
    with logged(bundled_home, tmp_path_factory.mktemp("hostile") / "log") as one:
        yield one


def status(service: Served, **sent: bytes | str) -> int:
    """Send data with more fields, bytes as files; return the status of the answer."""
    files = {name: (f"{name}.ttl", data) for name, data in sent.items() if isinstance(data, bytes)}
    values = {name: data for name, data in sent.items() if isinstance(data, str)}
    address = f"{service.address}/validate"
    files["file"] = ("data.ttl", DATA)
    return httpx.post(address, files=files, data=values, timeout=120).status_code


def test_an_earlier_report_that_is_a_bomb(service: Served) -> None:
    """The service reads it itself, so only so much of it is unpacked."""
    assert 413 == status(service, before=gzip.compress(b" " * (LARGEST_BEFORE + 1), 1))


@pytest.mark.parametrize("name", ["x y", "a>b", "\x00", "{", "x" * 1000])
def test_names_that_no_dataset_has(service: Served, name: str) -> None:
    """What cannot be part of an IRI is the fault of who sent it."""
    assert 400 == status(service, dataset=name)


@pytest.mark.parametrize("name", ["\x00", "a>b"])
def test_templates_of_no_dataset(service: Served, name: str) -> None:
    """There are none."""
    address = f"{service.address}/templates/membership.csv"
    assert 404 == httpx.get(address, params={"dataset": name}).status_code


@pytest.mark.parametrize(
    "text",
    [
        f'a:p sh:declare [ sh:prefix "x" ; sh:namespace {GLUED} ] . {SHAPE}{QUERY}',
        SHAPE + "sh:not [ " * 2000 + "sh:minLength 1" + " ]" * 2000 + " .",
    ],
    ids=["query in a prefix", "two thousand shapes within each other"],
)
def test_shapes_that_are_refused(service: Served, text: str) -> None:
    """Shapes that cannot be used are the fault of who sent them."""
    assert 400 == status(service, shapes=(SHAPES + text).encode())


def test_who_leaves_makes_room(service: Served) -> None:
    """A validation ends with the connection of its client: many that left delay nobody."""
    place = urlsplit(service.address)
    for _ in range(10):
        with socket.create_connection((place.hostname, place.port)) as client:
            client.sendall(HEAD % len(SLOW) + SLOW)
    assert (
        200
        == httpx.post(
            f"{service.address}/validate",
            content=DATA,
            headers={"Content-Type": "text/turtle"},
            timeout=20,
        ).status_code
    )


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "JavaScript:x", "data:text/html,x"])
def test_addresses_that_are_scripts(iri: str) -> None:
    """No page links to them."""
    assert "#" == local(iri)


@pytest.mark.parametrize("rest", ["/evil.example/x", "//evil.example/x"])
def test_a_name_of_ours_never_leads_to_another_host(rest: str) -> None:
    """Two strokes in front would name a host."""
    assert "/evil.example/x" == local(f"{BASE}{rest}")
