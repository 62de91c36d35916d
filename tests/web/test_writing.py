"""Writing over HTTP: who may, what is refused, and that all or nothing happens."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from clients import Got, fetch, query

from conftest import Served, content, serving
from klimagraph import releases
from klimagraph.bundle import bundle_folder
from klimagraph.derivation import derivation
from klimagraph.namespaces import DATASETS
from klimagraph.releases import publish
from klimagraph.releases.lock import writing

TOKEN = "a-token-for-tests"  # noqa: S105  # of a service that lives as long as the test
MINE = f"{DATASETS}mine"
OTHER = f"{DATASETS}other"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    """Yield a service on one small published dataset, with a token."""
    publish(tmp_path / "home", {"other": content("other", ["x1", "x2"])}, "first")
    with serving(tmp_path / "home", admin_token=TOKEN, workers=2) as running:
        yield running


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield such a service for what is refused, so that all tests find it as it was."""
    home = tmp_path_factory.mktemp("standing")
    publish(home, {"other": content("other", ["x1", "x2"])}, "first")
    with serving(home, admin_token=TOKEN, workers=2) as running:
        first = releases.current_name(home)
        yield running
        assert first == releases.current_name(home)


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Served]:
    """Yield a scratch instance that only this machine sees."""
    with serving(tmp_path / "scratch", gate="off", workers=2) as running:
        yield running


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield one that several tests write to; what is in it is unknown."""
    with serving(tmp_path_factory.mktemp("shared"), gate="off", workers=2) as running:
        yield running


@pytest.fixture
def with_derived(tmp_path: Path) -> Iterator[Served]:
    """Yield a service whose release has derived statements."""
    rules = derivation(bundle_folder())
    publish(tmp_path / "home", {"other": content("other", ["x"])}, "first", derivation=rules)
    with serving(tmp_path / "home", admin_token=TOKEN, workers=2) as running:
        yield running


def update(service: Served, text: str, token: str = TOKEN) -> Got:
    """Send an update."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    kind = "application/sparql-update"
    return fetch(service, "/update", "POST", text.encode(), Content_Type=kind, **headers)


def graph(service: Served, method: str, iri: str, body: str = "", token: str = TOKEN) -> Got:
    """Send triples in Turtle, or delete, by the name of the graph."""
    headers = {"Authorization": f"Bearer {token}", "Content_Type": "text/turtle"}
    return fetch(service, f"/graphs?graph={iri}", method, body.encode(), **headers)


def count(service: Served, pattern: str = "?s ?p ?o") -> int:
    """Return how often a pattern is found."""
    text = f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"
    rows = query(service, text, "application/sparql-results+json").json["results"]["bindings"]
    return int(rows[0]["n"]["value"])


@pytest.mark.parametrize(("token", "status"), [("", 401), ("wrong", 403)])
def test_nobody_writes_without_the_token(standing: Served, token: str, status: int) -> None:
    """No token is 401, another one 403; nothing is changed."""
    before = releases.current_name(standing.home)
    assert status == update(standing, "CLEAR ALL", token).status
    assert before == releases.current_name(standing.home)


def test_nobody_writes_where_no_token_is_set(served: Served) -> None:
    """Writing over HTTP is off until an operator sets a token."""
    assert update(served, "CLEAR ALL", "guess").status == 403


def test_an_update_is_seen_by_the_next_query(service: Served) -> None:
    """The answer comes when new questions see the change, also in the default graph."""
    insert = f"INSERT DATA {{ GRAPH <{MINE}> {{ <http://e/a> <http://e/p> 1 }} }}"
    assert update(service, insert).status == 204
    assert count(service, f"GRAPH <{MINE}> {{ <http://e/a> ?p 1 }}") == 1
    assert count(service, "<http://e/a> ?p 1") == 1


