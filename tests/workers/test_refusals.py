"""Refusals in plain words: what is wrong, where, and what would be right."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest
from pools import ask, with_pool

from klimagraph.errors import QueryRefused

KLIMA = "PREFIX klima: <https://w3id.org/klimagraph/ns#>"
UPDATE = "this is an update; send it to /update"
CASES = [
    ("SELECT * { ?s klima:x ?o }", f"the prefix klima: is not declared; add {KLIMA}", (1, 15)),
    (f"{KLIMA}\nSELECT * {{ ?s a klima:A ;\n foaf:name ?o }}", "foaf: is not declared", (3, 2)),
    (
        "PREFIX Klima: <http://e/> SELECT * { ?s klima:x ?o }",
        "the prefix klima: is not declared",
        (1, 41),
    ),
    ("SELECT * { ?s :x ?o }", "the prefix : is not declared", (1, 15)),
    ("SELECT * { ?s ?p 'x'^^own:type }", "add PREFIX own: <…> with its IRI", (1, 23)),
    ("SELECT * { ?s ?p ?o # klima:x\n FILTER(xsd:date(?o)) }", "prefix xsd:", (2, 9)),
    ("SELECT (STRLENGTH(?x) AS ?y) {}", "no function STRLENGTH; is STRLEN meant?", (1, 9)),
    ("SELECT * { ?s ?p ?o FILTER(?o IN (1) && zzz(?o)) }", "no function zzz", (1, 41)),
    ("INSERT DATA { <a:b> <a:b> <a:b> }", UPDATE, (1, 1)),
    ("PREFIX e: <http://e/>\nDELETE WHERE { e:a ?p ?o }", UPDATE, (2, 1)),
    ("BASE <http://e/> clear all", UPDATE, (1, 18)),
    ("", "the query is empty", (1, 1)),
    (" \n# SELECT\n", "the query is empty", (1, 1)),
    ("PREFIX e: <http://e/>", "empty but for its prefixes", (1, 11)),
    ("SELECT * { ?s ?p 'x }", "a string is not closed", (1, 18)),
    ("SELECT * { _:b ?p }", "expected", (1, 20)),
    ("nonsense", "expected", (1, 9)),
]


@pytest.mark.parametrize(("query", "said", "place"), CASES)
def test_refusals(home: Path, query: str, said: str, place: tuple[int, int]) -> None:
    """Each fault is named with its place; what we have no words for the engine says."""
    with pytest.raises(QueryRefused) as caught:
        with_pool(home, lambda pool: ask(pool, query))
    assert said in caught.value.message
    assert place == (caught.value.line, caught.value.column)


def test_long_names_are_not_repeated(home: Path) -> None:
    """A message does not grow with the query."""
    with pytest.raises(QueryRefused) as caught:
        with_pool(home, lambda pool: ask(pool, f"SELECT ({'x' * 50_000}(?o) AS ?y) {{}}"))
    assert 1000 > len(caught.value.message)
