"""Named queries over HTTP: listed, run with typed parameters, paged, described."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import csv
import io
import json
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import openpyxl
import pytest
from clients import Got, fetch

from conftest import Served
from klimagraph.formats import WORKBOOK
from klimagraph.queries import NamedQuery, read_queries

QUERIES = list(read_queries(Path(__file__).parents[2] / "queries"))
MEMBERS = "/queries/members-of-an-alliance"
MAP = "/queries/members-on-the-map"
NEIGHBOURS = "/queries/neighbours-of-a-municipality"
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
    """With the examples of its parameters; the page calls the columns by their labels."""
    values = "&".join(f"{item.name}={quote(item.example)}" for item in query.parameters)
    page = fetch(served, f"/queries/{query.name}?{values}", Accept="text/html")
    file = fetch(served, f"/queries/{query.name}.csv?{values}&size=1")
    assert (page.status, file.status) == (200, 200)
    columns = file.text.split("\r\n", 1)[0].split(",")
    assert columns == [column.name for column in query.columns]
    heads = [f'title="{column.name}">{column.label["de"]}<' for column in query.columns]
    assert [] == [head for head in heads if head not in page.text]


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        (f"{MEMBERS}.csv", "*/*", "text/csv"),
        (f"{MEMBERS}.json", "*/*", "application/sparql-results+json"),
        (f"{MEMBERS}.tsv", "text/html", "text/tab-separated-values"),
        (f"{MEMBERS}?format=xml", "text/html", "application/sparql-results+xml"),
        (f"{MEMBERS}.xlsx", "text/html", WORKBOOK),
        (f"{MEMBERS}?format=xlsx", "*/*", WORKBOOK),
        (MEMBERS, WORKBOOK, WORKBOOK),
        (f"{MAP}.geojson", "text/html", "application/geo+json"),
        (MAP, "application/geo+json", "application/geo+json"),
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
        ("/queries/memberships-on-a-day?day=20240601", 400, "xsd:date"),
        ("/queries/memberships-on-a-day?day=2024-W01-1", 400, "xsd:date"),
        (f"{MEMBERS}?alliance=id:alliance/gibtsnicht", 404, "no klima:Alliance id:alliance/gibts"),
        (f"{MEMBERS}.csv?alliance=id:municipality/01002000", 404, "in this release"),
        ("/queries/approximate-numbers?qualifier=id:x", 404, "there is no qualifier id:x"),
        (f"{MAP}.geojson?alliance=id:alliance/klikks", 406, "none of the rows has a geometry"),
        (f"{MEMBERS}.geojson", 406, "none of the rows has a geometry"),
        ("/sparql?query=ASK%7B%7D&format=xlsx", 406, "boolean"),
        ("/sparql?query=ASK%7B%7D&format=geojson", 406, "boolean"),
    ],
)
def test_what_is_wrong_is_said(served: Served, path: str, status: int, said: str) -> None:
    """The answer names the parameter and what is allowed."""
    got = fetch(served, path)
    assert (status, said in got.json["detail"]) == (got.status, True)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"{MEMBERS}.xlsx", "members-of-an-alliance.xlsx"),
        (f"{MEMBERS}?format=xlsx", "members-of-an-alliance.xlsx"),
        (f"{MEMBERS}.csv", "members-of-an-alliance.csv"),
        (f"{MEMBERS}?format=csv", None),
        (f"{MEMBERS}.json", None),
        (f"{MAP}.geojson", "members-on-the-map.geojson"),
        ("/sparql?format=xlsx&query=SELECT%20(1%20AS%20%3Fa)%7B%7D", "klimagraph.xlsx"),
    ],
)
def test_files_have_names(served: Served, path: str, name: str | None) -> None:
    """What is to be kept says what it is called; a workbook always."""
    wanted = f'attachment; filename="{name}"' if name else None
    assert wanted == fetch(served, path).headers.get("content-disposition")


def test_a_workbook_can_be_handed_on(served: Served) -> None:
    """It holds the rows and says question, address, release, licences, columns, number of rows."""
    got = fetch(served, f"{MEMBERS}.xlsx?alliance=id:alliance/klima-buendnis")
    book = openpyxl.load_workbook(io.BytesIO(got.body))
    whole = rows(fetch(served, f"{MEMBERS}.csv"))
    names = [row[2] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert [row[2] for row in whole] == names
    info = {row[0]: row[1] for row in book.worksheets[1].iter_rows(values_only=True)}
    expected = {
        "Frage / question": "Mitglieder eines Bündnisses",
        "Version / release": got.headers["klimagraph-release"],
        "Zeilen / rows": str(len(whole)),
        "memberName": "Name des Mitglieds",
    }
    assert expected.items() <= info.items()
    pinned = f"{MEMBERS}?alliance=id%3Aalliance%2Fklima-buendnis&release=2026.1.0"
    assert info["Adresse / address"].endswith(pinned)


def test_the_address_in_a_workbook_names_one_release(served: Served) -> None:
    """Also where the release was asked for already."""
    got = fetch(served, f"{MEMBERS}.xlsx?release=2026.1.0&size=1")
    info = openpyxl.load_workbook(io.BytesIO(got.body)).worksheets[1].iter_rows(values_only=True)
    (address,) = [row[1] for row in info if row[0] == "Adresse / address"]
    assert str(address).endswith(f"{MEMBERS}?size=1&release=2026.1.0")


def test_a_page_says_that_there_is_no_such_thing(served: Served) -> None:
    """As a page of its own, and not as an empty table."""
    got = fetch(served, f"{MEMBERS}?alliance=id:alliance/gibtsnicht", Accept="text/html")
    assert (404, True) == (got.status, "id:alliance/gibtsnicht" in got.text)


def test_a_map_of_no_rows_is_empty(served: Served) -> None:
    """Nothing was found, and nothing is wrong."""
    got = fetch(served, "/queries/known-participation-on-the-map.geojson?page=99")
    assert (200, []) == (got.status, got.json["features"])


@pytest.mark.parametrize("key", ["15085135", "15 0 85 135", " 15085135 ", "15 0 85 0135 135"])
def test_a_key_may_have_blanks(served: Served, key: str) -> None:
    """In the middle, as registers write it, or around, as it is pasted."""
    found = rows(fetch(served, f"/queries/authority-by-key.csv?key={quote(key)}"))
    assert ["Halberstadt, Stadt"] == [row[2] for row in found]


def test_members_stand_on_the_map(served: Served) -> None:
    """Each is a feature under its own name, with the boundary as the data have it."""
    found = fetch(served, f"{MAP}.geojson").json["features"]
    kiel = next(item for item in found if item["properties"]["population"] == 247717)
    assert (7, "Polygon") == (len(found), kiel["geometry"]["type"])
    assert "https://w3id.org/klimagraph/id/municipality/01002000" == kiel["id"]


def test_a_page_offers_the_question_it_shows(served: Served) -> None:
    """Files have the same values; a map is offered where there is a geometry."""
    asked = "alliance=id%3Aalliance%2Fklikks"
    page = fetch(served, f"{MEMBERS}?alliance=id:alliance/klikks", Accept="text/html")
    for extension in ("csv", "xlsx", "json"):
        assert f'href="{MEMBERS}.{extension}?{asked}"' in page.text
    assert ".geojson" not in page.text
    assert f'href="{MAP}.geojson"' in fetch(served, MAP, Accept="text/html").text


@pytest.mark.parametrize(
    ("path", "post"), [("/queries", False), (MEMBERS, False), ("/queries/saved", True)]
)
def test_methods_are_told_rightly(served: Served, path: str, post: bool) -> None:
    """Only the address for saving queries takes a POST."""
    refused = fetch(served, path, "POST" if not post else "DELETE")
    assert (405, post) == (refused.status, "POST" in refused.headers["allow"])
    asked = fetch(served, path, "OPTIONS").headers["access-control-allow-methods"]
    assert post == ("POST" in asked)


@pytest.mark.parametrize("name", ["Halberstadt", "15085135"])
def test_a_page_understands_a_clear_name(served: Served, name: str) -> None:
    """It leads to the address that says the IRI, with all other parameters."""
    got = fetch(served, f"{NEIGHBOURS}?municipality={name}&size=5", Accept="text/html")
    said = parse_qs(urlsplit(got.headers["location"]).query)
    town = "https://w3id.org/klimagraph/id/municipality/15085135"
    assert (303, {"municipality": [town], "size": ["5"]}) == (got.status, said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Blankenburg", "id%2Fmunicipality%2F15085055"),
        ("Sachsen-Anhalt", "ist nicht bekannt"),
        ("<b>Nirgendwo", "„&lt;b&gt;Nirgendwo“"),
        ("x" * 1000, "ist nicht bekannt"),
    ],
)
def test_a_page_asks_back_what_a_name_means(served: Served, name: str, said: str) -> None:
    """With what fits, or with nothing; the name stays in the form, and no answer is shown."""
    got = fetch(served, f"{NEIGHBOURS}?municipality={quote(name)}", Accept="text/html")
    field = f'name="municipality" value="{escape(name)}"'
    shown = (said in got.text, field in got.text, 'id="answer"' in got.text)
    assert (400, (True, True, False)) == (got.status, shown)


def test_a_file_takes_no_names(served: Served) -> None:
    """A program is told what is allowed, and never what may have been meant."""
    got = fetch(served, f"{NEIGHBOURS}.csv?municipality=Halberstadt")
    assert (400, True) == (got.status, "such as" in got.json["detail"])


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
        assert {"format", "release", "page", "size"} <= given.keys()


def test_answers_are_described_for_programs(served: Served) -> None:
    """Media types, columns, an example with all of them, and each error as a problem."""
    document = json.loads(fetch(served, "/openapi.json").body)
    for query in QUERIES:
        responses = document["paths"][f"/queries/{query.name}"]["get"]["responses"]
        content = responses["200"]["content"]
        columns = [column.name for column in query.columns]
        answer = content["application/sparql-results+json"]
        names = answer["schema"]["properties"]["head"]["properties"]["vars"]["prefixItems"]
        assert columns == [name["const"] for name in names]
        assert columns == list(answer["example"]["results"]["bindings"][0])
        assert WORKBOOK in content
        assert query.on_a_map == ("application/geo+json" in content)
        assert {"200", "400", "404", "406", "410", "429", "503"} == responses.keys()
    for answer in document["components"]["responses"].values():
        reference = answer["content"]["application/problem+json"]["schema"]["$ref"]
        assert "#/components/schemas/Problem" == reference


def test_the_list_says_the_columns(served: Served) -> None:
    """With labels in both languages and types."""
    listed = fetch(served, "/queries", Accept="application/json").json["queries"]
    columns = next(item for item in listed if f"/queries/{item['name']}" == MAP)["columns"]
    label = {"de": "Mitglied", "en": "Member"}
    assert ("member", label, "iri") == tuple(columns[0][name] for name in ("name", "label", "type"))
