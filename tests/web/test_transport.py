"""Heads of answers that skip the steps of the server, and those that must not."""

from typing import Any

import pytest

from klimagraph.cli.transport import head

OWN = [(b"date", b"Sun, 22 Nov 2026 12:00:00 GMT")]


def _start(*headers: tuple[bytes, bytes], status: int = 200) -> dict[str, Any]:
    return {"type": "http.response.start", "status": status, "headers": list(headers)}


def test_a_head_has_all_headers() -> None:
    """The server's own come first."""
    start = _start((b"content-type", b"text/plain"), (b"content-length", b"3"), status=404)
    lines = [
        b"HTTP/1.1 404 Not Found",
        b"date: Sun, 22 Nov 2026 12:00:00 GMT",
        b"content-type: text/plain",
        b"content-length: 3",
    ]
    assert b"\r\n".join([*lines, b"", b""]) == head(start, 3, OWN)


@pytest.mark.parametrize(
    "header",
    [
        (b"x-name", b"a\r\nset-cookie: b"),
        (b"x-name", b"a\nb"),
        (b"x-name", b"a\x00"),
        (b"x-name\r\nb", b"a"),
        (b"connection", b"close"),
        (b"transfer-encoding", b"chunked"),
    ],
)
def test_the_server_looks_at_what_may_break_the_head(header: tuple[bytes, bytes]) -> None:
    """It refuses characters that may not stand there, and closes where it is told to."""
    assert head(_start((b"content-length", b"3"), header), 3, OWN) is None


@pytest.mark.parametrize(("length", "status"), [(b"4", 200), (b"3", 204), (b"3", 304)])
def test_the_server_looks_at_lengths_that_do_not_fit(length: bytes, status: int) -> None:
    """An answer is as long as it says, or broken off."""
    assert head(_start((b"content-length", length), status=status), 3, OWN) is None


def test_a_tab_may_stand_in_a_value() -> None:
    """It is no control character for RFC 9110, section 5.5."""
    found = head(_start((b"content-length", b"0"), (b"x-name", b"a\tb")), 0, OWN)
    assert found is not None
    assert b"x-name: a\tb\r\n" in found
