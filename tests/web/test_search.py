"""Search over HTTP: a page for people, JSON for programs, two functions for SPARQL."""

import asyncio
import csv
import io
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from clients import Got, fetch

from conftest import Served, content, serving
from klimagraph.namespaces import FUNCTIONS, TERMS, THINGS
from klimagraph.releases import publish
from klimagraph.releases.manifests import folder_of
from klimagraph.search import index
from klimagraph.settings import Settings
from klimagraph.web import app
from search.questions import named

BLANKENBURG = f"{THINGS}municipality/15085055"
SCORES = f"""
PREFIX f: <{FUNCTIONS}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?thing ?score WHERE {{
  ?thing skos:prefLabel|rdfs:label|dcterms:title ?label
  BIND(f:searchScore(?thing, "TEXT") AS ?score)
  FILTER(BOUND(?score))
}}
ORDER BY DESC(?score) ?thing
"""


def search(service: Served, path: str = "/search.json", **parameters: object) -> Got:
    """Return the answer to a search."""
    values = {name.removesuffix("_"): value for name, value in parameters.items()}
    return fetch(service, f"{path}?{urlencode(values)}")


def asked(service: Served, query: str, release: str = "") -> list[dict[str, str]]:
    """Return the rows of a SPARQL query."""
    more = f"&release={release}" if release else ""
    answer = fetch(service, f"/sparql?query={quote(query)}{more}", accept="text/csv")
    assert answer.status == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_result(served: Served) -> None:
    """A result says what it is, where it lies, how it was found and where its page is."""
    first = search(served, q="blankenb").json["results"][0]
    score = first.pop("score")
    assert 0 < score <= 1
    assert first == {
        "iri": BLANKENBURG,
        "label": "Blankenburg (Harz), Stadt",
        "class": f"{TERMS}Municipality",
        "classLabel": "Gemeinde",
        "state": f"{THINGS}state/15",
        "stateLabel": "Sachsen-Anhalt",
        "district": f"{THINGS}district/15085",
        "districtLabel": "Landkreis Harz",
        "matched": "Blankenburg (Harz), Stadt",
        "how": "prefix",
        "url": f"{served.address}/doc/municipality/15085055",
    }


def test_answer(served: Served) -> None:
    """The answer names its release and how many there are."""
    answer = search(served, q="Neuenkirchen", class_="klima:Municipality", limit=3, page=2)
    found = answer.json
    assert (found["q"], found["page"], found["limit"]) == ("Neuenkirchen", 2, 3)
    assert (found["total"], found["more"], len(found["results"])) == (12, False, 3)
    assert found["release"] == answer.headers["klimagraph-release"]


def test_pages(served: Served) -> None:
    """Pages do not overlap and together hold everything; beyond the last there is nothing."""
    pages = [search(served, q="Neustadt", limit=10, page=page).json for page in range(1, 8)]
    iris = [row["iri"] for page in pages for row in page["results"]]
    assert len(iris) == len(set(iris)) == pages[0]["total"]
    assert search(served, q="Neustadt", page=1000).json["results"] == []


def test_page_for_people(served: Served) -> None:
    """The page links to the things and says how they were found."""
    answer = fetch(served, "/search?q=Tastrup", accept="text/html")
    text = unescape(answer.text)
    assert answer.status == 200
    assert '<a href="/doc/municipality/01059101"><bdi>Tastrup</bdi></a>' in text
    assert "früherer Name: <bdi>Tastrup</bdi>" in text


def test_page_escapes(served: Served) -> None:
    """What was typed is text on the page, too."""
    answer = fetch(served, "/search?q=" + quote('"><script>x</script>'), accept="text/html")
    assert "<script>x" not in answer.text


def test_form_without_question(served: Served) -> None:
    """A person who asks nothing yet gets the form."""
    answer = fetch(served, "/search", accept="text/html")
    assert (answer.status, "Sachsen-Anhalt" in answer.text) == (200, True)