def test_several_operations_are_one_release(service: Served) -> None:
    """Two datasets change at once."""
    insert = f"INSERT DATA {{ GRAPH <{MINE}> {{ <http://e/a> <http://e/p> 1 }} }}"
    delete = f"DELETE WHERE {{ GRAPH <{OTHER}> {{ <http://e/x1> ?p ?o }} }}"
    first = releases.current(service.home)
    assert update(service, f"{insert} ; {delete}").status == 204
    second = releases.current(service.home)
    assert first
    assert second
    assert (second.parent, count(service, f"GRAPH <{OTHER}> {{ ?s ?p ?o }}")) == (first.name, 1)


def test_nothing_happens_where_a_part_is_refused(standing: Served) -> None:
    """A good operation before a bad one leaves no trace."""
    before = releases.current_name(standing.home)
    insert = f"INSERT DATA {{ GRAPH <{MINE}> {{ <http://e/a> <http://e/p> 1 }} }}"
    got = update(standing, f"{insert} ; INSERT DATA {{ <http://e/b> <http://e/p> 2 }}")
    assert (400, before) == (got.status, releases.current_name(standing.home))
    assert "default graph" in got.json["detail"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> 1 } }", "dataset"),
        (f"INSERT DATA {{ GRAPH <{DATASETS}derived> {{ <a:a> <a:a> 1 }} }}", "derived"),
        (f"INSERT DATA {{ GRAPH <{DATASETS}A/b> {{ <a:a> <a:a> 1 }} }}", "cannot name"),
        ("LOAD <http://127.0.0.1:9/data>", "LOAD"),
        (
            "INSERT { <a:a> <a:a> ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "SERVICE",
        ),
        ("INSERT DATA {", "expected"),
        ("SELECT * WHERE { ?s ?p ?o }", "expected"),
    ],
)
def test_what_cannot_be_published_is_refused(standing: Served, text: str, said: str) -> None:
    """The answer is 400 and says what is wrong."""
    got = update(standing, text)
    assert (got.status, said in got.json["detail"]) == (400, True)


def test_data_that_break_a_shape_are_refused(standing: Served) -> None:
    """The answer is 422 and names thing and rule; nothing is published."""
    before = releases.current_name(standing.home)
    text = "@prefix klima: <https://w3id.org/klimagraph/ns#> . <http://e/m> a klima:Membership ."
    got = graph(standing, "PUT", MINE, text)
    assert (422, before) == (got.status, releases.current_name(standing.home))
    assert "http://e/m: “Member” is missing" in got.json["detail"]


def test_a_dataset_is_put_added_to_and_deleted(service: Served) -> None:
    """201 for a new one, 204 for one that was there, 404 when it is gone."""
    statuses = [
        graph(service, "PUT", MINE, "<http://e/a> <http://e/p> 1 .").status,
        graph(service, "POST", MINE, "<http://e/a> <http://e/p> 2 .").status,
        count(service, "<http://e/a> <http://e/p> ?value"),
        graph(service, "PUT", MINE, "<http://e/a> <http://e/p> 3 .").status,
        count(service, "<http://e/a> <http://e/p> ?value"),
        graph(service, "DELETE", MINE).status,
        graph(service, "DELETE", MINE).status,
        fetch(service, f"/graphs?graph={MINE}").status,
    ]
    assert statuses == [201, 204, 2, 204, 1, 204, 404, 404]


@pytest.mark.parametrize("path", ["/graphs", "/graphs?default&graph=http://e/g", "/graphs?x=1"])
def test_one_graph_must_be_named(standing: Served, path: str) -> None:
    """None, or two, are refused."""
    assert fetch(standing, path).status == 400


