"""The guard sees SERVICE wherever the engine would, and nowhere else."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import contextlib
import time

import pytest

from klimagraph.errors import QueryRefused, QueryTooLong
from klimagraph.workers.guard import check, check_update, service, volatile

MEBIBYTE = 1 << 20


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
        "select * { service <http://e/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://e/> { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<http://e/>{ ?s ?p ?o } }",
        "SELECT * {\n\n SERVICE # where\n <http://e/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'x'SERVICE<http://e/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE<http://e/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 1e0SERVICE<http://e/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 1.SERVICE<http://e/>{ ?s ?p ?o } }",
        "PREFIX : <http://e/> SELECT * { SERVICE:a { ?s ?p ?o } }",
        "PREFIX : <http://e/> SELECT * { SERVICESILENT:a { ?s ?p ?o } }",
        "SELECT * { ?s ?p '''it's''' SERVICE ?g { ?s ?p ?o } }",
        'SELECT * { ?s ?p "\\"" SERVICE ?g { ?s ?p ?o } }',
        "SELECT * { ?s ?p '#' SERVICE ?g { ?s ?p ?o } }",
        "# a comment\rSELECT * { SERVICE ?g { ?s ?p ?o } }",
        "# prefix SERVICE:\nPREFIX : <http://e/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "PREFIX SERVICE: <http://e/> PREFIX : <http://e/> SELECT * { SERVICE:a { ?s ?p ?o } }",
        "PREFIX SERVICEa: <http://e/> PREFIX a: <http://e/> SELECT * { SERVICEa:b {} }",
        "PREFIX é: <http://e/> SELECT * { SERVICEé:a { ?s ?p ?o } }",
        "PREFIX a\u3001: <http://e/> SELECT * { SERVICEa\u3001:a { ?s ?p ?o } }",
        "PREFIX e: <http://e/> SELECT * { ?s ?p e:.SERVICE<http://e/>{ ?s ?p ?o } }",
        "PREFIX : <http://e/> SELECT * { ?s ?p :.SERVICE<http://e/>{ ?s ?p ?o } }",
    ],
)
def test_service_is_refused(query: str) -> None:
    """SERVICE is refused however it is written."""
    with pytest.raises(QueryRefused, match="SERVICE is not allowed"):
        check(query, MEBIBYTE)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o } # SERVICE <http://e/> {}",
        "SELECT * { ?s ?p 'SERVICE <http://e/> {}' }",
        'SELECT * { ?s ?p """a "quote" and\n SERVICE <http://e/> {}""" }',
        "SELECT * { ?s <http://e/SERVICE> ?o }",
        "PREFIX e: <http://e/> SELECT * { ?s e:SERVICE ?o }",
        "PREFIX service: <http://e/> SELECT * { ?s service:a ?o }",
        "SELECT ?service { ?service ?p $service }",
        "SELECT * { _:service ?p 'x'@service }",
        "PREFIX e: <http://e/> SELECT * { ?s e:a.service ?o }",
        "PREFIX service: <http://e/> SELECT * { GRAPH service:a { ?s ?p ?o } }",
        "PREFIX service: <http://e/> SELECT * FROM service:a { ?s service:b service:c . {} }",
        "PREFIX service: <http://e/> SELECT * { ?s service:d service:e. {} }",
        "SELECT * { ?s (<http://e/#a>/<service>) ?o FILTER(?o <?s && ?o> <b>) }",
        "PREFIX services: <http://e/> SELECT * { ?s services:a ?o }",
        "SELECT * { ?services ?p <http://www.w3.org/ns/sparql-service-description#Service> }",
    ],
)
def test_the_word_service_elsewhere_is_fine(query: str) -> None:
    """In comments, strings, IRIs, names and variables SERVICE is only a word."""
    assert service(query) is None


def test_the_place_of_service_is_named() -> None:
    """The refusal says line and column, both from 1."""
    with pytest.raises(QueryRefused) as caught:
        check("SELECT *\n{ SERVICE <http://e/> {} }", MEBIBYTE)
    assert (2, 3) == (caught.value.line, caught.value.column)


def test_a_string_that_is_not_closed_is_refused() -> None:
    """What the guard cannot read is not passed on."""
    with pytest.raises(QueryRefused, match="not closed"):
        check('SELECT * { VALUES ?x { """a"} SERVICE <http://e/> {} }', MEBIBYTE)


