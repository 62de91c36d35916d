"""The catalogue and the files of releases say the truth about each other."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import hashlib
import json
import re
from pathlib import Path

import pytest
import zstandard
from clients import fetch, logged
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from conftest import PUBLIC, Served
from klimagraph.catalog.rules import breaches
from klimagraph.loading import load_files
from klimagraph.namespaces import DATASETS, PREFIXES
from klimagraph.releases import Release, current
from klimagraph.releases.publication import silent
from klimagraph.web.catalog_pages import script

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
EARLIER = "Thu, 01 Jan 2026 00:00:00 GMT"
TYPES = {
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}


@pytest.fixture
def release(served: Served) -> Release:
    """Return the release that is served."""
    found = current(served.home)
    assert found
    return found


def triples(body: bytes) -> set[Triple]:
    """Return the statements of N-Triples."""
    return {quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)}


@pytest.mark.parametrize("stem", ["/catalog", "/catalog/full", "/dataset/memberships",
                                  "/service/sparql", "/series/releases"])  # fmt: skip
@pytest.mark.parametrize(("extension", "media"), TYPES.items())
def test_formats(harvested: Served, stem: str, extension: str, media: str) -> None:
    """Each part of the catalogue comes in each format, by extension and by Accept."""
    by_name, by_accept = (
        fetch(harvested, f"{stem}.{extension}"),
        fetch(harvested, stem, Accept=media),
    )
    for got in (by_name, by_accept):
        assert (200, media) == (got.status, got.headers["content-type"].split(";")[0])
    assert by_name.body == by_accept.body


@pytest.mark.parametrize("accept", ["*/*", "application/ld+json", "application/json", None])
@pytest.mark.parametrize("path", ["/catalog", "/dataset/memberships"])
def test_what_harvesters_get(harvested: Served, path: str, accept: str | None) -> None:
    """JSON-LD under its own name is what clients get that want anything, nothing or JSON."""
    got = fetch(harvested, path, Accept=accept) if accept else fetch(harvested, path)
    assert (200, "application/ld+json") == (got.status, got.headers["content-type"])


def test_every_dataset_is_there(harvested: Served) -> None:
    """Every dataset of the release but the derived one is listed, and everything as one."""
    found = current(harvested.home)
    assert found
    expected = {one.slug for one in found.datasets} - {"derived"} | {"klimagraph"}
    page = triples(fetch(harvested, "/catalog.nt").body)
    listed = {one.object.value for one in page if one.predicate == _term("dcat:dataset")}  # type: ignore[union-attr]
    assert {DATASETS + slug for slug in expected} == listed


@pytest.mark.parametrize("profile", ["dcat-ap-de", "dcat-ap"])
def test_pages_obey_the_rules(harvested: Served, profile: str) -> None:
    """What is served breaks no rule that harvesters rely on."""
    page = triples(fetch(harvested, f"/catalog.nt?profile={profile}").body)
    assert [] == breaches(page)


def test_every_distribution_downloads(harvested: Served) -> None:
    """Each address of a download answers with the length, checksum and type that is declared."""
    page = triples(fetch(harvested, "/catalog.nt").body)
    found = [one for one in page if one.predicate == _term("dcat:downloadURL")]
    assert len(found) > 33
    for one in found:
        url = one.object.value  # type: ignore[union-attr]
        assert url.startswith(PUBLIC)
        got = fetch(harvested, url.removeprefix(PUBLIC))
        assert 200 == got.status, url
        assert str(len(got.body)) == _text(page, one.subject, "dcat:byteSize")
        checksum = _object(page, one.subject, "spdx:checksum")
        assert hashlib.sha256(got.body).hexdigest() == _text(page, checksum, "spdx:checksumValue")
        declared = _text(page, one.subject, "dcat:mediaType").partition("media-types/")[2]
        assert declared == got.headers["content-type"].split(";")[0], url


@pytest.mark.parametrize("path", ["/catalog", "/catalog/full.ttl", "/dataset/memberships.rdf"])
def test_validators(harvested: Served, path: str) -> None:
    """The ETag follows from the bytes; HEAD says what GET says; whoever has it gets 304."""
    got, head = fetch(harvested, path), fetch(harvested, path, "HEAD")
    assert f'"{hashlib.sha256(got.body).hexdigest()[:32]}"' == got.headers["etag"]
    assert str(len(got.body)) == got.headers["content-length"] == head.headers["content-length"]
    assert {"public, max-age=300"} == {one.headers["cache-control"] for one in (got, head)}
    assert (200, b"") == (head.status, head.body)
    assert "Accept" in got.headers["vary"].split(", ")
    tag, time = got.headers["etag"], got.headers["last-modified"]
    assert 304 == fetch(harvested, path, If_None_Match=tag).status
    assert 304 == fetch(harvested, path, If_Modified_Since=time).status
    assert 200 == fetch(harvested, path, If_None_Match='"other"', If_Modified_Since=time).status
    assert 200 == fetch(harvested, path, If_Modified_Since=EARLIER).status
    assert 200 == fetch(harvested, path, If_Modified_Since="yesterday").status


def test_validators_of_packed_answers(harvested: Served) -> None:
    """A packed answer has an ETag of its own that is known again."""
    got = fetch(harvested, "/catalog", Accept_Encoding="gzip")
    assert "gzip" == got.headers["content-encoding"]
    tag = got.headers["etag"]
    assert 304 == fetch(harvested, "/catalog", Accept_Encoding="gzip", If_None_Match=tag).status


@pytest.mark.parametrize("extension", TYPES)
def test_a_pinned_page(harvested: Served, extension: str) -> None:
    """The address that a page gives itself names the snapshot; what is there never changes."""
    plain = fetch(harvested, f"/catalog.{extension}")
    text = plain.text.replace("&amp;", "&")
    (address,) = set(re.findall(rf"{PUBLIC}/catalog\.\w+\?page=1&[-\w=&.]+", text))
    pinned = fetch(harvested, address.removeprefix(PUBLIC))
    assert f"/catalog.{extension}?" in address
    assert plain.body == pinned.body
    assert "immutable" in pinned.headers["cache-control"]


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/catalog?page=2", 404, "catalog/dcat-ap-de/2.jsonld"),
        ("/catalog?page=0", 400, "whole numbers from 1"),
        ("/catalog?page=1&page=2", 400, "stands there 2 times"),
        ("/catalog?profile=dcat", 400, "dcat-ap-de, dcat-ap, schemaorg"),
        ("/catalog?snapshot=2026.1.0-00000000", 410, "begin again at /catalog"),
        ("/catalog?snapshot=../secret", 404, "no snapshot"),
        ("/catalog.ttl?profile=schemaorg", 406, "JSON-LD only"),
        ("/catalog?format=csv", 406, "not offered"),
        ("/catalog.pdf", 404, "nothing at"),
        ("/catalogue", 404, "nothing at"),
        ("/service/other", 404, "nothing at"),
    ],
)
def test_what_is_not_there(harvested: Served, path: str, status: int, told: str) -> None:
    """What cannot be answered is refused, never answered with less."""
    got = fetch(harvested, path)
    assert status == got.status
    assert told in got.json["detail"]


def test_nothing_is_written(harvested: Served) -> None:
    """The catalogue is there to be read."""
    got = fetch(harvested, "/catalog", "POST", b"x")
    assert (405, "GET, HEAD, OPTIONS") == (got.status, got.headers["allow"])


def test_schema_org(harvested: Served) -> None:
    """The catalogue comes in the words of search engines."""
    document = fetch(harvested, "/catalog?profile=schemaorg").json
    kinds = [node["@type"] for node in document["@graph"]]
    assert (12, 1) == (kinds.count("Dataset"), kinds.count("DataCatalog"))


def test_the_page_of_a_dataset(harvested: Served) -> None:
    """People get a page with what they need, search engines find schema.org in it."""
    got = fetch(harvested, "/dataset/reference-boundaries", Accept=BROWSER)
    assert "text/html; charset=utf-8" == got.headers["content-type"]
    for text in ("Grenzen der Kommunen", "GeoBasis-DE / BKG", "Zitieren", "SHA-256", "Turtle"):
        assert text in got.text
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', got.text, re.S)
    node = json.loads(script)
    assert ("https://schema.org/", "Dataset") == (node["@context"], node["@type"])
    assert "https://www.govdata.de/dl-de/by-2-0" == node["license"]
    assert {PUBLIC} == {file["contentUrl"][: len(PUBLIC)] for file in node["distribution"]}
    assert 'rel="cite-as"' in got.headers["link"]
    assert (
        304
        == fetch(
            harvested,
            "/dataset/reference-boundaries",
            Accept=BROWSER,
            If_None_Match=got.headers["etag"],
        ).status
    )


@pytest.mark.parametrize("path", ["/catalog", "/service/sparql", "/series/releases"])
def test_other_pages_for_people(harvested: Served, path: str) -> None:
    """Browsers get pages of everything else, too."""
    got = fetch(harvested, path, Accept=BROWSER)
    assert (200, "text/html; charset=utf-8") == (got.status, got.headers["content-type"])
    assert "Klimagraph" in got.text


def test_the_page_of_the_catalogue_leads_to_all_datasets(harvested: Served) -> None:
    """Each dataset has a link."""
    text = fetch(harvested, "/catalog.html").text
    assert 12 == len(set(re.findall(r'href="/dataset/([a-z0-9-]+)"', text)))


@pytest.mark.parametrize("path", ["/dataset/derived", "/dataset/memberships?release={}"])
def test_what_the_graph_says_of_a_dataset(harvested: Served, path: str) -> None:
    """What is in no catalogue, and earlier states, are described from the graph itself."""
    found = current(harvested.home)
    assert found
    got = fetch(harvested, path.format(found.name), Accept="application/n-triples")
    assert 200 == got.status
    assert b"dataset/" in got.body
    assert b"dcat#distribution" not in got.body


def test_a_title_ends_no_script() -> None:
    """What a dataset calls itself cannot break out of the script in its page."""
    text = script({"name": "</script><script>alert(1)</script>&"})
    assert not set("<>&") & set(text)
    assert "</script><script>alert(1)</script>&" == json.loads(text)["name"]


def test_the_files_are_those_of_the_manifest(served: Served, release: Release) -> None:
    """Length and checksum of each file are those of the manifest, plain and packed."""
    manifest = fetch(served, f"/releases/{release.name}").json
    for item in manifest["datasets"]:
        path = f"/releases/{release.name}/{item['slug']}.nq"
        plain, packed = fetch(served, path), fetch(served, f"{path}.zst")
        unpacked = zstandard.ZstdDecompressor().decompress(packed.body)
        assert item["size"] == len(plain.body)
        assert {item["content"]} == {
            hashlib.sha256(body).hexdigest() for body in (plain.body, unpacked)
        }


@pytest.mark.parametrize("extension", ["nq", "nq.zst"])
def test_head_of_a_file(served: Served, release: Release, extension: str) -> None:
    """HEAD of a file says its length."""
    path = f"/releases/{release.name}/memberships.{extension}"
    got, whole = fetch(served, path, "HEAD"), fetch(served, path)
    assert (200, b"") == (got.status, got.body)
    assert str(len(whole.body)) == got.headers["content-length"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path",
    ["1999.1.0", "1999.1.0/memberships.nq", "{}/none.nq", "{}/memberships", "{}/memberships.pdf"],
)
def test_what_does_not_exist(served: Served, release: Release, path: str, method: str) -> None:
    """Unknown releases and files are 404."""
    assert 404 == fetch(served, "/releases/" + path.format(release.name), method).status


def test_the_list_of_releases(served: Served, release: Release) -> None:
    """The list names the release that is served and links to nothing else."""
    listed = fetch(served, "/releases").json
    assert release.name == listed["current"]
    assert [release.name] == [row["name"] for row in listed["releases"]]


def test_no_catalogue_while_it_is_prepared(home: Path, tmp_path: Path) -> None:
    """Until a snapshot is there the answer is an error and when to try again, never less.

    People find what the graph says of a dataset meanwhile.
    """
    file = tmp_path / "b.ttl"
    file.write_text(f"<{DATASETS}b> a <http://www.w3.org/ns/dcat#Dataset> .")
    load_files(home, "b", [file], silent)
    with logged(home, tmp_path / "log") as service:
        for path in ("/catalog", "/catalog/full.ttl", "/series/releases"):
            got = fetch(service, path)
            assert (503, "30") == (got.status, got.headers["retry-after"])
        assert 200 == fetch(service, "/dataset/b").status


def test_a_scratch_instance_has_no_catalogue(tmp_path: Path) -> None:
    """Nothing will ever be prepared there; an empty catalogue would be untrue."""
    with logged(tmp_path / "home", tmp_path / "log", gate="off", workers=1) as empty:
        assert 404 == fetch(empty, "/catalog").status


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _object(page: set[Triple], subject: object, name: str) -> object:
    (found,) = [
        one.object for one in page if one.subject == subject and one.predicate == _term(name)
    ]
    return found


def _text(page: set[Triple], subject: object, name: str) -> str:
    found = _object(page, subject, name)
    assert isinstance(found, Literal | NamedNode)
    return found.value