def test_the_published_default_graph_is_read_only(standing: Served) -> None:
    """It is made of the datasets."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content_Type": "text/turtle"}
    got = fetch(standing, "/graphs?default", "PUT", b"<a:a> <a:a> 1 .", **headers)
    assert (got.status, fetch(standing, "/graphs?default").status) == (400, 200)


def test_what_cannot_be_read_changes_nothing(standing: Served) -> None:
    """A fault in the file is told with its line."""
    got = graph(standing, "PUT", MINE, "<http://e/a> <http://e/p> 1 .\n<http://e/a> .")
    assert (got.status, got.json["line"], count(standing, "<http://e/a> ?p ?o")) == (400, 2, 0)


def test_a_scratch_instance_takes_anything(scratch: Served) -> None:
    """Any graph, the default graph on its own, blank nodes as they are."""
    text = "INSERT DATA { <a:a> <a:a> _:x . GRAPH <http://e/g> { <a:a> <a:a> 2 } }"
    assert update(scratch, text, "").status == 204
    assert count(scratch, "?s ?p ?o FILTER(ISBLANK(?o))") == 1
    assert count(scratch, "GRAPH ?g { ?s ?p 2 }") == 1
    assert count(scratch) == 1


def test_a_scratch_instance_keeps_what_it_was_told(tmp_path: Path) -> None:
    """What was answered with success is there after a restart."""
    for _ in range(2):
        with serving(tmp_path / "home", gate="off", workers=2) as running:
            update(running, "INSERT DATA { <a:a> <a:a> ?x }".replace("?x", str(_)), "")
            found = count(running)
    assert found == 2


def test_graphs_named_by_the_request_itself(shared: Served) -> None:
    """The address is the name of the graph (Graph Store Protocol, section 4.1)."""
    sent = fetch(shared, "/graphs/a/b", "PUT", b"<x> <y> <z> .", Content_Type="text/turtle")
    got = fetch(shared, "/graphs/a/b", Accept="application/n-triples")
    assert (sent.status, got.status) == (201, 200)
    assert f"<{shared.address}/graphs/a/x>" in got.text


def test_a_new_graph_gets_a_name(shared: Served) -> None:
    """POST without a name answers where the triples are (section 5.5)."""
    sent = fetch(shared, "/graphs", "POST", b"<a:a> <a:b> 1 .", Content_Type="text/turtle")
    path = sent.headers["location"].removeprefix(shared.address)
    assert (sent.status, fetch(shared, path).status) == (201, 200)


def test_the_two_kinds_are_not_mixed(tmp_path: Path) -> None:
    """A home of published datasets does not become a scratch instance."""
    publish(tmp_path, {"a": content("a", ["x"])}, "first")
    with pytest.raises(AssertionError, match="exit status 2"), serving(tmp_path, gate="off"):
        pass


@pytest.mark.parametrize(
    "text",
    [
        f"PREFIX d: <{DATASETS}oth> CLEAR GRAPH d:er",
        f"BASE <{DATASETS}> CLEAR GRAPH <other>",
        "CLEAR NAMED",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        f"MOVE <{OTHER}> TO <{MINE}>",
    ],
)
def test_a_graph_may_be_named_in_any_way(service: Served, text: str) -> None:
    """However the update names it: what was answered with success is done."""
    got = update(service, text)
    assert (got.status, count(service, f"GRAPH <{OTHER}> {{ ?s ?p ?o }}")) == (204, 0)


@pytest.mark.parametrize(
    "text",
    [
        f"DELETE WHERE {{ GRAPH <{DATASETS}derived> {{ ?s ?p ?o }} }}",
        "INSERT { GRAPH ?g { <a:a> <a:a> 1 } } WHERE { BIND(BNODE() AS ?g) }",
    ],
)
def test_what_would_be_lost_is_refused(with_derived: Served, text: str) -> None:
    """Nothing is answered with success and then dropped."""
    assert update(with_derived, text).status == 400


def test_a_fault_of_the_disk_names_no_folder(standing: Served) -> None:
    """Where the service keeps its data is nobody's business."""
    with writing(standing.home, "a test"):
        got = graph(standing, "PUT", MINE, "<a:a> <a:b> 1 .")
    assert (got.status, str(standing.home) in got.text) == (503, False)


def test_the_token_is_not_for_everybody_to_see(service: Served) -> None:
    """No process shows it in its arguments."""
    graph(service, "PUT", MINE, "<a:a> <a:b> 1 .")
    shown = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert any(b"klimagraph.writing.process" in line for line in shown)
    assert not any(TOKEN.encode() in line for line in shown)


