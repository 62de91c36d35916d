"""Pages say what a browser may do with them, and keep to it."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import re

import pytest
from clients import fetch

from conftest import Served

PAGES = ("/", "/validate", "/submissions", "/templates", "/sparql", "/releases", "/nothing",
         "/ontology", "/shapes", "/doc/municipality/15085040", "/search?q=Halle",
         "/reconcile/preview?id=municipality/15085040")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_what_is_in_a_page_is_allowed(served: Served, path: str) -> None:
    """Scripts and styles are files of this place; nothing in the page could be one."""
    got = fetch(served, path, Accept="text/html")
    assert got.headers["content-type"].startswith("text/html")
    policy = got.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert [] == re.findall("<style", got.text)
    assert [] == re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", got.text)
    allowed = r"type=\"application/ld\+json\">|type=\"module\" src=\"/assets/[\w.-]+\"></script>"
    assert [] == re.findall(rf"<script (?!{allowed})|<script>", got.text)


def test_data_have_no_policy(served: Served) -> None:
    """It is for pages."""
    got = fetch(served, "/doc/municipality/15085040", Accept="text/turtle")
    assert "content-security-policy" not in got.headers
