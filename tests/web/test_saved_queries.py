"""Queries to cite: saved once, asked again on their release, cited in three forms."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from clients import Got, fetch, wait

from conftest import Served, content, serving
from klimagraph import releases
from klimagraph.releases import publish

FORM = "application/x-www-form-urlencoded"
QUERY = "SELECT ?s ?o WHERE { ?s <http://e/p> ?o } ORDER BY ?s"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service on a small release, after which no test publishes another."""
    with _on_two_statements(tmp_path_factory.mktemp("saved")) as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    """Yield such a service for one test alone."""
    with _on_two_statements(tmp_path) as running:
        yield running


@contextmanager
def _on_two_statements(home: Path) -> Iterator[Served]:
    publish(home, {"a": content("a", ["x1", "x2"])}, "first")
    with serving(home, workers=2) as running:
        yield running


def save(service: Served, query: str = QUERY, **more: str) -> Got:
    """Save a query."""
    fields = "&".join(f"{name}={quote(text)}" for name, text in {"query": query, **more}.items())
    return fetch(service, "/queries/saved", "POST", fields.encode(), Content_Type=FORM)


def test_a_saved_query_is_found_and_gives_the_same(own: Served) -> None:
    """After another publication it is still answered from its release."""
    saved = save(own)
    publish(own.home, {"a": content("a", ["x1", "x2", "x3"])}, "second")
    again = fetch(own, saved.headers["location"]).json
    assert (saved.status, again["state"], again["lines_now"]) == (201, "same", 2)
    answer = again["answer"].removeprefix(own.address)
    assert fetch(own, f"{answer}&format=csv").text.count("\r\n") == 3


def test_the_same_query_is_saved_once(own: Served) -> None:
    """Content decides on the address, the release is part of it."""
    first, second = save(own).headers["location"], save(own).headers["location"]
    publish(own.home, {"a": content("a", ["x1"])}, "second")
    third = save(own, release=releases.all_releases(own.home)[0].name)
    assert first == second == third.headers["location"]


def test_a_pruned_release_is_told(own: Served) -> None:
    """What was kept of the answer is still shown."""
    place = save(own).headers["location"]
    second = publish(own.home, {"a": content("a", ["x1"])}, "second").name
    wait(lambda: bool(fetch(own, "/ready").json["release"] == second))
    releases.prune(own.home, 1)
    again = fetch(own, place).json
    assert (again["state"], again["lines"]) == ("pruned", 2)


@pytest.mark.parametrize(
    ("form", "text"),
    [("text", "result sha256:"), ("bibtex", "@misc{klimagraph-"), ("csl", '"type": "dataset"')],
)
def test_citations(service: Served, form: str, text: str) -> None:
    """Each names release, result and address."""
    saved = save(service)
    got = fetch(service, f"{saved.headers['location']}?format={form}").text
    assert text in got
    assert all(part in got for part in (saved.json["release"], saved.json["url"]))


def test_csl_is_json(service: Served) -> None:
    """Reference managers read it."""
    place = save(service).headers["location"]
    kind = "application/vnd.citationstyles.csl+json"
    (entry,) = json.loads(fetch(service, place, Accept=kind).body)
    assert entry["issued"]["date-parts"][0][0] >= 2026


def test_a_page_for_people(service: Served) -> None:
    """It says that the answer is the same, and how to cite."""
    text = fetch(service, save(service).headers["location"], Accept="text/html").text
    assert "Die Antwort ist dieselbe" in text
    assert "@misc{klimagraph-" in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT (NOW() AS ?n) {}", "differently"),
        ("SELECT (STRUUID#\n() AS ?n) {}", "differently"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("nonsense", "expected"),
    ],
)
def test_what_cannot_be_cited(service: Served, query: str, said: str) -> None:
    """It is refused with the reason, and nothing is kept."""
    before = sorted(service.home.rglob("saved/*"))
    got = save(service, query)
    assert (got.status, said in got.json["detail"]) == (400, True)
    assert before == sorted(service.home.rglob("saved/*"))


@pytest.mark.parametrize("name", ["nope", "..%2Fmanifest", "0" * 12, "a" * 300])
def test_unknown_names(service: Served, name: str) -> None:
    """There is nothing behind a name that was not given."""
    assert fetch(service, f"/queries/saved/{name}").status == 404


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        (QUERY, 2),
        ("SELECT ?s { ?s <http://e/nothing> ?o }", 0),
        ("ASK { ?s ?p ?o }", 1),
        ("CONSTRUCT WHERE { ?s ?p ?o }", 2),
    ],
)
def test_rows_are_counted(service: Served, query: str, lines: int) -> None:
    """The heading of a table is no row."""
    saved = save(service, query)
    assert lines == saved.json["lines"]
    assert lines == fetch(service, saved.headers["location"]).json["lines_now"]


@pytest.mark.parametrize(
    ("form", "text"),
    [("text", "“Wer & was {1}”"), ("bibtex", r"{{Wer \& was \{1\}}}"), ("csl", '"Wer & was {1}"')],
)
def test_a_title_is_cited(service: Served, form: str, text: str) -> None:
    """It is kept in one line and stands in each citation."""
    saved = save(service, title="Wer &\n was {1}")
    assert saved.json["title"] == "Wer & was {1}"
    assert text in fetch(service, f"{saved.headers['location']}?format={form}").text


def test_a_title_stands_on_the_page(service: Served) -> None:
    """As text, whatever is in it."""
    place = save(service, title="<b>Wer</b>").headers["location"]
    assert "<h1>&lt;b&gt;Wer&lt;/b&gt;</h1>" in fetch(service, place, Accept="text/html").text


def test_nobody_names_the_query_of_another(service: Served) -> None:
    """With another title it is another citation."""
    names = {save(service, **more).headers["location"] for more in ({}, {"title": "a"})}
    assert len(names) == 2


def test_a_bare_query_has_its_title_in_the_address(service: Served) -> None:
    """The body holds nothing but the query."""
    kind = "application/sparql-query"
    got = fetch(service, "/queries/saved?title=T", "POST", QUERY.encode(), Content_Type=kind)
    assert (got.status, got.json["title"]) == (201, "T")


@pytest.mark.parametrize("title", ["x" * 201, "a\0b"])
def test_titles_that_are_refused(service: Served, title: str) -> None:
    """Too long, or no text."""
    assert save(service, title=title).status == 400


def test_addresses_are_whole(service: Served) -> None:
    """Whoever reads the JSON elsewhere can follow them."""
    saved = save(service)
    found = fetch(service, saved.headers["location"]).json
    assert saved.json["url"] == found["url"]
    assert found["answer"].startswith(f"{service.address}/sparql?query=")


@pytest.mark.parametrize("form", ["json", "html", "text"])
def test_a_saved_query_names_its_release(service: Served, form: str) -> None:
    """In the headers of all its forms."""
    saved = save(service)
    got = fetch(service, f"{saved.headers['location']}?format={form}")
    assert saved.json["release"] == got.headers["klimagraph-release"]
    assert got.headers["memento-datetime"].endswith("GMT")


def test_an_unknown_format_of_a_citation(service: Served) -> None:
    """It cannot be written so, as elsewhere."""
    assert fetch(service, f"{save(service).headers['location']}?format=ris").status == 406
