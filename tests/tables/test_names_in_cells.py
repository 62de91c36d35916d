"""Cells may name things; who knows names is asked, and nothing is guessed."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad, Store
from tables_kit import MEMBER, only_fault, read, term, thing, values, workbook

from klimagraph.resolving import Asked, Candidate, Resolution

ALLIANCES = {"klima-buendnis": "Klima-Bündnis", "masterplan-2012": "Masterplan, Runde 2012"}


def candidate(key: str, label: str) -> Candidate:
    """Return a municipality that a name may mean."""
    iri, district = thing(f"municipality/{key}").value, "Landkreis Musterland"
    return Candidate(iri, key, label, "Gemeinde", "Musterland", district, 0.9, (), ())


class Register:
    """Knows two municipalities of one name and one of another."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def __call__(self, asked: Asked) -> Resolution:
        """Return what a name may mean."""
        self.asked.append(asked)
        keys = {"Halberstadt": ["15085135"], "Neuenkirchen": ["05566068", "03357034"]}
        found = tuple(candidate(key, asked.name) for key in keys.get(asked.name, []))
        return Resolution(found, len(found) == 1)


@pytest.fixture
def release() -> Store:
    """Return a store with two alliances."""
    name = term("skos:prefLabel")
    quads = (
        Quad(thing(f"alliance/{key}"), name, Literal(label, language="de"))
        for key, label in ALLIANCES.items()
    )
    store = Store()
    store.extend(quads)
    return store


def test_a_name_that_means_one_authority(tmp_path: Path) -> None:
    """Is taken."""
    path = workbook(tmp_path, MEMBER | {"Mitglied *": "Halberstadt"})
    quads, source = read(path, resolver=Register())
    assert [] == source.faults
    assert [thing("municipality/15085135")] == values(quads, "org:member")


def test_a_name_that_means_two_authorities(tmp_path: Path) -> None:
    """Is told, with both of them."""
    path = workbook(tmp_path, MEMBER | {"Mitglied *": "Neuenkirchen"})
    quads, source = read(path, resolver=Register())
    found = only_fault(source, "NameAmbiguous")
    assert [] == values(quads, "org:member")
    assert ["05566068", "03357034"] == [one.value for one in found.repairs]
    assert "05566068 (Neuenkirchen, Landkreis Musterland)" in found.repairs[0].text_de


def test_a_name_that_nobody_knows(tmp_path: Path) -> None:
    """Is told."""
    path = workbook(tmp_path, MEMBER | {"Mitglied *": "Atlantis"})
    assert "Atlantis" in only_fault(read(path, resolver=Register())[1], "NameUnknown").message_de


def test_a_name_is_asked_for_once(tmp_path: Path) -> None:
    """However often it stands there."""
    rows = [MEMBER | {"Mitglied *": "Halberstadt", "Kennung": str(n)} for n in range(5)]
    register = Register()
    read(workbook(tmp_path, *rows), resolver=register)
    assert [Asked("Halberstadt")] == register.asked


@pytest.mark.parametrize("written", ["Klima-Bündnis", "klima bündnis", "KLIMA-BUENDNIS "])
def test_published_things_by_their_names(tmp_path: Path, release: Store, written: str) -> None:
    """As they are written, and but for their spelling."""
    path = workbook(tmp_path, MEMBER | {"Bündnis *": written, "Mitglied *": "alliance/x"})
    quads, source = read(path, store=release)
    assert [] == source.faults
    assert [thing("alliance/klima-buendnis")] == values(quads, "org:organization")


def test_a_name_that_is_nearly_right(tmp_path: Path, release: Store) -> None:
    """The published one is proposed."""
    path = workbook(tmp_path, MEMBER | {"Bündnis *": "Klimabündniss", "Mitglied *": "group/x"})
    found = only_fault(read(path, store=release)[1], "NameUnknown")
    assert "Klima-Bündnis [alliance/klima-buendnis]" == found.repairs[0].value
