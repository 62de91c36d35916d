"""What was recorded can be taken out of the log without a trace."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest
from saying import activities, published, recorded, state, told

from klimagraph import changes
from klimagraph.databases import reading
from klimagraph.errors import SnapshotMissing
from klimagraph.namespaces import BASE
from klimagraph.releases import Difference

PERSON = f"{BASE}id/person/p"
TEXT = "Mörike " + "".join(sha256(bytes([number])).hexdigest() for number in range(9))
OTHERS = {"id/tenure/t": PERSON, "id/tenure/t#x": "kept", "id/gap/g": f"about {TEXT} here"}
HERS = {"id/person/p": TEXT, "id/person/p#x": "part"}


def redact(content: bytes) -> Difference:
    """Take out the lines that name the person; a text is replaced by another one."""
    lines = content.splitlines()
    gone = [line for line in lines if f"<{PERSON}".encode() in line or b"Old" in line]
    new = [line.replace(b"Old", b"New") for line in gone if b"Old" in line]
    gone += [line for line in lines if TEXT.encode() in line and line not in gone]
    return Difference(gone, new)


def forget(home: Path) -> int:
    """Forget the person, and things that are named after her."""
    return changes.forget(home, redact, lambda thing: thing == PERSON or "Moerike" in thing)


def packed(home: Path) -> list[bytes]:
    """Return all states as they lie in the file."""
    with reading(home, changes.DATABASE) as connection:
        return [row[0] for row in connection.execute("SELECT packed FROM state")]


def on_disk(home: Path) -> bytes:
    """Return all bytes of the log and of what SQLite keeps beside it."""
    names = [home / name for name in changes.DATABASE.beside]
    return b"".join(name.read_bytes() for name in names if name.exists())


def kinds(home: Path, thing: str) -> list[str]:
    """Return what happened to a thing."""
    with reading(home, changes.DATABASE) as connection:
        rows = connection.execute("SELECT kind FROM activity WHERE thing = ?", (thing,))
        return [row[0] for row in rows]


@pytest.mark.parametrize("path", ["id/person/p", "id/source/Moerike"])
def test_nothing_of_a_hidden_thing_stays(tmp_path: Path, path: str) -> None:
    """Not even that it is gone: that would name it. A deletion recorded before goes, too."""
    recorded(tmp_path, a={path: "x", "id/gap/h": "h"})
    recorded(tmp_path, a={"id/gap/h": "h"})
    assert ["Create", "Delete"] == kinds(tmp_path, BASE + path)
    assert 2 == forget(tmp_path)
    assert [] == kinds(tmp_path, BASE + path)
    assert path.encode() not in on_disk(tmp_path)
    assert [("Create", "id/gap/h")] == told(tmp_path)


def test_nothing_is_left_in_the_file(tmp_path: Path) -> None:
    """Neither in free pages nor in what SQLite keeps beside the file."""
    recorded(tmp_path, a={**HERS, **OTHERS})
    recorded(tmp_path, a={"id/tenure/t#x": "kept", "id/gap/h": "h"})
    gone = [text for text in packed(tmp_path) if len(text) > 300]
    assert gone
    assert all(text in on_disk(tmp_path) for text in gone)
    forget(tmp_path)
    assert not any(text in on_disk(tmp_path) for text in gone)


def test_statements_of_others_go_too(tmp_path: Path) -> None:
    """Whatever names the thing, or holds its name in a text; in all states that there were."""
    recorded(tmp_path, a={**HERS, **OTHERS})
    recorded(tmp_path, a={"id/tenure/t#x": "kept", "id/gap/h": "h"})
    assert 4 == forget(tmp_path)
    kept = state({"id/tenure/t#x": "kept"})
    states = {(one.thing.removeprefix(BASE), one.state) for one in activities(tmp_path)}
    expected = {
        ("id/gap/g", b""),
        ("id/gap/g", None),
        ("id/gap/h", state({"id/gap/h": "h"})),
        ("id/tenure/t", kept),
    }
    assert expected == states


def test_what_is_newest_is_updated(tmp_path: Path) -> None:
    """Who follows the feed is told, and what is recorded next finds it so."""
    release = published(tmp_path, a={**HERS, **OTHERS})
    changes.record(tmp_path, release)
    forget(tmp_path)
    assert [("Delete", "id/gap/g"), ("Update", "id/tenure/t")] == told(tmp_path)[2:]
    assert 0 == recorded(tmp_path, a={"id/tenure/t#x": "kept"})


def test_pages_keep_their_places(tmp_path: Path) -> None:
    """A page that was full has fewer members; no other activity moves into it."""
    recorded(tmp_path, a={f"id/gap/{number:04}": "x" for number in range(changes.SIZE + 2)})
    with changes.history(tmp_path) as log:
        before = [one.number for one in log.activities(log.months()[0], 2)]
    changes.forget(tmp_path, redact, lambda thing: thing.endswith("0000"))
    with changes.history(tmp_path) as log:
        month = log.months()[0]
        assert changes.SIZE - 1 == len(log.activities(month, 1))
        assert before == [one.number for one in log.activities(month, 2)][: len(before)]


def test_who_reads_sees_that_something_was_removed(tmp_path: Path) -> None:
    """The edition is another one, so that nobody takes the old bytes for the new."""
    recorded(tmp_path, a={**HERS, **OTHERS})
    with changes.history(tmp_path) as log:
        before = log.recorded.edition
    forget(tmp_path)
    with changes.history(tmp_path) as log:
        assert before + 1 == log.recorded.edition


def test_what_is_not_known_cannot_be_forgotten(tmp_path: Path) -> None:
    """Nothing changes, with and without a log."""
    assert 0 == forget(tmp_path)
    recorded(tmp_path, a={"id/tenure/t": "x", "id/gap/h": "h"})
    assert (0, 2) == (forget(tmp_path), len(activities(tmp_path)))


def test_what_comes_instead_stands_in_the_state(tmp_path: Path) -> None:
    """In all states that there were; what is said of another thing then belongs to that one."""
    recorded(tmp_path, a={"id/gap/g": "Old", "id/gap/g#Old": "x", "id/gap/h": "h"})
    recorded(tmp_path, a={"id/gap/g": "y", "id/gap/h": "h"})
    assert 1 == forget(tmp_path)
    first = activities(tmp_path)[0]
    assert state({"id/gap/g": "New", "id/gap/g#New": "x"}) == first.state


def test_what_is_said_of_another_thing_is_left_out(tmp_path: Path) -> None:
    """A thing that gets another name is recorded under that when the release is."""
    recorded(tmp_path, a={"id/gap/Old": "x", "id/gap/h": "h"})
    assert 1 == forget(tmp_path)
    assert ("Delete", "id/gap/Old") == told(tmp_path)[-1]


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    """It holds what is known of persons."""
    recorded(tmp_path, a=HERS)
    assert 0o600 == (tmp_path / changes.DATABASE.file).stat().st_mode & 0o777


def test_a_log_without_a_recording(tmp_path: Path) -> None:
    """There is no history before the first recording."""
    with reading(tmp_path, changes.DATABASE) as connection:
        assert isinstance(connection, sqlite3.Connection)
    with pytest.raises(SnapshotMissing), changes.history(tmp_path):
        pass
