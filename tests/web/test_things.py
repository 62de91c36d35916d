"""Things, concepts, datasets and the vocabulary: pages and data about the same."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from clients import Got, fetch, logged, query
from pyld import jsonld
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

from conftest import Served

THING = "municipality/01001000"
PATHS = (f"/doc/{THING}", "/dataset/memberships", "/concept/gap-reason/not-stated", "/ontology")
NAMING = {
    "<http://www.w3.org/2004/02/skos/core#prefLabel>",
    "<http://www.w3.org/2000/01/rdf-schema#label>",
    "<http://purl.org/dc/terms/title>",
    "<http://xmlns.com/foaf/0.1/name>",
}
DATA = {
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
FORMATS = {**DATA, "html": "text/html"}


@pytest.fixture(scope="module")
def service(harvested_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service on the bundled data; its log holds no traceback."""
    with logged(harvested_home, tmp_path_factory.mktemp("things") / "log") as running:
        yield running


def media_type(got: Got) -> str:
    """Return the media type of an answer."""
    return got.headers["content-type"].split(";")[0]


def canonical(body: bytes, form: RdfFormat) -> set[str]:
    """Return the triples of a text with canonical blank nodes."""
    held = Dataset(parse(body, format=form))
    held.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in held}


def test_a_thing_sends_to_its_document(service: Served) -> None:
    """The name of a thing is no document, hence 303."""
    got = fetch(service, f"/id/{THING}")
    assert (303, f"/doc/{THING}") == (got.status, got.headers["location"])


def test_a_city_is_found_by_its_district_key(service: Served) -> None:
    """A district that is one city has the page of the city."""
    got = fetch(service, "/id/district/01001")
    assert (303, f"/doc/{THING}") == (got.status, got.headers["location"])


def test_a_former_authority_is_found(service: Served) -> None:
    """An authority that was dissolved still has its document."""
    found = query(
        service,
        "SELECT ?s { ?s a <https://w3id.org/klimagraph/ns#FormerAuthority> } ORDER BY ?s LIMIT 1",
    ).json["results"]["bindings"][0]["s"]["value"]
    path = found.removeprefix("https://w3id.org/klimagraph")
    location = fetch(service, path).headers["location"]
    assert 200 == fetch(service, location).status


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("extension", "media"), FORMATS.items())
@pytest.mark.parametrize("how", ["extension", "accept", "format"])
def test_formats(service: Served, path: str, extension: str, media: str, how: str) -> None:
    """Each document comes in each format, by extension, by Accept and by parameter."""
    got = {
        "extension": lambda: fetch(service, f"{path}.{extension}", Accept="image/png"),
        "accept": lambda: fetch(service, path, Accept=media),
        "format": lambda: fetch(service, f"{path}?format={extension}", Accept="image/png"),
    }[how]()
    assert (200, media) == (got.status, media_type(got))
    assert got.headers["vary"].startswith("Accept, Accept-Encoding")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("extension", ["ttl", "rdf"])
def test_formats_carry_the_same_triples(service: Served, path: str, extension: str) -> None:
    """Turtle and RDF/XML say what N-Triples says."""
    form = RdfFormat.from_extension(extension)
    assert form is not None
    lines = canonical(fetch(service, f"{path}.nt").body, RdfFormat.N_TRIPLES)
    assert lines == canonical(fetch(service, f"{path}.{extension}").body, form)


@pytest.mark.parametrize("path", PATHS)
def test_json_ld_carries_the_same_triples(service: Served, path: str) -> None:
    """A JSON-LD processor reads what stands in the N-Triples, and labels of what is referred to."""
    document = json.loads(fetch(service, f"{path}.jsonld").body)
    expanded = jsonld.to_rdf(document, {"format": "application/n-quads"})
    lines = canonical(fetch(service, f"{path}.nt").body, RdfFormat.N_TRIPLES)
    found = canonical(expanded.encode(), RdfFormat.N_QUADS)
    named = {line.split(" ")[1] for line in found - lines}
    assert (set(), set()) == (lines - found, named - NAMING)


@pytest.mark.parametrize("path", PATHS)
def test_links_to_the_other_formats(service: Served, path: str) -> None:
    """The Link header leads to every other format."""
    links = fetch(service, path, Accept="text/turtle").headers["link"]
    found = re.findall(r'<([^>]+)>; rel="alternate"', links)
    assert {f"{path}.{one}" for one in FORMATS if one != "ttl"} == set(found)
    assert {200} == {fetch(service, one).status for one in found}


