"""A disk that is full stops a publication and harms nothing that was published before."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import KLIMAGRAPH, content
from klimagraph.errors import StorageFailed
from klimagraph.releases import current, current_name, publish
from klimagraph.releases.stores import SMALL
from releases.homes import (
    files_of,
    holds_its_contents,
    klimagraph,
    leftovers,
    named_objects,
    object_files,
)

LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
os.execv(sys.argv[2], sys.argv[2:])
"""
"""Runs a program that can write no file longer than the first argument."""

LIMITS = (0, 10, 100, 10_000, 100_000, 400_000, 700_000, 1_500_000)
"""Where a publication fails: at the lock, at the object, at the first and last store files."""


def load_limited(home: Path, path: Path, limit: int) -> "subprocess.CompletedProcess[str]":
    """Load a file as dataset b while no file can get longer than some bytes."""
    load = [KLIMAGRAPH, "load", str(path), "--dataset", "b", "--home", str(home)]
    command = [sys.executable, "-c", LIMITED, str(limit), *load]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Return a file whose content and whose store files do not fit below the limits."""
    path = tmp_path / "large.nt"
    lines = (f'<http://e/{os.urandom(8).hex()}> <http://e/p> "{n}" .\n' for n in range(40_000))
    path.write_text("".join(lines))
    return path


@pytest.mark.parametrize("limit", LIMITS)
def test_exit_status(home: Path, large: Path, limit: int) -> None:
    """The command says in one line that nothing was published; the system failed."""
    done = load_limited(home, large, limit)
    assert done.returncode == 3, done.stderr
    expected = ["Speichern fehlgeschlagen: nothing was published: "]
    assert expected == [line[: len(expected[0])] for line in done.stderr.splitlines()]


@pytest.mark.parametrize("limit", LIMITS)
def test_release_before(home: Path, large: Path, limit: int) -> None:
    """The release before stays as it was, byte for byte, and is still served."""
    name = current_name(home) or ""
    before = files_of(home / "releases" / name)
    load_limited(home, large, limit)
    assert name == current_name(home)
    assert before == files_of(home / "releases" / name)


@pytest.mark.parametrize("limit", LIMITS)
def test_next_publication(home: Path, large: Path, limit: int) -> None:
    """The next publication succeeds and nothing of the failed one is left."""
    load_limited(home, large, limit)
    assert klimagraph("load", large, "--dataset", "b", "--home", home).returncode == 0
    release = current(home)
    assert release is not None
    assert holds_its_contents(home, release)
    assert leftovers(home) == []
    assert named_objects(home) == object_files(home)


def test_both_graphs_at_once(home: Path, tmp_path: Path) -> None:
    """Where two threads write and the disk is full, both have ended before all is removed."""
    path = tmp_path / "larger.nt"
    lines = (f'<http://e/{os.urandom(8).hex()}> <http://e/p> "{n}" .\n' for n in range(SMALL + 1))
    path.write_text("".join(lines))
    name = current_name(home)
    done = load_limited(home, path, 1_500_000)
    assert done.returncode == 3, done.stderr
    assert "nothing was published: IO error" in done.stderr
    assert name == current_name(home)
    assert leftovers(home) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a disk of 4 MB, or skip the test."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no disk of its own can be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_small_disk(small_disk: Path) -> None:
    """A disk that is really full fails a publication, and room on it lets the next one pass."""
    (small_disk / "ballast").write_bytes(bytes(1_500_000))
    first = publish(small_disk / "home", {"a": content("a", ["x"])}, "first")
    much = content("b", [os.urandom(40).hex() for _ in range(20_000)])
    with pytest.raises(StorageFailed, match="nothing was published"):
        publish(small_disk / "home", {"b": much}, "too much")
    assert first == current(small_disk / "home")
    (small_disk / "ballast").unlink()
    assert publish(small_disk / "home", {"b": content("b", ["y"])}, "second").quads == 2
