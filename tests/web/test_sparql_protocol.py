"""The endpoint keeps the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from clients import COUNT, Got, dialled, fetch, logged, query, sparql
from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from conftest import Served, content
from klimagraph.releases import publish

ASK = "ASK { <http://e/x1> ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { <http://e/x1> ?p ?o }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
RESULTS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "nquads": "application/n-quads",
    "trig": "application/trig",
    "n3": "text/n3",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service on 1,000 statements with small limits; its log holds no traceback."""
    folder = tmp_path_factory.mktemp("protocol")
    names = [f"x{number}" for number in range(1000)]
    publish(folder / "home", {"a": content("a", names)}, "first")
    with logged(folder / "home", folder / "log", query_length=20_000) as running:
        yield running


def number(got: Got) -> int:
    """Return the value of the only variable of the only row."""
    return int(got.json["results"]["bindings"][0]["n"]["value"])


def test_get(service: Served) -> None:
    """A query by GET is answered, and the answer names its release."""
    got = query(service, COUNT)
    assert (200, 1000) == (got.status, number(got))
    assert "klimagraph-release" in got.headers


def test_post_form(service: Served) -> None:
    """A query in a form is answered."""
    body = urlencode({"query": COUNT}).encode()
    assert 1000 == number(fetch(service, "/sparql", "POST", body, Content_Type=FORM))


def test_post_direct(service: Served) -> None:
    """A query as the body is answered; a charset in the type changes nothing."""
    kind = f"{DIRECT}; charset=utf-8"
    assert 1000 == number(fetch(service, "/sparql", "POST", COUNT.encode(), Content_Type=kind))


def test_post_direct_with_parameters(service: Served) -> None:
    """Beside a query as the body the address may hold the other parameters."""
    path = "/sparql?default-graph-uri=http://e/none"
    assert 0 == number(fetch(service, path, "POST", COUNT.encode(), Content_Type=DIRECT))


@pytest.mark.parametrize(("name", "media"), RESULTS.items())
@pytest.mark.parametrize("how", ["accept", "format", "media"])
def test_formats_of_rows(service: Served, name: str, media: str, how: str) -> None:
    """Rows come in each format, asked for by Accept, by name or by media type."""
    got = _asked(service, COUNT, name, media, how)
    assert media == got.headers["content-type"].split(";")[0]
    assert b"1000" in got.body


@pytest.mark.parametrize(("name", "media"), list(RESULTS.items())[:2])
def test_formats_of_yes_or_no(service: Served, name: str, media: str) -> None:
    """A boolean comes in JSON and XML."""
    got = _asked(service, ASK, name, media, "accept")
    form = QueryResultsFormat.from_media_type(media)
    assert form is not None
    said = parse_query_results(got.body, format=form)
    assert isinstance(said, QueryBoolean)
    assert bool(said)


@pytest.mark.parametrize(("name", "media"), GRAPHS.items())
@pytest.mark.parametrize("how", ["accept", "format", "media"])
def test_formats_of_graphs(service: Served, name: str, media: str, how: str) -> None:
    """A graph comes in each format with the same triple in it."""
    got = _asked(service, CONSTRUCT, name, media, how)
    assert media == got.headers["content-type"].split(";")[0]
    form = RdfFormat.from_media_type(media)
    assert form is not None
    assert ['<http://e/x1> <http://e/p> "x1"'] == [
        str(quad.triple) for quad in parse(got.body, format=form)
    ]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv, application/sparql-results+xml;q=0.9", "text/csv"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("application/json", "application/sparql-results+json"),
        ("application/*;q=0.2, text/csv;q=0.1", "application/sparql-results+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/sparql-results+json"),
        ("application/sparql-results+xml, text/html;q=0.1", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
        ("*/*, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        ("TEXT/CSV", "text/csv"),
    ],
)
def test_negotiation_of_rows(service: Served, accept: str, media: str) -> None:
    """The best format that the client takes and that can carry rows is chosen."""
    got = query(service, COUNT, accept)
    assert (200, "Accept, Accept-Encoding, Accept-Datetime") == (got.status, got.headers["vary"])
    assert media == media_type(got)


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "text/csv;q=0"])
def test_nothing_acceptable(service: Served, accept: str) -> None:
    """Where no format that the client takes can carry the result the answer is 406."""
    assert 406 == query(service, COUNT, accept).status


