"""A restored home is the one that was backed up, or there is none."""

import io
import json
import os
import signal
import subprocess
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import BlankNode, NamedNode, Quad, Store

from conftest import KLIMAGRAPH, content
from klimagraph.errors import InputRefused, SettingRefused, StorageFailed
from klimagraph.releases import (
    Release,
    all_releases,
    current,
    open_read_only,
    publish,
    roll_back,
    store_of,
)
from klimagraph.releases.restore import restore
from klimagraph.releases.scratch import alter
from releases.homes import files_of, holds_its_contents, klimagraph
from releases.test_backup import members, packed, quiet

Files = dict[str, bytes]


def restored(backup: bytes, place: Path) -> Release:
    """Restore a backup."""
    return restore(io.BytesIO(backup), "it.tar.zst", place, quiet)


def archive(files: Files, *more: tarfile.TarInfo) -> bytes:
    """Return an archive of these files, and members without a content."""
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w") as written:
        for name, text in files.items():
            if name == "SHA256SUMS":
                for member in more:
                    written.addfile(member)
            member = tarfile.TarInfo(name)
            member.size = len(text)
            written.addfile(member, io.BytesIO(text))
    return zstandard.ZstdCompressor().compress(output.getvalue())


def refusal(backup: bytes, place: Path) -> str:
    """Return why a backup is refused; nothing may be left of it."""
    with pytest.raises(InputRefused) as refused:
        restored(backup, place)
    assert refused.value.source == "it.tar.zst"
    assert not place.exists()
    assert not list(place.parent.glob(".*-restoring-*"))
    return refused.value.message


@pytest.fixture
def three(home: Path) -> Path:
    """Return a home with three releases, of which the second is served."""
    second = publish(home, {"a": content("a", ["x1"]), "b": content("b", ["y", "x1"])}, "second")
    publish(home, {"a": None}, "third")
    roll_back(home, second.name)
    return home


def test_all_releases(three: Path, tmp_path: Path) -> None:
    """Every release is there with its store, bit for bit, and the same one is served."""
    place = tmp_path / "new"
    release = restored(packed(three), place)
    assert release == current(three) == current(place)
    assert all_releases(three) == all_releases(place)
    for one in all_releases(place):
        assert holds_its_contents(place, one)
    for name in (one.name for one in all_releases(place)):
        mine, other = (open_read_only(store_of(home, name)) for home in (three, place))
        assert {*mine} == {*other}


def test_it_can_be_written_again(three: Path, tmp_path: Path) -> None:
    """The next publication takes the next name."""
    place = tmp_path / "new"
    restored(packed(three), place)
    names = ["x1", "x2"]
    release = publish(place, {"a": content("a", names)}, "fourth")
    assert release.name.split(".")[1] == "4"
    assert holds_its_contents(place, release)


def test_other_files(home: Path, tmp_path: Path) -> None:
    """Saved queries and tables are the same files."""
    for name in ("saved/0123456789ab.json", "tables/reference-authorities/a.csv"):
        (home / name).parent.mkdir(parents=True)
        (home / name).write_text(name)
    restored(packed(home), tmp_path / "new")
    for name in ("saved", "tables"):
        assert files_of(home / name) == files_of(tmp_path / "new" / name) != {}


def test_scratch_instances(tmp_path: Path) -> None:
    """A scratch instance comes back as it is: empty graphs, blank nodes and all."""

    def change(store: Store) -> None:
        store.add_graph(NamedNode("http://e/empty"))
        store.add(Quad(BlankNode("b"), NamedNode("http://e/p"), BlankNode("c")))

    old, new = tmp_path / "old", tmp_path / "new"
    alter(old, lambda _store: None, "empty")
    release = alter(old, change, "update")
    assert release == restored(packed(old), new)
    store = open_read_only(store_of(new, release.name))
    assert [NamedNode("http://e/empty")] == [*store.named_graphs()]
    assert {*open_read_only(store_of(old, release.name))} == {*store}
    del store
    assert alter(new, lambda _store: None, "next").parent == release.name


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_home_that_holds_something(home: Path, tmp_path: Path, kind: str) -> None:
    """It is not touched."""
    place = tmp_path / "new"
    if kind == "folder":
        place.mkdir()
    (place / "x" if kind == "folder" else place).write_text("mine")
    with pytest.raises(SettingRefused, match="holds something already"):
        restored(packed(home), place)
    assert (place / "x" if kind == "folder" else place).read_text() == "mine"


def test_an_empty_folder(home: Path, tmp_path: Path) -> None:
    """An empty folder may be there already."""
    (tmp_path / "new").mkdir()
    assert current(home) == restored(packed(home), tmp_path / "new")


