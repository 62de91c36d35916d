"""Answers are made smaller for clients that take it, and stay the same answers."""

import gzip
import http.client
import socket
from pathlib import Path

import pytest
import zstandard
from clients import COUNT, STREAM, Got, dialled, fetch, query, sparql

from conftest import Served, serving

ROWS = """PREFIX klima: <https://w3id.org/klimagraph/ns#>
SELECT ?s ?label { ?s a klima:State ; ?p ?label } ORDER BY ?s ?p ?label"""
MANY = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 60000"
"""More than is held back until it is whole."""


def unpacked(got: Got) -> bytes:
    """Return the body as it was before it was compressed."""
    coding = got.headers.get("content-encoding", "")
    if coding == "gzip":
        return gzip.decompress(got.body)
    if coding == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(got.body)
    assert coding == ""
    return got.body


@pytest.mark.parametrize("text", [ROWS, MANY])
@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_the_answer_is_the_same(served: Served, coding: str, text: str) -> None:
    """What is unpacked is what others get, short or long."""
    plain = query(served, text, "text/csv")
    small = fetch(served, sparql(text), Accept="text/csv", Accept_Encoding=coding)
    assert coding == small.headers["content-encoding"]
    assert unpacked(small) == plain.body
    assert 3 * len(small.body) < len(plain.body)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip", "gzip"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("*", "zstd"),
        ("gzip;q=0", ""),
        ("br", ""),
        ("identity", ""),
        ("identity, *;q=0", ""),
        ("*;q=0.5, identity", ""),
        ("", ""),
        (";;q=,", ""),
    ],
)
def test_the_client_chooses(served: Served, accepted: str, coding: str) -> None:
    """Nothing is sent that the client did not say it takes."""
    got = fetch(served, sparql(ROWS), Accept="text/csv", Accept_Encoding=accepted)
    assert coding == got.headers.get("content-encoding", "")


def test_each_coding_has_a_validator_of_its_own(served: Served) -> None:
    """A strong validator names bytes, and those differ (RFC 9110, section 8.8.3.3)."""
    tags = {
        fetch(served, sparql(ROWS), Accept_Encoding=coding).headers["etag"]
        for coding in ("", "gzip", "zstd")
    }
    assert len(tags) == 3


@pytest.mark.parametrize("other", ['"other-zstd"', '"other-zstd", W/"another"', ""])
def test_a_304_names_what_the_client_has(served: Served, other: str) -> None:
    """Who has the answer as it is hears that, whatever else was kept in which coding."""
    tag = fetch(served, sparql(ROWS)).headers["etag"]
    named = ", ".join(item for item in (other, tag) if item)
    again = fetch(served, sparql(ROWS), Accept_Encoding="zstd", If_None_Match=named)
    assert (304, tag) == (again.status, again.headers["etag"])


def test_a_304_names_the_coding_that_is_liked_best(served: Served) -> None:
    """Who has both hears of the one that would be sent."""
    tags = [
        fetch(served, sparql(ROWS), Accept_Encoding=coding).headers["etag"]
        for coding in ("", "zstd")
    ]
    again = fetch(served, sparql(ROWS), Accept_Encoding="zstd", If_None_Match=", ".join(tags))
    assert (304, tags[1]) == (again.status, again.headers["etag"])


@pytest.mark.parametrize("coding", ["", "gzip", "zstd"])
def test_who_has_it_gets_nothing(served: Served, coding: str) -> None:
    """304 comes back for the validator of the coding, which it repeats."""
    tag = fetch(served, sparql(ROWS), Accept_Encoding=coding).headers["etag"]
    again = fetch(served, sparql(ROWS), Accept_Encoding=coding, If_None_Match=tag)
    assert (304, tag, b"") == (again.status, again.headers["etag"], again.body)


@pytest.mark.parametrize("path", ["/", "/ontology", "/catalog", "/queries", "/doc/alliance/klikks"])
def test_other_routes_too(served: Served, path: str) -> None:
    """Pages and documents are compressed, and caches are told."""
    got = fetch(served, path, Accept_Encoding="gzip")
    assert (got.status, got.headers["content-encoding"]) == (200, "gzip")
    assert "Accept-Encoding" in got.headers["vary"]
    assert unpacked(got) == fetch(served, path).body


def test_small_answers_are_left_alone(served: Served) -> None:
    """Where nothing is gained nothing is done."""
    got = fetch(served, sparql(COUNT), Accept_Encoding="gzip")
    assert "content-encoding" not in got.headers


def test_head_says_what_get_would(served: Served) -> None:
    """HEAD has the headers of GET and no body."""
    path = sparql(ROWS)
    got, head = (fetch(served, path, method, Accept_Encoding="gzip") for method in ("GET", "HEAD"))
    names = ("content-encoding", "etag", "vary", "content-type")
    assert [got.headers[name] for name in names] == [head.headers[name] for name in names]
    assert head.body == b""


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_broken_transfer_is_seen(home: Path, coding: str) -> None:
    """A compressed answer that cannot be completed has no end."""
    with serving(home, query_timeout=4) as hasty, pytest.raises(http.client.IncompleteRead):
        for _ in range(5):  # a busy machine may not come to the first row
            got = fetch(hasty, sparql(STREAM), Accept="text/csv", Accept_Encoding=coding)
            assert got.status == 503


def test_clients_of_http_1_0_get_it_plain(served: Served) -> None:
    """They need a length, and would not see where a compressed answer was broken off."""
    with dialled(served) as connection:
        connection.sendall(
            f"GET {sparql(MANY)} HTTP/1.0\r\n"
            "Accept-Encoding: gzip\r\nAccept: text/csv\r\n\r\n".encode()
        )
        head, _, body = _all_of(connection).partition(b"\r\n\r\n")
    assert b"content-encoding" not in head.lower()
    assert f"content-length: {len(body)}".encode() in head.lower()


def _all_of(connection: socket.socket) -> bytes:
    received = bytearray()
    while part := connection.recv(1 << 20):
        received += part
    return bytes(received)
