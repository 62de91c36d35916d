"""Going back to an earlier release, and dropping the data of old ones."""

import shutil
from pathlib import Path

import pytest

from conftest import content
from klimagraph.errors import ReleaseGone, ReleaseUnknown
from klimagraph.releases import (
    all_releases,
    current,
    current_name,
    prune,
    publish,
    read,
    read_kept,
    roll_back,
    store_of,
)
from klimagraph.releases.manifests import mark_pruned
from releases.homes import (
    held,
    holds_its_contents,
    leftovers,
    manifest,
    named_objects,
    object_files,
)


@pytest.fixture
def names(tmp_path: Path) -> list[str]:
    """Return the names of five releases in `tmp_path`, oldest first."""
    publish(tmp_path, {"b": content("b", [f"y{n}" for n in range(2000)])}, "common")
    numbers = range(1, 5)
    changes = [{"a": content("a", [f"x{n}" for n in range(100 * number)])} for number in numbers]
    later = [publish(tmp_path, change, "a").name for change in changes]
    return [all_releases(tmp_path)[0].name, *later]


def test_roll_back(tmp_path: Path, names: list[str]) -> None:
    """After going back the earlier release is the current one."""
    assert names[1] == roll_back(tmp_path, names[1]).name
    assert names[1] == current_name(tmp_path)


def test_roll_back_forward(tmp_path: Path, names: list[str]) -> None:
    """The later releases stay, so that one can go forward again."""
    roll_back(tmp_path, names[1])
    assert names[-1] == roll_back(tmp_path, names[-1]).name
    assert names == [release.name for release in all_releases(tmp_path)]


def test_publication_after_roll_back(tmp_path: Path, names: list[str]) -> None:
    """What is published after going back has a new name and the earlier release as parent."""
    roll_back(tmp_path, names[1])
    release = publish(tmp_path, {"c": content("c", ["z"])}, "c")
    assert names[1] == release.parent
    assert release.name not in names
    assert content("a", [f"x{n}" for n in range(100)]).quads == held(tmp_path, release.name, "a")


def test_roll_back_without_store(tmp_path: Path, names: list[str]) -> None:
    """Going back makes the store again where it is missing."""
    shutil.rmtree(store_of(tmp_path, names[1]))
    assert holds_its_contents(tmp_path, roll_back(tmp_path, names[1]))


def test_roll_back_to_nothing(tmp_path: Path, names: list[str]) -> None:
    """Going back to a release that never was is refused and changes nothing."""
    with pytest.raises(ReleaseUnknown, match="there is no release '1999'"):
        roll_back(tmp_path, "1999")
    assert names[-1] == current_name(tmp_path)


def test_roll_back_to_pruned(tmp_path: Path, names: list[str]) -> None:
    """Going back to a release whose data was dropped is refused and changes nothing."""
    prune(tmp_path, 2)
    with pytest.raises(ReleaseGone, match=f"release {names[0]} existed and was pruned"):
        roll_back(tmp_path, names[0])
    assert names[-1] == current_name(tmp_path)


def test_prune(tmp_path: Path, names: list[str]) -> None:
    """Pruning drops the data of all but the newest and says which."""
    assert names[:3] == [release.name for release in prune(tmp_path, 2)]
    assert names[3:] == [item.name for item in all_releases(tmp_path) if not item.pruned]


def test_prune_again(tmp_path: Path, names: list[str]) -> None:
    """Pruning twice drops nothing more."""
    prune(tmp_path, 2)
    assert prune(tmp_path, 2) == []


def test_prune_more_than_there_are(tmp_path: Path, names: list[str]) -> None:
    """Keeping more releases than there are drops none."""
    assert prune(tmp_path, len(names) + 1) == []


def test_prune_keeps_the_served_one(tmp_path: Path, names: list[str]) -> None:
    """The release that is served keeps its data however old it is."""
    roll_back(tmp_path, names[0])
    assert names[1:4] == [release.name for release in prune(tmp_path, 1)]
    assert holds_its_contents(tmp_path, read(tmp_path, names[0]))


def test_prune_frees_stores(tmp_path: Path, names: list[str]) -> None:
    """The store of a pruned release is gone, its manifest stays."""
    prune(tmp_path, 2)
    assert not store_of(tmp_path, names[0]).exists()
    assert (True, names[0]) == (
        manifest(tmp_path, names[0])["pruned"],
        manifest(tmp_path, names[0])["name"],
    )


def test_prune_frees_objects(tmp_path: Path, names: list[str]) -> None:
    """Contents that only pruned releases name are gone, shared ones stay."""
    prune(tmp_path, 2)
    assert len(object_files(tmp_path)) == 3
    assert named_objects(tmp_path) == object_files(tmp_path)


def test_pruned_release(tmp_path: Path, names: list[str]) -> None:
    """Asking for the data of a pruned release says that it existed."""
    prune(tmp_path, 2)
    with pytest.raises(ReleaseGone, match="its data is gone"):
        read_kept(tmp_path, names[0])


def test_pruned_manifest(tmp_path: Path, names: list[str]) -> None:
    """What a pruned release held is still known, apart from the mark."""
    before = read(tmp_path, names[0])
    prune(tmp_path, 2)
    after = read(tmp_path, names[0])
    assert (before.digest, before.datasets, True) == (after.digest, after.datasets, after.pruned)


def test_later_releases(tmp_path: Path, names: list[str]) -> None:
    """Releases that shared files with a pruned one hold their contents bit for bit."""
    prune(tmp_path, 2)
    assert [holds_its_contents(tmp_path, read(tmp_path, n)) for n in names[3:]] == [True, True]


def test_publication_after_prune(tmp_path: Path, names: list[str]) -> None:
    """The names of pruned releases are not given again."""
    prune(tmp_path, 1)
    assert publish(tmp_path, {"c": content("c", ["z"])}, "c").name not in names


def test_interrupted_prune(tmp_path: Path, names: list[str]) -> None:
    """The store that an interrupted prune left behind goes with the next publication."""
    mark_pruned(tmp_path, read(tmp_path, names[0]))
    publish(tmp_path, {"c": content("c", ["z"])}, "c")
    assert leftovers(tmp_path) == []


def test_current_after_prune(tmp_path: Path, names: list[str]) -> None:
    """Pruning does not change which release is served."""
    before = current(tmp_path)
    prune(tmp_path, 1)
    assert before == current(tmp_path)


def test_folders_of_others(home: Path) -> None:
    """Copies and empty folders beside the releases are not releases and do no harm."""
    first = str(current_name(home))
    year = first.split(".", 1)[0]
    (home / "releases" / f"{first}.bak").mkdir()
    (home / "releases" / f"{year}.99.0").mkdir()
    assert [first] == [release.name for release in all_releases(home)]
    assert publish(home, {"b": content("b", ["y"])}, "second").name == f"{year}.100.0"