@pytest.mark.parametrize("name", ["turtle", "html", "nonsense"])
def test_a_format_that_cannot_be(service: Served, name: str) -> None:
    """A format that is unknown or cannot carry rows is 406, and the problem says why."""
    got = query(service, COUNT, format=name)
    assert (406, "application/problem+json") == (got.status, media_type(got))


def test_another_type_of_body(service: Served) -> None:
    """A body that is neither a form nor a query is 415."""
    got = fetch(service, "/sparql", "POST", COUNT.encode(), Content_Type="text/plain")
    assert 415 == got.status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method(service: Served, method: str) -> None:
    """Another method is 405 and the answer says which are allowed."""
    got = fetch(service, sparql(COUNT), method)
    assert (405, "GET, HEAD, POST, OPTIONS") == (got.status, got.headers["allow"])


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=ASK{}&query=ASK{}".replace("{}", "%7B%7D"),
        "/sparql?query=%FF",
        "/sparql?query=%zz",
        "/sparql?query=",
        "/sparql?query=ASK%7B%7D&update=x",
        "/sparql?query=ASK%7B%7D&format=json&format=xml",
        "/sparql?query=ASK%7B%7D&default-graph-uri=not%20an%20iri",
        "/sparql?query=SELECT%20*%20%7B%20SERVICE%20%3Chttp://e/%3E%20%7B%7D%7D",
    ],
)
def test_bad_requests(service: Served, path: str) -> None:
    """A request that is not as the protocol says is 400 with a problem document."""
    got = fetch(service, path, Accept="application/json")
    assert (400, "application/problem+json") == (got.status, media_type(got))
    assert {"type", "title", "status", "detail"} <= set(got.json)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b""),
        (FORM, b"update=CLEAR+ALL"),
        (FORM, b"query=ASK%7B%7D&update=CLEAR+ALL"),
        (FORM, b"query=%C3%28"),
        (FORM, b"query=\xff"),
        (DIRECT, b"ASK { ?s ?p '\xff' }"),
        (DIRECT, b""),
        (DIRECT, b"\x00"),
    ],
)
def test_bad_bodies(service: Served, kind: str, body: bytes) -> None:
    """A body without a readable query, or with an update, is 400."""
    assert 400 == fetch(service, "/sparql", "POST", body, Content_Type=kind).status


def test_a_query_in_address_and_body(service: Served) -> None:
    """Two queries are one too many."""
    got = fetch(service, sparql(COUNT), "POST", COUNT.encode(), Content_Type=DIRECT)
    assert 400 == got.status


@pytest.mark.parametrize("size", [21_000, 300_000])
def test_a_long_query(service: Served, size: int) -> None:
    """A query above the limit is 413, whether or not all of it was read."""
    body = COUNT.encode() + b" " * size
    assert 413 == fetch(service, "/sparql", "POST", body, Content_Type=DIRECT).status


def test_a_syntax_error(service: Served) -> None:
    """A syntax error is 400 and names the line and column."""
    got = query(service, "SELECT *\n{ ?s ?p ?o } NONSENSE 3")
    assert (400, 2) == (got.status, got.json["line"])
    assert isinstance(got.json["column"], int)


def test_an_unknown_release(service: Served) -> None:
    """A release that there never was is 404."""
    assert 404 == query(service, COUNT, release="1999.1.0").status


