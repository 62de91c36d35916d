"""Named queries over HTTP: listed, run with typed parameters, paged, described."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from clients import Got, fetch

from conftest import Served
from klimagraph.queries import NamedQuery, read_queries

QUERIES = list(read_queries(Path(__file__).parents[2] / "queries"))
MEMBERS = "/queries/members-of-an-alliance"
ALLIANCE = "https://w3id.org/klimagraph/id/alliance/klima-buendnis"


def rows(got: Got) -> list[list[str]]:
    """Return the rows of a CSV without its head."""
    return list(csv.reader(io.StringIO(got.text)))[1:]


def test_the_list_names_every_query(served: Served) -> None:
    """As data and as a page."""
    listed = fetch(served, "/queries", Accept="application/json").json["queries"]
    page = fetch(served, "/queries", Accept="text/html").text
    assert [query.name for query in QUERIES] == [item["name"] for item in listed]
    assert all(f'href="/queries/{query.name}"' in page for query in QUERIES)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_query_has_a_page_and_a_file(served: Served, query: NamedQuery) -> None:
    """With the examples of its parameters; page and file have the same columns."""
    values = "&".join(f"{item.name}={quote(item.example)}" for item in query.parameters)
    page = fetch(served, f"/queries/{query.name}?{values}", Accept="text/html")
    file = fetch(served, f"/queries/{query.name}.csv?{values}&size=1")
    assert (page.status, file.status) == (200, 200)
    columns = file.text.split("\r\n", 1)[0].split(",")
    assert all(f'<th scope="col">{column}</th>' in page.text for column in columns)


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        (f"{MEMBERS}.csv", "*/*", "text/csv"),
        (f"{MEMBERS}.json", "*/*", "application/sparql-results+json"),
        (f"{MEMBERS}.tsv", "text/html", "text/tab-separated-values"),
        (f"{MEMBERS}?format=xml", "text/html", "application/sparql-results+xml"),
        (MEMBERS, "text/csv", "text/csv"),
        (MEMBERS, "text/html", "text/html"),
        (MEMBERS, "*/*", "application/sparql-results+json"),
    ],
)
def test_formats(served: Served, path: str, accept: str, kind: str) -> None:
    """An extension beats the parameter, which beats Accept."""
    got = fetch(served, path, Accept=accept)
    assert (200, kind) == (got.status, got.headers["content-type"].split(";")[0])


def test_pages_are_the_whole(served: Served) -> None:
    """Pages follow each other without gap or overlap."""
    whole = rows(fetch(served, f"{MEMBERS}.csv"))
    pages = [rows(fetch(served, f"{MEMBERS}.csv?size=3&page={page}")) for page in (1, 2, 3)]
    assert whole == [row for page in pages for row in page]


def test_an_iri_may_be_short(served: Served) -> None:
    """Names of ours may be written with their prefix."""
    short = fetch(served, f"{MEMBERS}.csv?alliance=id:alliance/klima-buendnis").body
    assert short == fetch(served, f"{MEMBERS}.csv?alliance={quote(ALLIANCE)}").body


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/queries/nope", 404, "/queries"),
        (f"{MEMBERS}.zip", 404, "/queries"),
        (f"{MEMBERS}?nope=1", 400, "it has alliance"),
        (f"{MEMBERS}?alliance=a%20b", 400, "klima:Alliance"),
        (f"{MEMBERS}?alliance=a:b&alliance=a:c", 400, "2 times"),
        (f"{MEMBERS}?page=0", 400, "from 1"),
        (f"{MEMBERS}?size=x", 400, "from 1"),
        (f"{MEMBERS}?page={'9' * 5000}", 400, "from 1"),
        (f"{MEMBERS}?alliance=%ff", 400, "UTF-8"),
        ("/queries/memberships-on-a-day?day=2024-02-30", 400, "xsd:date"),
        ("/queries/memberships-on-a-day?day=gestern", 400, "such as"),
    ],
)
def test_what_is_wrong_is_said(served: Served, path: str, status: int, said: str) -> None:
    """The answer names the parameter and what is allowed."""
    got = fetch(served, path)
    assert (status, said in got.json["detail"]) == (got.status, True)


def test_values_are_terms_and_not_text(served: Served) -> None:
    """What looks like SPARQL in a value stays a value."""
    got = fetch(served, f"/queries/who-is-responsible.csv?key={quote(chr(34))}%20%7D%20%23")
    assert (got.status, rows(got)) == (200, [])


def test_a_list_to_choose_from(served: Served) -> None:
    """Who does not know IRIs chooses by name."""
    page = fetch(served, MEMBERS, Accept="text/html").text
    assert f'<option value="{ALLIANCE}" selected>Klima-Bündnis</option>' in page


def test_answers_can_be_kept(served: Served) -> None:
    """The same answer again is 304."""
    got = fetch(served, f"{MEMBERS}.csv")
    again = fetch(served, f"{MEMBERS}.csv", If_None_Match=got.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_every_query_is_described_for_programs(served: Served) -> None:
    """The OpenAPI document has a path, parameters and examples for each."""
    paths = json.loads(fetch(served, "/openapi.json").body)["paths"]
    for query in QUERIES:
        described = paths[f"/queries/{query.name}"]["get"]
        given = {item["name"]: item.get("example") for item in described["parameters"]}
        assert {item.name: item.example for item in query.parameters}.items() <= given.items()