@pytest.mark.parametrize("path", ["/", "/search"])
def test_search_box(served: Served, path: str) -> None:
    """The first page and the search itself have one search box: that in the page."""
    text = fetch(served, path, accept="text/html").text
    assert text.count('action="/search"') == text.count('type="search"') == 1


def test_every_page_has_the_search_box(served: Served) -> None:
    """Wherever somebody is, a search is not far."""
    text = fetch(served, "/releases", accept="text/html").text
    assert text.count('action="/search"') == 1


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({}, "q is missing"),
        ({"q": " "}, "q is missing"),
        ({"q": "x" * 201}, "200"),
        ({"q": "x" * 10_000}, "200"),
        ({"q": "x", "limit": 101}, "100"),
        ({"q": "x", "limit": 0}, "greater than or equal to 1"),
        ({"q": "x", "limit": "many"}, "integer"),
        ({"q": "x", "page": 0}, "greater than or equal to 1"),
        ({"q": "x", "class_": "klima Municipality"}, "klima:Municipality"),
        ({"q": "x", "class_": "klima:Evidence"}, "Evidence can be searched"),
        ({"q": "x", "state": "Sachsen"}, "two digits"),
        ({"q": "x", "state": "17"}, "known are"),
        ({"q": "x", "format": "csv"}, "allowed are json and html"),
    ],
)
def test_refused(served: Served, parameters: dict[str, object], said: str) -> None:
    """What cannot be searched for is refused with what is allowed."""
    answer = search(served, "/search", **parameters)
    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")
    assert said in answer.json["detail"]


@pytest.mark.parametrize("query", ["q=%ff", "q=a&class=%c3%28", "q=x&unknown=%80"])
def test_not_utf8(served: Served, query: str) -> None:
    """Bytes that are no text are refused, not replaced by something else."""
    got = fetch(served, f"/search.json?{query}")
    assert (got.status, got.headers["content-type"]) == (400, "application/problem+json")
    assert "UTF-8" in got.json["detail"]


def test_so_many_searches_of_a_client(tmp_path: Path) -> None:
    """Beyond eight at once it hears 429; when one is over it is answered again."""
    publish(tmp_path, {"a": content("a", ["x"])}, "first")
    application = app.create(Settings(tmp_path, workers=1))
    inner: Any = application
    while not hasattr(inner, "state"):
        inner = inner.application
    shares, who = inner.state.searching, "127.0.0.9"

    async def work() -> list[int]:
        transport = httpx.ASGITransport(application, client=(who, 50000))
        async with (
            inner.router.lifespan_context(inner),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as browser,
        ):
            for _ in range(8):
                shares.take(who)
            refused = await browser.get("/search.json?q=x")
            shares.give_back(who)
            answered = await browser.get("/search.json?q=x")
            return [refused.status_code, answered.status_code]

    assert asyncio.run(work()) == [429, 200]


@pytest.mark.parametrize("text", ['"', "*", "NEAR(", "col:x", "\0", "🙂", "'; DROP TABLE things"])
def test_hostile_text(served: Served, text: str) -> None:
    """Operators of the index are text, and text without letters finds nothing."""
    answer = search(served, q=text)
    assert (answer.status, answer.json["q"]) == (200, text)


def test_release(served: Served) -> None:
    """An unknown release is 404."""
    assert search(served, q="x", release="1999.1.0").status == 404


@pytest.mark.parametrize(
    ("path", "accept", "media"),
    [
        ("/search?q=Harz", "*/*", "application/json"),
        ("/search?q=Harz", "text/html", "text/html; charset=utf-8"),
        ("/search?q=Harz&format=json", "text/html", "application/json"),
        ("/search?q=Harz&format=html", "application/json", "text/html; charset=utf-8"),
        ("/search.json?q=Harz", "text/html", "application/json"),
        ("/search.html?q=Harz", "application/json", "text/html; charset=utf-8"),
    ],
)
def test_negotiation(served: Served, path: str, accept: str, media: str) -> None:
    """An extension or a parameter beats the Accept header."""
    assert fetch(served, path, accept=accept).headers["content-type"] == media


