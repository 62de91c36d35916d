"""Links of documents, as the client of FAIR Signposting reads them."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from clients import Got, fetch
from signposting import (
    Signposting,
    find_signposting_html,
    find_signposting_http,
    find_signposting_http_link,
    find_signposting_linkset,
)

from conftest import PUBLIC, Served, serving
from klimagraph import releases
from klimagraph.namespaces import BASE, CONCEPTS, DATASETS, PREFIXES, TERMS, THINGS
from klimagraph.releases import Content, publish
from klimagraph.signposting import Link, header

DATA = ("jsonld", "ttl", "nt", "rdf")
SCHEMA = PREFIXES["schema"]
BY = "https://creativecommons.org/licenses/by/4.0/"
ZERO = "http://creativecommons.org/publicdomain/zero/1.0/"
REGISTER = "https://www.govdata.de/dl-de/by-2-0"
DOCUMENTS = {
    "/doc/municipality/01001000": (f"{THINGS}municipality/01001000", "City", REGISTER),
    "/doc/alliance/klima-buendnis": (f"{THINGS}alliance/klima-buendnis", "Organization", ZERO),
    "/concept/gap-reason/not-stated": (f"{CONCEPTS}gap-reason/not-stated", "DefinedTerm", BY),
    "/concept/reach": (f"{CONCEPTS}reach", "DefinedTermSet", BY),
    "/dataset/memberships": (f"{DATASETS}memberships", "Dataset", ZERO),
    "/ontology": (TERMS.rstrip("#"), "Thing", BY),
    "/ontology/period": (f"{TERMS}period", "Thing", BY),
}
"""Documents with what they are about, what that is called by schema.org, and a licence."""


def read(service: Served, path: str) -> Signposting:
    """Return what the client reads from the header of an address."""
    return find_signposting_http(service.address + path)


def linked(service: Served, path: str) -> Signposting:
    """Return what the client reads of an address from the linkset that its header names."""
    (linkset,) = read(service, path).linksets
    return find_signposting_linkset(linkset.target).for_context(service.address + path)


def targets(signposts: object) -> set[str]:
    """Return where some signposts lead."""
    return {str(one.target) for one in signposts}  # type: ignore[attr-defined]


@pytest.mark.parametrize("how", [read, linked])
@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document(served: Served, path: str, how: object) -> None:
    """Header and linkset say what it is about, what that is, its licence and its data."""
    iri, kind, licence = DOCUMENTS[path]
    found = how(served, path)  # type: ignore[operator]
    assert iri == found.citeAs.target
    assert f"{SCHEMA}{kind}" in targets(found.types)
    assert licence == found.license.target
    data = {f"{served.address}{path}.{end}" for end in DATA}
    assert data == targets(found.describedBy)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_data_come_in_the_stated_type(served: Served, path: str) -> None:
    """Whatever describes a thing answers in the media type of its link."""
    for one in read(served, path).describedBy:
        got = fetch(served, str(one.target).removeprefix(served.address), "HEAD")
        assert (200, str(one.type)) == (got.status, got.headers["content-type"].split(";")[0])


@pytest.mark.parametrize("end", ["", ".html", ".ttl", ".jsonld", ".nt", ".rdf"])
def test_every_form_has_the_links(served: Served, end: str) -> None:
    """Page and data, by HEAD as by GET; only a page is a page about something."""
    path = f"/doc/municipality/01001000{end}"
    get, head = fetch(served, path), fetch(served, path, "HEAD")
    assert get.headers["link"] == head.headers["link"]
    found = read(served, path)
    assert f"{THINGS}municipality/01001000" == found.citeAs.target
    assert 4 == len(found.describedBy)
    assert (end == ".html") == (f"{SCHEMA}AboutPage" in targets(found.types))


@pytest.mark.parametrize("path", ["/doc/municipality/01001000.html", "/ontology.html"])
def test_a_page_names_its_data(served: Served, path: str) -> None:
    """The elements of a page lead to the same data as its header, which is no less complete."""
    page = fetch(served, path).text
    named = set(re.findall(r'rel="alternate" type="[^"]+" href="([^"]+)"', page))
    assert named == {f"{path.removesuffix('.html')}.{end}" for end in DATA}
    assert not find_signposting_html(served.address + path, warn_empty=False).signposts


def test_who_says_it(served: Served) -> None:
    """A document names the datasets that it is taken from, but not what is derived."""
    links = fetch(served, "/doc/municipality/01001000").headers["link"]
    expected = ["/dataset/reference-authorities", "/dataset/reference-boundaries"]
    assert expected == re.findall(r'<([^>]+)>; rel="via"', links)


@pytest.mark.parametrize("how", [read, linked])
def test_a_dataset_leads_to_its_files(served: Served, how: object) -> None:
    """Each item downloads in the stated type and leads back to the dataset."""
    items = how(served, "/dataset/memberships").items  # type: ignore[operator]
    assert items
    for item in items:
        path = str(item.target).removeprefix(served.address)
        got = fetch(served, path, "HEAD")
        sent = got.headers["content-type"].partition(";")[0]
        assert (200, str(item.type).partition(";")[0]) == (got.status, sent)
        back = read(served, path).collection
        assert f"{served.address}/dataset/memberships" == str(back.target)


@pytest.mark.parametrize("how", [read, linked])
def test_a_release(served: Served, how: object) -> None:
    """It leads to the files of all datasets; those have several licences."""
    name = fetch(served, "/releases").json["current"]
    with pytest.warns(UserWarning, match="additional license"):
        found = how(served, f"/releases/{name}")  # type: ignore[operator]
    release = releases.read(served.home, name)
    files = {f"{served.address}/releases/{name}/{one.slug}.nq" for one in release.datasets}
    assert f"{served.address}/releases/{name}" == found.citeAs.target
    assert f"{SCHEMA}Dataset" in targets(found.types)
    assert files <= targets(found.items)
    assert {200} == {fetch(served, file.removeprefix(served.address), "HEAD").status
                     for file in files}  # fmt: skip


def test_the_licences_of_a_release(served: Served) -> None:
    """The release names all of them; the linkset tells which file has which."""
    path = "/releases/" + fetch(served, "/releases").json["current"]
    whole, *files = fetch(served, f"/linkset{path}").json["linkset"]
    assert {BY, ZERO, REGISTER} == {one["href"] for one in whole["license"]}
    held = {one["anchor"].rpartition("/")[2]: one.get("license", []) for one in files}
    assert [{"href": ZERO}] == held["memberships.nq"]
    assert [{"href": REGISTER}] == held["reference-authorities.nq"]


@pytest.mark.parametrize("path", [*DOCUMENTS, "/shapes", "/concept"])
def test_a_linkset_in_both_syntaxes(served: Served, path: str) -> None:
    """JSON and text hold the same links; conditional requests and HEAD work."""
    place = f"/linkset{path}"
    whole, head = fetch(served, place), fetch(served, place, "HEAD")
    text = fetch(served, place, Accept="application/linkset")
    kinds = [got.headers["content-type"] for got in (whole, text)]
    assert ["application/linkset+json", "application/linkset"] == kinds
    assert (200, whole.headers["etag"]) == (head.status, head.headers["etag"])
    assert 304 == fetch(served, place, If_None_Match=whole.headers["etag"]).status
    assert whole.headers["etag"] != text.headers["etag"]
    assert _of_json(whole) == _of_text(text)


def _of_json(got: Got) -> set[tuple[str, str, str]]:
    return {
        (context["anchor"], relation, target["href"])
        for context in got.json["linkset"]
        for relation, links in context.items()
        if relation != "anchor"
        for target in links
    }


def _of_text(got: Got) -> set[tuple[str, str, str]]:
    found = re.findall(r'<([^>]+)>; rel="([^"]+)"[^<]*; anchor="([^"]+)"', got.text)
    return {(anchor, relation, target) for target, relation, anchor in found}


def test_the_linkset_of_a_dataset_has_a_second_address(served: Served) -> None:
    """Below the dataset, as portals guess it."""
    assert (
        fetch(served, "/linkset/dataset/memberships").body
        == fetch(served, "/dataset/memberships/linkset.json").body
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/linkset/doc/municipality/99999999", 404),
        ("/linkset/doc/", 404),
        ("/linkset/doc/a%20b", 404),
        ("/linkset/sparql", 404),
        ("/linkset/ontology/none", 404),
        ("/linkset/releases/1999.1.0", 404),
        ("/linkset/doc/municipality/01001000?release=1999.1.0", 404),
        ("/dataset/none/linkset.json", 404),
    ],
)
def test_what_has_no_linkset(served: Served, path: str, status: int) -> None:
    """A linkset is that of a document that is there."""
    assert status == fetch(served, path).status


def test_a_linkset_comes_as_a_linkset(served: Served) -> None:
    """Other formats are refused."""
    assert 406 == fetch(served, "/linkset/ontology", Accept="text/turtle").status


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service with two releases of things with long and strange names."""
    home = tmp_path_factory.mktemp("strange")
    for text in ("damals", "heute"):
        names = ("x", "Süd,;%22", "lang/" + "ü" * 300)
        lines = [
            f'<{THINGS}{name}> <{PREFIXES["skos"]}prefLabel> "{text}"@de <{DATASETS}a> .\n'
            for name in names
        ]
        publish(home, {"a": Content("".join(sorted(lines)).encode(), text)}, text)
    with serving(home, workers=2) as running:
        yield running


