"""The releases as an Atom feed (https://www.rfc-editor.org/rfc/rfc4287)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from clients import fetch
from defusedxml.ElementTree import fromstring

from conftest import Served, content, serving
from klimagraph.releases import all_releases, publish, roll_back

PATH = "/releases.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service with four releases; the last one was made from the second."""
    home = tmp_path_factory.mktemp("releases")
    many = [f"x{number}" for number in range(1200)]
    publish(home, {"a": content("a", many), "b": content("b", ["x"])}, "first")
    second = publish(home, {"a": content("a", many[:190])}, "second")
    publish(home, {"b": None, "c": content("c", ["x", "y"]), "a": content("a", many)}, "third")
    roll_back(home, second.name)
    publish(home, {"b": content("b", ["y"])}, "fourth")
    with serving(home) as running:
        yield running


def read(service: Served) -> Element:
    """Return the feed."""
    root: Element = fromstring(fetch(service, PATH).body)
    return root


def texts(element: Element, *names: str) -> list[str]:
    """Return the texts of what lies below."""
    return [str(found.text) for found in element.findall("/".join(ATOM + name for name in names))]


def test_it_tells_what_each_release_changed(service: Served) -> None:
    """In German and English, compared with the release from which it was made; newest first."""
    expected = [
        "geändert: b (1 Aussage) / changed: b (1 statement)",
        "neu: c (2 Aussagen); geändert: a (1.200 Aussagen, +1.010); zurückgezogen: b"
        " / new: c (2 statements); changed: a (1,200 statements, +1,010); withdrawn: b",
        "geändert: a (190 Aussagen, -1.010) / changed: a (190 statements, -1,010)",
        "neu: a (1.200 Aussagen), b (1 Aussage) / new: a (1,200 statements), b (1 statement)",
    ]
    assert expected == texts(read(service), "entry", "summary")


def test_an_entry_is_a_release(service: Served) -> None:
    """With its name, time and manifest."""
    known = all_releases(service.home)[::-1]
    feed = read(service)
    assert [one.created for one in known] == texts(feed, "entry", "updated")
    places = [f"{service.address}/releases/{one.name}" for one in known]
    assert places == texts(feed, "entry", "id")
    assert places == [link.get("href") for link in feed.findall(f"{ATOM}entry/{ATOM}link")]
    assert [200] * 4 == [fetch(service, place[len(service.address) :]).status for place in places]


def test_it_has_what_a_feed_must_have(service: Served) -> None:
    """Name, title, author, time of the newest entry, and where it is (sections 4.1.1, 4.1.2)."""
    feed = read(service)
    assert f"{ATOM}feed" == feed.tag
    for name in ("id", "title", "updated", "author"):
        assert 1 == len(feed.findall(ATOM + name))
    assert max(texts(feed, "entry", "updated"), key=datetime.fromisoformat) == feed[2].text
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    place = f"{service.address}/releases"
    assert {"self": f"{service.address}{PATH}", "alternate": place} == links
    for entry in feed.findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated", "summary"):
            assert 1 == len(texts(entry, name))
    assert 4 == len(set(texts(feed, "entry", "id")))


def test_who_has_it_is_told_so(service: Served) -> None:
    """A validator, a time, and HEAD."""
    got, head = fetch(service, PATH), fetch(service, PATH, "HEAD")
    assert "application/atom+xml" == got.headers["content-type"]
    assert (got.headers["etag"], b"") == (head.headers["etag"], head.body)
    assert got.headers["last-modified"].endswith("GMT")
    assert 304 == fetch(service, PATH, If_None_Match=got.headers["etag"]).status


def test_a_scratch_instance_has_no_releases(tmp_path: Path) -> None:
    """Its store changes in place; the feed is empty and still a feed."""
    with serving(tmp_path, gate="off") as running:
        feed = read(running)
    assert ([], ["1970-01-01T00:00:00Z"]) == (texts(feed, "entry", "id"), texts(feed, "updated"))
