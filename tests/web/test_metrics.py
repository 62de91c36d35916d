"""What Prometheus is told is well-formed and true."""

import http.client
from collections.abc import Iterator

import pytest
from clients import COUNT, ENDLESS, LARGE, STREAM, dialled, fetch, query, sparql, wait
from prometheus_client.parser import text_string_to_metric_families

from conftest import Served, content, serving
from klimagraph.releases import publish

TOKEN = "a-token-for-tests"  # noqa: S105  # it is none


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service with a short deadline that believes a proxy on this machine."""
    home = tmp_path_factory.mktemp("metrics")
    publish(home, {"a": content("a", [f"x{number}" for number in range(1000)])}, "first")
    with serving(home, workers=2, query_timeout=1, proxy="127.0.0.1", admin_token=TOKEN) as running:
        yield running


def value(service: Served, name: str, /, **labels: str) -> float:
    """Return the sum of the samples with a name and these labels."""
    text = fetch(service, "/metrics").text
    samples = [one for family in text_string_to_metric_families(text) for one in family.samples]
    return sum(
        one.value for one in samples if one.name == name and labels.items() <= one.labels.items()
    )


def test_the_text_is_of_the_format_that_it_says(service: Served) -> None:
    """The parser of the reference library reads it, and each family says what it is."""
    got = fetch(service, "/metrics")
    families = list(text_string_to_metric_families(got.text))
    assert got.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert [one.name for one in families if not one.documentation or one.type == "unknown"] == []


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        ("complete", COUNT),
        ("refused", "SELECT nonsense"),
        ("refused", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"),
        ("timeout", ENDLESS),
    ],
)
def test_outcomes(service: Served, outcome: str, text: str) -> None:
    """Each query counts once, with what became of it."""
    before = value(service, "klimagraph_queries_total", outcome=outcome)
    all_before = value(service, "klimagraph_queries_total")
    query(service, text)
    assert value(service, "klimagraph_queries_total", outcome=outcome) == before + 1
    assert value(service, "klimagraph_queries_total") == all_before + 1


def test_not_modified(service: Served) -> None:
    """Who has the answer already is counted as such."""
    tag = query(service, "ASK {}").headers["etag"]
    fetch(service, sparql("ASK {}"), If_None_Match=tag, Accept="*/*")
    assert value(service, "klimagraph_queries_total", outcome="not_modified") == 1


def test_a_broken_transfer(service: Served) -> None:
    """An answer that was begun and not ended is no complete one."""
    with pytest.raises(http.client.IncompleteRead):
        query(service, STREAM)
    wait(lambda: value(service, "klimagraph_queries_total", outcome="broken_transfer") == 1)


def test_a_client_that_hung_up(service: Served) -> None:
    """It is neither a success nor a fault of the service."""
    before = value(service, "klimagraph_queries_total", outcome="client_gone")
    with dialled(service) as connection:
        connection.sendall(f"GET {sparql(LARGE)} HTTP/1.1\r\nHost: e\r\n\r\n".encode())
        assert connection.recv(1000)
    wait(lambda: value(service, "klimagraph_queries_total", outcome="client_gone") > before)


def test_kept_answers(service: Served) -> None:
    """The second time an answer comes from the cache, and kinds are told apart."""
    text = "SELECT ?o { <http://e/x7> <http://e/p> ?o }"
    labels = {"outcome": "complete", "kind": "bindings"}
    hits = value(service, "klimagraph_queries_total", cache="hit", **labels)
    query(service, text)
    query(service, text)
    assert value(service, "klimagraph_queries_total", cache="hit", **labels) == hits + 1
    assert value(service, "klimagraph_cache_hits_total") >= 1
    assert value(service, "klimagraph_cache_entries") >= 1


def test_times_are_counted_by_route(service: Served) -> None:
    """Routes are patterns: what a client writes into a path gets nowhere."""
    fetch(service, "/doc/person/secret-name")
    fetch(service, "/secret-name")
    fetch(service, "/queries/secret-name?day=secret-name")
    fetch(service, "/secret-name", "OPTIONS")
    got = fetch(service, "/metrics").text
    assert "secret-name" not in got
    assert value(service, "klimagraph_requests_total", route="other", status="404") == 1
    name = "klimagraph_query_duration_seconds"
    count = value(service, f"{name}_count", route="/sparql")
    assert value(service, f"{name}_bucket", route="/sparql", le="+Inf") == count > 0


def test_bytes(service: Served) -> None:
    """The bodies that were sent are added up."""
    name = "klimagraph_response_bytes_total"
    before = value(service, name, route="/health")
    size = len(fetch(service, "/health").body)
    fetch(service, "/health", "HEAD")
    assert value(service, name, route="/health") == before + size > before


def test_the_release(service: Served) -> None:
    """The release is named with its digest and its size."""
    name = fetch(service, "/ready").json["release"]
    assert value(service, "klimagraph_release_info", name=name) == 1
    assert value(service, "klimagraph_release_statements") == 1000


def test_workers(service: Served) -> None:
    """There are as many as should be, and those that were ended are counted by reason."""
    query(service, f"{ENDLESS} LIMIT 7")
    wait(lambda: value(service, "klimagraph_workers") == 2)
    assert value(service, "klimagraph_workers_wanted") == 2
    assert value(service, "klimagraph_workers_killed_total") >= 1


def test_the_process(service: Served) -> None:
    """Memory and open files of the service are told."""
    assert value(service, "process_resident_memory_bytes") > 1 << 20
    assert value(service, "process_open_fds") > 0


@pytest.mark.parametrize(
    ("sent", "status"), [("", 401), ("Bearer wrong", 403), (f"Bearer {TOKEN}", 200)]
)
def test_far_clients_need_the_token(service: Served, sent: str, status: int) -> None:
    """Who comes from another machine, be it through the proxy, does not see the metrics."""
    headers = {"X_Forwarded_For": "203.0.113.7"} | ({"Authorization": sent} if sent else {})
    assert fetch(service, "/metrics", "GET", None, **headers).status == status


def test_nobody_is_believed_by_default(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Without PROXY somebody may stand behind the header; who asks directly sends none."""
    home = tmp_path_factory.mktemp("direct")
    publish(home, {"a": content("a", ["x"])}, "first")
    with serving(home, workers=1) as direct:
        assert fetch(direct, "/metrics").status == 200
        for sent in ("203.0.113.7", "127.0.0.1", "unknown", ",", " "):
            assert fetch(direct, "/metrics", X_Forwarded_For=sent).status == 403


def test_compressed_answers_have_their_route(service: Served) -> None:
    """A client that takes compressed answers is counted at its route like any other."""
    labels = {"route": "/.well-known/void", "method": "GET"}
    before = value(service, "klimagraph_requests_total", **labels)
    fetch(service, "/.well-known/void", Accept_Encoding="gzip")
    assert value(service, "klimagraph_requests_total", **labels) == before + 1
