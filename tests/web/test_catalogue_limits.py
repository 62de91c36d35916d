"""What strangers ask of the catalogue fills no memory, and its list is read in one piece."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import tracemalloc
from pathlib import Path

import pytest
from clients import fetch
from starlette.datastructures import State

from conftest import Served
from klimagraph.catalog import landing
from klimagraph.entities import lists
from klimagraph.errors import NotFound
from klimagraph.harvest import snapshot
from klimagraph.harvest.snapshot import content
from klimagraph.settings import Settings
from klimagraph.web import catalog_pages
from klimagraph.web.catalog import HELD, SHORT, Catalogue
from klimagraph.web.catalog_addresses import wanted
from klimagraph.web.entities import Listings


async def nobody(_scope: object, _receive: object, _send: object) -> None:
    """Answer nothing."""


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """Return a catalogue that has nothing, as far as it gets without a snapshot."""
    return Catalogue(State({"settings": Settings(tmp_path, gate="off")}), nobody)


@pytest.mark.parametrize(("length", "times"), [(20_000, 400), (SHORT // 4, 2 * HELD)])
def test_questions_fill_no_memory(catalogue: Catalogue, length: int, times: int) -> None:
    """Long ones are forgotten at once, short ones when there are many."""
    tracemalloc.start()
    try:
        for number in range(times):
            accept = f"*/*;x={number:0{length}}".encode()
            with pytest.raises(NotFound, match="scratch"):
                catalogue.reply("GET", "/catalog", b"", {b"accept": accept})
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 6_000_000


def test_what_others_add_to_a_page(harvested: Served) -> None:
    """Portals and letters count by it; the page for people takes it, the feed does not."""
    asked = "/dataset/memberships?utm_source=portal"
    got = fetch(harvested, asked, Accept="text/html")
    assert 200 == got.status
    plain = fetch(harvested, "/dataset/memberships", Accept="text/html")
    assert (got.body == plain.body) == (got.headers["etag"] == plain.headers["etag"])
    assert 400 == fetch(harvested, asked).status


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("profle=dcat-ap", "there is no parameter 'profle'"),
        ("x", "there is no parameter 'x'"),
        (f"profile={'x' * 600}", "longer than 512 bytes"),
        (f"{'page=1&' * 100}", "longer than 512 bytes"),
    ],
)
@pytest.mark.parametrize("path", ["/catalog", "/dataset/memberships.ttl", "/series/releases"])
def test_what_nobody_can_mean(harvested: Served, path: str, asked: str, told: str) -> None:
    """A misspelt parameter is refused rather than left out."""
    got = fetch(harvested, f"{path}?{asked}")
    assert (400, True) == (got.status, told in got.json["detail"])


def test_the_list_is_one_part(harvested_home: Path) -> None:
    """The page of the catalogue reads what was written for it, whatever number of datasets."""
    name = snapshot.current_name(harvested_home)
    assert name
    read: list[str] = []

    def reading(path: str) -> bytes:
        read.append(path)
        return content(harvested_home, name, path)

    found = snapshot.read(harvested_home, name)
    page = catalog_pages.catalogue(wanted("/catalog.html", "", None), found, reading)
    assert [landing.LIST] == read
    assert b"Mitgliedschaften" in page


def test_listings_have_bounds(harvested_home: Path) -> None:
    """Together they take up no more than they may; what is too large is read each time."""
    name = snapshot.current_name(harvested_home)
    assert name
    sizes = {
        folder: len(content(harvested_home, name, lists.path_of(folder)))
        for folder in ("alliance", "membership", "municipality")
    }
    for most in (0, max(sizes.values()), sum(sizes.values())):
        held = Listings(most)
        for folder in (*sizes, *sizes):
            assert folder == held.read(harvested_home, name, folder).folder
            assert held.held <= most
    assert held.held == sum(sizes.values())
    assert held.read(harvested_home, name, "alliance") is held.read(
        harvested_home, name, "alliance"
    )
