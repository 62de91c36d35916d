"""The entity feed as mirrors read it."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from clients import Got, fetch
from pyoxigraph import NamedNode, RdfFormat, parse

from conftest import PUBLIC, Served
from klimagraph.releases import current, open_read_only, store_of

BASE = "https://w3id.org/klimagraph/"
"""Where names begin."""


def path_of(iri: str) -> str:
    """Return the path of an address of this instance."""
    parts = urlsplit(iri)
    assert iri.startswith(PUBLIC)
    return f"{parts.path}?{parts.query}"


def walked(service: Served, path: str, link: str = "hydra:next") -> list[dict[str, Any]]:
    """Return all pages that the links lead to."""
    pages = [fetch(service, path).json]
    while link in pages[-1]["hydra:view"]:
        pages.append(fetch(service, path_of(pages[-1]["hydra:view"][link]["@id"])).json)
    return pages


def members(pages: list[dict[str, Any]]) -> list[str]:
    """Return the things of pages."""
    return [one["id"] for page in pages for one in page["hydra:member"]]


@pytest.mark.parametrize("link", ["hydra:next", "hydra:nextPage"])
def test_following_the_links_gives_every_thing_once(harvested: Served, link: str) -> None:
    """Older and newer clients of Hydra get all things, each once, as many as were announced."""
    pages = walked(harvested, "/entities/membership?per_page=30", link)
    found = members(pages)
    assert len(found) == len(set(found))
    assert {len(found)} == {page["hydra:totalItems"] for page in pages}
    assert {len(found)} == {page["hydra:view"]["hydra:totalItems"] for page in pages}
    assert {f"{BASE}id/membership"} == {iri.rpartition("/")[0] for iri in found}


def test_links_name_the_snapshot(harvested: Served) -> None:
    """All pages after the first are those of its snapshot, and may be kept for ever."""
    first = fetch(harvested, "/entities/evidence")
    assert "public, max-age=300" == first.headers["cache-control"]
    following = path_of(first.json["hydra:view"]["hydra:next"]["@id"])
    assert "snapshot=" in following
    assert "immutable" in fetch(harvested, following).headers["cache-control"]


def test_the_list_of_classes(harvested: Served) -> None:
    """Each class says how many things it has; people are in none."""
    listed = fetch(harvested, "/entities").json["hydra:member"]
    counts = {one["hydra:title"]: one["hydra:totalItems"] for one in listed}
    assert {"membership", "municipality", "alliance", "concept", "dataset"} <= counts.keys()
    assert "person" not in counts
    for one in listed:
        page = fetch(harvested, path_of(one["@id"])).json
        assert one["hydra:totalItems"] == page["hydra:totalItems"]


def test_a_page_is_rdf_with_everything_about_its_things(harvested: Served) -> None:
    """Read as RDF a page holds all statements about its things, in the default graph."""
    page = fetch(harvested, "/entities/grant")
    quads = list(parse(page.body, format=RdfFormat.JSON_LD))
    assert {"DEFAULT"} == {str(quad.graph_name) for quad in quads}
    found = {(str(one.subject), str(one.predicate), str(one.object)) for one in quads}
    release = current(harvested.home)
    assert release is not None
    store = open_read_only(store_of(harvested.home, release.name))
    for iri in members([page.json]):
        for quad in store.quads_for_pattern(NamedNode(iri), None, None, None):
            assert (str(quad.subject), str(quad.predicate), str(quad.object)) in found


def test_filters_by_state_and_alliance(harvested: Served) -> None:
    """A state chooses by official key, an alliance by its name; both may be IRIs."""
    everything = members(walked(harvested, "/entities/membership"))
    harz = members(
        walked(harvested, "/entities/membership?alliance=netzwerk-klimaschutzmanager-harz")
    )
    assert [iri for iri in everything if "/netzwerk-klimaschutzmanager-harz--" in iri] == [
        iri for iri in harz if "/netzwerk-klimaschutzmanager-harz--" in iri
    ]
    assert 0 < len(harz) < len(everything)
    by_key = members(walked(harvested, "/entities/municipality?state=04&per_page=1"))
    assert [f"{BASE}id/municipality/0401{one}000" for one in (1, 2)] == by_key
    iri = f"{BASE}id/state/04"
    assert by_key == members(walked(harvested, f"/entities/municipality?state={iri}"))
    both = "/entities/membership?state=15&alliance=netzwerk-klimaschutzmanager-harz"
    assert set(members(walked(harvested, both))) < set(harz)


def test_filters_stay_in_the_links(harvested: Served) -> None:
    """The next page of a chosen list is one of the same choice."""
    page = fetch(harvested, "/entities/membership?state=15&per_page=1").json
    assert "state=15" in page["hydra:view"]["hydra:next"]["@id"]


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/entities/none", 404, "membership"),
        ("/entities/person", 404, "people"),
        ("/entities/membership?page=9999", 404, "the last one is"),
        ("/entities/membership?page=0", 400, "page"),
        ("/entities/membership?per_page=1001", 400, "per_page"),
        ("/entities/membership?state=99", 400, "01 to 16"),
        ("/entities/membership?stat=15", 400, "'stat'"),
        ("/entities/membership?snapshot=2026.1.0-00000000", 404, "snapshot"),
        ("/entities/membership?snapshot=../x", 404, "snapshot"),
        ("/entities/..%2F..%2Fsnapshot", 404, "nothing"),
    ],
)
def test_what_is_not_there(harvested: Served, path: str, status: int, word: str) -> None:
    """What is asked for wrongly is refused, and the answer says what is allowed."""
    got = fetch(harvested, path)
    assert status == got.status
    assert word in got.json["detail"]


def test_whoever_has_a_page_gets_it_no_more(harvested: Served) -> None:
    """ETag and Last-Modified are good for 304; another time is not."""
    path = "/entities/alliance"
    got = fetch(harvested, path)
    time = got.headers["last-modified"]
    known: list[tuple[int, dict[str, str]]] = [
        (304, {"If-None-Match": got.headers["etag"]}),
        (304, {"If-Modified-Since": time}),
        (200, {"If-Modified-Since": "Sun, 22 Nov 2099 00:00:00 GMT"}),
        (200, {"If-None-Match": '"other"', "If-Modified-Since": time}),
    ]
    assert [status for status, _ in known] == [
        fetch(harvested, path, "GET", None, **headers).status for _, headers in known
    ]


def test_an_alliance_that_is_not_there(harvested: Served) -> None:
    """A misspelt alliance is refused, like a state: nothing is not its answer."""
    got = fetch(harvested, "/entities/membership?alliance=klimabuendniss")
    assert got.status == 400
    assert "klima-buendnis" in got.json["detail"]


def test_head_of_a_page(harvested: Served) -> None:
    """HEAD says what GET says, without the body."""
    head: Got = fetch(harvested, "/entities/alliance", "HEAD")
    got = fetch(harvested, "/entities/alliance")
    assert (200, b"") == (head.status, head.body)
    assert "application/ld+json" == head.headers["content-type"]
    assert got.headers["etag"] == head.headers["etag"]
    assert str(len(got.body)) == head.headers["content-length"]
    assert "*" == head.headers["access-control-allow-origin"]


def test_the_feed_is_documented(harvested: Served) -> None:
    """OpenAPI describes the parameters with examples."""
    described = fetch(harvested, "/openapi.json").json["paths"]["/entities/{folder}"]["get"]
    names = {one["name"] for one in described["parameters"]}
    assert {"folder", "page", "per_page", "state", "alliance", "snapshot"} == names
    assert "hydra:view" in json.dumps(described["responses"]["200"])