def test_conditional(served: Served) -> None:
    """Who has the answer already gets 304; another question has another validator."""
    first = search(served, q="Harz")
    again = fetch(served, "/search.json?q=Harz", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert first.headers["etag"] != search(served, q="Halle").headers["etag"]
    assert "Accept" in first.headers["vary"]


def test_head(served: Served) -> None:
    """HEAD has the headers of GET and no body."""
    head = fetch(served, "/search.json?q=Harz", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["etag"] == search(served, q="Harz").headers["etag"]


def test_content_location(served: Served) -> None:
    """The answer names the address at which it can be had again."""
    first = search(served, q="Harz & Co", limit=3)
    assert first.json == fetch(served, first.headers["content-location"]).json


def test_described(served: Served) -> None:
    """The description for programs names the parameters and the fields."""
    described = fetch(served, "/openapi.json").json["paths"]["/search"]["get"]
    names = {item["name"] for item in described["parameters"]}
    assert {"q", "class", "state", "limit", "page", "release", "format"} <= names
    rows = described["responses"]["200"]["content"]["application/json"]["schema"]
    result = search(served, q="Harz").json["results"][0]
    assert set(rows["properties"]["results"]["items"]["properties"]) == set(result)


def test_score_in_sparql(served: Served) -> None:
    """SPARQL finds the same things in the same order with the same scores."""
    rows = asked(served, SCORES.replace("TEXT", "Blankenbrug"))
    results = search(served, q="Blankenbrug", limit=100).json["results"]
    found = [(row["iri"], row["score"]) for row in results]
    assert [(row["thing"], float(row["score"])) for row in rows] == found


@pytest.mark.parametrize("text", ["", "*", "\\u0000", "🙂", "x" * 10_000, "qqqqqqqqq"])
def test_nothing_in_sparql(served: Served, text: str) -> None:
    """What finds nothing has no score."""
    assert asked(served, SCORES.replace("TEXT", text)) == []


def test_folded_in_sparql(served: Served) -> None:
    """Folded text makes labels comparable whatever their spelling."""
    query = f"""
    PREFIX f: <{FUNCTIONS}>
    SELECT ?folded ?same {{
      BIND(f:folded("Klima-BÜNDNIS") AS ?folded)
      BIND(f:folded("Straße") = f:folded("STRASSE") AS ?same)
    }}"""
    assert asked(served, query) == [{"folded": "klima bundnis", "same": "true"}]


@pytest.mark.parametrize(
    "call", ["searchScore()", 'searchScore("x", "x")', "searchScore(<x:y>, <x:y>)", "folded(<x:y>)"]
)
def test_wrong_arguments(served: Served, call: str) -> None:
    """Arguments of another kind have no value."""
    query = f"PREFIX f: <{FUNCTIONS}> SELECT (BOUND(?x) AS ?has) {{ BIND(f:{call} AS ?x) }}"
    assert asked(served, query) == [{"has": "false"}]


def test_described_functions(served: Served) -> None:
    """The service description lists both functions."""
    text = fetch(served, "/sparql", accept="application/n-triples").text
    for name in ("searchScore", "folded"):
        assert f"sparql-service-description#extensionFunction> <{FUNCTIONS}{name}>" in text


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[Served]:
    """Yield a service whose thing `http://e/x` was Anton once and is Berta now."""
    for name in ("Anton", "Berta"):
        publish(tmp_path, {"a": named("a", x=name)}, name)
    with serving(tmp_path, workers=1) as running:
        yield running


def test_older_release(changing: Served) -> None:
    """Page and SPARQL find in an older release what it holds."""
    releases = [row["name"] for row in fetch(changing, "/releases").json["releases"]][::-1]
    for text, expected in (("Anton", [1, 0]), ("Berta", [0, 1])):
        query = SCORES.replace("TEXT", text)
        totals = [search(changing, q=text, release=name).json["total"] for name in releases]
        rows = [len(asked(changing, query, name)) for name in releases]
        assert (totals, rows) == (expected, expected)


def test_time(changing: Served) -> None:
    """A time selects a release as for SPARQL; a release that is named beats it."""
    first = fetch(changing, "/releases").json["releases"][-1]["name"]
    last = fetch(changing, "/ready").json["release"]
    long_ago, later = "Thu, 01 Jan 2004 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"
    for wanted, more, expected in (
        (long_ago, "", first),
        (later, "", last),
        (long_ago, f"&release={last}", last),
    ):
        answer = fetch(changing, f"/search.json?q=Anton{more}", accept_datetime=wanted)
        total = int(expected == first)
        assert (expected, total) == (answer.json["release"], answer.json["total"])
        assert "Accept-Datetime" in answer.headers["vary"]


def test_time_that_is_none(changing: Served) -> None:
    """What is no date of HTTP is refused."""
    assert fetch(changing, "/search.json?q=Anton", accept_datetime="yesterday").status == 400


def test_unknown_state(served: Served) -> None:
    """An unknown state is refused with the known ones in order."""
    detail = search(served, q="Halle", state="99").json["detail"]
    assert ", ".join(f"{number:02}" for number in range(1, 17)) in detail


def test_after_a_publication(changing: Served) -> None:
    """What is published while the service runs is found by page and by SPARQL."""
    release = publish(changing.home, {"a": named("a", x="Cäsar")}, "Cäsar")
    while fetch(changing, "/ready").json["release"] != release.name:
        pass
    assert search(changing, q="Caesar").json["total"] == 1
    assert [row["thing"] for row in asked(changing, SCORES.replace("TEXT", "Casar"))] == [
        "http://e/x"
    ]


def test_damaged(changing: Served) -> None:
    """A damaged index is 503 with what mends it, never an empty answer."""
    name = fetch(changing, "/ready").json["release"]
    (folder_of(changing.home, name) / index.FILE).write_bytes(b"damaged")
    answer = search(changing, q="Berta")
    assert answer.status == 503
    assert "klimagraph rebuild" in answer.json["detail"]
    assert str(changing.home) not in answer.text


def test_older_home(tmp_path: Path) -> None:
    """A home that an earlier version made without an index gets one when it is served."""
    release = publish(tmp_path, {"a": named("a", x="Anton")}, "a")
    index.drop(folder_of(tmp_path, release.name))
    with serving(tmp_path, workers=1) as running:
        assert search(running, q="Anton").json["total"] == 1


def test_scratch(tmp_path: Path) -> None:
    """A scratch instance says that it has no search, and offers no functions."""
    with serving(tmp_path, gate="off", workers=1) as running:
        answer = search(running, q="x")
        assert (answer.status, answer.json["detail"]) == (404, "a scratch instance has no search")
        called = f"SELECT (<{FUNCTIONS}folded>('x') AS ?x) {{}}"
        assert fetch(running, f"/sparql?query={quote(called)}").status == 400
        assert FUNCTIONS not in fetch(running, "/sparql", accept="text/turtle").text


def test_a_name_as_people_write_it(served: Served) -> None:
    """Where nothing bears the name as it was written, it is said who is meant, and why."""
    text = "Gemeinde Neuenkirchen, Kr. Steinfurt"
    (meant,) = search(served, q=text).json["meant"]
    assert meant["certain"] is True
    assert meant["iri"] == f"{THINGS}municipality/05566060"
    assert meant["reasons"]
    page = unescape(search(served, "/search.html", q=text).text)
    assert "Gemeint ist" in page
    assert "/doc/municipality/05566060" in page


def test_an_ambiguous_name_is_no_certain_one(served: Served) -> None:
    """What may be several is never told as one."""
    found = search(served, q="Neuenkirchen, Niedersachsen").json["meant"]
    assert len(found) > 1
    assert not any(one["certain"] for one in found)


def test_a_plain_name_needs_no_guess(served: Served) -> None:
    """Where something bears the very name nothing else is offered."""
    assert search(served, q="Blankenburg (Harz)").json["meant"] == []
    assert search(served, q="15085055").json["meant"] == []
    assert "Gemeint" not in search(served, "/search.html", q="Blankenburg (Harz)").text
