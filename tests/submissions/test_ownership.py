"""A submitter speaks about things of the own dataset only."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest

from klimagraph.ledger.tokens import OPERATOR
from klimagraph.namespaces import CONCEPTS, DATASETS, SHAPES, TERMS, THINGS
from klimagraph.settings import Settings
from klimagraph.submissions import finding
from klimagraph.submissions.publishing import publish
from submissions.homes import checked, saying, token


@pytest.fixture
def theirs(home: Path) -> Path:
    """Return a home in which another dataset describes a thing with a name."""
    text = saying("x") + f'<{THINGS}thing/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "X" .'
    text += f'<{DATASETS}theirs> <http://purl.org/dc/terms/title> "Deren Daten"@de .'
    publish(Settings(home), checked(home, "theirs", text).id, OPERATOR)
    return home


def test_things_of_another_dataset(theirs: Path) -> None:
    """The finding names the thing and the dataset, in both languages."""
    mine, _ = token(theirs, "submitter", "mine")
    one = checked(theirs, "mine", saying("x", "y"), mine)
    report = finding.report(theirs, one)
    assert report
    (found,) = report.findings
    assert ("invalid", f"{THINGS}thing/x") == (one.state, found.focus)
    assert "„X“ beschreibt schon der Datensatz „Deren Daten“ (theirs)" in found.message_de
    assert "“X” is described by the dataset “Deren Daten” (theirs)" in found.message_en


def test_parts_of_things_of_another_dataset(theirs: Path) -> None:
    """What stands behind `#` belongs to the thing before it."""
    mine, _ = token(theirs, "submitter", "mine")
    assert "invalid" == checked(theirs, "mine", saying("x#part"), mine).state
    assert "valid" == checked(theirs, "mine", saying("y", "y#part"), mine).state


def test_things_of_another_dataset_may_be_referred_to(theirs: Path) -> None:
    """That is what they are there for."""
    mine, _ = token(theirs, "submitter", "mine")
    text = f"<{THINGS}thing/y> <http://e/about> <{THINGS}thing/x> ."
    assert "valid" == checked(theirs, "mine", text, mine).state


def test_things_that_were_its_own_already(theirs: Path) -> None:
    """What the published version describes the next one may describe too."""
    publish(Settings(theirs), checked(theirs, "mine", saying("x")).id, OPERATOR)
    mine, _ = token(theirs, "submitter", "mine")
    assert "valid" == checked(theirs, "mine", saying("x", "y"), mine).state


def test_a_curator_is_warned(theirs: Path) -> None:
    """Who answers for all datasets may speak about one thing in two."""
    curator, _ = token(theirs, "curator")
    one = checked(theirs, "mine", saying("x"), curator)
    assert ("valid", 1) == (one.state, one.warnings)


@pytest.mark.parametrize(
    "name",
    [
        f"{TERMS}Membership",
        f"{CONCEPTS}reach/europe",
        f"{SHAPES}MembershipShape",
        f"{DATASETS}other",
        f"{DATASETS}mine-too#x",
        "http://e/x",
        THINGS,
        f"{THINGS}thing/",
        f"{THINGS}thing/klima%2Dbuendnis",
        f"{THINGS}thing/a/b",
        f"{THINGS}thing/..",
        f"{THINGS}thing/a?b",
    ],
)
def test_what_can_never_be_its_own(home: Path, name: str) -> None:
    """Vocabulary, other datasets and names of others."""
    mine, _ = token(home, "submitter", "mine")
    assert "invalid" == checked(home, "mine", f"<{name}> <http://e/p> 1 .", mine).state


@pytest.mark.parametrize("name", [f"<{DATASETS}mine>", f"<{DATASETS}mine#part>", "<#x>", "[]"])
def test_what_is_always_its_own(home: Path, name: str) -> None:
    """The dataset, its parts, and what has no name."""
    mine, _ = token(home, "submitter", "mine")
    assert "valid" == checked(home, "mine", f"{name} <http://e/p> 1 .", mine).state


def test_many_are_folded(home: Path) -> None:
    """A hundred are shown, all are counted."""
    mine, _ = token(home, "submitter", "mine")
    text = "".join(f"<http://e/{number}> <http://e/p> 1 .\n" for number in range(150))
    report = finding.report(home, checked(home, "mine", text, mine))
    assert report
    assert (150, 100) == (report.groups[0].count, len(report.groups[0].findings))
