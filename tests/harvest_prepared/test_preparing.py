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
from klimagraph import changes, releases
from klimagraph.errors import CatalogShrunk, NotFound, ReleaseUnknown, StoreBusy
from klimagraph.exports.files import place_of
from klimagraph.exports.packing import path_of
from klimagraph.harvest import snapshot
from klimagraph.harvest.preparing import prepare
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.namespaces import DATASETS, THINGS
from klimagraph.releases import Content, prune, publish
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


def aged(home: Path, name: str) -> None:
    """Let a snapshot look as if nothing had happened to it for two weeks."""
    old = time.time() - 2 * snapshot.KEPT
    os.utime(snapshot.path_of(home, name) / snapshot.MANIFEST, (old, old))


def test_a_replaced_snapshot_stays_for_a_week(ten: Path) -> None:
    """However old it is when it is replaced, a harvest that has begun finds its pages and files."""
    first = snapshot.current_name(ten) or ""
    aged(ten, first)
    publish(ten, {"d000": described("d000", ("x", "y"))}, "more")
    prepared(ten)
    assert first in snapshot.names(ten)
    for file in snapshot.read(ten, first).files:
        assert place_of(ten, file.digest).is_file()
    aged(ten, first)
    prepared(ten)
    assert first not in snapshot.names(ten)
    with pytest.raises(NotFound):
        snapshot.read(ten, first)


def test_a_replaced_snapshot_outlives_its_release(ten: Path) -> None:
    """N-Quads of a release that was pruned stay as long as a snapshot names them."""
    first = snapshot.current_name(ten) or ""
    publish(ten, {"d000": described("d000", ("x", "y"))}, "more")
    prepared(ten)
    prune(ten, 1)
    for file in snapshot.read(ten, first).files:
        assert path_of(ten, file).is_file()


def test_as_many_others_are_not_served(ten: Path) -> None:
    """Ten datasets under other names are ten that portals would delete."""
    before = snapshot.current_name(ten)
    others: dict[str, Content | None] = {f"e{slug}": described(f"e{slug}") for slug in many(10)}
    publish(ten, {**dict.fromkeys(many(10)), **others}, "renamed")
    with pytest.raises(CatalogShrunk, match="10 of the 11"):
        prepared(ten)
    assert before == snapshot.current_name(ten)


def test_one_that_lost_its_licence_is_not_dropped_in_silence(ten: Path) -> None:
    """What is still published and only cannot be listed any more needs a word from the operator."""
    whole = described("d004").quads
    without = b"".join(line for line in whole.splitlines(True) if b"license" not in line)
    publish(ten, {"d004": Content(without, "no licence")}, "no licence")
    with pytest.raises(CatalogShrunk, match="d004 lacks license"):
        prepared(ten)
    assert "d004" in listed(snapshot.read(ten, snapshot.current_name(ten) or ""))
    assert "d004" not in listed(prepared(ten, shrink=True))


def test_nothing_is_told_of_what_is_not_served(ten: Path) -> None:
    """While the catalogue waits for a word from the operator, the feed waits as well."""
    thing = f"{THINGS}gap/d000-x"
    publish(ten, {"d000": None, "d001": None, "d002": None}, "fewer")
    with pytest.raises(CatalogShrunk):
        prepared(ten)
    told = changes.latest(ten, thing)
    assert told is not None
    assert told.kind == "Create"
    prepared(ten, shrink=True)
    told = changes.latest(ten, thing)
    assert told is not None
    assert told.kind == "Delete"


def test_guarded_after_a_move(ten: Path, tmp_path: Path) -> None:
    """A home that was restored elsewhere knows what harvesters were told before."""
    backup, other = tmp_path / "backup", tmp_path / "elsewhere"
    run("backup", str(backup), "--home", str(ten))
    run("restore", str(backup), "--home", str(other))
    publish(other, {"d000": None, "d001": None, "d002": None}, "fewer")
    with pytest.raises(CatalogShrunk):
        prepared(other)


def run(*words: str) -> None:
    """Run a command, which succeeds."""
    subprocess.run([KLIMAGRAPH, *words], check=True, capture_output=True)


def test_a_snapshot_that_is_gone_is_made_again(ten: Path) -> None:
    """Nothing but the snapshot itself is needed to make it again: whole, and the same."""
    name = snapshot.current_name(ten) or ""
    before = texts(ten, name)
    shutil.rmtree(snapshot.path_of(ten, name))
    assert name == prepared(ten).name
    assert before == texts(ten, name)
    file = snapshot.read(ten, name).files[0]
    place_of(ten, file.digest).unlink()
    prepared(ten)
    assert place_of(ten, file.digest).is_file()


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
    for wrong in ("..", ".", "", "../harvest", "x/y", "2" * 5000):
        with pytest.raises(NotFound):
            snapshot.read(ten, wrong)
