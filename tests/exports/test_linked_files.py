"""Files of datasets and classes in RDF: nothing is lost, nothing is added."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import csv
import io
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from exports.prepared import Prepared, statements, work_in
from klimagraph import people
from klimagraph.namespaces import THINGS
from klimagraph.releases import current
from klimagraph.terms import term

TYPE, PASSAGE = term("rdf:type"), term("klima:fragment")
LARGE = 3_000_000
"""Bytes from which a file takes too long to be read here."""
LABELS = ("prefLabel>", "label>", "title>", "name>")
EXTENSIONS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}


def slugs(home: Path) -> list[str]:
    """Return the datasets of the release."""
    release = current(home)
    assert release is not None
    return [version.slug for version in release.datasets]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_dataset_says_the_same_in_every_form(prepared: Prepared, extension: str) -> None:
    """Turtle and JSON-LD of each dataset hold exactly the statements of its N-Quads."""
    for slug in slugs(prepared.home):
        wanted = statements(prepared.data(f"{slug}.nq"), RdfFormat.N_QUADS)
        found = statements(prepared.data(f"{slug}.{extension}"), EXTENSIONS[extension])
        assert set() == wanted ^ found, slug


def test_turtle_begins_with_prefixes_in_their_order(prepared: Prepared) -> None:
    """The prefixes stand in the order of our table, which the engine would change each time."""
    lines = prepared.data("memberships.ttl").decode().splitlines()
    names = [line.split()[1] for line in lines if line.startswith("@prefix")]
    assert ["klima:", "dataset:", "kshapes:", "kfunction:", "rdf:"] == names[:5]
    assert len(set(names)) == len(names)


def test_the_things_of_a_class_are_whole(prepared: Prepared) -> None:
    """JSON-LD of a class holds all that is said of its things; what else it holds are labels."""
    wanted = {
        tuple(row) for row in prepared.rows("SELECT ?s ?p ?o { ?s a klima:Membership ; ?p ?o }")
    }
    found = statements(prepared.data("Membership.jsonld"), RdfFormat.JSON_LD)
    things = {one for one, *_ in wanted}
    said = {(subject[1:-1], predicate[1:-1], text) for subject, predicate, text in found}
    assert len(wanted) == len({one for one in said if one[0] in things})
    assert {True} == {
        predicate.endswith(LABELS) for subject, predicate, _ in found if subject[1:-1] not in things
    }


def test_all_classes_together_hold_everything_about_their_things(prepared: Prepared) -> None:
    """Whatever a release says of things of the classes stands in a file, and nothing else does.

    Passages that may name people are left out.
    """
    store, graph = work_in(prepared.home).store, DefaultGraph()
    withheld = people.withheld(store)
    found: set[Quad] = set()
    for file in prepared.files:
        small = file.size < LARGE and file.form == "jsonld"
        if small and file.dataset == "klimagraph":
            found |= set(parse(prepared.data(file.name), format=RdfFormat.JSON_LD))
    assert all(quad in store for quad in found)
    described = {quad.subject for quad in found if quad.predicate == TYPE}
    assert len(described) > 1000
    missing = [
        quad
        for subject in described
        for quad in store.quads_for_pattern(subject, None, None, graph)
        if quad not in found
    ]
    assert {PASSAGE} == {quad.predicate for quad in missing}
    assert {quad.subject for quad in missing} == {NamedNode(iri) for iri in withheld}


def test_nobody_stands_in_files_of_classes(prepared: Prepared) -> None:
    """No file of a class describes a person, and none says who is meant by a reference to one."""
    people = f"{THINGS}person/"
    assert not [file.name for file in prepared.files if file.name.startswith("Person")]
    tenures = list(csv.DictReader(io.StringIO(prepared.data("Tenure.csv").decode())))
    assert tenures
    assert all(row["member"].startswith(people) for row in tenures)
    assert {""} == {row["member_label"] for row in tenures}
    for name in ("Tenure.jsonld", "Post.jsonld", "Alliance.jsonld"):
        quads = parse(prepared.data(name), format=RdfFormat.JSON_LD)
        assert [] == [quad for quad in quads if str(quad.subject).startswith(f"<{people}")]