def test_etag(service: Served) -> None:
    """Who has the answer already gets 304 without a body."""
    tag = query(service, COUNT).headers["etag"]
    got = fetch(service, sparql(COUNT), Accept="*/*", If_None_Match=f'"x", W/{tag}')
    assert (304, b"", tag) == (got.status, got.body, got.headers["etag"])


def test_etags_differ_by_format(service: Served) -> None:
    """Each format of an answer has its own validator."""
    tags = {query(service, COUNT, format=name).headers["etag"] for name in RESULTS}
    assert len(RESULTS) == len(tags)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_any_etag_is_one_that_the_client_has(service: Served, method: str) -> None:
    """If-None-Match: * is 304 where there is an answer (RFC 9110, section 13.1.2)."""
    got = fetch(service, sparql(COUNT), method, If_None_Match="*")
    assert (304, b"", True) == (got.status, got.body, "etag" in got.headers)


def test_any_etag_does_not_hide_an_error(service: Served) -> None:
    """If-None-Match: * does not turn a wrong query into 304."""
    assert 400 == fetch(service, sparql("nonsense"), If_None_Match="*").status


def test_post_is_never_not_modified(service: Served) -> None:
    """If-None-Match means nothing to a POST."""
    tag = query(service, COUNT).headers["etag"]
    got = fetch(service, "/sparql", "POST", COUNT.encode(), Content_Type=DIRECT, If_None_Match=tag)
    assert 200 == got.status


def test_head(service: Served) -> None:
    """HEAD answers like GET, without the body."""
    got, whole = fetch(service, sparql(COUNT), "HEAD"), query(service, COUNT)
    assert (200, b"", whole.headers["etag"]) == (got.status, got.body, got.headers["etag"])
    assert str(len(whole.body)) == got.headers["content-length"]


@pytest.mark.parametrize("path", [sparql("nonsense"), "/sparql?query="])
def test_head_of_an_error(service: Served, path: str) -> None:
    """HEAD of an error has its status and no body."""
    got = fetch(service, path, "HEAD")
    assert (400, b"") == (got.status, got.body)


def test_without_a_query_the_service_describes_itself(service: Served) -> None:
    """In RDF for programs, as a page for people (Service Description, section 2)."""
    got = fetch(service, "/sparql", Accept="text/turtle")
    assert (200, "text/turtle") == (got.status, media_type(got))
    assert "sd:supportedLanguage sd:SPARQL11Query" in got.text
    assert "text/html" == media_type(fetch(service, "/sparql", Accept="text/html"))


def test_relative_names_begin_at_the_endpoint(service: Served) -> None:
    """The base of a query is the address it was sent to (Protocol, section 2.1.5)."""
    got = query(service, "SELECT (IRI('x') AS ?iri) {}", "text/csv")
    assert f"{service.address}/x" in got.text


def test_options(service: Served) -> None:
    """A browser may ask from any site."""
    got = fetch(service, "/sparql", "OPTIONS", Origin="http://e")
    assert (204, "*") == (got.status, got.headers["access-control-allow-origin"])
    assert "POST" in got.headers["access-control-allow-methods"]


@pytest.mark.parametrize("path", [sparql(COUNT), sparql("nonsense"), "/sparql"])
def test_cors(service: Served, path: str) -> None:
    """Every answer may be read from any site, errors too."""
    assert "*" == fetch(service, path, Origin="http://e").headers["access-control-allow-origin"]


def test_the_page_for_people(service: Served) -> None:
    """A browser without a query gets a page with a form."""
    got = fetch(service, "/sparql", Accept="text/html,*/*;q=0.8")
    assert (200, "text/html") == (got.status, media_type(got))
    assert "<textarea" in got.text


def test_an_error_for_people(service: Served) -> None:
    """A browser gets an error as a page in which nothing of the query is live."""
    got = query(service, "<script>alert(1)</script>", "text/html")
    assert (400, "text/html") == (got.status, media_type(got))
    assert "<script>" not in got.text