def test_an_archive_that_was_cut(three: Path, tmp_path: Path) -> None:
    """Wherever it ends too early, nothing comes of it."""
    backup = packed(three)
    for length in (0, 1, 20, *range(100, len(backup), len(backup) // 40)):
        refusal(backup[:length], tmp_path / "new")


def test_an_archive_that_was_changed(three: Path, tmp_path: Path) -> None:
    """Wherever a byte is another, it is found, or it did not matter."""
    backup = packed(three)
    for place in range(0, len(backup), len(backup) // 60):
        changed = bytearray(backup)
        changed[place] ^= 0x55
        refusal(bytes(changed), tmp_path / "new")


@pytest.mark.parametrize("name", ["CURRENT", "manifest.json", ".nq.zst"])
def test_a_file_that_is_missing_or_other(home: Path, tmp_path: Path, name: str) -> None:
    """The checksums tell which one."""
    files = members(packed(home))
    (full,) = (one for one in files if one.endswith(name))
    assert full in refusal(archive({**files, full: b"other"}), tmp_path / "new")
    del files[full]
    assert full in refusal(archive(files), tmp_path / "new")


def test_a_file_too_many(home: Path, tmp_path: Path) -> None:
    """What has no checksum does not belong there."""
    files = members(packed(home))
    sums = files.pop("SHA256SUMS")
    more = archive({**files, "saved/x.json": b"{}", "SHA256SUMS": sums})
    assert "saved/x.json" in refusal(more, tmp_path / "new")


def with_sums(files: Files) -> bytes:
    """Return an archive whose checksums are right, and what it says of its size."""
    kept = {name: text for name, text in files.items() if name != "SHA256SUMS"}
    about = kept.pop("klimagraph-backup.json")
    if about.startswith(b"{"):
        size = {"files": len(kept), "bytes": sum(map(len, kept.values()))}
        about = json.dumps({**json.loads(about), **size}).encode()
    sums = "".join(f"{sha256(text).hexdigest()}  {name}\n" for name, text in kept.items())
    return archive({"klimagraph-backup.json": about, **kept, "SHA256SUMS": sums.encode()})


def test_contents_are_what_their_names_say(home: Path, tmp_path: Path) -> None:
    """Right checksums do not help a content that is another."""
    files = members(packed(home))
    (name,) = (one for one in files if one.endswith(".nq.zst"))
    files[name] = zstandard.ZstdCompressor().compress(b"other")
    assert "does not hold what its name says" in refusal(with_sums(files), tmp_path / "new")


def test_a_content_that_no_file_holds(home: Path, tmp_path: Path) -> None:
    """Nor do they where a content is not there at all."""
    files = members(packed(home))
    del files[next(one for one in files if one.endswith(".nq.zst"))]
    assert "cannot be read" in refusal(with_sums(files), tmp_path / "new")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b'"note": "first"', b'"note": 1, "strange": 2'),
        lambda text: text.replace(b'"digest": "', b'"digest": "0'),
        lambda _text: b"{",
    ],
)
def test_a_manifest_that_says_nonsense(
    home: Path, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    """It is refused before anything is made of it."""
    files = members(packed(home))
    (name,) = (one for one in files if one.endswith("manifest.json"))
    files[name] = change(files[name])
    assert "manifest" in refusal(with_sums(files), tmp_path / "new")


@pytest.mark.parametrize("name", ["2099.1.0", "", "../../x"])
def test_a_pointer_to_nothing(home: Path, tmp_path: Path, name: str) -> None:
    """The release that is served must be there."""
    files = {**members(packed(home)), "CURRENT": name.encode()}
    assert "there is no release" in refusal(with_sums(files), tmp_path / "new")


@pytest.mark.parametrize(
    "name",
    ["../outside", "/tmp/outside", "a/../../outside", ".hidden", "a/./b", "saved/.x", "a//b"],  # noqa: S108
)
def test_paths_that_lead_out(home: Path, tmp_path: Path, name: str) -> None:
    """No file gets beyond its folder, or where it would not be seen."""
    before = files_of(tmp_path)
    files = members(packed(home))
    sums = files.pop("SHA256SUMS")
    text = archive({**files, name: b"x", "SHA256SUMS": sums})
    assert "nothing that a backup holds" in refusal(text, tmp_path / "new")
    assert before == files_of(tmp_path)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE]
)
def test_members_that_are_no_files(home: Path, tmp_path: Path, kind: bytes) -> None:
    """Links, devices, pipes and folders are refused."""
    member = tarfile.TarInfo("saved")
    member.type, member.linkname = kind, "/etc"
    text = archive(members(packed(home)), member)
    assert "nothing that a backup holds" in refusal(text, tmp_path / "new")


def test_a_newer_format(home: Path, tmp_path: Path) -> None:
    """It says which version of the program wrote it."""
    files = members(packed(home))
    about = {**json.loads(files["klimagraph-backup.json"]), "format": 2, "program": "9.0"}
    files["klimagraph-backup.json"] = json.dumps(about).encode()
    assert "version 9.0" in refusal(archive(files), tmp_path / "new")


@pytest.mark.parametrize("text", [b"", b"text", archive({"a": b"b"}), archive({})])
def test_what_is_no_backup(tmp_path: Path, text: bytes) -> None:
    """Other files are refused."""
    refusal(text, tmp_path / "new")


def test_exit_status(home: Path, tmp_path: Path) -> None:
    """Damage is 1, wrong use is 2, and both say what it is."""
    (tmp_path / "cut").write_bytes(packed(home)[:-20])
    damaged = klimagraph("restore", tmp_path / "cut", "--home", tmp_path / "new")
    taken = klimagraph("restore", tmp_path / "cut", "--home", home)
    absent = klimagraph("restore", tmp_path / "absent", "--home", tmp_path / "new")
    assert (damaged.returncode, taken.returncode, absent.returncode) == (1, 2, 2)
    assert "cut" in damaged.stderr
    assert "holds something already" in taken.stderr


def test_killed_while_restoring(three: Path, tmp_path: Path) -> None:
    """There is no half home, and the next attempt tidies up and works."""
    (three / "saved").mkdir()
    (three / "saved" / "large").write_bytes(os.urandom(1 << 22))
    backup, place = packed(three), tmp_path / "new"
    command = [KLIMAGRAPH, "restore", "-", "--home", str(place)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(backup[: len(backup) // 2])
        process.stdin.flush()
        while not list(tmp_path.glob(".new-restoring-*/home/*")):
            assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert not place.exists()
    assert klimagraph("releases", "--home", place).stdout.count("served") == 0
    assert current(three) == restored(backup, place)
    assert not list(tmp_path.glob(".new-*"))


def test_a_place_that_cannot_be_written(home: Path) -> None:
    """It is told as such."""
    with pytest.raises(StorageFailed):
        restored(packed(home), Path("/proc/nowhere/new"))
