"""Documents of things as they were in a release (RFC 7089)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Iterator
from pathlib import Path

import pytest
from clients import fetch
from pyoxigraph import Literal, NamedNode

from conftest import Served, serving
from klimagraph import releases
from klimagraph.namespaces import CONCEPTS, DATASETS, PREFIXES, SHAPES, THINGS
from klimagraph.releases import Content, publish
from klimagraph.terms import term
from klimagraph.vocabulary.words import ONTOLOGY

LONG_AGO = "Thu, 01 Jan 2004 00:00:00 GMT"
NAME = "http://www.w3.org/2004/02/skos/core#prefLabel"


def named(**names: str) -> Content:
    """Return a content with one thing per name."""
    lines = [
        f'<{THINGS}thing/{key}> <{NAME}> "{name}"@de <{DATASETS}a> .\n'
        for key, name in sorted(names.items())
    ]
    return Content("".join(lines).encode(), "test")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service whose second release renames one thing and has one more."""
    home = tmp_path_factory.mktemp("documents")
    publish(home, {"a": named(x="Damals")}, "first")
    publish(home, {"a": named(x="Heute", y="Neu")}, "second")
    with serving(home, workers=2) as running:
        yield running


def names(service: Served) -> list[str]:
    """Return the names of the releases."""
    return [release.name for release in releases.all_releases(service.home)]


@pytest.mark.parametrize("form", ["turtle", "html"])
def test_a_release_is_chosen_by_name(service: Served, form: str) -> None:
    """Page and data are those of that release, and say so."""
    first, second = names(service)
    old = fetch(service, f"/doc/thing/x?format={form}&release={first}")
    new = fetch(service, f"/doc/thing/x?format={form}")
    assert ("Damals" in old.text, "Heute" in old.text) == (True, False)
    assert "Heute" in new.text
    assert [first, second] == [got.headers["klimagraph-release"] for got in (old, new)]
    assert old.headers["etag"] != new.headers["etag"]
    assert old.headers["memento-datetime"].endswith("GMT")


def test_a_release_is_chosen_by_time(service: Served) -> None:
    """Accept-Datetime works for documents as for queries, and caches are told."""
    got = fetch(service, "/doc/thing/x.ttl", Accept_Datetime=LONG_AGO)
    assert names(service)[0] == got.headers["klimagraph-release"]
    assert "Accept-Datetime" in got.headers["vary"]


def test_who_has_a_release_already_gets_304(service: Served) -> None:
    """The validator is that of the release."""
    path = f"/doc/thing/x.ttl?release={names(service)[0]}"
    tag = fetch(service, path).headers["etag"]
    assert 304 == fetch(service, path, If_None_Match=tag).status
    assert 200 == fetch(service, "/doc/thing/x.ttl", If_None_Match=tag).status


@pytest.mark.parametrize("form", ["turtle", "html"])
@pytest.mark.parametrize("key", ["y", "never"])
def test_what_was_not_there_yet(service: Served, form: str, key: str) -> None:
    """It is not found in that release, and the message names it."""
    first = names(service)[0]
    got = fetch(service, f"/doc/thing/{key}?format={form}&release={first}")
    assert (404, True) == (got.status, first in got.text)


def test_an_unknown_release(service: Served) -> None:
    """It is not found."""
    assert 404 == fetch(service, "/doc/thing/x.ttl?release=1999.1.0").status


@pytest.mark.parametrize("query", ["release=a&release=b", "release="])
def test_a_release_is_named_once(service: Served, query: str) -> None:
    """Twice is refused, an empty name is none."""
    expected = 400 if "&" in query else 200
    assert expected == fetch(service, f"/doc/thing/x.ttl?{query}").status


def test_a_name_leads_to_the_document_of_the_release(service: Served) -> None:
    """The redirection keeps what was asked for."""
    first = names(service)[0]
    got = fetch(service, f"/id/thing/x?release={first}")
    assert (303, f"/doc/thing/x?release={first}") == (got.status, got.headers["location"])


def test_a_pruned_release(tmp_path: Path) -> None:
    """It existed: 410."""
    for name in ("Damals", "Heute"):
        publish(tmp_path, {"a": named(x=name)}, "release")
    first = releases.all_releases(tmp_path)[0].name
    releases.prune(tmp_path, 1)
    with serving(tmp_path, workers=2) as running:
        assert 410 == fetch(running, f"/doc/thing/x.ttl?release={first}").status


@pytest.mark.parametrize("path", ["/.well-known/void", "/ontology"])
def test_other_documents_name_their_release(service: Served, path: str) -> None:
    """So that a harvester knows what it has."""
    headers = fetch(service, path, Accept="text/turtle, text/html;q=0.1").headers
    assert names(service)[-1] == headers.get("klimagraph-release")


VOCABULARY = {
    "/ontology": "klima:Damals",
    "/shapes": "Gestalt damals",
    "/concept": "Liste damals",
    "/concept/liste": "Liste damals",
}
"""Documents of the vocabulary, and what only the first release says in them."""


def vocabulary(time: str) -> Content:
    """Return a small vocabulary that names the time it is of."""
    word = f"{PREFIXES['klima']}{time.capitalize()}"
    scheme, shape = f"{CONCEPTS}liste", f"{SHAPES}Gestalt"
    texts = [
        (word, term("rdf:type"), term("owl:Class")),
        (word, term("rdfs:isDefinedBy"), NamedNode(ONTOLOGY)),
        (word, term("rdfs:label"), Literal(f"klima:{time.capitalize()}", language="de")),
        (scheme, term("rdf:type"), term("skos:ConceptScheme")),
        (scheme, term("skos:prefLabel"), Literal(f"Liste {time}", language="de")),
        (shape, term("rdf:type"), term("sh:NodeShape")),
        (shape, term("sh:targetClass"), NamedNode(word)),
        (shape, term("sh:name"), Literal(f"Gestalt {time}", language="de")),
        (shape, term("sh:property"), NamedNode(f"{shape}-label")),
        (f"{shape}-label", term("sh:path"), term("rdfs:label")),
    ]
    graph = f"<{DATASETS}vocabulary>"
    return Content("".join(sorted(f"<{s}> {p} {o} {graph} .\n" for s, p, o in texts)).encode(), "t")


@pytest.fixture(scope="module")
def defining(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service whose second release has other words."""
    home = tmp_path_factory.mktemp("vocabulary")
    for time in ("damals", "heute"):
        publish(home, {"vocabulary": vocabulary(time)}, time)
    with serving(home, workers=2) as running:
        yield running


@pytest.mark.parametrize("path", VOCABULARY)
@pytest.mark.parametrize("form", ["turtle", "html"])
def test_the_vocabulary_of_a_release(defining: Served, path: str, form: str) -> None:
    """Terms, shapes and lists are those of the release that is asked for, by name or by time."""
    first, second = names(defining)
    old = fetch(defining, f"{path}?format={form}&release={first}")
    timed = fetch(defining, f"{path}?format={form}", Accept_Datetime=LONG_AGO)
    new = fetch(defining, f"{path}?format={form}")
    answers = (old, timed, new)
    assert [first, first, second] == [got.headers["klimagraph-release"] for got in answers]
    said = VOCABULARY[path].rpartition(":")[2]
    assert [True, True, False] == [said in got.text for got in answers]
    assert "Accept-Datetime" in new.headers["vary"]


@pytest.mark.parametrize("path", VOCABULARY)
def test_the_vocabulary_of_an_unknown_release(defining: Served, path: str) -> None:
    """There is no such document."""
    assert 404 == fetch(defining, f"{path}?release=1999.1.0", Accept="text/turtle").status
