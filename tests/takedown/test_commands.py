"""`klimagraph takedown`, and what a submitter is told of somebody who was taken down."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest

from klimagraph.releases import tombstones
from klimagraph.submissions.finding import report
from releases.homes import klimagraph
from submissions.homes import checked
from takedown.people import NAME, PERSON, kill_at, small_home, taken_down, traces


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a home with three releases that speak of the person."""
    return small_home(tmp_path / "home")


def test_command_says_what_it_did_and_what_is_left(folder: Path) -> None:
    """The end of the IRI is enough, and tombstones are listed without a name."""
    done = klimagraph("takedown", "abcdefghij", "--reason", "letter", "--home", folder)
    assert 0 == done.returncode, done.stderr
    assert "release 2026.4.0; rewritten: 2026.1.0, 2026.2.0, 2026.3.0, 2026.4.0" in done.stderr
    assert "not reached from here: backups" in done.stderr
    listed = klimagraph("takedown", "--home", folder).stdout
    assert "2026.4.0" in listed
    assert "letter" in listed
    assert NAME not in listed


def test_command_goes_on_with_what_was_killed(folder: Path) -> None:
    """Without an IRI it finishes what is under way."""
    kill_at(folder, "rewrite release 2026.2.0")
    assert traces(folder, NAME)
    assert 0 == klimagraph("takedown", "--home", folder).returncode
    assert [] == traces(folder, NAME)


def test_restored_backup_is_cleaned_again(folder: Path, tmp_path: Path) -> None:
    """With the tombstones of today a backup of yesterday loses whom it must not hold."""
    backup, restored = tmp_path / "backup.tar.zst", tmp_path / "restored"
    assert 0 == klimagraph("backup", backup, "--home", folder).returncode
    taken_down(folder)
    assert 0 == klimagraph("restore", backup, "--home", restored).returncode
    (folder / tombstones.FOLDER).rename(restored / tombstones.FOLDER)
    assert 0 == klimagraph("takedown", "--again", "--home", restored).returncode
    assert [] == traces(restored, NAME, PERSON)


def test_tombstones_are_in_a_backup_for_their_owner_only(folder: Path, tmp_path: Path) -> None:
    """Whoever restores a backup refuses the same people; the key is nobody else's."""
    taken_down(folder)
    backup, restored = tmp_path / "backup.tar.zst", tmp_path / "restored"
    klimagraph("backup", backup, "--home", folder)
    klimagraph("restore", backup, "--home", restored)
    assert tombstones.read(folder) == tombstones.read(restored)
    assert 0o700 == (restored / tombstones.FOLDER).stat().st_mode & 0o777


def test_submitter_is_told_by_the_report(folder: Path) -> None:
    """A file that names the person is not valid; the report says where and not who."""
    taken_down(folder)
    turtle = f'<https://w3id.org/klimagraph/id/gap/x> <http://e/p> "{NAME}" .\n'
    one = checked(folder, "c", turtle)
    found = report(folder, one)
    assert "invalid" == one.state
    assert found is not None
    titles = [group.title_de for group in found.groups]
    assert "Personen, deren Angaben entfernt wurden" in titles
    assert [f"submissions/{one.id}/1/original.ttl", f"submissions/{one.id}/1/statements.nq"] == [
        trace for trace in traces(folder, NAME) if "difference" not in trace
    ]
