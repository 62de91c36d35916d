"""The language of an answer: what a browser likes, and where the same page is in another one."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import re

import pytest
from clients import fetch

from conftest import Served
from klimagraph.web.language import preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "de"),
        ("*", "de"),
        ("fr", "de"),
        ("en-GB", "en"),
        ("EN;q=0.2, de;q=0.1", "en"),
        ("de;q=0, *", "en"),
        ("de;q=0.5, *;q=0.8", "en"),
        ("de-AT;q=0.5, *;q=0.4", "de"),
        ("en;q=0, *", "de"),
    ],
)
def test_what_a_browser_likes(header: str, language: str) -> None:
    """An asterisk speaks only for languages that are not named (RFC 9110, section 12.5.4)."""
    assert language == preferred(header)


@pytest.mark.parametrize("path", ["//evil.com/", "///evil.com", "/%5Cevil.com/", "//evil.com/?a=b"])
def test_no_link_leads_to_another_host(served: Served, path: str) -> None:
    """An address with two slashes at its start would be one; it is a path here."""
    page = fetch(served, path, Accept="text/html")
    assert 404 == page.status
    assert [] == re.findall(r'(?:href|action)="[/\\]{2}[^"]*"', page.text)
    assert re.search(r'href="/[^"]*evil\.com[^"]*lang=en', page.text)


@pytest.mark.parametrize("path", ["/coverage.csv", "/coverage/15.csv", "/query/completion.json"])
def test_data_with_words_say_their_language(served: Served, path: str) -> None:
    """They are kept apart by it, and no cache gives somebody those of somebody else."""
    german, english = (fetch(served, path, Accept_Language=one) for one in ("de", "en"))
    assert ("de", "en") == tuple(got.headers["content-language"] for got in (german, english))
    assert "Accept-Language" in german.headers["vary"]
    assert german.headers["etag"] != english.headers["etag"]
