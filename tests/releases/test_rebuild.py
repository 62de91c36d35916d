"""A store is only a copy: it is made again from contents, or the damage is named."""

import shutil
from pathlib import Path

import pytest

from conftest import content
from klimagraph.errors import ReleaseGone, ReleaseUnknown, StoreDamaged
from klimagraph.releases import (
    current,
    current_name,
    objects,
    open_read_only,
    prune,
    publish,
    rebuild,
    store_of,
)
from releases.homes import held, holds_its_contents, klimagraph, leftovers, object_files

QUADS = content("a", [f"x{number}" for number in range(1000)]).quads


@pytest.fixture
def name(home: Path) -> str:
    """Return the name of the release in the home."""
    return current_name(home) or ""


def damage_store(home: Path, name: str) -> None:
    """Overwrite the files of a store."""
    for path in store_of(home, name).iterdir():
        path.write_bytes(b"damaged")


def damage_object(home: Path) -> Path:
    """Turn over one bit in the middle of the only object."""
    path = object_files(home)[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    return path


def test_store_is_gone(home: Path, name: str) -> None:
    """A store that was deleted is made again bit for bit."""
    shutil.rmtree(store_of(home, name))
    rebuild(home, name)
    assert held(home, name, "a") == QUADS


def test_store_is_damaged(home: Path, name: str) -> None:
    """A damaged store is replaced by one that holds the contents bit for bit."""
    damage_store(home, name)
    rebuild(home, name)
    assert held(home, name, "a") == QUADS


def test_nothing_is_wrong(home: Path, name: str) -> None:
    """Making a store again that is whole changes nothing that one could see."""
    before = current(home)
    assert before == rebuild(home, name)
    assert before == current(home)
    assert leftovers(home) == []


def test_after_changes(home: Path) -> None:
    """A store made by differences and one made from contents hold the same."""
    publish(home, {"a": content("a", ["x1", "y"]), "b": content("b", ["z"])}, "change")
    release = publish(home, {"a": content("a", ["x1", "w"]), "b": None}, "change")
    by_difference = held(home, release.name, "a")
    rebuild(home, release.name)
    assert by_difference == held(home, release.name, "a")
    assert holds_its_contents(home, release)


def test_open_a_damaged_store(home: Path, name: str) -> None:
    """Opening a damaged store says which folder cannot be opened."""
    damage_store(home, name)
    with pytest.raises(StoreDamaged, match=f"{name}/store cannot be opened"):
        open_read_only(store_of(home, name))


def test_open_no_store(home: Path, name: str) -> None:
    """Opening a store that is not there says which folder cannot be opened."""
    shutil.rmtree(store_of(home, name))
    with pytest.raises(StoreDamaged, match=f"{name}/store cannot be opened"):
        open_read_only(store_of(home, name))


def test_object_is_damaged(home: Path, name: str) -> None:
    """A damaged object stops the work and the message names it; the store stays."""
    path = damage_object(home)
    with pytest.raises(StoreDamaged, match=f"object {path.name.partition('.')[0]}"):
        rebuild(home, name)
    assert held(home, name, "a") == QUADS


def test_object_is_gone(home: Path, name: str) -> None:
    """A missing object stops the work and the message names it; the store stays."""
    path = object_files(home)[0]
    path.unlink()
    with pytest.raises(StoreDamaged, match=f"object {path.name.partition('.')[0]} cannot be read"):
        rebuild(home, name)
    assert held(home, name, "a") == QUADS


def test_object_is_another(home: Path, name: str) -> None:
    """An object that holds something other than its name says is not taken."""
    other = objects.path_of(home, objects.put(home, b""))
    other.rename(objects.path_of(home, objects.digest_of(QUADS)))
    with pytest.raises(StoreDamaged, match="does not hold what its name says"):
        rebuild(home, name)


def test_object_is_mended(home: Path, name: str) -> None:
    """Publishing the same content again puts a damaged object right."""
    damage_object(home)
    publish(home, {"a": content("a", [f"x{number}" for number in range(1000)])}, "again")
    assert objects.get(home, objects.digest_of(QUADS)) == QUADS


def test_stream_of_a_damaged_object(home: Path) -> None:
    """An object that is streamed is checked too."""
    path = object_files(home)[0]
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(StoreDamaged, match="object"):
        list(objects.stream(home, path.name.partition(".")[0]))


def test_stream(home: Path) -> None:
    """An object that is streamed gives the content."""
    assert b"".join(objects.stream(home, objects.digest_of(QUADS))) == QUADS


def test_unknown(home: Path) -> None:
    """A release that never was cannot be made again."""
    with pytest.raises(ReleaseUnknown):
        rebuild(home, "1999.1.0")


def test_pruned(home: Path, name: str) -> None:
    """A release whose data was dropped cannot be made again."""
    publish(home, {"a": content("a", ["y"])}, "second")
    prune(home, 1)
    with pytest.raises(ReleaseGone):
        rebuild(home, name)


def test_command(home: Path, name: str) -> None:
    """The command mends the current release where no name is given."""
    damage_store(home, name)
    done = klimagraph("rebuild", "--home", home)
    assert (0, f"release {name}: 1,000 statements, 1 datasets\n") == (done.returncode, done.stderr)
    assert held(home, name, "a") == QUADS


def test_command_with_a_damaged_object(home: Path) -> None:
    """The command says in one line what is damaged; the system failed."""
    path = damage_object(home)
    done = klimagraph("rebuild", "--home", home)
    assert done.returncode == 3
    assert [path.name.partition(".")[0] in line for line in done.stderr.splitlines()] == [True]


@pytest.mark.parametrize("arguments", [(), ("a",), ("--release", "CURRENT")])
def test_dump(home: Path, name: str, arguments: tuple[str, ...]) -> None:
    """A dump is the content itself."""
    done = klimagraph(
        "dump", *(name if it == "CURRENT" else it for it in arguments), "--home", home
    )
    assert done.stdout.encode() == QUADS


def test_dump_of_a_damaged_object(home: Path) -> None:
    """A dump of a damaged object fails and the message names the object."""
    path = damage_object(home)
    done = klimagraph("dump", "--home", home)
    assert done.returncode == 3
    assert [path.name.partition(".")[0] in line for line in done.stderr.splitlines()] == [True]
