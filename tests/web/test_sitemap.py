"""What crawlers may read, what they find in the sitemap, and whom they leave alone."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from clients import Got, fetch
from defusedxml import ElementTree

from conftest import PUBLIC, Served, serving
from klimagraph import changes, sitemap
from klimagraph.harvest.work import Work
from klimagraph.namespaces import CONCEPTS, DATASETS, PREFIXES, THINGS
from klimagraph.releases import Content, Release, open_read_only, publish, store_of
from klimagraph.releases.publication import silent

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SAMPLE = 50


def places(text: bytes) -> dict[str, str]:
    """Return the time of the last change by address."""
    root = ElementTree.fromstring(text)
    return {
        one.findtext(f"{NAMESPACE}loc") or "": one.findtext(f"{NAMESPACE}lastmod") or ""
        for one in root
    }


def here(address: str) -> str:
    """Return the path of an address of the public instance."""
    assert address.startswith(PUBLIC)
    return address.removeprefix(PUBLIC)


@pytest.fixture(scope="module")
def listed(harvested: Served) -> dict[str, str]:
    """Return all pages of the sitemap with the times of their last changes."""
    parts = places(fetch(harvested, "/sitemap.xml").body)
    found = [places(fetch(harvested, here(part)).body) for part in parts]
    assert [max(one.values()) for one in found] == list(parts.values())
    return {address: time for one in found for address, time in one.items()}


def test_a_sample_of_the_pages_is_there(harvested: Served, listed: dict[str, str]) -> None:
    """Each answers a browser with a page."""
    some = sorted(listed)[:: len(listed) // SAMPLE]
    assert len(some) >= SAMPLE
    answers = {one: fetch(harvested, here(one), "HEAD", Accept="text/html") for one in some}
    kinds = {got.headers["content-type"].split(";")[0] for got in answers.values()}
    assert {} == {one: got.status for one, got in answers.items() if got.status != 200}
    assert {"text/html"} == kinds


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ontology",
        "/ontology/period",
        "/concept/reach",
        "/queries/members-of-an-alliance",
        "/dataset/memberships",
        "/doc/municipality/01001000",
    ],
)
def test_every_kind_of_page_is_listed(listed: dict[str, str], path: str) -> None:
    """Pages of things, datasets, named queries and the vocabulary."""
    assert f"{PUBLIC}{path}" in listed


@pytest.mark.parametrize("kind", ["person", "tenure", "post", "evidence"])
def test_people_are_not_listed(listed: dict[str, str], kind: str) -> None:
    """Nobody finds a person by the sitemap, nor what says who holds a post."""
    assert [] == [one for one in listed if f"/doc/{kind}/" in one]


def test_packed(harvested: Served) -> None:
    """A part comes in gzip for whoever takes it."""
    plain = fetch(harvested, "/sitemap/1.xml")
    packed = fetch(harvested, "/sitemap/1.xml", Accept_Encoding="gzip")
    assert "gzip" == packed.headers["content-encoding"]
    assert plain.body == gzip.decompress(packed.body)
    assert len(packed.body) * 5 < len(plain.body)


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap/1.xml", "/robots.txt"])
def test_validators(harvested: Served, path: str) -> None:
    """HEAD works, and who has the sitemap already gets 304."""
    whole, head = fetch(harvested, path), fetch(harvested, path, "HEAD")
    assert (200, b"", str(len(whole.body))) == (
        head.status,
        head.body,
        head.headers["content-length"],
    )
    if path != "/robots.txt":
        assert "application/xml" == whole.headers["content-type"]
        assert 304 == fetch(harvested, path, If_None_Match=whole.headers["etag"]).status


@pytest.mark.parametrize("number", ["0", "99", "x", "..%2Findex", "%C2%B2", "1.xml"])
def test_other_parts(harvested: Served, number: str) -> None:
    """There are none."""
    assert 404 == fetch(harvested, f"/sitemap/{number}.xml").status


def test_before_the_first_snapshot(home: Path) -> None:
    """Nothing is listed rather than half of it."""
    with serving(home, workers=1) as running:
        got = fetch(running, "/sitemap.xml")
    assert (503, True) == (got.status, "retry-after" in got.headers)


@pytest.fixture(scope="module")
def robots(harvested: Served) -> RobotFileParser:
    """Return robots.txt as Python's own reader of it."""
    parser = RobotFileParser()
    parser.parse(fetch(harvested, "/robots.txt").text.splitlines())
    return parser


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/doc/municipality/01001000", True),
        ("/doc/person/anybody", True),
        ("/dataset/memberships", True),
        ("/catalog", True),
        ("/sparql?query=ASK%7B%7D", False),
        ("/search?q=x", False),
        ("/update", False),
        ("/submissions/1", False),
        ("/queries/members-of-an-alliance", True),
    ],
)
def test_what_crawlers_may_read(robots: RobotFileParser, path: str, allowed: bool) -> None:
    """Documents, but nothing that costs much; pages of people tell themselves not to be listed."""
    assert allowed == robots.can_fetch("anybot", f"{PUBLIC}{path}")


