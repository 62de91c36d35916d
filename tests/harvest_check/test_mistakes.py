"""Each mistake that a feed can have is named."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Callable, Mapping

import pytest

from harvest_check.feeds import START, Feed, answer, broken, right
from harvest_check.mistakes import MISTAKES, SECOND, other_type, remote
from klimagraph.harvest_check.checking import check
from klimagraph.harvest_check.fetching import Response
from klimagraph.harvest_check.findings import FAULTS
from klimagraph.harvest_check.network import network


def test_a_feed_without_mistakes_has_no_finding() -> None:
    """Nothing is found where nothing is wrong, and all three readers read all of it."""
    report = check(right().fetch, START, files=True)
    assert () == report.findings
    assert [(each.pages, len(each.datasets)) for each in report.readings] == [
        (2, 4),
        (2, 4),
        (2, 4),
    ]


@pytest.mark.parametrize(("code", "break_it"), MISTAKES, ids=[code for code, _ in MISTAKES])
def test_each_mistake_is_named(code: str, break_it: Callable[[Feed], None]) -> None:
    """The finding has the code of the mistake."""
    report = check(broken(break_it).fetch, START, files=True)
    assert code in {each.code for each in report.findings}


def test_every_mistake_of_the_table_has_a_feed() -> None:
    """No row of the table is without a feed that has the mistake; two are tested elsewhere."""
    elsewhere = {"deletes-many", "too-many-pages"}
    assert set(FAULTS) == {code for code, _ in MISTAKES} | elsewhere


def test_a_page_asks_for_nothing_special_and_is_asked_for_once() -> None:
    """HEAD and then GET of each page, once for all three readers."""
    feed = right()
    check(feed.fetch, START)
    wanted = [(method, page) for page in (START, SECOND) for method in ("HEAD", "GET")]
    assert wanted == feed.asked


def test_remote_contexts_are_never_fetched() -> None:
    """Only the page itself is asked for."""
    feed = broken(remote)
    check(feed.fetch, START)
    assert {START} == {url for _, url in feed.asked}


def test_messages_say_the_value_in_both_languages() -> None:
    """What was found stands in the German and in the English message."""
    report = check(broken(other_type("text/html")).fetch, START)
    found = report.findings[0]
    assert ("text/html" in found.text("de"), "text/html" in found.text("en")) == (True, True)


@pytest.mark.parametrize("link", ["http://[", "ftp://feed.example/", "", "urn:x"])
def test_a_link_that_is_no_address_is_only_a_finding(link: str) -> None:
    """Whatever stands in a link, the check comes to its end."""
    feed = right()
    feed.view()["hydra:next"] = feed.view()["hydra:nextPage"] = link
    with network() as fetch:

        def asked(method: str, url: str, headers: Mapping[str, str]) -> Response:
            answerer = feed.fetch if url.startswith(START) else fetch
            return answerer(method, url, headers)

        report = check(asked, START)
    assert link == "" or {"next-elsewhere", "no-answer"} <= {each.code for each in report.findings}


def test_deep_nesting_is_refused() -> None:
    """A page of a hundred thousand brackets cannot be parsed, and that is all."""
    feed = right()
    feed.answers["GET", SECOND] = answer(b"[" * 100_000, "application/ld+json")
    assert "not-parsed" in {each.code for each in check(feed.fetch, START).findings}
