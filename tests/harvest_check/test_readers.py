"""What the readers make of a feed, where they differ."""

from collections.abc import Callable

import pytest

from harvest_check.feeds import START, Feed, broken, iri, right
from harvest_check.mistakes import MISTAKES
from klimagraph.harvest_check.checking import Before, check
from klimagraph.harvest_check.faults import CLIENTS
from klimagraph.harvest_check.network import network
from klimagraph.harvest_check.walking import MOST

BY_CODE = dict(MISTAKES)
KNOWN = Before("earlier", dict.fromkeys(CLIENTS, tuple(iri(name) for name in "abcd")))


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("status", (0, 0, 2)),
        ("head-refused", (4, 0, 4)),
        ("type-json", (0, 0, 4)),
        ("untitled", (0, 0, 4)),
        ("stub", (0, 0, 5)),
        ("context-1.1", (4, 4, 0)),
        ("total-missing", (4, 4, 0)),
        ("identifier-same", (4, 3, 3)),
        ("no-distribution", (4, 3, 4)),
        ("same-bytes", (2, 2, 2)),
        ("readers-differ", (4, 4, 2)),
        ("next-elsewhere", (0, 0, 2)),
        ("no-datasets", (0, 0, 0)),
    ],
)
def test_how_many_datasets_each_reader_takes(code: str, counts: tuple[int, int, int]) -> None:
    """CKAN, GovData, piveau: as was seen with the real programs (docs/harvest-check.md)."""
    report = check(broken(BY_CODE[code]).fetch, START)
    assert counts == tuple(len(each.datasets) for each in report.readings)


@pytest.mark.parametrize("code", ["status", "untitled", "no-answer", "not-parsed", "loop"])
def test_a_run_that_breaks_deletes_nothing(code: str) -> None:
    """Whoever did not read to the end has nothing to delete."""
    report = check(broken(BY_CODE[code]).fetch, START, KNOWN)
    stopped = {each.client for each in report.readings if each.stopped}
    assert stopped
    assert [()] * len(stopped) == [report.deletions[client] for client in sorted(stopped)]


def test_an_empty_catalogue_deletes_everything() -> None:
    """An empty answer of success is the worst mistake of all."""
    report = check(broken(BY_CODE["no-datasets"]).fetch, START, KNOWN)
    assert [len(gone) for gone in report.deletions.values()] == [4, 4, 4]
    assert {"no-datasets", "deletes-many"} <= {each.code for each in report.findings}


def test_a_feed_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many pages the check gives up and says so."""
    monkeypatch.setattr("klimagraph.harvest_check.walking.MOST", 3)
    report = check(right("abcdefgh").fetch, START)
    assert {"too-many-pages"} <= {each.code for each in report.findings}
    assert MOST > 3


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_link_costs_a_dataset_whatever_the_order(order: str) -> None:
    """A link over a page border: the other dataset is deleted at night or with the first."""

    def link(feed: Feed) -> None:
        feed.dataset(order[0])["dct:relation"] = {"@id": iri(order[1])}

    broken_feed: Callable[[Feed], None] = link
    report = check(broken(broken_feed).fetch, START)
    assert {iri(order[1])} == {
        each.subject for each in report.findings if each.code in ("linked", "lost-by-links")
    }


def test_an_address_that_no_name_can_be_made_of() -> None:
    """What a feed links to is not always an address; that is said, and nothing breaks."""
    with network() as fetch:
        answer = fetch("GET", f"http://{'a' * 80}.example/", {})
    assert answer.status == 0
    assert answer.fault