def test_too_deep_is_the_fault_of_the_request(service: Served) -> None:
    """The process that writes dies of it; the next write has another."""
    deep = "INSERT { <a:a> <a:a> 1 } WHERE { FILTER(" + "(" * 60_000
    assert update(service, deep).status == 400
    assert graph(service, "PUT", MINE, "<a:a> <a:b> 1 .").status == 201


def test_half_a_request_is_left_alone(standing: Served) -> None:
    """Who hangs up in the middle of a body does no harm."""
    place = urlsplit(standing.address)
    with socket.create_connection((place.hostname, place.port)) as connection:
        head = f"POST /update HTTP/1.1\r\nHost: e\r\nAuthorization: Bearer {TOKEN}\r\n"
        head += "Content-Type: application/sparql-update\r\nContent-Length: 100\r\n\r\nINS"
        connection.sendall(head.encode())
    assert fetch(standing, "/health").status == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_graph_needs_an_absolute_name(shared: Served, method: str) -> None:
    """A relative name is refused, whatever is to be done."""
    got = fetch(shared, "/graphs?graph=rel", method, b"<a:a> <a:b> 1 .", Content_Type="text/turtle")
    assert (got.status, "absolute" in got.json["detail"]) == (400, True)


def test_nothing_at_all_is_an_empty_graph(shared: Served) -> None:
    """An empty body in Turtle is a graph without triples."""
    path = "/graphs?graph=http://e/empty"
    sent = fetch(shared, path, "PUT", b"", Content_Type="text/turtle")
    assert (sent.status, fetch(shared, path).status) == (201, 200)


def test_graphs_of_the_request_do_not_vanish(scratch: Served) -> None:
    """DELETE WHERE has no place for them: refused, not carried out elsewhere."""
    update(scratch, "INSERT DATA { <a:a> <a:a> 1 }", "")
    path = "/update?using-graph-uri=http://e/g"
    kind = "application/sparql-update"
    got = fetch(scratch, path, "POST", b"DELETE WHERE { ?s ?p ?o }", Content_Type=kind)
    assert (got.status, count(scratch)) == (400, 1)


def test_the_service_says_that_it_takes_updates(shared: Served) -> None:
    """The description names the endpoint for updates."""
    text = fetch(shared, "/sparql", Accept="text/turtle").text
    assert "sd:SPARQL11Update" in text


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/graphs?default", "GET, HEAD, PUT, POST, DELETE, OPTIONS"), ("/update", "POST, OPTIONS")],
)
def test_what_else_is_allowed(shared: Served, path: str, allowed: str) -> None:
    """405 and OPTIONS name the methods."""
    assert allowed == fetch(shared, path, "PATCH").headers["allow"]
    assert allowed == fetch(shared, path, "OPTIONS").headers["access-control-allow-methods"]


@pytest.mark.parametrize("name", ["%E2%82%AC", "a%3Fb", "a%20b"])
def test_odd_names_of_graphs_lead_back(shared: Served, name: str) -> None:
    """What is escaped in the address of a graph is escaped where its answer can be had again."""
    sent = fetch(shared, f"/graphs/{name}", "PUT", b"<a:a> <a:b> 1 .", Content_Type="text/turtle")
    got = fetch(shared, f"/graphs/{name}")
    again = fetch(shared, got.headers["content-location"])
    assert (201, 200, got.body) == (sent.status, got.status, again.body)


def test_an_unknown_encoding_is_the_fault_of_the_file(shared: Served) -> None:
    """XML names its encoding; one that nobody knows is told with its line."""
    body, kind = b'<?xml version="1.0" encoding="foo"?><a/>', "application/rdf+xml"
    for method, path in (("PUT", "/graphs?default"), ("POST", "/validate")):
        got = fetch(shared, path, method, body, Content_Type=kind)
        assert (got.status, got.json["line"]) == (400, 1)
