"""curl as people use it."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
import subprocess
from typing import Any

import pytest

from conftest import Served
from klimagraph.namespaces import BASE

QUERY = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?label { <https://w3id.org/klimagraph/id/alliance/klima-buendnis> skos:prefLabel ?label
  FILTER(LANG(?label) = "de") }"""
CSV = "label\r\nKlima-Bündnis\r\n"
MANY = (
    "SELECT * { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o } ORDER BY ?s ?o LIMIT 2000"
)


def curl(*arguments: str) -> str:
    """Return what curl writes."""
    done = subprocess.run(["curl", "-sS", *arguments], capture_output=True, check=True)
    return done.stdout.decode()


def written(served: Served, form: str, *arguments: str) -> str:
    """Return what `-w` writes of an answer to the endpoint whose body is thrown away."""
    return curl("-o", "/dev/null", "-w", form, *arguments, f"{served.address}/sparql")


@pytest.mark.parametrize(
    "way",
    [
        ("-G", "--data-urlencode", f"query={QUERY}", "-d", "format=csv"),
        ("-G", "--data-urlencode", f"query={QUERY}", "-H", "Accept: text/csv"),
        ("--data-urlencode", f"query={QUERY}", "-H", "Accept: text/csv"),
        ("--data-urlencode", f"query={QUERY}", "-d", "format=csv"),
        ("-H", "Content-Type: application/sparql-query", "-H", "Accept: text/csv",
         "--data-binary", QUERY),
        ("-G", "--data-urlencode", f"query={QUERY}", "-H", "Accept: text/csv", "--compressed"),
        ("-G", "--data-urlencode", f"query={QUERY}", "-H", "Accept: text/csv", "--http1.0"),
    ],
)  # fmt: skip
def test_ways_to_ask(served: Served, way: tuple[str, ...]) -> None:
    """GET, form, body, compressed, HTTP/1.0: all give the same."""
    assert CSV == curl(*way, f"{served.address}/sparql")


def test_head(served: Served) -> None:
    """HEAD gives the headers alone."""
    head = curl("-I", "-G", "--data-urlencode", f"query={QUERY}", f"{served.address}/sparql")
    assert head.startswith("HTTP/1.1 200")
    assert "klimagraph-release:" in head.lower()


def test_an_error(served: Served) -> None:
    """An error is problem+json with its place, and --fail sees it."""
    sent = ("-G", "--data-urlencode", "query=SELECT ?s {", f"{served.address}/sparql")
    problem: dict[str, Any] = json.loads(curl(*sent))
    assert (400, f"{BASE}problem/query-refused", 1) == (
        problem["status"],
        problem["type"],
        problem["line"],
    )
    failed = subprocess.run(["curl", "-sS", "--fail", *sent], capture_output=True, check=False)
    assert 22 == failed.returncode


def test_the_same_again(served: Served) -> None:
    """With the ETag of the first answer the second is 304."""
    asked = ("-G", "--data-urlencode", f"query={QUERY}")
    tag = written(served, "%header{etag}", *asked)
    assert tag
    assert "304" == written(served, "%{http_code}", *asked, "-H", f"If-None-Match: {tag}")


def test_compression_changes_nothing(served: Served) -> None:
    """A long answer is the same, compressed or not."""
    asked = ("-G", "--data-urlencode", f"query={MANY}", "-d", "format=csv")
    plain, packed = (
        curl(*asked, *more, f"{served.address}/sparql") for more in ((), ("--compressed",))
    )
    assert plain == packed


def test_an_older_release(served: Served) -> None:
    """?release= answers from it and says so; an unknown one is 404."""
    now = written(served, "%header{klimagraph-release}", "-G", "-d", "query=ASK{}")
    again = ("-G", "-d", "query=ASK{}", "-d", f"release={now}")
    assert now == written(served, "%header{klimagraph-release}", *again)
    assert "404" == written(served, "%{http_code}", "-G", "-d", "query=ASK{}", "-d", "release=x")
