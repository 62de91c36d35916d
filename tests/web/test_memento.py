"""Answers name their release and can be had again; older ones are found by name or by time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from clients import COUNT, fetch, query, sparql, wait

from conftest import Served, content, serving
from klimagraph import releases
from klimagraph.releases import publish

LONG_AGO, LATER = "Thu, 01 Jan 2004 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service whose second release has one statement more than its first."""
    home = tmp_path_factory.mktemp("memento")
    for names in (["x1"], ["x1", "x2"]):
        publish(home, {"a": content("a", names)}, "release")
    with serving(home, workers=2) as running:
        yield running


def number(body: str) -> int:
    """Return the number that a CSV of one cell holds."""
    return int(body.split()[1])


def test_the_address_of_an_answer_gives_it_again(service: Served) -> None:
    """Content-Location leads to the same bytes, whatever was published since."""
    first = query(service, COUNT, "text/csv")
    publish(service.home, {"b": content("b", ["y"])}, "later")
    again = fetch(service, first.headers["content-location"])
    assert (200, first.body) == (again.status, again.body)
    assert first.headers["klimagraph-release"] == again.headers["klimagraph-release"]
    assert first.headers["memento-datetime"] == again.headers["memento-datetime"]


def test_an_answer_to_a_post_has_an_address_too(service: Served) -> None:
    """It can be cited like one to a GET."""
    kind = "application/sparql-query"
    got = fetch(service, "/sparql", "POST", COUNT.encode(), Content_Type=kind, Accept="text/csv")
    assert got.body == fetch(service, got.headers["content-location"]).body


@pytest.mark.parametrize("path", ["/queries/members-of-an-alliance.csv", "/graphs?default"])
def test_other_answers_have_addresses(service: Served, path: str) -> None:
    """Named queries and graphs as well."""
    got = fetch(service, path)
    assert got.body == fetch(service, got.headers["content-location"]).body


def test_a_time_selects_a_release(service: Served) -> None:
    """Before the first release it is the first, later the last one (RFC 7089, section 4.5)."""
    last = releases.current_name(service.home)
    wait(lambda: bool(fetch(service, "/ready").json["release"] == last))
    past = fetch(service, sparql(COUNT), Accept="text/csv", Accept_Datetime=LONG_AGO)
    future = fetch(service, sparql(COUNT), Accept="text/csv", Accept_Datetime=LATER)
    names = [release.name for release in releases.all_releases(service.home)]
    assert names[0] == past.headers["klimagraph-release"]
    assert names[-1] == future.headers["klimagraph-release"]
    assert "Accept-Datetime" in past.headers["vary"]


def test_the_time_of_an_answer_is_that_of_its_release(service: Served) -> None:
    """Memento-Datetime is when the release was made."""
    release = releases.all_releases(service.home)[0]
    got = fetch(service, sparql(COUNT, release=release.name))
    created = datetime.fromisoformat(release.created).astimezone(UTC)
    assert format_datetime(created, usegmt=True) == got.headers["memento-datetime"]
    assert datetime.now(UTC) - created < timedelta(hours=1)


@pytest.mark.parametrize("text", ["gestern", "Fri, 31 Dec 9999 23:59:59 -2359"])
def test_a_time_must_be_a_date_of_http(service: Served, text: str) -> None:
    """Anything else is refused with an example."""
    got = fetch(service, sparql(COUNT), Accept_Datetime=text)
    assert (got.status, "GMT" in got.json["detail"]) == (400, True)


def test_a_graph_that_is_gone_is_found_in_its_release(tmp_path: Path) -> None:
    """Its address with the release still gives it; before it was there it is not found."""
    graph = "https://w3id.org/klimagraph/dataset/b"
    publish(tmp_path, {"a": content("a", ["x"])}, "first")
    publish(tmp_path, {"b": content("b", ["y"])}, "second")
    with serving(tmp_path, workers=2) as running:
        first, second = (release.name for release in releases.all_releases(tmp_path))
        got = fetch(running, f"/graphs?graph={graph}")
        third = publish(tmp_path, {"b": None}, "third").name
        wait(lambda: bool(fetch(running, "/ready").json["release"] == third))
        again = fetch(running, got.headers["content-location"])
        early = fetch(running, f"/graphs?graph={graph}&release={first}")
    assert (200, got.body, 404) == (again.status, again.body, early.status)
    assert second == again.headers["klimagraph-release"]


def test_after_a_rollback_the_present_is_what_is_served(tmp_path: Path) -> None:
    """A later release that was taken back is not chosen by time."""
    for names in (["x1"], ["x1", "x2"]):
        publish(tmp_path, {"a": content("a", names)}, "release")
    releases.roll_back(tmp_path, releases.all_releases(tmp_path)[0].name)
    with serving(tmp_path, workers=2) as running:
        timed = fetch(running, sparql(COUNT), Accept="text/csv", Accept_Datetime=LATER)
    assert number(timed.text) == 1


def test_a_pruned_release_says_so(tmp_path: Path) -> None:
    """By name and by time it is 410: it existed."""
    for names in (["x1"], ["x2"]):
        publish(tmp_path, {"a": content("a", names)}, "release")
    first = releases.all_releases(tmp_path)[0].name
    releases.prune(tmp_path, 1)
    with serving(tmp_path, workers=2) as running:
        named = fetch(running, sparql(COUNT, release=first))
        timed = fetch(running, sparql(COUNT), Accept_Datetime=LONG_AGO)
    assert (named.status, timed.status) == (410, 410)
    assert "pruned" in named.json["detail"]


def test_the_editor_keeps_a_release_that_was_asked_for(tmp_path: Path) -> None:
    """A pruned one stands among those to choose and says so; one that is kept says nothing."""
    for names in (["x1"], ["x2"], ["x3"]):
        publish(tmp_path, {"a": content("a", names)}, "release")
    first, second, third = (release.name for release in releases.all_releases(tmp_path))
    releases.prune(tmp_path, 2)
    with serving(tmp_path, workers=2) as running:
        pages = [
            fetch(running, f"/query?release={name}", Accept="text/html").text
            for name in (first, second, third)
        ]
    gone = f'<option value="{first}" selected>{first} (nicht mehr vorgehalten)</option>'
    kept = f'<option value="{second}" selected>{second}</option>'
    expected = [(True, False), (False, True), (False, False)]
    assert expected == [(gone in page, kept in page) for page in pages]
    assert all(f'<option value="">aktuelle ({third})</option>' in page for page in pages)
