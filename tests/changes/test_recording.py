"""The change log follows the releases: each change once, all of a recording or nothing."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import sys
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from saying import activities, dataset, line, published, recorded, state, told

from klimagraph import changes
from klimagraph.errors import StoreDamaged
from klimagraph.namespaces import BASE
from klimagraph.releases import (
    Release,
    current,
    objects,
    open_read_only,
    prune,
    publish,
    roll_back,
    store_of,
)
from klimagraph.releases.differences import FILE
from listed import listed

MEMBER = f"{BASE}id/membership/a"
FIRST = {"id/membership/a": "one", "id/membership/a#period": "since then", "id/gap/g": "missing"}


def states(home: Path) -> dict[str, bytes | None]:
    """Return the newest state of each thing that was ever there."""
    things = {one.thing for one in activities(home)}
    return {thing: one.state for thing in things if (one := changes.latest(home, thing))}


def test_a_thing_is_created_with_its_parts(tmp_path: Path) -> None:
    """Statements about `x#part` are in the state of `x`."""
    assert 2 == recorded(tmp_path, a=FIRST)
    assert [("Create", "id/gap/g"), ("Create", "id/membership/a")] == told(tmp_path)
    found = changes.latest(tmp_path, MEMBER)
    assert found
    parts = {path: text for path, text in FIRST.items() if "membership" in path}
    assert ("membership", state(parts)) == (found.folder, found.state)


def test_what_is_no_thing_is_not_recorded(tmp_path: Path) -> None:
    """Terms, shapes and names of blank nodes are documents of their own, or parts of such."""
    said = {"ns#Term": "x", "shapes#s": "x", ".well-known/genid/a/1-0": "x", "ns": "x", "id/": "x"}
    things = {"concept/kind": "x", "concept/kind/one": "x", "dataset/a#part": "x"}
    recorded(tmp_path, a=said | things)
    paths = ["concept/kind", "concept/kind/one", "dataset/a"]
    assert [("Create", path) for path in paths] == told(tmp_path)


def test_the_same_release_changes_nothing(tmp_path: Path) -> None:
    """Recording is done after every start; only the first time does something."""
    recorded(tmp_path, a=FIRST)
    release = current(tmp_path)
    assert release
    assert (0, 2) == (changes.record(tmp_path, release), len(activities(tmp_path)))


def test_creation_update_and_deletion(tmp_path: Path) -> None:
    """Each change is one activity with the whole new state, a deletion has none."""
    recorded(tmp_path, a=FIRST)
    second = {"id/membership/a": "two", "id/membership/a#period": "since then", "id/post/p": "x"}
    assert 3 == recorded(tmp_path, a=second)
    new = activities(tmp_path)[2:]
    expected = [("Delete", "id/gap/g"), ("Update", "id/membership/a"), ("Create", "id/post/p")]
    assert expected == told(tmp_path)[2:]
    member = {path: text for path, text in second.items() if "membership" in path}
    assert [None, state(member), state({"id/post/p": "x"})] == [one.state for one in new]
    assert 1 == len({one.at for one in new})


def test_what_datasets_say_is_merged(tmp_path: Path) -> None:
    """A state holds a statement once, however many datasets say it, and says not which."""
    recorded(tmp_path, a={"id/gap/g": "same"}, b={"id/gap/g": "same", "id/gap/g#x": "other"})
    found = changes.latest(tmp_path, f"{BASE}id/gap/g")
    assert found
    assert state({"id/gap/g": "same", "id/gap/g#x": "other"}) == found.state


def test_what_another_dataset_still_says_stays(tmp_path: Path) -> None:
    """That one of two datasets does not say it any more is no change of the thing."""
    both = {"id/gap/g": "same", "id/gap/h": "h"}
    recorded(tmp_path, a=both, b=both)
    assert 0 == recorded(tmp_path, a={"id/gap/h": "h"})
    assert 1 == recorded(tmp_path, b={"id/gap/h": "h"})
    assert ("Delete", "id/gap/g") == told(tmp_path)[-1]


def test_a_rollback_is_a_set_of_changes(tmp_path: Path) -> None:
    """The log has its own clock: what was so earlier is so again from now on."""
    first = published(tmp_path, a=FIRST)
    changes.record(tmp_path, first, "2026-01-01T00:00:00Z")
    second = published(tmp_path, a={"id/membership/a": "two"})
    changes.record(tmp_path, second, "2026-02-01T00:00:00Z")
    back = roll_back(tmp_path, first.name)
    assert 2 == changes.record(tmp_path, back, "2026-03-01T00:00:00Z")
    assert [("Create", "id/gap/g"), ("Update", "id/membership/a")] == told(tmp_path)[-2:]
    assert [("2026-03-01T00:00:00Z", first.name)] * 2 == [
        (one.at, one.release) for one in activities(tmp_path)[-2:]
    ]


def test_no_two_recordings_have_one_time(tmp_path: Path) -> None:
    """A clock that goes back, or stands still, does not put a change before another."""
    times = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2025-12-01T12:00:00+02:00"]
    for number, at in enumerate(times):
        changes.record(tmp_path, published(tmp_path, a={"id/gap/g": str(number)}), at)
    seconds = [one.at for one in activities(tmp_path)]
    assert [f"2026-01-01T00:00:0{second}Z" for second in (0, 1, 2)] == seconds


def test_no_activity_has_the_name_of_another(tmp_path: Path) -> None:
    """Neither in this log nor in one that was begun anew, where it is not the same."""
    for number in range(3):
        release = published(tmp_path, a={"id/gap/g": str(number), "id/gap/h": "h"})
        changes.record(tmp_path, release, f"2026-01-0{number + 1}T00:00:00Z")
    known = {one.iri: one for one in activities(tmp_path)}
    assert 4 == len(known)
    (tmp_path / changes.DATABASE.file).unlink()
    changes.record(tmp_path, release)
    again = {one.iri: one for one in activities(tmp_path)}
    assert (2, set()) == (len(again), known.keys() & again.keys())


def test_the_same_history_has_the_same_names(tmp_path: Path) -> None:
    """A log that is begun anew with the release with which it was begun is that log."""
    release = published(tmp_path, a=FIRST)
    changes.record(tmp_path, release)
    known = activities(tmp_path)
    (tmp_path / changes.DATABASE.file).unlink()
    changes.record(tmp_path, release)
    assert known == activities(tmp_path)


def test_people_are_logged_and_in_no_feed(tmp_path: Path) -> None:
    """What became of a person can be asked by name only."""
    recorded(tmp_path, a={"id/person/p": "x", "id/gap/g": "x"})
    assert [("Create", "id/gap/g")] == told(tmp_path)
    found = changes.latest(tmp_path, f"{BASE}id/person/p")
    assert found
    assert ("Create", "person") == (found.kind, found.folder)


def test_what_is_there(tmp_path: Path) -> None:
    """Each thing that is there has the time of its newest change."""
    changes.record(tmp_path, published(tmp_path, a=FIRST), "2026-01-01T00:00:00Z")
    later = published(tmp_path, a={"id/gap/g": "missing", "id/gap/h": "new"})
    changes.record(tmp_path, later, "2026-02-01T00:00:00Z")
    expected = [
        (f"{BASE}id/gap/g", "2026-01-01T00:00:00Z"),
        (f"{BASE}id/gap/h", "2026-02-01T00:00:00Z"),
    ]
    assert expected == list(changes.live(tmp_path))


def test_nothing_is_known_of_a_home_without_a_log(tmp_path: Path) -> None:
    """Who only looks makes no file."""
    assert (None, []) == (changes.latest(tmp_path, MEMBER), list(changes.live(tmp_path)))
    assert not list(tmp_path.iterdir())


def test_a_scratch_instance_has_no_things(tmp_path: Path) -> None:
    """Its release holds no datasets: everything would look deleted."""
    recorded(tmp_path, a=FIRST)
    scratch = Release("2026.9.0", "2026-01-01T00:00:00Z", None, "", (), scratch=True)
    assert (0, 2) == (changes.record(tmp_path, scratch), len(activities(tmp_path)))


def test_a_damaged_release_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    """All of a recording is there, or nothing of it."""
    recorded(tmp_path, a=FIRST)
    release = publish(tmp_path, {"b": dataset("b", {"id/post/p": "x"})}, "second")
    version = release.dataset("b")
    assert version
    (tmp_path / "releases" / release.name / FILE).unlink()
    objects.path_of(tmp_path, version.content).write_bytes(b"no content")
    with pytest.raises(StoreDamaged):
        changes.record(tmp_path, release)
    assert 2 == len(activities(tmp_path))


def test_a_recorder_that_is_killed_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    """It dies before its transaction ends; the next one records everything."""
    recorded(tmp_path, a=FIRST)
    release = published(tmp_path, a={"id/gap/g": "other", "id/post/p": "x"})
    program = """