@pytest.mark.parametrize("path", [*PATHS, "/catalog", "/"])
def test_head_and_etag(service: Served, path: str) -> None:
    """HEAD has the headers of GET, and who has the answer already gets 304."""
    whole, head = fetch(service, path), fetch(service, path, "HEAD")
    again = fetch(service, path, If_None_Match=whole.headers["etag"])
    assert (200, b"", whole.headers["etag"]) == (head.status, head.body, head.headers["etag"])
    assert str(len(whole.body)) == head.headers["content-length"]
    assert (304, b"") == (again.status, again.body)
    assert 304 == fetch(service, path, If_None_Match="*").status


@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*"])
def test_an_unknown_thing(service: Served, accept: str) -> None:
    """What nothing is known about is 404, as a page or as a problem document."""
    got = fetch(service, "/doc/municipality/99999999", Accept=accept)
    expected = "text/html" if accept == "text/html" else "application/problem+json"
    assert (404, expected) == (got.status, media_type(got))


@pytest.mark.parametrize("place", ["doc", "id", "concept", "dataset", "releases", "releases/x"])
@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "..%2F..%2Fetc%2Fpasswd",
        "a%20b",
        "a%22b",
        "%3Cscript%3E",
        "%00",
        "%0d%0aX-Bad:%201",
        "%C3%A4%C3%B6",
        "%E4%BD%A0",
        "%FF",
        "%zz",
        "%7B%7D",
        "a%5Cb",
        "x.html.ttl",
        ".ttl",
        "",
        "x" * 5000,
        "district/%C2%B2",
        "http://e/",
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_weird_paths(service: Served, place: str, name: str, accept: str) -> None:
    """No path is too strange for a proper answer."""
    got = fetch(service, f"/{place}/{name}", Accept=accept)
    assert got.status in (200, 303, 307, 400, 404, 406)
    assert "x-bad" not in got.headers


def test_an_unacceptable_format(service: Served) -> None:
    """A document that cannot come as an image is 406."""
    assert 406 == fetch(service, f"/doc/{THING}", Accept="image/png").status


def test_pages_of_persons_are_not_indexed(service: Served) -> None:
    """The page asks for it, and robots.txt lets crawlers read that (RFC 9309, section 2.2.2)."""
    rows = query(
        service,
        """PREFIX id: <https://w3id.org/klimagraph/id/>
        SELECT ?s { ?s ?p ?o FILTER(STRSTARTS(STR(?s), CONCAT(STR(id:), "person/"))) } LIMIT 3""",
    ).json["results"]["bindings"]
    assert "/doc/" not in fetch(service, "/robots.txt").text
    for row in rows:
        path = row["s"]["value"].replace("https://w3id.org/klimagraph/id", "/doc")
        assert "noindex" in fetch(service, path, Accept="text/html").text


def test_terms_send_to_the_vocabulary(service: Served) -> None:
    """The name of the vocabulary is no document, hence 303."""
    got = fetch(service, "/ns")
    assert (303, "/ontology") == (got.status, got.headers["location"])


@pytest.mark.parametrize(
    "path", ["/", "/sparql", "/validate", *PATHS, "/doc/alliance/klima-buendnis"]
)
def test_links_inside_pages(service: Served, path: str) -> None:
    """Every link of a page that stays here leads somewhere."""
    page = fetch(service, path, Accept="text/html").text
    local = {
        html.unescape(one).split("#")[0] for one in re.findall(r'(?:href|action)="(/[^"]*)"', page)
    }
    answers = {one: fetch(service, one, Accept="text/html").status for one in local}
    assert {} == {one: status for one, status in answers.items() if status >= 400}


@pytest.mark.parametrize(
    "path", ["/", "/health", "/ready", "/robots.txt", "/releases", "/validate", "/catalog.ttl"]
)
def test_head_works(service: Served, path: str) -> None:
    """HEAD works wherever GET does."""
    assert (200, b"") == (fetch(service, path, "HEAD").status, fetch(service, path, "HEAD").body)


@pytest.mark.parametrize("path", ["/", "/doc/x", "/catalog", "/releases"])
def test_other_methods(service: Served, path: str) -> None:
    """Another method is 405, with a problem document and the methods that are allowed."""
    got = fetch(service, path, "DELETE")
    assert (405, "application/problem+json") == (got.status, media_type(got))
    assert "GET" in got.headers["allow"]


def test_health(service: Served) -> None:
    """The service says that it is alive and with which release it is ready."""
    assert "ok" == fetch(service, "/health").json["status"]
    assert fetch(service, "/ready").json["release"]


def test_no_such_path(service: Served) -> None:
    """What does not exist is 404 with a problem document."""
    got = fetch(service, "/no/such/path")
    assert (404, "application/problem+json") == (got.status, media_type(got))
