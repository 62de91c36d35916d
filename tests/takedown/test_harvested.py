"""A takedown in a home that harvesters read: the change log, snapshots and files."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest

from described import described
from klimagraph import changes, releases
from klimagraph.changes.states import states
from klimagraph.errors import NotFound, StoreBusy
from klimagraph.harvest import snapshot
from klimagraph.harvest.preparing import alone, prepare
from klimagraph.namespaces import THINGS
from klimagraph.releases import publish
from klimagraph.settings import Settings
from klimagraph.takedown import taking
from takedown.people import (
    ELSEWHERE,
    NAME,
    PERSON,
    TENURE,
    content,
    kill_at,
    small_home,
    taken_down,
    traces,
)

PUBLIC = "http://klimagraph.test"
NEEDLES = (NAME, "Joerg", "abcdefghij", "HalleWeißenfels", "wikidata.org/entity/Q1")
DATED = f"""
<{PERSON}> dcterms:created "2024-05-01" ; dcterms:extent "1" .
<id/post/b> dcterms:created "2024-05-01" ; dcterms:extent "1" ; dcterms:title "Klima 1" .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a home that speaks of the person, prepared for harvesters."""
    home = small_home(tmp_path / "home")
    publish(home, {"listed": described("listed")}, "fourth")
    prepare(Settings(home, public_url=PUBLIC))
    return home


def recorded(home: Path, **said: str) -> None:
    """Publish what datasets say, nothing to withdraw one, and record what changed."""
    contents = {slug: content(slug, text) if text else None for slug, text in said.items()}
    changes.record(home, publish(home, contents, "test"))


def pruned(home: Path) -> None:
    """Record, and keep a single release that does not speak of the person."""
    recorded(home, a=TENURE, b=ELSEWHERE, c="<id/post/c> a org:Post .")
    recorded(home, a="", b="")
    releases.prune(home, 1)


def served(home: Path) -> snapshot.Snapshot:
    """Return the snapshot that harvesters get."""
    return snapshot.read(home, snapshot.current_name(home) or "")


def test_harvesters_get_another_snapshot(folder: Path) -> None:
    """It is of the clean release, for the same address, and alone."""
    assert {"changes.sqlite", "files", "harvest"} <= {
        trace.split("/")[0] for trace in traces(folder, *NEEDLES)
    }
    done = taken_down(folder)
    assert ("", done.release, PUBLIC) == (
        done.fault,
        served(folder).release,
        served(folder).address,
    )
    assert [served(folder).name] == snapshot.names(folder)
    assert [] == traces(folder, *NEEDLES)


def test_what_names_the_person_goes_where_nothing_new_can_be_made(folder: Path) -> None:
    """The fault is told at the end; harvesters get nothing rather than the person."""
    for path in sorted((folder / "files").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (folder / "files").rmdir()
    (folder / "files").write_text("no folder")
    done = taken_down(folder)
    assert "files" in done.fault
    assert (None, []) == (snapshot.current_name(folder), snapshot.names(folder))
    assert [] == traces(folder, *NEEDLES)


def test_new_snapshot_is_made_after_a_crash(folder: Path) -> None:
    """For which address is known, though the former snapshot is gone."""
    kill_at(folder, "look through everything else")
    assert snapshot.current_name(folder) is None
    taken_down(folder)
    assert PUBLIC == served(folder).address


def test_what_is_left_of_snapshots_goes(folder: Path) -> None:
    """One that was broken off, one that is half removed and one that cannot be read."""
    root = folder / snapshot.FOLDER
    for name in (f"{snapshot.STAGING}2026.1.0-00000000", "2026.1.0-00000001"):
        (root / name).mkdir()
        (root / name / "part").write_text(NAME)
    (root / "2026.1.0-00000002").mkdir()
    (root / "2026.1.0-00000002" / snapshot.MANIFEST).write_text(NAME)
    taken_down(folder)
    assert [] == traces(folder, *NEEDLES)
    assert [served(folder).name] == [path.name for path in root.iterdir() if path.is_dir()]


def test_nobody_prepares_meanwhile(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who prepares from the former release would put the person back: that is waited for."""
    monkeypatch.setattr(taking, "PATIENCE", 0.0)
    with alone(folder), pytest.raises(StoreBusy, match="prepared"):
        taken_down(folder)
    assert traces(folder, NAME)
    taken_down(folder)
    assert [] == traces(folder, *NEEDLES)


def test_first_snapshot_is_waited_for_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where harvesters had none before."""
    home = small_home(tmp_path / "home")
    monkeypatch.setattr(taking, "PATIENCE", 0.0)
    with alone(home), pytest.raises(StoreBusy, match="prepared"):
        taken_down(home)


def test_log_of_pruned_releases_is_cleaned(tmp_path: Path) -> None:
    """All spellings, near things and things that are named after the person, that are no more."""
    pruned(tmp_path)
    assert "changes.sqlite" in traces(tmp_path, *NEEDLES)
    taken_down(tmp_path)
    assert [] == traces(tmp_path, *NEEDLES)
    with pytest.raises(NotFound, match="change log"):
        taken_down(tmp_path)


def test_log_of_a_backup_is_cleaned_again(tmp_path: Path) -> None:
    """Somebody who is in the log only came back all the same."""
    older, home = tmp_path / "older", tmp_path / "home"
    pruned(older)
    taken_down(small_home(home))
    (home / "takedowns").rename(older / "takedowns")
    assert [PERSON] == taking.again(Settings(older))
    taken_down(older)
    assert ([], []) == (taking.again(Settings(older)), traces(older, *NEEDLES))


def test_log_tells_what_the_release_says(tmp_path: Path) -> None:
    """Days and numbers that were also said of the person are said of others as before."""
    recorded(tmp_path, a=TENURE + DATED, b=ELSEWHERE)
    before = changes.latest(tmp_path, f"{THINGS}post/b")
    taken_down(tmp_path)
    assert before == changes.latest(tmp_path, f"{THINGS}post/b")
    release = releases.current(tmp_path)
    assert release
    changes.record(tmp_path, release)
    there = [thing for thing, _ in changes.live(tmp_path)]
    logged = {thing: changes.latest(tmp_path, thing).state for thing in there}  # type: ignore[union-attr]
    assert dict(states(tmp_path, release)) == logged


def test_log_leaves_a_namesake_alone(tmp_path: Path) -> None:
    """With --different only what is told near the person changes."""
    other = TENURE.replace("abcdefghij", "0123456789").replace("--1", "--2").replace("e1", "e2")
    recorded(tmp_path, a=TENURE, c=other)
    things = [f"{THINGS}{path}" for path in ("person/0123456789", "tenure/a--2", "evidence/e2")]
    before = [changes.latest(tmp_path, thing) for thing in things]
    assert all(before)
    taken_down(tmp_path, namesakes=taking.DIFFERENT)
    assert before == [changes.latest(tmp_path, thing) for thing in things]
    assert [] == traces(tmp_path, "abcdefghij")
