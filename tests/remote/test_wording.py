"""What reaches an engine is a query, with its dataset; what comes back is read as what it is."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from pathlib import Path

import pytest

from klimagraph.errors import (
    QueryFailed,
    QueryRefused,
    QueryStopped,
    SettingRefused,
    StoreUnavailable,
)
from klimagraph.remote.addresses import addresses
from klimagraph.remote.answers import rewritten
from klimagraph.remote.faults import fault
from klimagraph.remote.wording import kind_of
from klimagraph.settings import Settings, from_environment
from klimagraph.workers.protocol import Question

HOST = "sparql:http://127.0.0.1:1"
REFUSED = {
    "nonsense": "nonsense",
    "no scheme": "sparql:127.0.0.1/query",
    "user in the address": "sparql:http://user:secret@127.0.0.1/query",
    "question mark": f"{HOST}/query?x=1",
    "port": "sparql:http://127.0.0.1:99999/query",
}
TERMS = [
    ("0", "http://www.w3.org/2001/XMLSchema#boolean", "false"),
    ("60", "http://www.w3.org/2001/XMLSchema#yearMonthDuration", "P5Y"),
    ("-7", "http://www.w3.org/2001/XMLSchema#yearMonthDuration", "-P7M"),
    ("1.2096e+06", "http://www.w3.org/2001/XMLSchema#dayTimeDuration", "P14D"),
    ("90061", "http://www.w3.org/2001/XMLSchema#dayTimeDuration", "P1DT1H1M1S"),
    ("P5Y", "http://www.w3.org/2001/XMLSchema#yearMonthDuration", "P5Y"),
]


@pytest.mark.parametrize("store", REFUSED.values(), ids=REFUSED.keys())
def test_store_without_address_is_refused(store: str, tmp_path: Path) -> None:
    """A store that nothing could be asked at is refused before anything begins."""
    with pytest.raises(SettingRefused):
        from_environment({}, home=tmp_path, store=store)


def test_scratch_instance_with_remote_store_is_refused(tmp_path: Path) -> None:
    """A scratch instance keeps its store itself."""
    with pytest.raises(SettingRefused, match="GATE"):
        from_environment({}, home=tmp_path, store=f"{HOST}/query", gate="off")


def test_addresses_follow_from_the_one_for_queries(tmp_path: Path) -> None:
    """Oxigraph and Virtuoso need one address, others three."""
    oxigraph = addresses(Settings(tmp_path, store=f"{HOST}/query"))
    virtuoso = addresses(Settings(tmp_path, store=f"{HOST}/sparql"))
    assert "http://127.0.0.1:1/update" == oxigraph.update
    assert "http://127.0.0.1:1/store" == oxigraph.graphs
    assert "http://127.0.0.1:1/sparql-auth" == virtuoso.update
    assert "http://127.0.0.1:1/sparql-graph-crud-auth" == virtuoso.graphs
    with pytest.raises(SettingRefused, match="STORE_UPDATE"):
        addresses(Settings(tmp_path, store=f"{HOST}/elsewhere"))


@pytest.mark.parametrize(
    "text",
    ["DROP ALL", "", "DEFINE get:soft 'replace' SELECT * {}", "PREFIX a: <b> INSERT DATA {}",
     "# SELECT\nCLEAR ALL"],
)  # fmt: skip
def test_what_is_no_query_does_not_reach_the_engine(text: str) -> None:
    """Some engines take updates where queries are asked."""
    with pytest.raises(QueryRefused):
        kind_of(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("BASE <a> PREFIX b: <c> # ASK\nSELECT * {}", "bindings"), ("ask{}", "boolean"),
     ("DESCRIBE <a>", "graph"), ("CONSTRUCT WHERE {}", "graph")],
)  # fmt: skip
def test_kind_is_known_from_the_text(text: str, kind: str) -> None:
    """The kind of a result is known before the engine is asked."""
    assert kind == kind_of(text)


@pytest.mark.parametrize(("value", "datatype", "expected"), TERMS)
def test_literals_are_mended(value: str, datatype: str, expected: str) -> None:
    """What Virtuoso makes of a literal becomes what it was."""
    term = {"type": "typed-literal", "value": value, "datatype": datatype}
    body = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": term}]}}
    answer = rewritten(json.dumps(body).encode(), "bindings", "json", Question("", {}))
    (row,) = json.loads(answer)["results"]["bindings"]
    assert {"type": "literal", "value": expected, "datatype": datatype} == row["x"]


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b'{"head": {}, "results": {}}', b"[]"])
def test_answer_that_is_none_is_an_error(body: bytes) -> None:
    """What is not SPARQL is no empty result."""
    with pytest.raises(StoreUnavailable):
        rewritten(body, "bindings", "json", Question("", {}))


@pytest.mark.parametrize(
    ("status", "headers", "text", "expected"),
    [
        (200, {}, "", type(None)),
        (200, {"x-sparql-maxrows": "10000"}, "", QueryStopped),
        (200, {"x-sql-state": "S1TAT"}, "", QueryStopped),
        (400, {}, "error at 1:20: expected something", QueryRefused),
        (400, {}, "Virtuoso 37000 Error SP030: SPARQL compiler, line 1: x\n\nSPARQL query:\nq",
         QueryRefused),
        (500, {}, "Virtuoso 42001 Error SR185: Undefined procedure x", QueryFailed),
        (500, {}, "Virtuoso S1T00 Error SR171: Transaction timed out", QueryStopped),
        (503, {}, "", QueryStopped),
        (302, {}, "", StoreUnavailable),
        (404, {}, "", StoreUnavailable),
        (401, {}, "", StoreUnavailable),
    ],
)  # fmt: skip
def test_fault_is_told_apart(
    status: int, headers: dict[str, str], text: str, expected: type[Exception]
) -> None:
    """A bad query, a query that was stopped and an engine that is not there are three things."""
    assert expected is type(fault(status, headers, text, ""))


def test_place_of_a_mistake_is_that_in_the_query() -> None:
    """What we put before the query in its first line does not count."""
    opening = "BASE <http://e/> "
    error = fault(400, {}, f"error at 1:{len(opening) + 3}: expected x", opening)
    assert isinstance(error, QueryRefused)
    assert (1, 3) == (error.line, error.column)
