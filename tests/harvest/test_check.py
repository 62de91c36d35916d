"""The check of our own catalogue says the same with and without the network."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from harvest.conftest import Feed
from klimagraph.harvest_check import own_feed
from klimagraph.harvest_check.checking import check
from klimagraph.harvest_check.network import network


def test_a_running_service_is_read_like_its_snapshot(feed: Feed) -> None:
    """Three pages, 250 datasets and their files, not one finding; the page says the same."""
    home = feed.settings.home
    with network() as fetch:
        asked = check(fetch, feed.url, files=True)
    read = check(own_feed.fetch_of(home, feed.before), own_feed.start_of(feed.before))
    assert ((), ()) == (asked.findings, read.findings)
    assert (asked.readings, asked.losses) == (read.readings, read.losses)
