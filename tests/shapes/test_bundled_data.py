"""The bundled data conform to the shapes, and every warning about them is explained."""

import csv
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store

from klimagraph.namespaces import BASE, SHAPES
from klimagraph.releases import current, open_read_only, store_of
from klimagraph.shacl import Data, validate
from klimagraph.terms import term
from klimagraph.validation.checking import finding, shapes_of
from klimagraph.validation.findings import Finding

ROOT = Path(__file__).parents[2]
WARNINGS = ROOT / "data" / "WARNINGS.csv"
THING = "https://example.org/thing"


def explained() -> list[dict[str, str]]:
    """Return the rows of the table of explained warnings."""
    with WARNINGS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(store: Store) -> list[Finding]:
    """Return what the core shapes find in a store."""
    return [finding(result) for result in validate(Data(store), shapes_of(ROOT))]


@pytest.fixture(scope="module")
def bundled(bundled_home: Path) -> list[Finding]:
    """Return what the core shapes find in all of the bundled data, with what is derived."""
    release = current(bundled_home)
    assert release
    published = open_read_only(store_of(bundled_home, release.name))
    text = published.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    store = Store()
    store.bulk_load(input=text, format=RdfFormat.N_TRIPLES)
    return found(store)


def test_bundled_data_have_no_violation(bundled: list[Finding]) -> None:
    """Nothing in the bundled data is wrong or unusable."""
    assert not [finding for finding in bundled if finding.severity == "violation"]


def test_every_warning_is_explained(bundled: list[Finding]) -> None:
    """What is doubtful or incomplete in the data is listed with its reason, and nothing else."""
    listed = {(f"{SHAPES}{row['shape']}", f"{BASE}{row['focus']}") for row in explained()}
    assert listed == {(item.shape, item.focus) for item in bundled if item.severity != "violation"}


@pytest.mark.parametrize("row", explained(), ids=lambda row: row["focus"])
def test_explanation_is_in_both_languages(row: dict[str, str]) -> None:
    """A reader is told in German and in English why a warning stands."""
    assert row["reason_de"]
    assert row["reason_en"]


def test_a_fault_in_the_data_is_found() -> None:
    """A membership without member or status is not overlooked."""
    membership = Quad(NamedNode(THING), term("rdf:type"), term("klima:Membership"))
    store = Store()
    store.add(membership)
    shapes = {item.shape for item in found(store)}
    assert {f"{SHAPES}Membership-member", f"{SHAPES}Membership-membershipStatus"} <= shapes
