"""The harvest check says of each faulty feed what the real clients do with it."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest

from harvest import clients
from harvest_check.feeds import broken
from harvest_check.mistakes import MISTAKES
from harvest_check.serving import on_loopback
from klimagraph.harvest_check.checking import check
from klimagraph.harvest_check.faults import CKAN, PIVEAU
from klimagraph.harvest_check.network import network

ENDLESS, HUGE = "loop", "too-large"
"""The one never ends at CKAN, the other would take its memory."""
FEEDS = [(code, break_it) for code, break_it in MISTAKES if code not in (ENDLESS, HUGE)]


@pytest.mark.usefixtures("ckan")
def test_ckan_takes_from_each_faulty_feed_what_the_check_says() -> None:
    """The datasets that the real gather stage would import are those that were predicted."""
    feeds = [broken(break_it) for _, break_it in FEEDS]
    with on_loopback(feeds) as urls, network() as fetch:
        done = clients.gather_all(urls)
        readings = [check(fetch, url).readings[0] for url in urls]
    assert {CKAN} == {each.client for each in readings}
    codes = [code for code, _ in FEEDS]
    real = [(code, set(each["imported"])) for code, each in zip(codes, done, strict=True)]
    said = [(code, set(each.datasets)) for code, each in zip(codes, readings, strict=True)]
    assert real == said


@pytest.mark.usefixtures("jena")
@pytest.mark.parametrize(
    "code",
    ["type-json", "context-1.1", "total-missing", "identifier-same", "readers-differ", "stub"],
)
def test_piveau_takes_what_the_check_says(code: str, tmp_path: Path) -> None:
    """Where piveau differs from CKAN, Jena and the importer's steps agree with the check."""
    with on_loopback([broken(dict(MISTAKES)[code])]) as (url,), network() as fetch:
        done = clients.piveau(url, tmp_path)
        reading = check(fetch, url).readings[2]
    assert PIVEAU == reading.client
    assert (sorted(reading.datasets), bool(reading.stopped)) == (
        sorted(done["identifiers"]),
        bool(done["error"]),
    )
