"""The change feed over HTTP (https://w3id.org/ldes/specification)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Iterator
from pathlib import Path

import pytest
from clients import Got, fetch
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from conftest import Served, serving
from klimagraph import changes
from klimagraph.namespaces import BASE, DATASETS, PREFIXES
from klimagraph.releases import Content, Difference, publish

FORMS = {
    "application/trig": RdfFormat.TRIG,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/n-quads": RdfFormat.N_QUADS,
}
NODE = ("/feed", "/feed/2026-09", "/feed/2026-11", "/feed/2026-11?page=1", "/feed/2026-11?page=2")
LAST = changes.SIZE + 3
"""Things that are created in November, more than a page."""


def content(things: dict[str, str]) -> Content:
    """Return a dataset that says something of things."""
    lines = [
        f'<{BASE}{path}> <http://e/p> "{text}" <{DATASETS}a> .\n' for path, text in things.items()
    ]
    return Content("".join(sorted(lines)).encode(), "test")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service whose log has changes in September and November."""
    home = tmp_path_factory.mktemp("feed")
    first = {
        "id/gap/a": 'ä "b" \\\\ c'.replace('"', '\\"'),
        "id/gap/b#part": "x",
        "id/person/p": "x",
    }
    many = {f"id/membership/{number:03}": "x" for number in range(LAST)}
    for at, things in (("2026-09-05T10:00:00Z", first), ("2026-11-01T00:00:00Z", first | many)):
        changes.record(home, publish(home, {"a": content(things)}, "test"), at)
    gone = publish(home, {"a": content(many | {"id/gap/a": "new"})}, "test")
    changes.record(home, gone, "2026-11-20T12:00:00Z")
    with serving(home) as running:
        yield running


def quads(got: Got) -> set[Quad]:
    """Return what an answer says."""
    kind = FORMS[got.headers["content-type"].split(";")[0]]
    return set(parse(got.body, format=kind))


def objects(said: set[Quad], subject: str, name: str) -> list[str]:
    """Return the values of a property of a node, sorted."""
    prefix, _, local = name.partition(":")
    wanted = NamedNode(PREFIXES[prefix] + local)
    found = (q for q in said if q.subject == NamedNode(subject) and q.predicate == wanted)
    return sorted(str(getattr(q.object, "value", "")) for q in found)


def relations(service: Served, path: str) -> dict[str, list[tuple[str, str]]]:
    """Return where a node leads to, with the bounds of each place."""
    said = quads(fetch(service, path))
    node = f"{service.address}{path}"
    found: dict[str, list[tuple[str, str]]] = {}
    for relation in objects(said, node, "tree:relation"):
        target, kind, value = (
            objects(said, relation, name)[0] for name in ("tree:node", "rdf:type", "tree:value")
        )
        bound = (kind.removeprefix(PREFIXES["tree"]), value)
        found.setdefault(target.removeprefix(service.address), []).append(bound)
    return {target: sorted(bounds) for target, bounds in found.items()}


def members(service: Served, path: str) -> list[str]:
    """Return the members of a page in the order of its text."""
    lines = fetch(service, path).text.splitlines()
    return [line.split(" ")[2] for line in lines if "tree#member>" in line]


def between(since: str, until: str) -> list[tuple[str, str]]:
    """Return the bounds of a relation."""
    return [("GreaterThanOrEqualToRelation", since), ("LessThanRelation", until)]


def test_the_root_tells_how_to_read(service: Served) -> None:
    """Which property is the time, which the thing, and what is a deletion."""
    said, stream = quads(fetch(service, "/feed")), f"{service.address}/feed#stream"
    expected = {
        "rdf:type": f"{PREFIXES['ldes']}EventStream",
        "tree:view": f"{service.address}/feed",
        "tree:shape": f"{service.address}/feed#shape",
        "ldes:timestampPath": f"{PREFIXES['as']}published",
        "ldes:versionOfPath": f"{PREFIXES['as']}object",
        "ldes:versionCreateObject": f"{PREFIXES['as']}Create",
        "ldes:versionUpdateObject": f"{PREFIXES['as']}Update",
        "ldes:versionDeleteObject": f"{PREFIXES['as']}Delete",
        "ldes:versionDeletePath": f"{PREFIXES['rdf']}type",
        "ldes:pollingInterval": "3600",
    }
    assert {name: [value] for name, value in expected.items()} == {
        name: objects(said, stream, name) for name in expected
    }


