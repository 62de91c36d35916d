"""Things that were withdrawn: 410 with what is left of them, and who is never told."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from clients import Got, fetch
from pyoxigraph import Dataset, NamedNode, RdfFormat, parse
from signposting import find_signposting_http

from conftest import Served, serving
from klimagraph import changes, releases
from klimagraph.namespaces import CONCEPTS, DATASETS, PREFIXES, THINGS
from klimagraph.releases import Content, publish
from klimagraph.releases.endings import Ending, put
from klimagraph.terms import term

FORMS = {
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "html": "text/html",
}
BEFORE = "Geheime Zusage"
THING, SUCCESSOR = f"{THINGS}thing/gone", f"{THINGS}thing/kept"
CLASS = f"{PREFIXES['klima']}Thing"


def dataset(slug: str, *statements: str) -> Content:
    """Return a content with some statements in Turtle's short names."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    text = prefixes + "".join(f"{one} .\n" for one in statements)
    lines = [
        f"{quad.triple} <{DATASETS}{slug}> .\n"
        for quad in parse(text.encode(), format=RdfFormat.TURTLE)
    ]
    return Content("".join(sorted(lines)).encode(), "test")


def states() -> tuple[dict[str, Content | None], ...]:
    """Return three states: a thing, a person and a dataset go with the second one."""
    words = (
        'klima:Thing rdfs:label "Versuchsding"@de , "test thing"@en',
        '<https://w3id.org/klimagraph/id/thing/kept> skos:prefLabel "Bleibt"@de',
    )
    replaced = f"<{SUCCESSOR}> dcterms:replaces <{THING}>"
    before = (
        f'<{THING}> a klima:Thing ; skos:prefLabel "{BEFORE}"@de',
        f'<{CONCEPTS}list> a skos:ConceptScheme ; skos:prefLabel "{BEFORE}"@de',
        f'<{CONCEPTS}list/one> a skos:Concept ; skos:prefLabel "{BEFORE}"@de',
        f'<{THING}#part> rdfs:comment "{BEFORE}"',
        f'<{THINGS}person/anna> a foaf:Person ; foaf:name "Anna Muster"',
    )
    old = dataset("old", f'<{DATASETS}old> a dcat:Dataset ; dcterms:title "{BEFORE}"@de')
    return (
        {"a": dataset("a", *words, *before), "old": old},
        {"a": dataset("a", *words, replaced), "old": None},
        {"a": dataset("a", *words, replaced, f"<{THINGS}thing/new> rdfs:label 'neu'")},
    )


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service on the last of three releases."""
    home = tmp_path_factory.mktemp("withdrawn")
    for state in states():
        changes.record(home, publish(home, state, "release"))
    put(home, Ending("old", "2026-01-01", "2026-02-01", "zusammengelegt", "a"))
    with serving(home, workers=2) as running:
        yield running


def names(service: Served) -> list[str]:
    """Return the names of the releases."""
    return [release.name for release in releases.all_releases(service.home)]


def statements(got: Got) -> Dataset:
    """Return the statements of an answer."""
    form = RdfFormat.from_media_type(got.headers["content-type"].split(";")[0])
    assert form is not None
    return Dataset(parse(got.body, format=form))


def objects(held: Dataset, thing: str, name: str) -> set[str]:
    """Return the values that a thing has for a property."""
    return {
        getattr(quad.object, "value", "")
        for quad in held.quads_for_subject(NamedNode(thing))
        if quad.predicate == term(name)
    }


@pytest.mark.parametrize(("end", "kind"), FORMS.items())
def test_a_withdrawn_thing(service: Served, end: str, kind: str) -> None:
    """It is gone in every format, and nothing that was said of it is said again."""
    for got in (
        fetch(service, f"/doc/thing/gone.{end}"),
        fetch(service, "/doc/thing/gone", Accept=kind),
    ):
        assert (410, kind) == (got.status, got.headers["content-type"].split(";")[0])
        assert BEFORE not in got.text
        assert got.headers["vary"].startswith("Accept")


@pytest.mark.parametrize("path", ["/concept/list", "/concept/list/one"])
@pytest.mark.parametrize(("end", "kind"), FORMS.items())
def test_a_withdrawn_concept(service: Served, path: str, end: str, kind: str) -> None:
    """Concepts and lists of them are gone like things."""
    got = fetch(service, f"{path}.{end}")
    assert (410, kind) == (got.status, got.headers["content-type"].split(";")[0])
    assert BEFORE not in got.text


@pytest.mark.parametrize("end", ["jsonld", "ttl", "nt", "rdf"])
def test_a_tombstone(service: Served, end: str) -> None:
    """It says what the thing was, when it was found gone, and what takes its place."""
    held = statements(fetch(service, f"/doc/thing/gone.{end}"))
    assert {PREFIXES["as"] + "Tombstone"} == objects(held, THING, "rdf:type")
    assert {CLASS} == objects(held, THING, "as:formerType")
    assert {SUCCESSOR} == objects(held, THING, "dcterms:isReplacedBy")
    assert any(names(service)[1] in text for text in objects(held, THING, "rdfs:comment"))


def test_the_time_is_that_of_the_change_log(service: Served) -> None:
    """The tombstone and the feed tell the same."""
    activity = changes.latest(service.home, THING)
    assert activity
    held = statements(fetch(service, "/doc/thing/gone.nt"))
    assert {activity.at} == objects(held, THING, "as:deleted")


def test_the_page_of_a_withdrawn_thing(service: Served) -> None:
    """It says in German what was here, since when it is gone, and what takes its place."""
    page = fetch(service, "/doc/thing/gone", Accept="text/html").text
    for text in ("Gibt es hier nicht mehr", "Versuchsding", names(service)[1]):
        assert text in page
    assert "test thing" in fetch(service, "/doc/thing/gone?lang=en", Accept="text/html").text
    assert 'href="/doc/thing/kept"' in page
    assert 'name="robots" content="noindex"' in page


def test_head_of_a_withdrawn_thing(service: Served) -> None:
    """HEAD has the headers of GET; the client of FAIR Signposting reads them."""
    get, head = (fetch(service, "/doc/thing/gone", method) for method in ("GET", "HEAD"))
    same = ("link", "vary", "content-type", "content-length", "x-robots-tag")
    assert (410, b"") == (head.status, head.body)
    assert [get.headers[name] for name in same] == [head.headers[name] for name in same]
    with pytest.warns(UserWarning, match="410 Gone"):
        found = find_signposting_http(f"{service.address}/doc/thing/gone")
    assert THING == found.citeAs.target
    assert CLASS in {one.target for one in found.types}


def test_earlier_releases_still_have_it(service: Served) -> None:
    """The tombstone leads to the last one that did."""
    first, second, _ = names(service)
    link = f'</doc/thing/gone?release={first}>; rel="predecessor-version"'
    assert link in fetch(service, "/doc/thing/gone").headers["link"]
    old = fetch(service, f"/doc/thing/gone.ttl?release={first}")
    assert (200, True) == (old.status, BEFORE in old.text)
    assert 410 == fetch(service, f"/doc/thing/gone.ttl?release={second}").status


def test_the_name_still_leads_to_the_document(service: Served) -> None:
    """303, as of every name."""
    got = fetch(service, "/id/thing/gone")
    assert (303, "/doc/thing/gone") == (got.status, got.headers["location"])


@pytest.mark.parametrize("path", ["/linkset/doc/thing/gone", "/linkset/dataset/old"])
def test_the_linkset_is_gone_too(service: Served, path: str) -> None:
    """410 as a problem document."""
    got = fetch(service, path)
    assert (410, "application/problem+json") == (got.status, got.headers["content-type"])


@pytest.mark.parametrize("path", ["/doc/thing/never", "/linkset/doc/thing/never", "/dataset/never"])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_what_never_was(service: Served, path: str, accept: str) -> None:
    """It is not gone but unknown."""
    if path.startswith("/linkset"):
        accept = "*/*"
    assert 404 == fetch(service, path, Accept=accept).status


def test_what_came_later_was_not_gone_before(service: Served) -> None:
    """Asked for in an earlier release, a thing is unknown there."""
    first, second, third = names(service)
    statuses = [
        fetch(service, f"/doc/thing/new.ttl?release={name}").status
        for name in (first, second, third)
    ]
    assert [404, 404, 200] == statuses


@pytest.mark.parametrize(("end", "kind"), FORMS.items())
def test_a_person_that_is_gone(service: Served, end: str, kind: str) -> None:
    """Nothing leads to what was said of them, and nobody shall list the page."""
    got = fetch(service, f"/doc/person/anna.{end}")
    assert (410, "noindex") == (got.status, got.headers["x-robots-tag"])
    assert "Muster" not in got.text
    assert "predecessor-version" not in got.headers["link"]
    assert "release=" not in got.text


def test_a_dataset_that_ended(service: Served) -> None:
    """Its tombstone says why, and which dataset takes its place."""
    held = statements(fetch(service, "/dataset/old.ttl"))
    assert {f"{DATASETS}a"} == objects(held, f"{DATASETS}old", "dcterms:isReplacedBy")
    assert "zusammengelegt" in objects(held, f"{DATASETS}old", "rdfs:comment")
    page = fetch(service, "/dataset/old", Accept="text/html")
    assert (410, True) == (page.status, "<bdi>zusammengelegt</bdi>" in page.text)


def test_json_ld_of_a_tombstone_has_its_context_inside(service: Served) -> None:
    """No processor has to fetch anything."""
    document = json.loads(fetch(service, "/doc/thing/gone.jsonld").body)
    assert isinstance(document["@context"], dict)


def test_a_thing_that_came_back(tmp_path: Path) -> None:
    """It is there again, and in the release without it it was gone or unknown."""
    first, second, _ = states()
    for state in (first, second, first):
        changes.record(tmp_path, publish(tmp_path, state, "release"))
    with serving(tmp_path, workers=2) as running:
        assert 200 == fetch(running, "/doc/thing/gone.ttl").status


def filler(number: int) -> Content:
    """Return a content that changes nothing but the release."""
    return dataset("b", f'<{THINGS}thing/filler> rdfs:comment "{number}"')


def published(home: Path, *contents: dict[str, Content | None]) -> list[str]:
    """Publish one release after another and return their names; the change log saw the first."""
    held: list[str] = []
    for number, state in enumerate(contents):
        release = publish(home, {**state, "b": filler(number)}, "release")
        held.append(release.name)
        if number == 0:
            changes.record(home, release)
    return held


def test_a_thing_that_is_gone_before_that_was_recorded(tmp_path: Path) -> None:
    """The change log may be three releases behind: the releases say with which one it went."""
    with_it, without, _ = states()
    held = published(tmp_path, with_it, with_it, with_it, without)
    with serving(tmp_path, workers=2) as running:
        page = fetch(running, "/doc/thing/gone", Accept="text/html").text
        tombstone = statements(fetch(running, "/doc/thing/gone.ttl"))
        link = fetch(running, "/doc/thing/gone").headers["link"]
        found = [fetch(running, f"/doc/thing/gone.ttl?release={name}").status for name in held]
    assert [200, 200, 200, 410] == found
    assert f'<dt>Entfernt mit Version</dt><dd><a href="/releases/{held[3]}">' in page
    assert f"Entfernt in Version {held[3]}." in objects(tombstone, THING, "rdfs:comment")
    assert {releases.all_releases(tmp_path)[3].created} == objects(tombstone, THING, "as:deleted")
    assert f'</doc/thing/gone?release={held[2]}>; rel="predecessor-version"' in link


def test_a_thing_that_came_and_went_before_that_was_recorded(tmp_path: Path) -> None:
    """Where the change log never saw it, the releases did; of what never was nothing is claimed."""
    with_it, without, _ = states()
    held = published(tmp_path, without, with_it, without, without)
    with serving(tmp_path, workers=2) as running:
        gone = fetch(running, "/doc/thing/gone", Accept="text/html")
        before = fetch(running, f"/doc/thing/gone.ttl?release={held[0]}")
        never = fetch(running, "/doc/thing/never", Accept="text/html")
    assert (410, 404, 404) == (gone.status, before.status, never.status)
    assert "„never“ ist nichts bekannt.</p>" in never.text
    assert f'<dt>Entfernt mit Version</dt><dd><a href="/releases/{held[2]}">' in gone.text
    assert f"/doc/thing/gone?release={held[1]}" in gone.text


def test_several_releases_that_were_recorded_as_one(tmp_path: Path) -> None:
    """The change log found it gone later than it went."""
    with_it, without, _ = states()
    held = published(tmp_path, with_it, with_it, without, without)
    changes.record(tmp_path, releases.all_releases(tmp_path)[-1])
    with serving(tmp_path, workers=2) as running:
        page = fetch(running, "/doc/thing/gone", Accept="text/html").text
    assert f'<dt>Entfernt mit Version</dt><dd><a href="/releases/{held[2]}">' in page
    assert f"/doc/thing/gone?release={held[1]}" in page


def test_a_thing_that_went_with_a_pruned_release(tmp_path: Path) -> None:
    """What lies between is not known any more: it went at the latest with what can be asked."""
    with_it, without, _ = states()
    held = published(tmp_path, without, with_it, without, without, without)
    changes.record(tmp_path, releases.all_releases(tmp_path)[1])
    releases.prune(tmp_path, 1)
    changes.record(tmp_path, releases.all_releases(tmp_path)[-1])
    with serving(tmp_path, workers=2) as running:
        page = fetch(running, "/doc/thing/gone", Accept="text/html").text
        english = fetch(running, "/doc/thing/gone?lang=en", Accept="text/html").text
        tombstone = statements(fetch(running, "/doc/thing/gone.ttl"))
    assert f'<dt>Entfernt spätestens mit Version</dt><dd><a href="/releases/{held[4]}">' in page
    assert "Spätestens seit dem" in page
    assert "at the latest it is no longer" in english
    assert f"Entfernt spätestens in Version {held[4]}." in objects(tombstone, THING, "rdfs:comment")


def test_a_tombstone_of_what_only_a_pruned_release_had(tmp_path: Path) -> None:
    """The change log still knows; what it was is not known any more."""
    for state in states():
        changes.record(tmp_path, publish(tmp_path, state, "release"))
    releases.prune(tmp_path, 1)
    with serving(tmp_path, workers=2) as running:
        held = statements(fetch(running, "/doc/thing/gone.ttl"))
        page = fetch(running, "/doc/thing/gone", Accept="text/html")
    assert set() == objects(held, THING, "as:formerType")
    assert (410, True) == (page.status, "Hier war etwas beschrieben" in page.text)


def test_what_nobody_recorded(tmp_path: Path) -> None:
    """Without a change log there is no telling what was withdrawn from what never was."""
    for state in states():
        publish(tmp_path, state, "release")
    with serving(tmp_path, workers=2) as running:
        assert 404 == fetch(running, "/doc/thing/gone.ttl").status


def test_parts_alone(tmp_path: Path) -> None:
    """A thing of which only parts are described has no document, and none that is gone."""
    part = f'<{THINGS}thing/whole#part> rdfs:comment "Teil"'
    for more in ((), (f'<{THINGS}thing/x> rdfs:label "x"',)):
        changes.record(tmp_path, publish(tmp_path, {"a": dataset("a", part, *more)}, "release"))
    with serving(tmp_path, workers=2) as running:
        assert 404 == fetch(running, "/doc/thing/whole.ttl").status