def test_a_release_stays_the_same_along_the_links(strange: Served) -> None:
    """Who asked for a release by name is not led to another one."""
    first = releases.all_releases(strange.home)[0].name
    found = read(strange, f"/doc/x?release={first}")
    for one in found.describedBy | found.linksets:
        got = fetch(strange, str(one.target).removeprefix(strange.address))
        assert first == got.headers["klimagraph-release"]


def test_strange_names(strange: Served) -> None:
    """Commas, semicolons, quotes and umlauts in a name break no header."""
    found = read(strange, "/doc/S%C3%BCd,;%2522")
    assert f"{THINGS}S%C3%BCd,;%22" == str(found.citeAs.target)
    assert {200} == {
        fetch(strange, str(one.target).removeprefix(strange.address)).status
        for one in found.describedBy
    }


def test_a_header_stays_short(strange: Served) -> None:
    """What has no room in 4 KiB stands in the linkset, which the header still names."""
    path = f"/doc/lang/{'%C3%BC' * 300}"
    got = fetch(strange, path, "HEAD")
    assert (200, True) == (got.status, len(got.headers["link"]) < 4096)
    (linkset,) = read(strange, path).linksets
    whole = find_signposting_linkset(linkset.target).for_context(strange.address + path)
    assert 4 == len(whole.describedBy)


