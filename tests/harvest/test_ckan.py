"""CKAN's own harvester reads the catalogue: all of it, the same again, and deletes what is gone."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import pytest

from harvest import clients
from harvest.conftest import NUMBER, Feed
from klimagraph.harvest import snapshot
from klimagraph.namespaces import DATASETS

pytestmark = pytest.mark.usefixtures("ckan")
ALL = {f"{DATASETS}d{number:03}" for number in range(NUMBER)} | {f"{DATASETS}klimagraph"}
GONE, NEW = f"{DATASETS}d017", f"{DATASETS}d999"
LATER = ALL - {GONE} | {NEW}


def test_all_datasets_of_all_pages_come_and_come_again(feed: Feed) -> None:
    """Three pages, every dataset; a second run finds the same and deletes nothing."""
    first = clients.gather(feed.url)
    second = clients.gather(feed.url, first["imported"])
    assert (set(first["imported"]), first["errors"], first["crash"]) == (ALL, [], "")
    assert [one["method"] for one in first["requests"]] == ["HEAD", "GET"] * 3
    assert (first["datasets"], []) == (second["datasets"], second["deleted"])


def test_head_says_what_get_says(feed: Feed) -> None:
    """GET says of each page what HEAD said; the length of what is packed only GET knows."""
    asked = clients.gather(feed.url)["requests"]
    for head, get in zip(asked[::2], asked[1::2], strict=True):
        assert (head["url"], head["status"]) == (get["url"], get["status"])
        assert head["headers"].items() <= get["headers"].items()
        assert {"content-type", "etag", "last-modified", "vary"} <= set(head["headers"])


def test_one_withdrawn_dataset_is_deleted_and_only_that_one(feed: Feed) -> None:
    """What is withdrawn is in the deletion list, nothing else is."""
    before = clients.gather(feed.url)["imported"]
    feed.serve(feed.after)
    after = clients.gather(feed.url, before)
    assert (after["deleted"], set(after["imported"])) == ([GONE], LATER)


def test_a_run_during_a_publication_sees_one_snapshot(feed: Feed) -> None:
    """Between page 1 and 2 one dataset goes and one comes; the run sees the state it began with."""
    with clients.gathering(feed.url, sorted(ALL)) as paused:
        feed.serve(feed.after)
        done = paused.resume()
    assert (set(done["imported"]), done["deleted"], done["crash"]) == (ALL, [], "")
    later = clients.gather(feed.url, sorted(ALL))
    assert (later["deleted"], set(later["imported"])) == ([GONE], LATER)


def test_a_run_while_nothing_is_prepared_deletes_nothing(feed: Feed) -> None:
    """503 instead of a smaller catalogue: the run ends with an error and without deletions."""
    (feed.settings.home / snapshot.FOLDER / snapshot.POINTER).unlink()
    done = clients.gather(feed.url, sorted(ALL))
    feed.serve(feed.before)
    assert (done["imported"], done["deleted"]) == ([], [])
    assert {503} == {one["status"] for one in done["requests"]}
    assert ALL == set(clients.gather(feed.url)["imported"])


def test_the_other_profile_is_read_whole_too(feed: Feed) -> None:
    """The profile of the EU has the same datasets in the same pages."""
    done = clients.gather(f"{feed.url}?profile=dcat-ap")
    assert (set(done["imported"]), len(done["requests"])) == (ALL, 6)


@pytest.mark.parametrize("extension", ["jsonld", "ttl", "rdf"])
def test_every_format_is_read_whole(feed: Feed, extension: str) -> None:
    """The links between pages keep the format."""
    assert ALL == set(clients.gather(f"{feed.url}.{extension}")["imported"])


def test_licence_and_format_arrive(feed: Feed) -> None:
    """Each file has its licence, its format, size and checksum."""
    found = clients.gather(feed.url)["datasets"][f"{DATASETS}d000"]
    wanted = {"license", "format", "mimetype", "size", "hash", "download_url", "access_url"}
    assert [set()] * len(found["resources"]) == [wanted - set(one) for one in found["resources"]]
