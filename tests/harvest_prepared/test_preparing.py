"""A snapshot is there whole or not at all, and never a much smaller one by accident."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import KLIMAGRAPH
from described import described, many
from klimagraph import releases
from klimagraph.errors import CatalogShrunk, NotFound, ReleaseUnknown, StoreBusy
from klimagraph.harvest import snapshot
from klimagraph.harvest.preparing import prepare
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.namespaces import DATASETS
from klimagraph.releases import publish
from klimagraph.settings import Settings

PUBLIC = "http://klimagraph.test"


def prepared(home: Path, *, shrink: bool = False) -> Snapshot:
    """Prepare the snapshot of a home."""
    return prepare(Settings(home, public_url=PUBLIC), shrink=shrink)


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    """Return a home with ten datasets, prepared."""
    home = tmp_path / "home"
    publish(home, many(10), "ten")
    prepared(home)
    return home


def listed(made: Snapshot) -> set[str]:
    """Return the names of the datasets of the tests that a snapshot lists."""
    return {iri.removeprefix(DATASETS) for iri in made.datasets} - {"klimagraph"}


def texts(home: Path, name: str) -> dict[str, bytes]:
    """Return the parts of a snapshot by path."""
    folder = snapshot.path_of(home, name)
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_nothing_published(tmp_path: Path) -> None:
    """Where nothing is published nothing is prepared, and no snapshot is there."""
    with pytest.raises(ReleaseUnknown):
        prepared(tmp_path)
    assert snapshot.current_name(tmp_path) is None


def test_lists_every_dataset(ten: Path) -> None:
    """The snapshot lists the datasets and is the one that is served."""
    made = snapshot.read(ten, snapshot.current_name(ten) or "")
    assert set(many(10)) == listed(made)
    assert made.release == releases.current_name(ten)


def test_again_changes_nothing(ten: Path) -> None:
    """What is prepared already stays as it is, to the byte and to the minute."""
    name = snapshot.current_name(ten) or ""
    before = (snapshot.path_of(ten, name) / snapshot.MANIFEST).stat()
    assert name == prepared(ten).name
    after = (snapshot.path_of(ten, name) / snapshot.MANIFEST).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_same_bytes_elsewhere(ten: Path, tmp_path: Path) -> None:
    """The same release gives the same bytes in another folder at another time."""
    name = snapshot.current_name(ten) or ""
    other = tmp_path / "elsewhere"
    other.mkdir()
    for part in ("CURRENT", "objects", "releases"):
        source = ten / part
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, other / part)
    assert name == prepared(other).name
    assert texts(ten, name) == texts(other, name)


def test_much_smaller_is_not_served(ten: Path) -> None:
    """Withdrawing three of ten datasets leaves the catalogue as it was until it is said aloud."""
    before = snapshot.current_name(ten)
    publish(ten, {"d000": None, "d001": None, "d002": None}, "fewer")
    with pytest.raises(CatalogShrunk, match="--shrink"):
        prepared(ten)
    assert before == snapshot.current_name(ten)
    made = prepared(ten, shrink=True)
    assert set(many(10)) - {"d000", "d001", "d002"} == listed(made)
    assert made.name == snapshot.current_name(ten)


def test_one_less_is_served(ten: Path) -> None:
    """Withdrawing one of ten is an ordinary day."""
    publish(ten, {"d009": None}, "one less")
    made = prepared(ten)
    assert set(many(9)) == listed(made)


def test_rollback_serves_the_snapshot_from_before(ten: Path) -> None:
    """After a rollback the old snapshot is served again, not made again."""
    first, release = snapshot.current_name(ten) or "", releases.current_name(ten) or ""
    publish(ten, {"d000": described("d000", ("x", "y"))}, "more")
    second = prepared(ten).name
    assert {first, second} == set(snapshot.names(ten))
    made = (snapshot.path_of(ten, first) / snapshot.MANIFEST).stat().st_mtime_ns
    releases.roll_back(ten, release)
    assert first == prepared(ten).name == snapshot.current_name(ten)
    assert made == (snapshot.path_of(ten, first) / snapshot.MANIFEST).stat().st_mtime_ns


def test_old_snapshots_go_after_a_week(ten: Path) -> None:
    """A harvest that began yesterday finds its snapshot; one of two weeks ago does not."""
    first = snapshot.current_name(ten) or ""
    publish(ten, {"d000": described("d000", ("x", "y"))}, "more")
    prepared(ten)
    assert first in snapshot.names(ten)
    old = time.time() - 2 * snapshot.KEPT
    os.utime(snapshot.path_of(ten, first) / snapshot.MANIFEST, (old, old))
    prepared(ten)
    assert first not in snapshot.names(ten)
    with pytest.raises(NotFound):
        snapshot.read(ten, first)


def test_two_at_once(ten: Path) -> None:
    """Whoever comes second is told."""
    publish(ten, {"d000": described("d000", ("x", "y"))}, "more")
    holding = (
        "import fcntl, sys\n"
        "file = open(sys.argv[1], 'w')\n"
        "fcntl.flock(file, fcntl.LOCK_EX)\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", holding, str(ten / snapshot.FOLDER / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StoreBusy):
            prepared(ten)
        other.communicate()
    assert prepared(ten).release == releases.current_name(ten)


@pytest.mark.parametrize("seconds", [0.05, 0.4, 0.7, 1.0, 1.3])
def test_killed_in_the_middle(ten: Path, seconds: float) -> None:
    """A process that is killed leaves the snapshot from before; the next attempt completes."""
    before = snapshot.current_name(ten)
    publish(ten, {"d000": described("d000", ("x", "y"))}, "more")
    command = [KLIMAGRAPH, "prepare", "--home", str(ten), "--public-url", PUBLIC]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    served = snapshot.current_name(ten) or ""
    assert snapshot.read(ten, served).datasets
    made = prepared(ten)
    assert before != made.name == snapshot.current_name(ten)
    assert not list((ten / snapshot.FOLDER).glob(f"{snapshot.STAGING}*"))


def test_no_path_leads_out(ten: Path) -> None:
    """Whatever is asked for, nothing outside the folder of a snapshot is read."""
    name = snapshot.current_name(ten) or ""
    for path in ("../CURRENT", "../../CURRENT", "/etc/hostname", "catalog/../../CURRENT", ""):
        with pytest.raises(NotFound):
            snapshot.content(ten, name, path)
    for wrong in ("..", ".", "", "../harvest", "x/y"):
        with pytest.raises(NotFound):
            snapshot.read(ten, wrong)