@pytest.mark.parametrize(
    ("expected", "text", "parameters"),
    [
        (1000, COUNT, {}),
        (1000, COUNT, {"default_graph_uri": "https://w3id.org/klimagraph/dataset/a"}),
        (0, COUNT, {"default_graph_uri": "http://e/none"}),
        (0, COUNT, {"named_graph_uri": "https://w3id.org/klimagraph/dataset/a"}),
        (1000, COUNT.replace("{", "FROM <https://w3id.org/klimagraph/dataset/a> {"), {}),
        (0, COUNT.replace(" {", "FROM<http://e/none>{"), {}),
        (0, "PREFIX : <http://e/> " + COUNT.replace("{", "FROM:none {"), {}),
        (1000, "PREFIX from: <http://e/> " + COUNT.replace("?p", "from:p"), {}),
        (0, COUNT.replace("{", "FROM <https://w3id.org/klimagraph/dataset/a> {"),
         {"default_graph_uri": "http://e/none"}),
    ],
)  # fmt: skip
def test_datasets(service: Served, expected: int, text: str, parameters: dict[str, str]) -> None:
    """The request's graphs beat those of the query, and without both all graphs are one."""
    assert expected == number(query(service, text, **parameters))


def test_several_requests_on_one_connection(service: Served) -> None:
    """A connection takes one request after the other, also when they come at once."""
    line = f"GET {sparql(COUNT)} HTTP/1.1\r\nHost: e\r\n\r\n"
    with dialled(service) as connection:
        connection.sendall((line * 3).encode())
        seen = b""
        while seen.count(b'"1000"') < 3:
            part = connection.recv(65536)
            assert part, seen
            seen += part
    assert 3 == seen.count(b"HTTP/1.1 200 OK")


class TestSparqlWrapper:
    """The client library that most scripts use."""

    def test_select(self, service: Served) -> None:
        """A SELECT answers."""
        wrapper = SPARQLWrapper(f"{service.address}/sparql")
        wrapper.setReturnFormat(JSON)
        wrapper.setQuery(COUNT)
        said: Any = wrapper.queryAndConvert()
        assert "1000" == said["results"]["bindings"][0]["n"]["value"]

    def test_ask(self, service: Served) -> None:
        """An ASK answers, also by POST."""
        wrapper = SPARQLWrapper(f"{service.address}/sparql")
        wrapper.setReturnFormat(JSON)
        wrapper.setMethod(POST)
        wrapper.setQuery(ASK)
        said: Any = wrapper.queryAndConvert()
        assert said["boolean"] is True

    @pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # of the library itself
    def test_construct(self, service: Served) -> None:
        """A CONSTRUCT answers a graph of rdflib."""
        wrapper = SPARQLWrapper(f"{service.address}/sparql")
        wrapper.setQuery(CONSTRUCT)
        said: Any = wrapper.queryAndConvert()
        assert 1 == len(said)


@pytest.mark.parametrize(("name", "media"), [("xml", "rdf+xml"), ("json", "ld+json")])
def test_generic_names_of_formats(service: Served, name: str, media: str) -> None:
    """Client libraries ask with format=xml or json for triples too."""
    assert f"application/{media}" == media_type(query(service, CONSTRUCT, format=name))


def test_the_problem_document(service: Served) -> None:
    """A problem names its kind by an address, and repeats the status."""
    got = fetch(service, f"/sparql?query={quote('SELECT')}", Accept="*/*")
    problem = json.loads(got.body)
    assert "https://w3id.org/klimagraph/problem/query-refused" == problem["type"]
    assert 400 == problem["status"]


def media_type(got: Got) -> str:
    """Return the media type of an answer."""
    return got.headers["content-type"].split(";")[0]


def _asked(service: Served, text: str, name: str, media: str, how: str) -> Got:
    if how == "accept":
        return query(service, text, media)
    return query(service, text, format=name if how == "format" else media)
