"""Files of datasets and classes in RDF: nothing is lost, nothing is added."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from exports.prepared import Prepared, statements
from klimagraph.namespaces import THINGS
from klimagraph.releases import current

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
PERSON = "<http://xmlns.com/foaf/0.1/Person>"
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
    """Whatever a release says of things of the classes stands in one of the files."""
    release = {
        one
        for slug in slugs(prepared.home)
        for one in statements(prepared.data(f"{slug}.nq"), RdfFormat.N_QUADS)
    }
    found: set[tuple[str, str, str]] = set()
    for file in prepared.files:
        if "jsonld" == file.form and "klimagraph" == file.dataset:
            found |= statements(prepared.data(file.name), RdfFormat.JSON_LD)
    described = {subject for subject, predicate, _ in found if TYPE == predicate}
    about = {one for one in release if one[0] in described}
    assert set() == about - found
    assert set() == found - release


def test_nobody_stands_in_files_of_classes(prepared: Prepared) -> None:
    """No file of a class describes a person or tells a name of one."""
    people = prepared.rows(
        "SELECT ?s ?n { ?s a <http://xmlns.com/foaf/0.1/Person> ; ?p ?n "
        "FILTER(?p = <http://xmlns.com/foaf/0.1/name>) }"
    )
    assert people
    for file in prepared.files:
        if "klimagraph" == file.dataset and file.form in ("jsonld", "csv"):
            text = prepared.data(file.name).decode()
            assert [] == [name for _, name in people if json.dumps(name)[1:-1] in text], file.name
            assert PERSON not in text and not file.name.startswith("Person")
    assert all(iri.startswith(THINGS) for iri, _ in people)