def test_everything_since_the_beginning_is_kept(service: Served) -> None:
    """The retention policy says from when on."""
    said = quads(fetch(service, "/feed"))
    policy = objects(said, f"{service.address}/feed", "ldes:retentionPolicy")[0]
    assert ["2026-09-05T10:00:00Z"] == objects(said, policy, "ldes:startingFrom")


def test_the_root_leads_to_months_in_which_something_happened(service: Served) -> None:
    """Each with both bounds; October has no node."""
    expected = {
        "/feed/2026-09": between("2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z"),
        "/feed/2026-11": between("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
    }
    assert expected == relations(service, "/feed")
    assert 404 == fetch(service, "/feed/2026-10").status


def test_a_month_leads_to_its_pages(service: Served) -> None:
    """The open page takes what the rest of the month brings."""
    expected = {
        "/feed/2026-11?page=1": between("2026-11-01T00:00:00Z", "2026-11-01T00:00:01Z"),
        "/feed/2026-11?page=2": between("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
    }
    assert expected == relations(service, "/feed/2026-11")
    first = {"/feed/2026-09?page=1": between("2026-09-05T10:00:00Z", "2026-09-05T10:00:01Z")}
    assert first == relations(service, "/feed/2026-09")


def test_members_are_within_the_bounds_of_their_page(service: Served) -> None:
    """A client that looks for a time may skip the others."""
    for path in ("/feed/2026-09", "/feed/2026-11"):
        for target, bounds in relations(service, path).items():
            said = quads(fetch(service, target))
            name = NamedNode(f"{PREFIXES['as']}published")
            found = [quad.object for quad in said if quad.predicate == name]
            times = {one.value for one in found if isinstance(one, Literal)}
            assert times
            assert all(bounds[0][1] <= time < bounds[1][1] for time in times)


@pytest.mark.parametrize("path", NODE)
def test_what_never_changes_says_so(service: Served, path: str) -> None:
    """To caches and in the text: months that are over, and pages that are full."""
    got = fetch(service, path)
    forever = path in ("/feed/2026-09", "/feed/2026-11?page=1")
    assert forever == ("immutable" in got.headers["cache-control"])
    marks = objects(quads(got), f"{service.address}{path}", "ldes:immutable")
    assert (["true"] if forever else []) == marks


def test_members_are_in_the_order_of_time(service: Served) -> None:
    """Over all pages, and each once."""
    pages = ("/feed/2026-09?page=1", "/feed/2026-11?page=1", "/feed/2026-11?page=2")
    found = [member for path in pages for member in members(service, path)]
    assert 2 + LAST + 2 == len(set(found)) == len(found)
    times = [member.rsplit("/", 1)[1].split("-")[0] for member in found]
    assert (sorted(times), 3) == (times, len(set(times)))


def test_the_state_is_in_the_graph_of_the_member(service: Served) -> None:
    """A creation has the statements about the thing and its parts; a text keeps its signs."""
    said = quads(fetch(service, "/feed/2026-09?page=1"))
    states = {quad.triple for quad in said if quad.graph_name != DefaultGraph()}
    expected = {
        (NamedNode(f"{BASE}id/gap/a"), Literal('ä "b" \\ c')),
        (NamedNode(f"{BASE}id/gap/b#part"), Literal("x")),
    }
    assert expected == {(one.subject, one.object) for one in states}


def test_a_deletion_has_no_graph(service: Served) -> None:
    """It names the thing and when it was found gone."""
    said = quads(fetch(service, "/feed/2026-11?page=2"))
    kind, gone = NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{PREFIXES['as']}Delete")
    activity = next(q.subject for q in said if q.predicate == kind and q.object == gone)
    assert isinstance(activity, NamedNode)
    assert [f"{BASE}id/gap/b"] == objects(said, activity.value, "as:object")
    assert ["2026-11-20T12:00:00Z"] == objects(said, activity.value, "as:published")
    assert not [quad for quad in said if quad.graph_name == activity]


def test_there_are_no_people(service: Served) -> None:
    """On no page."""
    assert not [path for path in NODE if b"id/person/" in fetch(service, path).body]


@pytest.mark.parametrize("path", NODE)
def test_the_formats_say_the_same(service: Served, path: str) -> None:
    """TriG, where nothing is asked for, JSON-LD and N-Quads."""
    found = [fetch(service, path, Accept=kind) for kind in FORMS]
    assert list(FORMS) == [got.headers["content-type"].split(";")[0] for got in found]
    assert quads(found[0]) == quads(found[1]) == quads(found[2])
    assert found[0].body == fetch(service, path).body == fetch(service, path, Accept="*/*").body


def test_other_formats_are_refused(service: Served) -> None:
    """A page as Turtle would be one without states."""
    assert 406 == fetch(service, "/feed", Accept="text/turtle").status


@pytest.mark.parametrize("path", NODE)
def test_who_has_it_is_told_so(service: Served, path: str) -> None:
    """A strong validator for each format, with and without a coding."""
    for name, value in (
        ("Accept", "*/*"),
        ("Accept", "application/ld+json"),
        ("Accept_Encoding", "gzip"),
    ):
        got = fetch(service, path, "GET", None, **{name: value})
        assert not got.headers["etag"].startswith("W/")
        headers = {"If_None_Match": got.headers["etag"], name: value}
        again = fetch(service, path, "GET", None, **headers)
        assert (304, b"") == (again.status, again.body)
    other = fetch(service, path, Accept="application/n-quads", If_None_Match=got.headers["etag"])
    assert 200 == other.status


def test_the_head_is_that_of_the_page(service: Served) -> None:
    """HEAD has the length, the time and the rights that GET has."""
    names = ("content-length", "etag", "last-modified", "content-type", "cache-control")
    got, head = fetch(service, NODE[3]), fetch(service, NODE[3], "HEAD")
    assert b"" == head.body
    assert [got.headers[name] for name in names] == [head.headers[name] for name in names]
    assert "Sun, 01 Nov 2026 00:00:00 GMT" == got.headers["last-modified"]
    assert "*" == got.headers["access-control-allow-origin"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/feed/2026-11?page=3", 404),
        ("/feed/2026-11?page=0", 400),
        ("/feed/2026-11?page=x", 400),
        ("/feed/2026-11?page=99999999999999999999", 404),
        ("/feed/nothing", 404),
    ],
)
def test_there_is_nothing_else(service: Served, path: str, status: int) -> None:
    """Pages that are not there, and what is no page."""
    assert status == fetch(service, path).status


def test_a_service_that_has_recorded_nothing_says_when_to_come_again(home: Path) -> None:
    """An empty feed would look like one in which nothing ever happened."""
    with serving(home) as running:
        for path in ("/feed", "/feed/2026-11"):
            got = fetch(running, path)
            assert (503, True) == (got.status, "retry-after" in got.headers)


def test_a_page_changes_when_something_is_forgotten(tmp_path: Path) -> None:
    """Even one that was to stay: whoever asks again gets it without."""
    things = {f"id/gap/{number:03}": "x" for number in range(changes.SIZE)}
    changes.record(tmp_path, publish(tmp_path, {"a": content(things)}, "test"))
    with changes.history(tmp_path) as log:
        path = f"/feed/{log.months()[0].name}?page=1"
    with serving(tmp_path) as running:
        before = fetch(running, path)
        thing = f"{BASE}id/gap/007"
        changes.forget(tmp_path, lambda _state: Difference([], []), lambda one: one == thing)
        after = fetch(running, path, If_None_Match=before.headers["etag"])
    assert (200, True) == (after.status, b"gap/007>" in before.body)
    assert b"gap/007>" not in after.body


def test_values_of_json_are_literals(service: Served) -> None:
    """A reader of JSON-LD gets the same literal as a reader of TriG."""
    said = quads(fetch(service, "/feed", Accept="application/ld+json"))
    polling = NamedNode(f"{PREFIXES['ldes']}pollingInterval")
    assert [Literal(3600)] == [quad.object for quad in said if quad.predicate == polling]
