"""Contents are changed by lines, and releases tell how they differ."""

import random
from pathlib import Path

import pytest

from conftest import content
from klimagraph.errors import StoreDamaged
from klimagraph.releases import Difference, Edit, Release, current, differences, objects, publish
from klimagraph.releases.manifests import folder_of
from releases.homes import files_of, holds_its_contents


def line(name: str) -> bytes:
    """Return the statement that stands for a name."""
    return content("a", [name]).quads.rstrip(b"\n")


def edit(home: Path, gone: list[str], new: list[str]) -> Release:
    """Take names out of the dataset `a` and put names in."""
    wanted = Difference([line(name) for name in gone], [line(name) for name in new])
    return publish(home, {"a": Edit(wanted, "test")}, "edit")


def held(home: Path, release: Release) -> bytes:
    """Return the content of the dataset `a`."""
    version = release.dataset("a")
    return objects.get(home, version.content) if version else b""


@pytest.mark.parametrize("seed", range(20))
def test_lines_in_and_out(seed: int) -> None:
    """A content that is changed is what sorting all its lines anew gives."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    names = [f"{chance.randrange(300)}" for _ in range(chance.randrange(60))]
    gone = sorted({line(f"{chance.randrange(300)}") for _ in range(40)})
    new = sorted({line(f"{chance.randrange(300)}") for _ in range(40)} - set(gone))
    before = set(content("a", names).quads.splitlines())
    found, done = differences.changed(content("a", names).quads, Difference(gone, new))
    assert sorted((before - set(gone)) | set(new)) == found.splitlines()
    assert done == (sorted(before & set(gone)), sorted(set(new) - before))


def test_an_edit_is_published(tmp_path: Path) -> None:
    """Content, number of statements and store are those of the dataset after it."""
    publish(tmp_path, {"a": content("a", ["b", "d"]), "z": content("z", ["b"])}, "first")
    release = edit(tmp_path, ["b", "not there"], ["a", "c", "d"])
    assert content("a", ["a", "c", "d"]).quads == held(tmp_path, release)
    version = release.dataset("a")
    assert version
    assert (version.quads, version.size) == (3, len(held(tmp_path, release)))
    assert holds_its_contents(tmp_path, release)


def test_an_edit_that_changes_nothing(tmp_path: Path) -> None:
    """No release is made of it."""
    first = publish(tmp_path, {"a": content("a", ["b"])}, "first")
    assert first == edit(tmp_path, ["c"], ["b"])


def test_an_edit_that_leaves_nothing(tmp_path: Path) -> None:
    """A dataset without statements is none."""
    publish(tmp_path, {"a": content("a", ["b"]), "z": content("z", ["b"])}, "first")
    assert edit(tmp_path, ["b"], []).dataset("a") is None


def test_an_edit_of_what_is_not_there(tmp_path: Path) -> None:
    """It makes the dataset."""
    publish(tmp_path, {"z": content("z", ["b"])}, "first")
    assert content("a", ["b"]).quads == held(tmp_path, edit(tmp_path, [], ["b"]))


def test_who_does_not_accept_stops_the_publication(tmp_path: Path) -> None:
    """The store that is asked about holds the change; nothing of it stays."""
    publish(tmp_path, {"a": content("a", ["b"])}, "first")
    before = files_of(tmp_path / "releases")
    seen = []

    def refuse(store: object, lines: list[bytes]) -> None:
        seen.append((len(store), lines))  # type: ignore[arg-type]  # a store has a length
        raise StoreDamaged("not this")

    wanted = Edit(Difference([], [line("c")]), "test", refuse)
    with pytest.raises(StoreDamaged, match="not this"):
        publish(tmp_path, {"a": wanted}, "edit")
    assert seen == [(4, [line("c")])]
    assert before == files_of(tmp_path / "releases")


def test_a_release_tells_how_it_differs(tmp_path: Path) -> None:
    """From the one before, for as long as it is the newest."""
    first = publish(tmp_path, {"a": content("a", ["b", "c"])}, "first")
    second = edit(tmp_path, ["b"], ["d"])
    told = differences.read(tmp_path, first.name, second)
    assert told == ([line("b")], [line("d")])
    assert differences.read(tmp_path, "1999.1.0", second) is None
    edit(tmp_path, ["c"], [])
    edit(tmp_path, [], ["e"])
    assert differences.read(tmp_path, first.name, second) is None


def test_a_damaged_difference(tmp_path: Path) -> None:
    """It is not believed."""
    first = publish(tmp_path, {"a": content("a", ["b", "c"])}, "first")
    second = edit(tmp_path, ["b"], ["d"])
    file = folder_of(tmp_path, second.name) / differences.FILE
    packed = bytearray(file.read_bytes())
    packed[-1] ^= 1  # of the checksum
    file.write_bytes(packed)
    with pytest.raises(StoreDamaged, match="difference of release"):
        differences.read(tmp_path, first.name, second)


def test_large_differences_are_not_kept(tmp_path: Path) -> None:
    """Contents are compared where they are needed."""
    names = [str(number) for number in range(differences.MOST + 1)]
    first = publish(tmp_path, {"a": content("a", ["x"])}, "first")
    second = publish(tmp_path, {"a": content("a", names)}, "second")
    assert differences.read(tmp_path, first.name, second) is None
    assert current(tmp_path) == second
