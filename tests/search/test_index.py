"""Each release has an index of its own that says what its statements say."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from klimagraph.errors import IndexDamaged, StorageFailed
from klimagraph.namespaces import DATASETS, TERMS
from klimagraph.releases import (
    Content,
    complete,
    current_name,
    prune,
    publish,
    rebuild,
    roll_back,
)
from klimagraph.releases.manifests import folder_of
from klimagraph.search import index
from releases.homes import leftovers
from search.questions import ask, found, named, nameless


@pytest.fixture
def names(tmp_path: Path) -> list[str]:
    """Return the names of three releases in `tmp_path` whose things have other names each time."""
    contents = [named("a", x=name, y="Bleibt") for name in ("Anton", "Berta", "Cäsar")]
    return [publish(tmp_path, {"a": content}, "names").name for content in contents]


def file_of(home: Path, release: str) -> Path:
    """Return the index of a release."""
    return folder_of(home, release) / index.FILE


def rows_of(home: Path) -> list[tuple[str, str, str]]:
    """Return all names in the index of the current release."""
    with index.opened(folder_of(home, current_name(home) or "")) as connection:
        sql = "SELECT iri, kind, text FROM names JOIN things ON things.id = names.thing"
        return sorted(connection.execute(sql).fetchall())


def test_each_release(tmp_path: Path, names: list[str]) -> None:
    """A release finds the names of its own time and no others."""
    texts = ("Anton", "Berta", "Caesar", "Bleibt")
    seen = [[text for text in texts if found(tmp_path, text, name)] for name in names]
    assert seen == [["Anton", "Bleibt"], ["Berta", "Bleibt"], ["Caesar", "Bleibt"]]


def test_typing_error_after_changes(tmp_path: Path, names: list[str]) -> None:
    """An index that was changed has forgotten old names for typing errors, too."""
    assert (found(tmp_path, "Cäsra"), found(tmp_path, "Antno")) == (["x"], [])


def test_by_difference_and_anew(tmp_path: Path, names: list[str]) -> None:
    """An index made by difference holds what one made anew holds."""
    publish(tmp_path, {"b": named("b", x="Noch ein Name", z="Neu")}, "b")
    publish(tmp_path, {"a": named("a", y="Anders")}, "a")
    before = rows_of(tmp_path)
    rebuild(tmp_path, current_name(tmp_path) or "")
    assert before == rows_of(tmp_path)
    assert sorted(text for _, _, text in before) == ["Anders", "Neu", "Noch ein Name"]


def test_withdrawn(tmp_path: Path, names: list[str]) -> None:
    """What was withdrawn is not found any more."""
    publish(tmp_path, {"a": None, "b": named("b", z="Anderes")}, "b")
    assert (found(tmp_path, "Bleibt"), found(tmp_path, "Anderes")) == ([], ["z"])


def test_shared(tmp_path: Path, names: list[str]) -> None:
    """Where no name changed two releases share one file."""
    release = publish(tmp_path, {"b": nameless("b")}, "b")
    assert file_of(tmp_path, names[-1]).samefile(file_of(tmp_path, release.name))


def test_former_key(tmp_path: Path) -> None:
    """A former key that changes leads to its holder, though nothing is said of that."""

    def keys(text: str) -> Content:
        graph = f"<{DATASETS}k>"
        return Content(
            f'<http://e/h#key> <{TERMS}ags> "{text}" {graph} .\n'
            f"<http://e/h> <{TERMS}hasFormerKey> <http://e/h#key> {graph} .\n".encode(),
            "test",
        )

    publish(tmp_path, {"a": named("a", h="Halter")}, "holder")
    publish(tmp_path, {"k": keys("01000001")}, "key")
    publish(tmp_path, {"k": keys("01000002")}, "another key")
    assert found(tmp_path, "01000001") == []
    assert [(hit.how, hit.matched) for hit in ask(tmp_path, "1000002")] == [
        ("former-key", "01000002")
    ]


def test_no_names(tmp_path: Path) -> None:
    """A release in which nothing has a name has an index that finds nothing."""
    publish(tmp_path, {"a": nameless("a")}, "a")
    assert found(tmp_path, "x") == []


def test_roll_back(tmp_path: Path, names: list[str]) -> None:
    """After going back the earlier names are found, and the next release builds on them."""
    roll_back(tmp_path, names[0])
    assert found(tmp_path, "Anton") == ["x"]
    publish(tmp_path, {"b": named("b", z="Danach")}, "b")
    assert tuple(found(tmp_path, text) for text in ("Anton", "Danach", "Cäsar")) == (
        ["x"],
        ["z"],
        [],
    )


def test_pruned(tmp_path: Path, names: list[str]) -> None:
    """The index of a release goes with its store."""
    prune(tmp_path, 1)
    assert [file_of(tmp_path, name).exists() for name in names] == [False, False, True]
    assert {"manifest.json"} == {path.name for path in folder_of(tmp_path, names[0]).iterdir()}


def test_rebuilt(tmp_path: Path, names: list[str]) -> None:
    """Rebuilding makes a damaged index again."""
    file_of(tmp_path, names[-1]).write_bytes(b"damaged")
    rebuild(tmp_path, names[-1])
    assert found(tmp_path, "Cäsar") == ["x"]
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("kept", [0, 100, 5000])
def test_damaged(tmp_path: Path, names: list[str], kept: int) -> None:
    """An index that is cut off is an error, not an empty answer."""
    file = file_of(tmp_path, names[-1])
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(IndexDamaged, match=f"release {names[-1]} is missing or cannot be read"):
        ask(tmp_path, "Bleibt")


def test_one_letter_changed(tmp_path: Path, names: list[str]) -> None:
    """A name that changed on the disk is noticed."""
    file = file_of(tmp_path, names[-1])
    file.write_bytes(file.read_bytes().replace(b"Bleibt", b"Bleibe"))
    with pytest.raises(IndexDamaged):
        ask(tmp_path, "Bleibt")


def test_missing(tmp_path: Path, names: list[str]) -> None:
    """A release of an earlier version of the program has no index; completing it makes one."""
    index.drop(folder_of(tmp_path, names[-1]))
    with pytest.raises(IndexDamaged):
        ask(tmp_path, "Bleibt")
    complete(tmp_path, names[-1])
    assert found(tmp_path, "Bleibt") == ["y"]


def test_publication_without_index(tmp_path: Path, names: list[str]) -> None:
    """A publication after a release without an index makes a whole one."""
    index.drop(folder_of(tmp_path, names[-1]))
    publish(tmp_path, {"b": named("b", z="Neu")}, "b")
    assert (found(tmp_path, "Bleibt"), found(tmp_path, "Neu")) == (["y"], ["z"])


def test_other_version(tmp_path: Path, names: list[str]) -> None:
    """An index of another version is not used, and the next publication does not build on it."""
    folder = folder_of(tmp_path, names[-1])
    with sqlite3.connect(folder / index.FILE) as connection:
        connection.execute(f"PRAGMA user_version = {index.VERSION + 1}")
    connection.close()
    assert not index.is_there(folder)
    publish(tmp_path, {"b": named("b", z="Neu")}, "b")
    assert found(tmp_path, "Bleibt") == ["y"]


def test_half_written(tmp_path: Path, names: list[str]) -> None:
    """What a killed writer left of an index is never looked at, and goes with the next one."""
    staging = tmp_path / "releases" / ".staging-killed"
    shutil.copytree(folder_of(tmp_path, names[-1]), staging)
    (staging / index.FILE).write_bytes(b"half")
    assert found(tmp_path, "Cäsar") == ["x"]
    publish(tmp_path, {"b": named("b", z="Neu")}, "b")
    assert leftovers(tmp_path) == []


def test_full_disk(tmp_path: Path, names: list[str]) -> None:
    """An index that does not fit on the disk stops the publication; the release before stays."""
    program = (
        "import resource, sys; from pathlib import Path; from pyoxigraph import Store;"
        "from klimagraph.search import index;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9000,) * 2);"
        "index.make(Store(), Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"{StorageFailed.__name__}: nothing was published" in done.stderr