import os, sys
from pathlib import Path
from klimagraph.changes import file
from klimagraph.changes.recording import Writer
from klimagraph.releases import current
home = Path(sys.argv[1])
with file.changing(home) as connection:
    writer = Writer(connection, current(home))
    for number in range(20_000):
        writer.write(f"https://w3id.org/klimagraph/id/gap/{number}", b"x" * 200)
    os._exit(9)
"""
    assert 9 == run([sys.executable, "-c", program, str(tmp_path)], check=False).returncode
    assert 2 == len(activities(tmp_path))
    assert (3, 5) == (changes.record(tmp_path, release), len(activities(tmp_path)))


def test_releases_between_may_be_pruned(tmp_path: Path) -> None:
    """Where the contents recorded last are gone, states are compared by their hashes."""
    recorded(tmp_path, a=FIRST)
    for number in range(3):
        published(tmp_path, a={"id/membership/a": str(number), "id/gap/g": "missing"})
    prune(tmp_path, 1)
    release = current(tmp_path)
    assert release
    assert 1 == changes.record(tmp_path, release)
    assert ("Update", "id/membership/a") == told(tmp_path)[-1]


PATHS = st.sampled_from(["id/gap/g", "id/gap/g#x", "id/gap/g-1", "id/gap/gh", "concept/k/a"])
SAID = st.dictionaries(PATHS, st.sampled_from("abc"), max_size=5)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(SAID, SAID, st.booleans()), min_size=1, max_size=5))
def test_differences_and_hashes_tell_the_same(steps: list[tuple[dict[str, str], ...]]) -> None:
    """A log that follows by differences ends with the states of one that begins at the end."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        published(home, z={"id/gap/always": "there"})
        for one, other, follow in steps:
            release = published(home, a=one or None, b=other or None)
            if follow:
                changes.record(home, release)
        changes.record(home, release)
        followed = {thing: text for thing, text in states(home).items() if text}
        (home / changes.DATABASE.file).unlink()
        changes.record(home, release)
        assert states(home) == followed


def test_the_states_are_the_release(bundled_home: Path) -> None:
    """What the feed says of things is what the store says of them as lists show it (ADR 0018)."""
    release = current(bundled_home)
    assert release
    changes.record(bundled_home, release)
    store = open_read_only(store_of(bundled_home, release.name))
    found = [one.state or b"" for one in activities(bundled_home)]
    assert listed(store) == set(b"".join(found).decode().splitlines())


def test_a_line_is_what_the_tests_say() -> None:
    """The statements of these tests are canonical."""
    assert f'<{BASE}id/a> <http://e/says> "x" .' == line("id/a", "x")
