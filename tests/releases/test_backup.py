"""A backup holds what cannot be made again, whatever is published meanwhile."""

import hashlib
import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zstandard

from conftest import KLIMAGRAPH, content
from klimagraph.errors import StoreDamaged
from klimagraph.ledger import changing
from klimagraph.releases import all_releases, current, objects, prune, publish
from klimagraph.releases.backup import back_up, back_up_to
from klimagraph.releases.restore import restore
from releases.homes import holds_its_contents, klimagraph, object_files

WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from conftest import content
from klimagraph.releases import prune, publish

home = Path(sys.argv[1])
for number in range(10**6):
    names = [f"x{number}-{line}" for line in range(300)]
    slug = f"b{number % 3}"
    publish(home, {"a": content("a", names), slug: content(slug, names)}, "")
    prune(home, 2)
    print(number, flush=True)
"""


def quiet(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def packed(home: Path) -> bytes:
    """Return a backup of a home."""
    output = io.BytesIO()
    back_up(home, output, quiet)
    return output.getvalue()


def members(backup: bytes) -> dict[str, bytes]:
    """Return the files of a backup by their names, in their order."""
    text = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(backup)).read()
    with tarfile.open(fileobj=io.BytesIO(text)) as archive:
        files = {member.name: archive.extractfile(member) for member in archive}
        return {name: file.read() for name, file in files.items() if file}


@contextmanager
def writing_without_end(home: Path) -> Iterator["subprocess.Popen[str]"]:
    """Publish and prune in another process as fast as it can."""
    command = [sys.executable, "-c", WRITER, str(home), str(Path(__file__).parents[1])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def test_what_is_in_it(home: Path) -> None:
    """All that cannot be made again is, also what came; stores and indexes are not."""
    publish(home, {"a": content("a", ["x1"])}, "second")
    with changing(home):
        pass
    kept = ["saved/abc.json", "tables/reference-authorities/ä.csv", "submissions/a/1/original.ttl"]
    for name in (*kept, "submissions/.receiving-x/data.ttl", "submissions/a/1/.statements.nq"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(name)
    (home / ".changing-x").mkdir()
    (home / ".changing-x" / "file").write_text("x")
    found = members(packed(home))
    contents = [str(path.relative_to(home)) for path in object_files(home)]
    manifests = [f"releases/{one.name}/manifest.json" for one in all_releases(home)]
    rest = [*kept, "ledger.sqlite", "CURRENT"]
    assert {*contents, *manifests, *rest, "klimagraph-backup.json", "SHA256SUMS"} == {*found}


def test_checksums(home: Path) -> None:
    """The last member has the SHA-256 of all between it and the first, as `sha256sum` reads it."""
    found = members(packed(home))
    names = list(found)
    lines = {f"{hashlib.sha256(found[name]).hexdigest()}  {name}" for name in names[1:-1]}
    assert (names[0], names[-1]) == ("klimagraph-backup.json", "SHA256SUMS")
    assert lines == {*found["SHA256SUMS"].decode().splitlines()}


def test_what_it_says_of_itself(home: Path) -> None:
    """Format, release and size stand at its beginning."""
    about = json.loads(members(packed(home))["klimagraph-backup.json"])
    release = current(home)
    assert release is not None
    assert (about["format"], about["release"], about["files"]) == (1, release.name, 3)


def test_nothing_is_left_behind(home: Path) -> None:
    """The links that held the state are gone, also those of a backup that was killed."""
    before = {path.name for path in home.iterdir()}
    (home / ".backup-abandoned" / "0").mkdir(parents=True)
    packed(home)
    assert before == {path.name for path in home.iterdir()}


def test_while_publishing_and_pruning(home: Path, tmp_path: Path) -> None:
    """Each of many backups in a storm of publications is one state, whole and provable."""
    seen = set()
    backups = []
    with writing_without_end(home) as process:
        assert process.stdout is not None
        for _ in range(6):
            backups.append(packed(home))
            process.stdout.readline()
    for number, backup in enumerate(backups):
        place = tmp_path / str(number)
        release = restore(io.BytesIO(backup), "it", place, quiet)
        assert release == current(place)
        assert release.digest == next(
            json.loads(text)["digest"]
            for name, text in members(backup).items()
            if name == f"releases/{release.name}/manifest.json"
        )
        assert all(holds_its_contents(place, one) for one in all_releases(place) if not one.pruned)
        seen.add(release.name)
    assert len(seen) > 1


def test_a_damaged_content(home: Path) -> None:
    """A content that is not what its name says makes no backup."""
    (path,) = object_files(home)
    path.write_bytes(zstandard.ZstdCompressor().compress(b"other"))
    with pytest.raises(StoreDamaged, match=objects.digest_in(path)):
        packed(home)


def test_a_failure_leaves_no_file(home: Path, tmp_path: Path) -> None:
    """Neither a half backup nor a passing file is left, and an older one stays."""
    target = tmp_path / "backup.tar.zst"
    target.write_text("older")
    object_files(home)[0].write_bytes(b"damage")
    with pytest.raises(StoreDamaged):
        back_up_to(home, target, quiet)
    assert target.read_text() == "older"
    assert {path.name for path in tmp_path.iterdir()} == {"home", target.name}


def test_only_the_owner_reads_secrets(home: Path, tmp_path: Path) -> None:
    """A backup and the ledger in it hold secrets of webhooks and files not yet published."""
    with changing(home):
        pass
    target = tmp_path / "backup.tar.zst"
    back_up_to(home, target, quiet)
    with target.open("rb") as file:
        restore(file, "it", tmp_path / "new", quiet)
    modes = [path.stat().st_mode & 0o777 for path in (target, tmp_path / "new/ledger.sqlite")]
    assert modes == [0o600, 0o600]


def test_pruned_releases(home: Path, tmp_path: Path) -> None:
    """That they existed is kept, their contents are not."""
    publish(home, {"a": content("a", ["x1"])}, "second")
    prune(home, 1)
    restore(io.BytesIO(packed(home)), "it", tmp_path / "new", quiet)
    assert [one.pruned for one in all_releases(tmp_path / "new")] == [True, False]


def test_command(home: Path, tmp_path: Path) -> None:
    """From one command to the other, by file and by pipe."""
    target = tmp_path / "b.tar.zst"
    done = klimagraph("backup", target, "--home", home)
    assert (done.returncode, done.stdout) == (0, "")
    command = f"{KLIMAGRAPH} backup - --home {home} | {KLIMAGRAPH} restore - --home {tmp_path}/new"
    assert subprocess.run(command, shell=True, check=False).returncode == 0  # noqa: S602
    release = current(tmp_path / "new")
    assert release == current(home)


@pytest.mark.parametrize("place", ["home/b.tar.zst", "home", "nowhere/b.tar.zst"])
def test_places_that_are_none(home: Path, tmp_path: Path, place: str) -> None:
    """A backup does not lie in the home, is no folder, and has a folder to lie in."""
    done = klimagraph("backup", tmp_path / place, "--home", home)
    assert done.returncode == 2
    assert not (home / "b.tar.zst").exists()


def test_nothing_to_back_up(tmp_path: Path) -> None:
    """A home without a release is told to be one."""
    done = klimagraph("backup", tmp_path / "b", "--home", tmp_path / "none")
    assert (done.returncode, "nothing is published" in done.stderr) == (3, True)
