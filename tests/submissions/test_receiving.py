"""Receiving: kept as it came, once, by those who may."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import sqlite3
from pathlib import Path

import pytest

from klimagraph import ledger
from klimagraph.errors import Conflict, Forbidden, InputRefused, NotFound, Overloaded
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.tokens import OPERATOR
from klimagraph.settings import Settings
from klimagraph.submissions.places import original_of, root_of
from klimagraph.submissions.publishing import withdraw
from klimagraph.submissions.receiving import Upload, arriving, cleaned, receive
from klimagraph.submissions.recovery import recover
from submissions.homes import checked, corrected, handed_in, now, saying, token


def test_a_file_is_kept_as_it_came(home: Path) -> None:
    """Byte for byte, with the name that the submitter gave it."""
    one = handed_in(home, "b", "# ä\r\n" + saying("x"), name="Bündnis.ttl")
    assert "# ä\r\n" + saying("x") == original_of(home, one).read_bytes().decode()
    assert ("Bündnis.ttl", entries.RECEIVED, 1) == (one.name, one.state, one.revision)


def test_the_same_file_is_one_submission(home: Path) -> None:
    """As long as it is open, handing it in again leads to it."""
    first, second = (handed_in(home, "b", saying("x")) for _ in range(2))
    assert first == second
    assert first.id != handed_in(home, "c", saying("x")).id
    withdraw(Settings(home), first.id, OPERATOR)
    assert first.id != handed_in(home, "b", saying("x")).id


def test_a_correction_is_a_revision(home: Path) -> None:
    """The files before stay."""
    one = handed_in(home, "b", saying("x"))
    second = corrected(home, one, saying("y"))
    assert (one.id, 2) == (second.id, second.revision)
    assert [saying("x"), saying("y")] == [
        original_of(home, each).read_text() for each in (one, second)
    ]


def test_nobody_corrects_what_was_withdrawn(home: Path) -> None:
    """And nothing of the file is kept."""
    one = handed_in(home, "b", saying("x"))
    withdraw(Settings(home), one.id, OPERATOR)
    with pytest.raises(Conflict):
        corrected(home, one, saying("y"))
    assert ["1"] == [path.name for path in (root_of(home) / one.id).iterdir()]


def test_a_submitter_has_one_dataset(home: Path) -> None:
    """Others are refused, and their submissions do not exist."""
    mine, _ = token(home, "submitter", "mine")
    with pytest.raises(Forbidden):
        handed_in(home, "other", saying("x"), mine)
    theirs = handed_in(home, "other", saying("x"))
    with pytest.raises(NotFound):
        corrected(home, theirs, saying("y"), mine)
    assert "mine" == handed_in(home, "mine", saying("x"), mine).dataset


@pytest.mark.parametrize("dataset", ["", "A", "../x", "derived"])
def test_what_cannot_be_a_dataset(home: Path, dataset: str) -> None:
    """It is refused before anything is kept."""
    with pytest.raises(InputRefused):
        handed_in(home, dataset, saying("x"))


def test_the_vocabulary_is_not_submitted(home: Path) -> None:
    """It comes with the program."""
    with pytest.raises(Forbidden):
        handed_in(home, "vocabulary", saying("x"))


@pytest.mark.parametrize("name", ["x", "x.", "x.tar.toolongext"])
def test_the_name_tells_the_format(home: Path, name: str) -> None:
    """A file that does not say what it is is refused."""
    with pytest.raises(InputRefused):
        handed_in(home, "b", saying("x"), name=name)


def test_an_empty_file(home: Path) -> None:
    """It is refused."""
    with pytest.raises(InputRefused):
        handed_in(home, "b", "")


def test_open_submissions_are_counted(home: Path) -> None:
    """Each token has so many; those of others do not count."""
    mine, _ = token(home, "submitter", "b")
    settings = Settings(home, submissions_open=2)
    for number in range(3):
        with arriving(home) as folder:
            path = folder / "data.ttl"
            path.write_text(saying(f"x{number}"))
            if number < 2:
                receive(settings, "b", Upload(path, "x.ttl"), mine)
            else:
                with pytest.raises(Overloaded):
                    receive(settings, "b", Upload(path, "x.ttl"), mine)
                receive(settings, "b", Upload(path, "x.ttl"), OPERATOR)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Daten\\Liste.xlsx", "Liste.xlsx"),
        ("a\x00b\n.ttl", "ab.ttl"),
        ("..", ""),
        ("x" * 300 + ".ttl", "x" * 116 + ".ttl"),
    ],
)
def test_names_are_cleaned(name: str, shown: str) -> None:
    """Of a name only the last part stays, without what cannot be seen."""
    assert shown == cleaned(name)


def test_nothing_is_kept_where_the_ledger_cannot_be_written(home: Path) -> None:
    """Then nothing is acknowledged, and no file is left."""
    with ledger.changing(home) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON submission BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(sqlite3.IntegrityError):
        handed_in(home, "b", saying("x"))
    assert [] == list(root_of(home).glob("*/*"))


def test_half_received_files_are_removed(home: Path) -> None:
    """What is in no entry goes at the start; what is in one stays."""
    one = handed_in(home, "b", saying("x"))
    for folder in (root_of(home) / "0123", root_of(home) / one.id / "2"):
        folder.mkdir()
        (folder / "original.ttl").write_text("half")
    assert [one.id] == recover(home)
    assert [original_of(home, one)] == list(root_of(home).rglob("original*"))


def test_what_was_being_checked_is_checked_again(home: Path) -> None:
    """A service that died in the middle of a check takes it up."""
    one = checked(home, "b", saying("x"))
    with ledger.changing(home) as connection:
        connection.execute("UPDATE submission SET state = 'checking'")
    assert [one.id] == recover(home)
    assert entries.RECEIVED == now(home, one).state


def test_nobody_else_on_the_machine_can_look(home: Path) -> None:
    """Where files of submitters lie."""
    handed_in(home, "b", saying("x"))
    assert 0o700 == (home / "submissions").stat().st_mode & 0o777