def test_a_long_query_is_refused() -> None:
    """The limit counts bytes, not characters."""
    with pytest.raises(QueryTooLong, match=r"12 bytes; at most 11"):
        check("ASK{}#äää", 11)


@pytest.mark.parametrize(
    "piece", ["a.", "\\'", '\\"""', "<a", "a-", "'a\n", "?a", "%41:", "_:", '""']
)
def test_the_time_grows_with_the_length_only(piece: str) -> None:
    """No query of allowed length keeps the service busy for long."""
    query = piece * (MEBIBYTE // len(piece))
    started = time.process_time()
    with contextlib.suppress(QueryRefused):
        service(f"{query} service")
    assert time.process_time() - started < 3


@pytest.mark.parametrize("end", ["#", "'''"])
def test_an_escape_in_an_iri_hides_nothing(end: str) -> None:
    r"""An IRI may hold \uXXXX; what follows it is read as what it is."""
    query = rf"SELECT * {{ OPTIONAL {{ <http://a/\u0041{end}> ?p ?o }} SERVICE <http://e/> {{}} }}"
    with pytest.raises(QueryRefused, match="SERVICE"):
        check(query, 1000)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (NOW() AS ?n) {}", True),
        ("SELECT (struuid#\n() AS ?n) {}", True),
        ("SELECT * { ?now <http://e/now> 'NOW()' }", False),
        ("SELECT * { ?s a <http://e/Known> }", False),
    ],
)
def test_what_answers_differently_at_each_call(query: str, expected: bool) -> None:
    """A function is known by its name, whatever stands between it and its brackets."""
    assert expected == volatile(query)


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX : <http://e/> SELECT * { FILTER(?x<?a)SERVICE:a#>\n{ ?s ?p ?o } }",
        "SELECT * { FILTER(?x<?a&&?b='>')SERVICE<http://e/>{ ?s ?p 'x'#'\n} }",
        "SELECT * { FILTER(?x<?a#>'''\n)SERVICE<http://e/>{ ?s ?p ?o } #'''\n}",
        "SELECT * { FILTER(?x<=a:a#>'''\n)SERVICE<http://e/>{ ?s ?p ?o } #'''\n}",
    ],
)
def test_a_comparison_hides_nothing(query: str) -> None:
    """The engine reads `<` as a comparison where it can; what looks like an IRI is none then."""
    with pytest.raises(QueryRefused, match="less-than"):
        check(query, MEBIBYTE)


def test_a_comparison_hides_no_load() -> None:
    """The same trick between the operations of an update is refused, too."""
    where = "{ FILTER(?x<2#>'''\n) }; LOAD <http://e/> #'''\n"
    with pytest.raises(QueryRefused, match="less-than"):
        check_update(f"INSERT {{ <a:a> <a:a> ?x }} WHERE {where}", MEBIBYTE)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://e/>",
        "load silent <http://e/> into graph <http://e/g>",
        "LOADSILENT<http://e/>INTO GRAPH<http://e/g>",
        "CLEAR ALL;LOAD<http://e/>",
        "PREFIX : <http://e/> LOAD:a",
        "PREFIX : <http://e/> LOADSILENT:a",
        "PREFIX LOAD: <http://e/> PREFIX : <http://e/> CLEAR ALL; LOAD:a",
        "PREFIX a: <http://e/> LOADa:b",
        "PREFIX a: <http://e/> LOAD#why\na:b",
        "PREFIX load: <http://e/> INSERT DATA { load:a load:b load:c } ; LOAD load:d",
    ],
)
def test_load_is_refused(update: str) -> None:
    """LOAD is refused however it is written."""
    with pytest.raises(QueryRefused, match="LOAD is not allowed"):
        check_update(update, MEBIBYTE)


@pytest.mark.parametrize(
    "update",
    [
        "PREFIX load: <http://e/> INSERT DATA { load:a load:b load:c }",
        "PREFIX load: <http://e/> ADD SILENT load:a TO load:b",
        "PREFIX load: <http://e/> WITH load:g DELETE { ?s ?p ?o } USING load:h WHERE { ?s ?p ?o }",
        "PREFIX load: <http://e/> CLEAR GRAPH load:g # LOAD <http://e/>",
        "INSERT DATA { <a:a> <a:a> 'LOAD <http://e/>' }",
    ],
)
def test_the_word_load_elsewhere_is_fine(update: str) -> None:
    """In names, comments and strings LOAD is only a word."""
    check_update(update, MEBIBYTE)
