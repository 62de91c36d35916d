"""Each named query gives the answer that was written down for it beforehand."""

import asyncio
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode

from klimagraph.namespaces import PREFIXES, compact
from klimagraph.queries import NamedQuery, Parameter, read_query
from klimagraph.settings import Settings
from klimagraph.workers.pool import Pool
from klimagraph.workers.protocol import Question

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "queries").glob("*.rq"))
VOCABULARIES = ROOT / "ontology" / "vocabularies"
NOT_A_QUERY = {
    "CQ-V13": "whether a fragment still stands in the text can only be asked where the texts are"
}
"""Competency questions that something else answers, with the reason."""
QUESTIONS = {
    *(f"CQ-R{number:02}" for number in (1, 2, *range(4, 12), *range(13, 17))),
    *(f"CQ-P{number:02}" for number in (1, *range(3, 8), *range(9, 12), *range(14, 18))),
    *(f"CQ-V{number:02}" for number in (1, 2, 4, 5, 6, *range(8, 12), 13)),
}
"""Those that the sources and the register can answer."""
VALUES: dict[str, Callable[[str], object]] = {
    "iri": lambda text: re.fullmatch(r"https?://[^\s<>\"]+", text),
    "xsd:string": bool,
    "xsd:date": date.fromisoformat,
    "xsd:gYear": re.compile(r"\d{4}").fullmatch,
    "xsd:boolean": ("true", "false").__contains__,
}
"""What a value of each type passes."""

Row = tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """One question put to a query, and what must come out of it."""

    query: NamedQuery
    number: int
    expected: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.query.name}-{self.number}"


@cache
def named(path: Path) -> NamedQuery:
    """Return the query that the file holds."""
    return read_query(path)


def expectations(path: Path) -> list[dict[str, Any]]:
    """Return the cases written for a query."""
    cases = Path(__file__).parent / f"{path.stem}.toml"
    expected: list[dict[str, Any]] = tomllib.loads(cases.read_text(encoding="utf-8"))["case"]
    return expected


CASES = [
    Case(named(path), number, expected)
    for path in QUERIES
    for number, expected in enumerate(expectations(path), 1)
]
PARAMETERS = [(named(path), item) for path in QUERIES for item in named(path).parameters]


class Asking:
    """A pool of workers under a deadline that only a fast query meets."""

    def __init__(self, home: Path) -> None:
        self._runner = asyncio.Runner()
        self._pool = Pool(Settings(home, workers=1, query_timeout=5.0))
        self._runner.run(self._pool.open())

    def rows(self, question: Question) -> list[dict[str, str]]:
        """Return the rows of an answer, terms as they stand in a case file."""
        bindings = json.loads(self._runner.run(self._body(question)))["results"]["bindings"]
        return [{name: _shown(term) for name, term in row.items()} for row in bindings]

    async def _body(self, question: Question) -> bytes:
        async with self._pool.answer(question) as answer:
            return answer.first + b"".join([chunk async for chunk in answer.rest])

    def close(self) -> None:
        """End the workers."""
        self._runner.run(self._pool.close())
        self._runner.close()


@pytest.fixture(scope="module")
def asking(bundled_home: Path) -> Iterator[Asking]:
    """Yield a pool on the bundled data."""
    pool = Asking(bundled_home)
    yield pool
    pool.close()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_answer_is_the_one_expected(case: Case, asking: Asking) -> None:
    """The rows are those of the tables, all of them unless the case says otherwise."""
    given = asking.rows(_question(case))
    rows = [tuple(row.get(name, "") for name in case.expected.get("columns", ())) for row in given]
    expected = [tuple(row) for row in case.expected.get("rows", ())]
    assert case.expected.get("count", len(given)) == len(given)
    if case.expected.get("ordered"):
        assert expected == rows[: len(expected)]
    if case.expected.get("complete", "rows" in case.expected):
        assert sorted(expected) == sorted(rows)
    assert set(expected) <= set(rows)


@pytest.mark.parametrize(("query", "parameter"), PARAMETERS, ids=str)
def test_example_of_a_parameter_is_answered(
    query: NamedQuery, parameter: Parameter, asking: Asking
) -> None:
    """The example finds something, unless there is nothing to find without it either."""
    example = Case(query, 0, {"parameters": {parameter.name: parameter.example}})
    assert asking.rows(_question(example)) or not asking.rows(_question(Case(query, 0, {})))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_query_has_a_case_that_asserts(path: Path) -> None:
    """Each case says where its answer is taken from, and asserts rows or their number."""
    cases = expectations(path)
    assert cases
    assert all(case["source"] and ("rows" in case or "count" in case) for case in cases)
    assert all(len(case["columns"]) == len(row) for case in cases for row in case.get("rows", ()))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_columns_of_a_case_are_answered(path: Path) -> None:
    """A case compares columns that the query has."""
    columns = {name for case in expectations(path) for name in case.get("columns", ())}
    assert set() == columns - _projected(named(path))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_query_says_its_order(path: Path) -> None:
    """Rows come in the same order each time, and nothing is asked of other services."""
    assert "\nORDER BY " in named(path).text
    assert "SERVICE" not in named(path).text


@pytest.mark.parametrize(("query", "parameter"), PARAMETERS, ids=str)
def test_parameter_is_complete(query: NamedQuery, parameter: Parameter) -> None:
    """A parameter is projected, has examples of its type, and says what an IRI stands for."""
    assert parameter.name in _projected(query)
    assert VALUES[parameter.type](parameter.example)
    assert parameter.default is None or VALUES[parameter.type](parameter.default)
    assert (parameter.type == "iri") == (parameter.kind is not None)
    assert parameter.optional == (parameter.default is None)


@pytest.mark.parametrize(("query", "parameter"), PARAMETERS, ids=str)
def test_scheme_of_a_parameter_exists(query: NamedQuery, parameter: Parameter) -> None:
    """A parameter that asks for a concept names a code list of the vocabulary."""
    if parameter.kind is not None and ":" not in parameter.kind:
        assert (VOCABULARIES / f"{parameter.kind}.ttl").exists(), query.name


def test_all_questions_are_answered() -> None:
    """Each competency question has a query, or a reason why it has none."""
    answered = {question for path in QUERIES for question in named(path).answers}
    assert set() == QUESTIONS - answered - NOT_A_QUERY.keys()
    assert set() == answered & NOT_A_QUERY.keys()


def test_every_case_file_has_its_query() -> None:
    """No case is left over from a query that is gone."""
    cases = {path.stem for path in Path(__file__).parent.glob("*.toml")}
    assert set() == cases - {path.stem for path in QUERIES}


def _question(case: Case) -> Question:
    values = {item.name: item.default for item in case.query.parameters}
    values |= case.expected.get("parameters", {})
    types = {item.name: item.type for item in case.query.parameters}
    bound = [(name, _term(types[name], text)) for name, text in values.items() if text is not None]
    return Question(case.query.text, {"bindings": "json"}, substitutions=tuple(bound))


def _term(type_: str, text: str) -> str:
    if type_ == "iri":
        return str(NamedNode(_expanded(text)))
    return str(Literal(text, datatype=NamedNode(_expanded(type_))))


def _expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}" if prefix in PREFIXES else name


def _shown(term: dict[str, str]) -> str:
    return compact(term["value"]) if term["type"] == "uri" else term["value"]


def _projected(query: NamedQuery) -> set[str]:
    found = re.search(r"^SELECT(.*?)^WHERE", query.text, re.MULTILINE | re.DOTALL)
    assert found
    return set(re.findall(r"\?(\w+)", found[1]))
