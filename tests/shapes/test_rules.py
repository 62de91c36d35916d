"""Each rule of the survey (K01 to K44) is kept somewhere, or its table says why not."""

import csv
import re
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

ROOT = Path(__file__).parents[2]
CHECKS = ROOT / "queries" / "checks"
HEADER_RULE = re.compile(r'^#\+ rule = "(K\d\d)"$', re.MULTILINE)


def rows() -> list[dict[str, str]]:
    """Return the rows of the table of rules."""
    with (ROOT / "shapes" / "RULES.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shapes() -> set[str]:
    """Return the local names of all node and property shapes."""
    graph = Graph()
    for path in (ROOT / "shapes").rglob("*.ttl"):
        graph.parse(path)
    kinds = (SH.NodeShape, SH.PropertyShape)
    return {str(s).split("#")[1] for kind in kinds for s in graph.subjects(RDF.type, kind)}


def kind_of(place: str) -> str:
    """Return what a place in the table is: a query, a test or a shape."""
    if place.endswith(".rq"):
        return "query"
    return "test" if "::" in place else "shape"


def exists(place: str, known: set[str]) -> bool:
    """Tell whether a place named in the table is there."""
    if kind_of(place) == "query":
        return (CHECKS / place).is_file()
    if kind_of(place) == "test":
        path, _, name = place.partition("::")
        return f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")
    return place in known


def test_every_rule_is_in_the_table_once() -> None:
    """No rule is forgotten, none stands there twice, and they stand in order."""
    expected = [f"K{number:02}" for number in range(1, 45)]
    assert expected == [row["rule"] for row in rows()]


def test_every_place_exists() -> None:
    """What the table names is a shape, a check or a test that is there."""
    known = shapes()
    places = [place for row in rows() for place in row["where"].split()]
    assert not [place for place in places if not exists(place, known)]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["rule"])
def test_kind_is_that_of_the_first_place(row: dict[str, str]) -> None:
    """A rule is kept where its kind says; a rule that is dropped says why."""
    places = row["where"].split()
    assert row["kind"] == (kind_of(places[0]) if places else "dropped")
    assert places or row["note"]


def test_checks_and_table_agree() -> None:
    """A check names the rule in whose row it stands, and each check stands in one."""
    told = {path.name: HEADER_RULE.findall(path.read_text()) for path in CHECKS.glob("*.rq")}
    listed = {p: [row["rule"]] for row in rows() for p in row["where"].split() if p in told}
    assert told == listed
