"""What claims promise beyond their shapes: reasons, readings, gaps, units and opaque persons."""

import re
from pathlib import Path

import pytest

from .graph import BASE, DATA, DCTERMS, FACTS, languages, load, of_class, rows, values

DATASETS = sorted(DATA.glob("*/dataset.ttl"))
DESCRIPTION = DCTERMS + "description"
BOTH: list[str | None] = ["de", "en"]
DCAT = "http://www.w3.org/ns/dcat#"
DUE = (
    *(DCTERMS + name for name in ("publisher", "license", "issued", "modified", "identifier")),
    DCAT + "contactPoint",
    "http://dcat-ap.de/def/dcatde/licenseAttributionByText",
)
WITHOUT_SOURCE = {"vocabulary"}
"""Datasets that are our own work throughout."""


def paths(name: str) -> list[str]:
    """Return the things of one of our classes in all facts, without our base."""
    return sorted(iri[1:-1].removeprefix(BASE) for iri in of_class(load(*FACTS), name))


def test_reasons_are_given_where_due() -> None:
    """What is not said outright has a reason in both languages, what is said outright has none."""
    store = load(*FACTS)
    explicit = ["concept/certainty/explicit"]
    wrong = [
        node
        for node in paths("Evidence")
        if languages(store, node, "reason")
        != ([] if values(store, node, "certainty") == explicit else BOTH)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["gapOf", "missing", "gapReason", "evidence"])
def test_gaps_are_complete(name: str) -> None:
    """A gap says what lacks which property, why, and where one would expect it."""
    store = load(*FACTS)
    assert [gap for gap in paths("KnownGap") if not values(store, gap, name)] == []


@pytest.mark.parametrize("name", ["KnownGap", "Reading", "Conflict", "Rule", "Statement"])
def test_descriptions_are_in_both_languages(name: str) -> None:
    """What is told in a sentence of ours is told in German and in English."""
    store = load(*FACTS)
    assert [node for node in paths(name) if languages(store, node, DESCRIPTION) != BOTH] == []


def test_gaps_speak_of_things_that_exist() -> None:
    """A gap is a gap of something that the facts describe."""
    unknown = rows("SELECT ?g { ?g klima:gapOf ?x FILTER NOT EXISTS { ?x a ?class } }")
    assert set() == unknown


def test_readings_are_alternatives() -> None:
    """A claim with readings has two or more, of which at most one is preferred."""
    single = rows("SELECT ?x { ?x klima:reading ?r } GROUP BY ?x HAVING (COUNT(?r) < 2)")
    double = rows("""
        SELECT ?x { ?x klima:reading ?r . ?r klima:preferred true }
        GROUP BY ?x HAVING (COUNT(?r) > 1)""")
    unsaid = rows("SELECT ?r { ?r a klima:Reading FILTER NOT EXISTS { ?r klima:preferred ?p } }")
    assert (set(), set(), set()) == (single, double, unsaid)


def test_numbers_have_a_unit() -> None:
    """No number is left without unit; what is counted is counted in pieces."""
    bare = "?x qudt:numericValue|klima:amount ?v FILTER NOT EXISTS { ?x qudt:hasUnit ?u }"
    assert set() == rows(f"SELECT ?x {{ {bare} }}")


def test_persons_are_opaque_and_hold_a_post() -> None:
    """The name of a person is not in its IRI, and each person has a tenure of a post."""
    persons = rows("SELECT ?p { ?p a foaf:Person }")
    holders = rows("SELECT ?p { ?t a klima:Tenure ; org:member ?p ; klima:post ?post }")
    assert persons == holders
    assert [p for (p,) in persons if not re.fullmatch(r"id/person/[a-z0-9]{10}", p)] == []


def test_tenures_have_a_period_or_a_gap() -> None:
    """Since when a post is held is said or recorded as not said."""
    silent = rows("""
        SELECT ?t {
          ?t a klima:Tenure
          FILTER NOT EXISTS { ?t klima:period ?p }
          FILTER NOT EXISTS { ?g klima:gapOf ?t ; klima:missing klima:period }
        }""")
    assert set() == silent


def test_goals_say_no_more_than_the_text() -> None:
    """A direction is stated only where the text has a word for it."""
    goals = rows("""
        SELECT ?keyword ?direction {
          ?t klima:targetOf <id/alliance/regional-klimaschutz-machen> ;
            klima:keyword ?keyword ; klima:direction ?direction
        }""")
    assert {
        ("Ausstoß", "concept/direction/decrease"),
        ("Ressourcen", "concept/direction/not-specified"),
        ("Regionalität", "concept/direction/not-specified"),
        ("Wirtschaft", "concept/direction/maintain"),
        ("Klimaneutralität", "concept/direction/reach"),
    } == goals


@pytest.mark.parametrize("file", DATASETS, ids=lambda path: path.parent.name)
def test_datasets_describe_themselves(file: Path) -> None:
    """A dataset has title and description in both languages, publisher, licence and dates."""
    store, name = load(file), f"dataset/{file.parent.name}"
    assert languages(store, name, DCTERMS + "title") == BOTH
    assert languages(store, name, DESCRIPTION) == BOTH
    assert [due for due in DUE if not values(store, name, due)] == []


def test_datasets_name_their_sources() -> None:
    """A dataset made from sources names them, and the list of sources names the dataset."""
    listed = re.findall(r"^- `([\w-]+)`", (DATA / "SOURCES.md").read_text("utf-8"), re.MULTILINE)
    names = {file.parent.name for file in DATASETS}
    silent = {
        name
        for name in names
        if not values(load(DATA / name / "dataset.ttl"), f"dataset/{name}", DCTERMS + "source")
    }
    assert names == set(listed)
    assert silent == WITHOUT_SOURCE