def test_what_has_no_room_is_left_out() -> None:
    """A long link gives way to shorter ones behind it."""
    links = [Link("a", "type"), Link("b" * 5000, "type"), Link("c", "license")]
    found = find_signposting_http_link([header(links)], BASE)
    assert ({f"{BASE}a"}, f"{BASE}c") == (targets(found.types), str(found.license.target))


def test_files_are_named_all_or_not_at_all() -> None:
    """Half of the files in a header would look like all of them."""
    few, many = ([Link(f"/files/{name:032}", "item") for name in range(most)] for most in (9, 99))
    rest = Link("/linkset/x", "linkset")
    assert 9 == len(find_signposting_http_link([header([rest, *few])], BASE).items)
    found = find_signposting_http_link([header([rest, *many])], BASE)
    assert (1, 0) == (len(found.linksets), len(found.items))


@pytest.mark.parametrize("slug", ["memberships", "klimagraph"])
def test_prepared_files(harvested: Served, slug: str) -> None:
    """Header and linkset say the same of a dataset of the catalogue; each file leads back."""
    path = f"/dataset/{slug}"
    found = read(harvested, path)
    text = fetch(harvested, f"{path}/linkset.json").json["linkset"]
    whole = next(one for one in text if one["anchor"] == f"{PUBLIC}{path}")
    assert [str(found.license.target)] == [one["href"] for one in whole["license"]]
    files = [one["href"].removeprefix(PUBLIC) for one in whole["item"]]
    assert len(found.items) in (0, len(files))
    for file in files[:5]:
        assert fetch(harvested, file, "HEAD").status == 200
        assert f"{harvested.address}{path}" == str(read(harvested, file).collection.target)


def test_a_prepared_release_leads_to_its_descriptions(harvested: Served) -> None:
    """As RO-Crate and as Croissant."""
    path = "/releases/" + fetch(harvested, "/releases").json["current"]
    with pytest.warns(UserWarning, match="additional license"):
        found = read(harvested, path)
    expected = {
        f"{harvested.address}{path}/{name}.json" for name in ("ro-crate-metadata", "croissant")
    }
    assert expected == targets(found.describedBy)
    for one in expected:
        got = fetch(harvested, one.removeprefix(harvested.address), "HEAD")
        assert (200, "application/ld+json") == (got.status, got.headers["content-type"])


def test_addresses_in_a_linkset_are_those_of_the_instance(home: Path) -> None:
    """They are made from the public address, whatever address was asked."""
    with serving(home, public_url="https://klima.example/") as running:
        text = fetch(running, "/linkset/releases/" + releases.all_releases(home)[0].name).text
    anchors = [context["anchor"] for context in json.loads(text)["linkset"]]
    assert all(anchor.startswith("https://klima.example/releases/") for anchor in anchors)
    assert "127.0.0.1" not in text
