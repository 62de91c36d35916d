"""The change log is kept with the rest of a home, and begun anew where it is lost."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import io
from pathlib import Path

from saying import activities, published, recorded, told

from klimagraph import changes
from klimagraph.releases.backup import back_up
from klimagraph.releases.restore import restore

SAID = {"id/gap/g": "x", "id/person/p": "x"}


def tell(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def test_a_backup_holds_the_log(tmp_path: Path) -> None:
    """Restored, it goes on where it was: names and times of activities are those before."""
    home, again = tmp_path / "home", tmp_path / "again"
    release = published(home, a=SAID)
    changes.record(home, release, "2026-01-01T00:00:00Z")
    recorded(home, a=SAID | {"id/gap/h": "new"})
    archive = io.BytesIO()
    back_up(home, archive, tell)
    archive.seek(0)
    current = restore(archive, "archive", again, tell)
    assert activities(home) == activities(again)
    assert 0 == changes.record(again, current)
    assert 0o600 == (again / changes.DATABASE.file).stat().st_mode & 0o777


def test_the_log_is_copied_and_not_linked(tmp_path: Path) -> None:
    """What is recorded later is not in a backup that was taken before."""
    home, again = tmp_path / "home", tmp_path / "again"
    recorded(home, a=SAID)
    archive = io.BytesIO()
    back_up(home, archive, tell)
    recorded(home, a={"id/gap/g": "other"})
    archive.seek(0)
    restore(archive, "archive", again, tell)
    assert [("Create", "id/gap/g")] == told(again)


def test_a_lost_log_begins_anew(tmp_path: Path) -> None:
    """With everything that is there."""
    recorded(tmp_path, a=SAID)
    release = published(tmp_path, a={"id/gap/g": "other", "id/gap/h": "x"})
    changes.record(tmp_path, release)
    (tmp_path / changes.DATABASE.file).unlink()
    assert 2 == changes.record(tmp_path, release)
    assert [("Create", "id/gap/g"), ("Create", "id/gap/h")] == told(tmp_path)
