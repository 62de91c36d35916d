"""Groups after EXISTS are taken apart, and only where the answer stays what it was."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pools import ask as ask_pool
from pools import with_pool
from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, Variable

from klimagraph.workers.existence import BARRIER, DEEPEST, LONGEST, MOST, ask, chained
from klimagraph.workers.pool import Pool

PREFIXES = "PREFIX : <http://e/> PREFIX e: <http://e/> "
A, B, G, H = (NamedNode(f"http://e/{name}") for name in "abgh")


def group(text: str) -> str:
    """Return a query with a group after EXISTS."""
    return f"{PREFIXES}SELECT * {{ ?x a :T FILTER EXISTS {{ {text} }} }}"


def nested(text: str) -> str:
    """Return a text with EXISTS for brackets."""
    return text.replace("[", "FILTER EXISTS {").replace("]", "}")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("?m :of ?x . ?m :is :k .", "?m :of ?x [ ?m :is :k ]"),
        ("?o :is :k . ?m :of ?o . ?m :by ?x", "?m :by ?x [ ?m :of ?o [ ?o :is :k ] ]"),
        ("?m :by ?x ; :of/:is :k", "?m :by ?x [ ?m :of ?step_1 [ ?step_1 :is :k ] ]"),
        ("$x e:p/^:q $y ;; a :T", "?x a :T [ ?x e:p ?step_1 [ ?y :q ?step_1 ] ]"),
        ("?m :p ?x . ?x :q ?y . ?x a :M", "?x a :M [ ?x :q ?y ] [ ?m :p ?x ]"),
        ("?u :p ?v . ?v :q ?w . ?w :r ?x", "?w :r ?x [ ?v :q ?w [ ?u :p ?v ] ]"),
        ("?x :p ?y, ?z . ?y :q ?z", "?x :p ?y [ ?x :p ?z [ ?y :q ?z ] ]"),
        ("?x ?x ?y ; :p 'a}.'@de, -1.5.", "?x :p 'a}.'@de [ ?x :p -1.5 ] [ ?x ?x ?y ]"),
        ("?x :p ?y # . }\n; :q true, 'b'^^e:t", "?x :q true [ ?x :q 'b'^^e:t ] [ ?x :p ?y ]"),
        ("<#s> ?x ?y . ?k ?l ?m", "<#s> ?x ?y [ ?k ?l ?m ]"),
    ],
)
def test_a_group_becomes_a_chain(given: str, expected: str) -> None:
    """It begins at what is bound outside and has a group of its own for each further pattern."""
    assert group(nested(expected) + BARRIER) == chained(group(given))


@pytest.mark.parametrize(
    "text",
    [
        "?x :p ?y",
        "?y :p ?z . ?z :q ?w",
        "?x :p ?y . { ?y :q ?z }",
        "?x :p ?y . ?y :q ?z FILTER(?z > 1)",
        "?x :p ?y . BIND(1 AS ?z)",
        "?x :p ?y OPTIONAL { ?y :q ?z }",
        "?x :p _:b . _:b :q ?z",
        "?x :p [ :q ?z ]",
        "?x :p (1 2) ; :q ?y",
        "?x :p <<( :a :b :c )>> ; :q ?y",
        "?x :p/:q* ?y",
        "?x :p|:q ?y ; :r ?z",
        "?x !:p ?y ; :r ?z",
        "?x ^(:p/:q) ?y",
        "?x :p/?q ?y ; :r ?z",
        "?x ^:p 'a' ; :q ?z",
        "?x :p ?y . . ?y :q ?z",
        "?x :p ?y ?z ; :q ?w",
        "?x :p ?y ; :q",
        "?x :p , ?y ; :q ?z",
        "; :p ?x . ?x :q ?y",
        ", :p ?x . ?x :q ?y",
        "?x :p ; , :q ?y",
        "'a' :p ?x . ?x :q ?y",
        "a :p ?x . ?x :q ?y",
        "?x :p a ; :q ?y",
        "?x unknown:p ?y ; :q ?z",
        "?x :p 'a'^^unknown:t ; :q ?z",
        "?x :p 'a' @de ; :q ?z",
        "?x :p '\\u0041' ; :q ?z",
    ],
)
def test_what_is_more_than_patterns_stays(text: str) -> None:
    """What is not made of plain triple patterns, or is none at all, is given to the engine."""
    assert group(text) == chained(group(text))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?x :p ?y # EXISTS { ?x :p ?y . ?y :q ?z }\n }",
        "SELECT * { ?x :p 'EXISTS { ?x :p ?y . ?y :q ?z }' }",
        "SELECT * { ?x :p ?exists { ?x :p ?y . ?y :q ?z } }",
        "SELECT * { ?x :p :exists { ?x :p ?y . ?y :q ?z } }",
        "SELECT * { ?x :p e:exists { ?x :p ?y . ?y :q ?z } }",
        "SELECT * { ?x :p <exists> { ?x :p ?y . ?y :q ?z } }",
        "SELECT * { ?x :p e:a.exists { ?x :p ?y . ?y :q ?z } }",
        "SELECT * { ?x :p ?y FILTER(?x<?y#>) EXISTS { ?x :p ?y . ?y :q ?z }\n) }",
        "SELECT * { ?x :p e:\u3001exists { ?x :p ?y . ?y :q ?z } }",
        "PREFIX a.b: <http://e/> SELECT * { ?x :p ?y FILTER EXISTS { ?x :p ?y . ?y :q ?z } }",
        "SELECT * { ?x :p ?y FILTER EXISTS { ?x :p ?y . ?y :q ?z } } }",
        "SELECT * { ?x :p ?y FILTER EXISTS { ?x :p ?y . ?y :q ?z }",
        "SELECT * { ?x :p 'a FILTER EXISTS { ?x :p ?y . ?y :q ?z } }",
        "SELECT * { ?x :p ?y FILTER EXISTS { ?z :p ?u . ?u :q ?v } FILTER EXISTS { ?z ?z ?z } }",
    ],
)
def test_other_places_of_the_word_stay(query: str) -> None:
    """The word elsewhere, and a query whose parts are not beyond doubt, change nothing."""
    assert PREFIXES + query == chained(PREFIXES + query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?x :p ?y FILTER(NOT exists{%s} || ?y > 1) }",
        "ASK { ?x :p ?y BIND(EXISTS # why\n {%s} AS ?z) }",
        "SELECT ?x { ?x :p ?y OPTIONAL { ?y :q ?z FILTER NOT EXISTS {%s} } }",
        "SELECT * { { SELECT ?x { ?x :p ?y FILTER EXISTS { ?x ?p ?y {} FILTER EXISTS {%s} } } } }",
        "SELECT (EXISTS {%s} AS ?e) { ?x ?p ?y } GROUP BY ?x HAVING (EXISTS {%s})",
        "DESCRIBE ?x { GRAPH ?g { ?x ?p ?y } FILTER EXISTS {%s} }",
    ],
)
def test_exists_is_found_wherever_it_stands(query: str) -> None:
    """Each place of the grammar, in any case and with comments between."""
    inner = nested(f" ?x :p ?v [ ?v :q ?w ]{BARRIER} ")
    given = PREFIXES + query.replace("%s", "?v :q ?w . ?x :p ?v")
    assert PREFIXES + query.replace("%s", inner) == chained(given)


def test_new_variables_occur_nowhere_else() -> None:
    """Names of variables for the middle of paths are longer than any in the query."""
    found = chained(PREFIXES + "ASK { ?step_1 :p ?step__ FILTER EXISTS { ?step__ :p/:q ?z } }")
    assert "?step__ :p ?step___1 FILTER" in found


def test_a_value_given_with_the_query_counts_as_bound() -> None:
    """A variable that is to be replaced stands in the projection, and begins the chain."""
    query = PREFIXES + "SELECT ?x { FILTER EXISTS { ?y :q ?z . ?x :p ?y } }"
    store = Store()
    store.update(PREFIXES + "INSERT DATA { :a :p :m . :m :q :n . :b :p :n }")
    assert "{ ?x :p ?y FILTER EXISTS { ?y :q ?z }" in chained(query)
    assert [1, 0] == [
        len(list(ask(store, query, {"substitutions": {Variable("x"): value}}))) for value in (A, B)
    ]


@pytest.mark.parametrize(
    ("before", "inside", "after"),
    [
        ("{" * (DEEPEST + 1), "?x :p ?y . ?y :q ?z", "}" * (DEEPEST + 1)),
        ("", " . ".join(["?x :p ?y"] * (LONGEST + 1)), ""),
        ("", " . ".join(["?x :p ?y"] * 100_000), ""),
    ],
)
def test_what_is_too_large_stays(before: str, inside: str, after: str) -> None:
    """Very deep queries and very long groups stay, since nobody writes them."""
    query = f"{PREFIXES}ASK {{ {before} ?x :p ?y FILTER EXISTS {{ {inside} }} {after} }}"
    assert query == chained(query)


def test_only_so_many_groups_are_taken_apart() -> None:
    """The first groups are, the others stay."""
    query = PREFIXES + "ASK { ?x :p ?y " + "FILTER EXISTS { ?x ?p ?y ; ?q ?z } " * (MOST + 2) + "}"
    assert (MOST, 2) == (chained(query).count(BARRIER), chained(query).count("; ?q ?z"))


def test_a_syntax_error_has_its_place_in_the_text_that_was_sent() -> None:
    """The line and column are those of the user."""
    query = "ASK { ?x ?p ?y FILTER EXISTS {\n ?x ?p ?y .\n ?y ?q ?z } ?x ?x }"
    assert query != chained(query)
    with pytest.raises(SyntaxError, match="error at 3:20"):
        ask(Store(), query, {})


@pytest.mark.parametrize("negation", ["", "NOT "])
def test_a_group_keeps_what_it_cannot_see(negation: str) -> None:
    """A variable of the group around has no value inside of a joined group.

    The engine forgets this where a group after EXISTS has one pattern only (ADR 0020).
    """
    store = Store()
    store.update(PREFIXES + "INSERT DATA { :x :p :y . :z :q :y . :z :r :k . :k :s :l }")
    query = f"""{PREFIXES}SELECT * {{
      ?x :p ?y . {{ ?z :q ?y FILTER {negation}EXISTS {{ ?z :r ?x . ?x :s ?v }} }} }}"""
    assert query != chained(query)
    assert (not negation) == bool(list(ask(store, query, {})))


def test_a_worker_takes_groups_apart(home: Path) -> None:
    """What would join a million pairs for each of a thousand rows is answered in its time."""
    query = """SELECT (COUNT(*) AS ?n) { ?s <http://e/p> ?o FILTER EXISTS {
      ?t <http://e/p> ?v . ?u <http://e/p> ?v . ?u <http://e/p> ?o } }"""

    async def work(pool: Pool) -> None:
        assert 1000 == (await ask_pool(pool, query)).number

    with_pool(home, work)


@settings(max_examples=300, deadline=None)
@given(seed=some.integers(0, 1 << 32))
def test_any_query_has_the_same_answer(seed: int) -> None:
    """The rows are the same and as many, in all places of EXISTS, for all kinds of datasets."""
    random = Random(seed)  # noqa: S311  # no secret
    store, query = _data(random), _query(random)
    options: dict[str, Any] = random.choice(
        [
            {},
            {"use_default_graph_as_union": True},
            {"default_graph": [G, H]},
            {"default_graph": [G], "named_graphs": [H]},
        ]
    )
    assert _rows(store.query(query, **options)) == _rows(ask(store, query, options))


NODES, VERBS, NAMES = [":a", ":b", ":c"], [":p", ":q"], ["?x", "?y", "?z", "?w"]
VALUES = [*NODES, "1", "'t'@de"]


def _data(random: Random) -> Store:
    store = Store()
    for start, end in (("", ""), ("GRAPH :g {", "}"), ("GRAPH :h {", "}")):
        lines = [
            f"{random.choice(NODES)} {random.choice(VERBS)} {random.choice(VALUES)} ."
            for _ in range(random.randint(3, 12))
        ]
        store.update(f"{PREFIXES} INSERT DATA {{ {start} {' '.join(lines)} {end} }}")
    return store


def _query(random: Random) -> str:
    start = f"?x {random.choice(VERBS)} {random.choice(NAMES)} ."
    where = f"{{ {start} {_group(random, 2)} }}"
    return PREFIXES + random.choice(
        [
            f"SELECT * {where}",
            f"SELECT ?x (COUNT(*) AS ?n) {where} GROUP BY ?x HAVING ({_exists(random, 0)})",
            f"ASK {where}",
            f"CONSTRUCT {{ ?x :made ?y }} {where}",
            f"SELECT ?x ({_exists(random, 0)} AS ?e) {where} ORDER BY ({_exists(random, 0)})",
        ]
    )


def _group(random: Random, depth: int) -> str:
    return " ".join(_element(random, depth) for _ in range(random.randint(1, 3)))


def _element(random: Random, depth: int) -> str:
    if depth == 0 or random.random() < 0.3:
        return f"{_pattern(random)} ."
    if random.random() < 0.5:
        return f"FILTER({_exists(random, depth)})"
    group, other = _group(random, depth - 1), _group(random, depth - 1)
    return random.choice(
        [
            f"FILTER({_exists(random, depth)} || {_exists(random, depth)} && BOUND(?y))",
            f"BIND({_exists(random, depth)} AS ?n{random.randrange(1 << 32)})",
            f"OPTIONAL {{ {group} }}",
            f"{{ {group} }}",
            f"{{ {group} }} UNION {{ {other} }}",
            f"MINUS {{ {group} }}",
            f"LATERAL {{ {group} }}",
            f"{{ SELECT {' '.join(random.sample(NAMES, 2))} {{ {group} }} }}",
            f"GRAPH {random.choice(['?g', ':g', ':h'])} {{ {group} }}",
        ]
    )


def _exists(random: Random, depth: int) -> str:
    patterns = " . ".join(_pattern(random) for _ in range(random.randint(1, 4)))
    inner = patterns if random.random() < 0.8 or depth == 0 else _group(random, depth - 1)
    return f"{random.choice(['', 'NOT '])}EXISTS {{ {inner} }}"


def _pattern(random: Random) -> str:
    path = "/".join(
        random.choice(["", "^"]) + random.choice(VERBS) for _ in range(random.randint(1, 3))
    )
    verb = random.choice([*VERBS, random.choice(NAMES), path])
    return f"{random.choice([*NAMES, *NAMES, ':a'])} {verb} {random.choice([*NAMES, *VALUES])}"


def _rows(answer: QueryBoolean | QuerySolutions | QueryTriples) -> object:
    if isinstance(answer, QueryBoolean):
        return bool(answer)
    if isinstance(answer, QueryTriples):
        return sorted(map(str, answer))
    names = [variable.value for variable in answer.variables]
    return names, sorted(str([row[name] for name in names]) for row in answer)