def test_robots_name_the_sitemap(robots: RobotFileParser) -> None:
    """By its public address."""
    assert [f"{PUBLIC}/sitemap.xml"] == robots.site_maps()


@pytest.mark.parametrize("end", ["", ".html", ".ttl", ".jsonld", ".nt", ".rdf", ".linkset"])
def test_documents_of_people_are_not_to_be_listed(harvested: Served, end: str) -> None:
    """They say so in every format; other documents do not."""
    query = f"SELECT ?s {{ ?s a ?c FILTER(STRSTARTS(STR(?s), '{THINGS}person/')) }} LIMIT 1"
    kind = "application/sparql-query"
    rows = fetch(harvested, "/sparql", "POST", query.encode(), Content_Type=kind)
    person = rows.json["results"]["bindings"][0]["s"]["value"].removeprefix(THINGS)
    assert "noindex" == _marked(harvested, person, end).headers.get("x-robots-tag")
    assert "x-robots-tag" not in _marked(harvested, "municipality/01001000", end).headers


@pytest.mark.parametrize(
    "key", ["evidence/a025", "tenure/010535323--amtsleitung--1", "post/010535323--amtsleitung"]
)
@pytest.mark.parametrize("end", ["", ".ttl", ".linkset"])
def test_documents_that_name_people_are_not_to_be_listed(
    harvested: Served, key: str, end: str
) -> None:
    """Who holds a post, and what is quoted for it."""
    got = _marked(harvested, key, end)
    assert "noindex" == got.headers.get("x-robots-tag")


def _marked(service: Served, key: str, end: str) -> Got:
    path = f"/linkset/doc/{key}" if end == ".linkset" else f"/doc/{key}{end}"
    got = fetch(service, path)
    assert 200 == got.status
    return got


NAMES = (
    f"{THINGS}thing/old",
    f"{THINGS}person/anna",
    f"{CONCEPTS}kind/one",
    f"{DATASETS}a",
)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    """Yield a release whose second publication changed one thing and removed another."""
    for text in ("damals", "heute"):
        names = NAMES if text == "damals" else (*NAMES[1:], f"{THINGS}thing/new")
        said = {one: text if one == NAMES[2] else "gleich" for one in names}
        release = publish(tmp_path, {"a": _content(said)}, text)
        changes.record(tmp_path, release, f"2026-01-0{1 + (text == 'heute')}T00:00:00Z")
    yield _work(tmp_path, release)


def _content(said: dict[str, str]) -> Content:
    label = f"{PREFIXES['skos']}prefLabel"
    lines = [f'<{one}> <{label}> "{text}" <{DATASETS}a> .\n' for one, text in said.items()]
    return Content("".join(sorted(lines)).encode(), "test")


def _work(home: Path, release: Release) -> Work:
    store = open_read_only(store_of(home, release.name))
    return Work(home, release, store, PUBLIC, "test", silent)


def test_the_time_is_that_of_the_last_change(work: Work) -> None:
    """Of each thing for itself; what is gone is not listed."""
    found = dict(sitemap.parts(work))
    pages = places(found["sitemap/1.xml"])
    assert {
        f"{PUBLIC}/concept/kind/one": "2026-01-02T00:00:00Z",
        f"{PUBLIC}/dataset/a": "2026-01-01T00:00:00Z",
        f"{PUBLIC}/doc/thing/new": "2026-01-02T00:00:00Z",
    } == {one: time for one, time in pages.items() if one.count("/") > 4 or "/dataset/" in one}


def test_an_address_is_that_of_a_uri(tmp_path: Path) -> None:
    """Umlauts and ampersands stand in it as XML and RFC 3986 want it."""
    release = publish(tmp_path, {"a": _content({f"{THINGS}thing/ä&ö": "x"})}, "first")
    changes.record(tmp_path, release)
    text = dict(sitemap.parts(_work(tmp_path, release)))["sitemap/1.xml"]
    assert f"<loc>{PUBLIC}/doc/thing/%C3%A4%26%C3%B6</loc>".encode() in text


@pytest.mark.parametrize("most", [7, 50, 1000])
def test_parts_have_a_limit(work: Work, most: int) -> None:
    """All parts together hold every address once, whatever the limit; the index names each."""
    assert 50_000 == sitemap.MOST
    *parts, (name, index) = sitemap.parts(work, most)
    held = [address for _, text in parts for address in places(text)]
    whole = list(places(dict(sitemap.parts(work))["sitemap/1.xml"]))
    assert ("sitemap/index.xml", whole) == (name, held)
    assert len(held) == len(set(held))
    assert most >= max(len(places(text)) for _, text in parts)
    assert [f"{PUBLIC}/{path}" for path, _ in parts] == list(places(index))


def test_the_same_release_gives_the_same_sitemap(work: Work) -> None:
    """Byte by byte."""
    assert list(sitemap.parts(work)) == list(sitemap.parts(work))
