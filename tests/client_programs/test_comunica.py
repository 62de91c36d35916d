"""Comunica, the engine of browsers and Node, as a client (https://comunica.dev)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conftest import Served
from klimagraph.namespaces import BASE, DATASETS

HERE = Path(__file__).parent
READY = shutil.which("node") is not None and (HERE / "node_modules").is_dir()
pytestmark = pytest.mark.skipif(not READY, reason="no Node, or `npm ci` was not done in its folder")

ALLIANCE = f"{BASE}id/alliance/klima-buendnis"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"


def asked(query: str, *sources: str) -> "subprocess.CompletedProcess[str]":
    """Ask a query of sources."""
    command = ["node", "query.cjs", query, *sources]
    return subprocess.run(
        command, cwd=HERE, capture_output=True, text=True, check=False, timeout=120
    )


def answer(query: str, *sources: str) -> Any:
    """Return the answer."""
    done = asked(query, *sources)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_sees_an_endpoint(served: Served) -> None:
    """The description of the service is enough: nobody says that this is an endpoint.

    A file would be read by its media type, and the count would be that of the description.
    """
    count = f"SELECT (COUNT(*) AS ?n) {{ <{ALLIANCE}> ?p ?o }}"
    found = answer(count, f"{served.address}/sparql")
    assert int(found[0]["n"]) > 10


def test_rows(served: Served) -> None:
    """A SELECT with umlauts, filter and order."""
    query = f"SELECT ?l {{ <{ALLIANCE}> {LABEL} ?l FILTER(LANG(?l) = 'de') }} ORDER BY ?l"
    assert [{"l": "Klima-Bündnis"}] == answer(query, f"{served.address}/sparql")


def test_yes_and_no(served: Served) -> None:
    """An ASK."""
    ask = f"ASK {{ <{ALLIANCE}> a ?type }}"
    source = f"sparql@{served.address}/sparql"
    assert (True, False) == (answer(ask, source), answer(ask.replace("buendnis", "x"), source))


def test_a_construct(served: Served) -> None:
    """A CONSTRUCT."""
    query = f"CONSTRUCT {{ <a:a> <a:b> ?l }} WHERE {{ <{ALLIANCE}> {LABEL} ?l }}"
    assert "Klima-Bündnis" in answer(query, f"{served.address}/sparql")


def test_federation(served: Served) -> None:
    """SERVICE is carried out by the client: a document gives the thing, our endpoint its name."""
    document = f"{served.address}/doc/alliance/klima-buendnis.ttl"
    query = f"""SELECT ?l {{
      ?alliance a <https://w3id.org/klimagraph/ns#Alliance> .
      SERVICE <{served.address}/sparql> {{ ?alliance {LABEL} ?l FILTER(LANG(?l) = "de") }}
    }}"""
    assert [{"l": "Klima-Bündnis"}] == answer(query, document)


def test_federation_of_sources(served: Served) -> None:
    """A document and the endpoint are one graph to the client."""
    document = f"{served.address}/doc/alliance/klima-buendnis.ttl"
    query = f"SELECT ?l {{ <{ALLIANCE}> {LABEL} ?l FILTER(LANG(?l) = 'de') }}"
    found = answer(query, f"sparql@{served.address}/sparql", document)
    assert {"Klima-Bündnis"} == {row["l"] for row in found}


def test_federation_that_ends_with_us(served: Served) -> None:
    """With us as its only source Comunica sends us SERVICE, too: a refusal that says why."""
    query = f"SELECT * {{ SERVICE <{served.address}/sparql> {{ <{ALLIANCE}> ?p ?o }} }}"
    done = asked(query, f"sparql@{served.address}/sparql")
    assert done.returncode == 1
    assert "SERVICE is not allowed here" in done.stderr


def test_one_dataset(served: Served) -> None:
    """GRAPH reaches one dataset."""
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{DATASETS}klikks> {{ ?s ?p ?o }} }}"
    assert int(answer(query, f"sparql@{served.address}/sparql")[0]["n"]) > 100


def test_a_refused_query(served: Served) -> None:
    """A function that we do not know is an error of the client, not an empty answer."""
    query = "SELECT (<http://e/unknown>(1) AS ?x) { ?s ?p ?o } LIMIT 1"
    done = asked(query, f"sparql@{served.address}/sparql")
    assert (1, "") == (done.returncode, done.stdout)
