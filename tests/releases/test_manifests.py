"""Reading what releases say of themselves: each file once, however many there are."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

from klimagraph.errors import ReleaseUnknown, StoreDamaged
from klimagraph.releases import DatasetVersion, Release, manifests
from klimagraph.releases.manifests import MANIFEST, all_releases, folder_of, mark_pruned, read

NUMBER = 30


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home with thirty manifests."""
    version = DatasetVersion("a", "0" * 64, 1, 1, "", "2026-01-01T00:00:00Z")
    for number in range(NUMBER):
        release = Release(f"2026.{number}.0", "2026-01-01T00:00:00Z", None, "", (version,))
        folder_of(tmp_path, release.name).mkdir(parents=True)
        (folder_of(tmp_path, release.name) / MANIFEST).write_bytes(manifests.to_json(release))
    return tmp_path


def calls(work: Callable[[], object]) -> Counter[str]:
    """Return how often each function of the file was called."""
    found: Counter[str] = Counter()

    def seen(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename == manifests.__file__:
            found[frame.f_code.co_name] += 1

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return found


def test_all_releases_are_listed_once(home: Path) -> None:
    """The folder is looked through once, not once for each release."""
    found = calls(lambda: all_releases(home))
    assert (1, NUMBER) == (found["taken"], found["from_json"])
    again = calls(lambda: all_releases(home))
    assert (1, 0) == (again["taken"], again["from_json"])


def test_one_release_needs_no_list(home: Path) -> None:
    """Its name leads to its manifest."""
    assert 0 == calls(lambda: read(home, "2026.7.0"))["taken"]


def test_a_manifest_that_changed_is_read_again(home: Path) -> None:
    """Also where only a mark was set."""
    before = read(home, "2026.7.0")
    mark_pruned(home, before)
    assert replace(before, pruned=True) == read(home, "2026.7.0")
    assert replace(before, pruned=True) == all_releases(home)[7]


def test_a_manifest_that_is_broken(home: Path) -> None:
    """It is found broken although it was read before."""
    read(home, "2026.7.0")
    (folder_of(home, "2026.7.0") / MANIFEST).write_text("{")
    for work in (lambda: read(home, "2026.7.0"), lambda: all_releases(home)):
        with pytest.raises(StoreDamaged, match="cannot be read"):
            work()


@pytest.mark.parametrize("name", ["2026.99.0", "2026.7", "../releases/2026.7.0", "", "."])
def test_no_release(home: Path, name: str) -> None:
    """Only the name of a release leads to one."""
    with pytest.raises(ReleaseUnknown):
        read(home, name)
