"""JSON-LD as the service sends it: framed documents, and the contexts at their addresses."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat
from rdflib import Graph

from conftest import Served, serving
from jsonld.oracle import CLIENTS, NODE, read_by_pyld, statements
from klimagraph.bundle import bundle_folder

MEMBERSHIP = "/doc/membership/klima-buendnis--010535323"
DOCUMENTS = (MEMBERSHIP, "/doc/state/05", "/concept/certainty/explicit", "/concept/certainty")
CONTEXTS = ("v1.jsonld", "catalog-v1.jsonld")


def fetch(
    served: Served, path: str, method: str = "GET", **headers: str
) -> tuple[int, Message, bytes]:
    """Return status, headers and body of an answer."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(served.address + path, headers=names, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_a_document_is_read_by_people(served: Served) -> None:
    """A claim names whom it is about in words, dates are plain, lists are lists."""
    document = json.loads(fetch(served, f"{MEMBERSHIP}.jsonld")[2])
    alliance = {
        "id": "https://w3id.org/klimagraph/id/alliance/klima-buendnis",
        "prefLabel": {"de": "Klima-Bündnis"},
    }
    assert [alliance] == document["organization"]
    assert (["2017-06-23/.."], ["2017-06-23"]) == (document["period"], document["startEarliest"])


def test_parts_are_in_their_thing(served: Served) -> None:
    """Figures and outlines of an authority stand in its document and not beside it."""
    document = json.loads(fetch(served, "/doc/state/05.jsonld")[2])
    assert "@graph" not in document
    assert document["count"][0]["countOf"] == [document["id"]]
    assert document["hasCentroid"][0]["asWKT"][0].startswith("POINT")


@pytest.mark.parametrize("path", DOCUMENTS)
def test_the_context_stands_in_the_document(served: Served, path: str) -> None:
    """It is the published one, so that nobody has to fetch it."""
    document = json.loads(fetch(served, f"{path}.jsonld")[2])
    published = json.loads(fetch(served, "/context/v1.jsonld")[2])
    assert published["@context"] == document["@context"]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_link_to_the_context_says_the_same(served: Served, path: str) -> None:
    """Who wants a small document gets the address of the context instead."""
    whole = json.loads(fetch(served, f"{path}.jsonld")[2])
    linked = json.loads(fetch(served, f"{path}.jsonld?context=link")[2])
    assert re.fullmatch(r"http://.*/context/v1\.jsonld", linked["@context"])
    assert whole == linked | {"@context": whole["@context"]}


def test_the_link_leads_to_the_public_address(bundled_home: Path) -> None:
    """Not to the address at which the request came."""
    with serving(bundled_home, public_url="https://klima.example/g/") as public:
        document = json.loads(fetch(public, f"{MEMBERSHIP}.jsonld?context=link")[2])
    assert "https://klima.example/g/context/v1.jsonld" == document["@context"]


def test_another_wish_is_refused(served: Served) -> None:
    """Anything else is a mistake that is said."""
    status, _, body = fetch(served, f"{MEMBERSHIP}.jsonld?context=none")
    assert 400 == status
    assert "'inline' or 'link'" in json.loads(body)["detail"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("path", DOCUMENTS)
def test_rdflib_reads_it(served: Served, path: str) -> None:
    """rdflib reads all that the N-Triples say, and labels."""
    own = Graph().parse(data=fetch(served, f"{path}.nt")[2], format="nt")
    found = Graph().parse(data=fetch(served, f"{path}.jsonld")[2], format="json-ld")
    assert not [triple for triple in own if triple not in found]
    assert len(own) > 3


@pytest.mark.parametrize("path", DOCUMENTS)
def test_both_versions_read_it(served: Served, path: str) -> None:
    """A processor of JSON-LD 1.0 reads what the engine reads."""
    text = fetch(served, f"{path}.jsonld")[2]
    expected = statements(text, RdfFormat.JSON_LD)
    assert expected == statements(read_by_pyld(text, "json-ld-1.0"))


@pytest.mark.parametrize("name", CONTEXTS)
def test_a_context_never_changes(served: Served, name: str) -> None:
    """It is the file, for everybody and for a year."""
    status, headers, body = fetch(served, f"/context/{name}", Accept="text/html")
    said = [headers[key] for key in ("content-type", "access-control-allow-origin")]
    assert (200, ["application/ld+json", "*"]) == (status, said)
    assert "public, max-age=31536000, immutable" == headers["cache-control"]
    assert (bundle_folder() / "ontology" / "context" / name).read_bytes() == body


@pytest.mark.parametrize("path", [f"/context/{name}" for name in CONTEXTS] + ["/context"])
def test_head_and_conditions(served: Served, path: str) -> None:
    """HEAD has the headers of GET, and who has the answer already gets 304."""
    _, headers, body = fetch(served, path)
    status, head, nothing = fetch(served, path, "HEAD")
    assert (200, b"", headers["etag"]) == (status, nothing, head["etag"])
    assert str(len(body)) == head["content-length"]
    assert (304, b"") == fetch(served, path, If_None_Match=headers["etag"])[::2]


def test_an_unknown_context(served: Served) -> None:
    """There is a list of those that exist."""
    status, _, body = fetch(served, "/context/v0.jsonld")
    assert 404 == status
    assert "v1.jsonld, catalog-v1.jsonld" in json.loads(body)["detail"]


def test_the_list_of_contexts(served: Served) -> None:
    """Data by default, a page for browsers, both with links that work."""
    _, headers, body = fetch(served, "/context")
    listed = json.loads(body)["contexts"]
    assert ("application/json", ["v1", "catalog-v1"]) == (
        headers["content-type"],
        [one["name"] for one in listed],
    )
    assert listed[0]["address"].endswith("/context/v1.jsonld")
    page = fetch(served, "/context", Accept="text/html")[2].decode()
    links = re.findall(r'href="(/context/[^"]+)"', page)
    assert [f"/context/{name}" for name in CONTEXTS] == links


GUIDE = Path(__file__).parents[2] / "docs" / "jsonld.md"
LOCAL = "http://127.0.0.1:8000"


def blocks(language: str, address: str) -> list[str]:
    """Return the examples of the guide in a language, at another address."""
    text = GUIDE.read_text().replace(LOCAL, address)
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_guide_shows_what_is_sent(served: Served) -> None:
    """The example is the document, apart from its context."""
    path = "/doc/joining-step/klima-buendnis--010535323--decision.jsonld"
    assert path in GUIDE.read_text()
    sent = json.loads(fetch(served, path)[2])
    del sent["@context"]
    assert sent == json.loads(blocks("json", LOCAL)[0])


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_examples_in_python_work(served: Served, number: int) -> None:
    """What the guide tells people to run does run."""
    example = blocks("python", served.address)[number]
    command = [sys.executable, "-W", "ignore", "-c", example]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    expected = (
        "^Klima-Bündnis 2017-06-23/..$",
        "^<https://w3id.org/klimagraph/id/",
        "^[1-9][0-9]$",
    )
    assert re.search(expected[number], done.stdout, re.MULTILINE)


@pytest.mark.skipif(not NODE, reason="no Node, or `npm ci` was not done in its folder")
def test_the_example_in_javascript_works(served: Served) -> None:
    """What the guide tells people to run does run."""
    example = blocks("javascript", served.address)[0]
    done = subprocess.run(
        ["node", "-e", example], cwd=CLIENTS, capture_output=True, text=True, check=True, timeout=60
    )
    assert "<https://w3id.org/klimagraph/id/alliance/klima-buendnis>" in done.stdout
