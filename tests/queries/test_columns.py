"""What a named query answers stays: columns, their order and types, and the order of rows."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store, Variable, parse

from klimagraph.errors import InputRefused
from klimagraph.namespaces import compact
from klimagraph.queries import NamedQuery, bind, read_queries, read_query, read_words
from klimagraph.releases import stores

FOLDER = Path(__file__).parents[2] / "queries"
QUERIES = {query.name: query for query in read_queries(FOLDER)}
PUBLISHED: dict[str, list[str]] = {}
with (FOLDER / "CONTRACT.csv").open(encoding="utf-8") as lines:
    for line in csv.DictReader(lines):
        PUBLISHED.setdefault(line["query"], []).extend(line["columns"].split())
TYPES = {"iri", "text", "geo:wktLiteral"} | {
    f"xsd:{name}" for name in ("date", "gYear", "integer", "decimal", "boolean", "duration")
}
WIDER = {
    "xsd:integer": "xsd:decimal",
    "xsd:yearMonthDuration": "xsd:duration",
    "xsd:dayTimeDuration": "xsd:duration",
}
"""Derived types of XML Schema and what they are derived from."""
SIZE = 7


@pytest.fixture(scope="module")
def store(bundled_home: Path) -> Store:
    """Return the bundled data."""
    (release,) = (bundled_home / "releases").iterdir()
    return stores.open_read_only(release / "store")


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_columns_stay(name: str) -> None:
    """A published query keeps its name and its columns in their order; new ones come last."""
    assert name in QUERIES, f"{name} is published: put queries/{name}.rq back"
    columns = [column.name for column in QUERIES[name].columns]
    kept = PUBLISHED[name]
    assert kept == columns[: len(kept)], f"{name} promised the columns {kept} in this order"


def test_everything_is_in_the_contract() -> None:
    """A new query, or a new column of one, is promised by a line at the end of CONTRACT.csv."""
    for name, query in QUERIES.items():
        columns = [column.name for column in query.columns]
        assert columns == PUBLISHED.get(name), f"add the new columns of {name} to CONTRACT.csv"


def test_no_word_is_left_over() -> None:
    """Each column that is described is answered by a query."""
    answered = {column.name for query in QUERIES.values() for column in query.columns}
    assert set() == read_words(FOLDER).keys() - answered


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_labels_and_types_are_complete(query: NamedQuery) -> None:
    """Labels tell the columns of a query apart, in both languages."""
    for language in ("de", "en"):
        labels = Counter(column.label[language] for column in query.columns)
        assert [] == [label for label, times in labels.items() if times > 1]
    assert set() == {column.type for column in query.columns} - TYPES


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_pages_of_every_query_are_the_whole(query: NamedQuery, store: Store) -> None:
    """Types are those promised; pages of seven make up the whole, no row missing, none twice."""
    whole = answer(store, query, query.ordered)
    assert set() == wrong(query, whole)
    for start in range(0, min(len(whole), 6 * SIZE) + 1, SIZE):
        text = f"{query.ordered}\nLIMIT {SIZE} OFFSET {start}"
        assert whole[start : start + SIZE] == answer(store, query, text)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_no_row_is_answered_twice(query: NamedQuery, store: Store) -> None:
    """A row stands for one thing, so that whoever counts rows counts things."""
    counted = Counter(answer(store, query, query.ordered))
    assert [] == [row for row, times in counted.items() if times > 1]


def test_funding_is_the_same_by_state_and_by_programme(store: Store) -> None:
    """No euro is lost for want of a state."""
    sums = []
    for name in ("funding-per-state", "funding-per-programme"):
        query = QUERIES[name]
        column = [item.name for item in query.columns].index("euros")
        euros = [row[column] for row in answer(store, query, query.ordered)]
        sums.append(sum(Decimal(term.value) for term in euros if term is not None))
    assert sums[0] == sums[1] > 0


def test_ties_are_decided_by_the_columns(tmp_path: Path) -> None:
    """Where the order of a query leaves something open, the columns decide from left to right."""
    path = written(tmp_path, "SELECT ?a ?b { VALUES (?a ?b) { (2 1) (1 2) (1 1) } } ORDER BY (1)")
    rows = Store().query(read_query(path).ordered)
    assert isinstance(rows, QuerySolutions)
    assert ["1 1", "1 2", "2 1"] == [f"{row['a'].value} {row['b'].value}" for row in rows]


def test_a_column_that_nobody_describes(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(InputRefused, match=r"one\.rq: the header is not right: 'c'"):
        read_query(written(tmp_path, "SELECT ?a ?c { ?a ?b ?c } ORDER BY ?a"))


def test_a_description_of_columns_that_is_no_toml(tmp_path: Path) -> None:
    """The file is named."""
    (tmp_path / "columns.toml").write_text("a = {")
    with pytest.raises(InputRefused, match=r"columns\.toml"):
        list(read_queries(tmp_path))


def test_a_header_goes_before_what_all_queries_say(tmp_path: Path) -> None:
    """A query may give a column a meaning of its own."""
    own = '#+ [columns]\n#+ a = { de = "Eigen", en = "Own", type = "iri" }\n'
    path = written(tmp_path, "SELECT ?b ?a { ?a ?x ?b } ORDER BY ?a", own)
    assert ["B", "Own"] == [column.label["en"] for column in read_query(path).columns]


def written(folder: Path, query: str, header: str = "") -> Path:
    """Return the file of a query in a folder where the columns `a` and `b` are described."""
    words = [f'{name} = {{ de = "", en = "{name.upper()}", type = "text" }}' for name in "ab"]
    (folder / "columns.toml").write_text("\n".join(words))
    both = '{ de = "", en = "" }'
    path = folder / "one.rq"
    path.write_text(f"#+ title = {both}\n#+ description = {both}\n{header}{query}\n")
    return path


def answer(store: Store, query: NamedQuery, text: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query with the defaults of its parameters."""
    bound = "".join(f"<x:{name}> <x:is> {term} .\n" for name, term in bind(query, {}))
    triples = parse(bound.encode(), format=RdfFormat.N_TRIPLES)
    values = {Variable(str(item.subject.value)[2:]): item.object for item in triples}
    rows = store.query(text, substitutions=values)
    assert isinstance(rows, QuerySolutions)
    return [tuple(row) for row in rows]


def wrong(query: NamedQuery, rows: list[tuple[Any, ...]]) -> set[str]:
    """Return the values that are not of the type of their column."""
    return {
        f"{column.name}: {term}"
        for row in rows
        for column, term in zip(query.columns, row, strict=True)
        if term is not None and not fits(term, column.type)
    }


def fits(term: NamedNode | Literal, kind: str) -> bool:
    """Tell whether a term is of a type, or of one that is derived from it."""
    if isinstance(term, NamedNode):
        return kind == "iri"
    name = compact(term.datatype.value)
    if kind == "text":
        return name in ("xsd:string", "rdf:langString")
    return kind in (name, WIDER.get(name))
