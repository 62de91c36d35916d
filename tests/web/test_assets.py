"""Styles and scripts: under names that follow their content, for ever; nothing else from there."""

import re

import pytest
from clients import fetch

from conftest import Served


def files(served: Served) -> list[str]:
    """Return the files that the first page loads."""
    return re.findall(
        r'(?:src|href)="(/assets/[^"]+)"', fetch(served, "/", Accept="text/html").text
    )


def test_pages_load_what_is_there(served: Served) -> None:
    """Each file of a page has its media type and may be kept for ever; who has it gets 304."""
    found = files(served)
    assert {"css", "js", "svg"} == {path.rpartition(".")[2] for path in found}
    for path in found:
        got = fetch(served, path)
        assert got.status == 200
        assert "immutable" in got.headers["cache-control"]
        assert fetch(served, path, If_None_Match=got.headers["etag"]).status == 304


@pytest.mark.parametrize("name", ["manifest.json", "../policy.py", "nothing.js", "%2e%2e%2fapp.py"])
def test_nothing_else_is_there(served: Served, name: str) -> None:
    """What the build did not make for browsers is not given away."""
    assert fetch(served, f"/assets/{name}").status == 404


def test_the_icon(served: Served) -> None:
    """Browsers ask for it by its old name, too."""
    assert fetch(served, "/favicon.ico").headers["content-type"] == "image/svg+xml"
