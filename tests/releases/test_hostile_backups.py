"""A backup from a stranger takes no more disk and memory than it says, and no traceback."""

import hashlib
import io
import json
import resource
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import zstandard

from conftest import KLIMAGRAPH, content
from klimagraph.errors import StorageFailed
from klimagraph.releases import publish
from klimagraph.releases.scratch import alter
from releases.homes import klimagraph
from releases.test_backup import members, packed
from releases.test_restore import archive, refusal, restored, with_sums

ABOUT = {
    "format": 1,
    "program": "1",
    "created": "2026-01-01T00:00:00Z",
    "release": "2026.1.0",
    "files": 1,
    "bytes": 10,
}
DEEP = b"[" * 100_000
MIB = bytes(1 << 20)
MEMORY = 1 << 29
LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[1]), int(sys.argv[1])))
os.execv(sys.argv[2], sys.argv[2:])
"""
"""Runs a program that gets no more memory than the first argument."""

Change = Callable[[dict[str, object]], object]


def header(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    """Return the header of a member."""
    member = tarfile.TarInfo(name)
    member.size, member.type = size, kind
    return member.tobuf(tarfile.GNU_FORMAT)


def first(about: dict[str, object]) -> bytes:
    """Return the first member of an archive."""
    text = json.dumps(about).encode()
    return header("klimagraph-backup.json", len(text)) + text.ljust(512 * (len(text) // 512 + 1))


def stream(parts: Iterable[bytes]) -> bytes:
    """Pack the parts of an archive one after the other."""
    output = io.BytesIO()
    with zstandard.ZstdCompressor().stream_writer(output, closefd=False) as packer:
        for part in parts:
            packer.write(part)
    return output.getvalue()


def only_dataset(manifest: dict[str, object]) -> dict[str, object]:
    """Return the dataset of a manifest that has one."""
    datasets = manifest["datasets"]
    assert isinstance(datasets, list)
    (dataset,) = datasets
    assert isinstance(dataset, dict)
    return dataset


def altered(home: Path, name: str, change: Change) -> bytes:
    """Return a backup in which the only JSON file of this name is changed, with its checksum."""
    files = members(packed(home))
    (full,) = (one for one in files if one.endswith(name))
    files[full] = json.dumps(change(json.loads(files[full]))).encode()
    return with_sums(files) if full != "klimagraph-backup.json" else archive(files)


@pytest.mark.parametrize("kind", ["x", "g", "L", "K"])
def test_a_header_that_is_large(tmp_path: Path, kind: str) -> None:
    """An extended header of a gigabyte takes no memory."""
    text = stream([first(ABOUT), header("x", 1 << 30, kind.encode()), *[MIB] * 1024])
    (tmp_path / "it").write_bytes(text)
    command = [str(KLIMAGRAPH), "restore", str(tmp_path / "it"), "--home", str(tmp_path / "new")]
    limited = [sys.executable, "-c", LIMITED, str(MEMORY), *command]
    done = subprocess.run(limited, capture_output=True, text=True, check=False)
    assert (done.returncode, "header" in done.stderr) == (1, True), done.stderr


def test_many_small_headers(tmp_path: Path) -> None:
    """Headers that follow one another are counted together."""
    text = stream([first(ABOUT), header("x", 0, b"x") * 10_000])
    assert "header" in refusal(text, tmp_path / "new")


@pytest.mark.parametrize(
    "record", [b"4 a=", b"9" * 5000 + b" a=b\n", b"0 a=b\n", b"22 GNU.sparse.major=1\n"]
)
def test_headers_that_say_nonsense(tmp_path: Path, record: bytes) -> None:
    """They are damage, whatever the library makes of them."""
    records = record.ljust(7168, b"\n")
    text = stream([first(ABOUT), header("x", 7168, b"x"), records, header("a", -5), MIB])
    refusal(text, tmp_path / "new")


def test_global_headers(tmp_path: Path) -> None:
    """What would hold for all members is not there."""
    record = b"14 comment=ab\n"
    text = stream([first(ABOUT), header("x", 14, b"g"), record.ljust(512, b"\0"), header("a", 0)])
    assert "header" in refusal(text, tmp_path / "new")


def test_more_bytes_than_it_says(tmp_path: Path) -> None:
    """Nothing is written of a file that is larger than the whole."""
    resource_limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource_limit[1]))
    try:
        text = stream([first(ABOUT), header("tables/x", 11), b"x" * 512])
        assert "tables/x" in refusal(text, tmp_path / "new")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, resource_limit)


def test_more_files_than_it_says(tmp_path: Path) -> None:
    """Files without a content are counted too."""
    text = stream([first(ABOUT), header("saved/a", 0), header("saved/b", 0)])
    assert "saved/b is more than the 1 files" in refusal(text, tmp_path / "new")


@pytest.mark.parametrize("name", ["files", "bytes"])
def test_less_than_it_says(home: Path, tmp_path: Path, name: str) -> None:
    """What it says of itself holds exactly."""
    text = altered(home, "backup.json", lambda about: {**about, name: 10**6})
    assert "says of itself" in refusal(text, tmp_path / "new")


@pytest.mark.parametrize("name", ["files", "bytes"])
def test_more_than_the_disk_has(home: Path, tmp_path: Path, name: str) -> None:
    """It is told before anything is written, and it is not the fault of the backup."""
    text = altered(home, "backup.json", lambda about: {**about, name: 1 << 60})
    with pytest.raises(StorageFailed, match=r"are free"):
        restored(text, tmp_path / "new")


def test_contents_larger_than_the_disk(home: Path, tmp_path: Path) -> None:
    """What contents have unpacked counts as well."""

    def change(manifest: dict[str, object]) -> object:
        dataset = only_dataset(manifest)
        return {**manifest, "datasets": [{**dataset, "size": shutil.disk_usage(home).total}]}

    with pytest.raises(StorageFailed, match=r"are free"):
        restored(altered(home, "manifest.json", change), tmp_path / "new")


@pytest.mark.parametrize("change", [-1, 1])
def test_contents_of_another_size(home: Path, tmp_path: Path, change: int) -> None:
    """A content is as long as its manifest says."""

    def resize(manifest: dict[str, object]) -> object:
        dataset = only_dataset(manifest)
        return {**manifest, "datasets": [{**dataset, "size": int(str(dataset["size"])) + change}]}

    assert "bytes" in refusal(altered(home, "manifest.json", resize), tmp_path / "new")


@pytest.mark.parametrize("name", ["klimagraph-backup.json", "CURRENT", "releases/2026.1.0/x"])
def test_small_files_that_are_large(tmp_path: Path, name: str) -> None:
    """What is read into memory has a limit, whatever the backup says of itself."""
    name = name.replace("/x", "/manifest.json")
    size = 1 << 26
    parts = [] if "backup" in name else [first({**ABOUT, "bytes": size})]
    text = stream([*parts, header(name, size), *[MIB] * 64])
    assert "larger than" in refusal(text, tmp_path / "new")


def test_names_that_are_long(tmp_path: Path) -> None:
    """A name that the file system does not take is damage."""
    assert "nothing that a backup holds" in refusal(
        stream([first(ABOUT), header("a" * 300, 0)]), tmp_path / "new"
    )


@pytest.mark.parametrize("names", [("a", "a/b"), ("a/b", "a"), ("a", "a")])
def test_files_below_files(tmp_path: Path, names: tuple[str, str]) -> None:
    """A name is a file or a folder."""
    text = stream([first({**ABOUT, "files": 2}), *(header(name, 0) for name in names)])
    assert f"'{names[1]}'" in refusal(text, tmp_path / "new")


@pytest.mark.parametrize("name", ["klimagraph-backup.json", "manifest.json", "CURRENT"])
def test_text_that_is_no_json(home: Path, tmp_path: Path, name: str) -> None:
    """Text nested without end and bytes that are no text are damage."""
    files = members(packed(home))
    (full,) = (one for one in files if one.endswith(name))
    for text in (DEEP, b"\xff", b"9" * 5000):
        refusal(with_sums({**files, full: text}), tmp_path / "new")


@pytest.mark.parametrize("value", [None, "x", True, -1, 1.5, [], float("nan")])
@pytest.mark.parametrize("name", ["bytes", "files", "format"])
def test_numbers_that_are_none(home: Path, tmp_path: Path, name: str, value: object) -> None:
    """Sizes and the format are whole numbers."""
    text = altered(home, "backup.json", lambda about: {**about, name: value})
    assert name in refusal(text, tmp_path / "new")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "../x"),
        ("name", "2099.1.0"),
        ("created", "yesterday"),
        ("parent", 1),
        ("parent", "../x"),
        ("note", None),
        ("pruned", "x"),
        ("scratch", "x"),
        ("datasets", "x"),
        ("datasets", {}),
        ("datasets", [1]),
    ],
)
def test_manifests_of_other_types(home: Path, tmp_path: Path, name: str, value: object) -> None:
    """Every field of a manifest is what it must be."""
    text = altered(home, "manifest.json", lambda manifest: {**manifest, name: value})
    message = refusal(text, tmp_path / "new")
    assert "the manifest of release" in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("slug", "a b"),
        ("slug", 1),
        ("content", "../../x"),
        ("quads", "x"),
        ("quads", -1),
        ("size", True),
        ("source", None),
        ("modified", "x"),
    ],
)
def test_datasets_of_other_types(home: Path, tmp_path: Path, name: str, value: object) -> None:
    """So is every field of its datasets."""

    def change(manifest: dict[str, object]) -> object:
        dataset = only_dataset(manifest)
        return {**manifest, "datasets": [{**dataset, name: value}]}

    assert name in refusal(altered(home, "manifest.json", change), tmp_path / "new")


def test_contents_that_are_no_statements(home: Path, tmp_path: Path) -> None:
    """A content with the right name of which no store can be made is damage."""
    publish(home, {"b": content("b", ["x"])}, "b")
    files = members(packed(home))
    (full,) = (one for one in files if "/2" in one and b'"slug": "b"' in files[one])
    text = b"this is no statement\n"
    manifest = json.loads(files[full])
    other = zstandard.ZstdCompressor().compress(text)
    content_name = hashlib.sha256(text).hexdigest()
    manifest["datasets"][1].update(content=content_name, size=len(text), quads=1)
    versions = "".join(f"{item['slug']} {item['content']}\n" for item in manifest["datasets"])
    manifest["digest"] = hashlib.sha256(versions.encode()).hexdigest()
    files[full] = json.dumps(manifest).encode()
    files[f"objects/{content_name[:2]}/{content_name}.nq.zst"] = other
    assert "damaged" in refusal(with_sums(files), tmp_path / "new")


def test_a_scratch_store_that_is_damaged(tmp_path: Path) -> None:
    """A store that the engine cannot open is damage too."""
    alter(tmp_path / "old", lambda _store: None, "empty")
    files = members(packed(tmp_path / "old"))
    files = {name: b"x" if "/store/" in name else text for name, text in files.items()}
    assert "damaged" in refusal(with_sums(files), tmp_path / "new")


@pytest.mark.parametrize(
    "more",
    [b"x", zstandard.ZstdCompressor().compress(b""), zstandard.ZstdCompressor().compress(b"x")],
)
def test_something_behind_the_end(home: Path, tmp_path: Path, more: bytes) -> None:
    """A backup ends where it ends."""
    assert "behind the end" in refusal(packed(home) + more, tmp_path / "new")


def test_something_behind_the_last_member(home: Path, tmp_path: Path) -> None:
    """Nor is there something between its last member and its end."""
    text = zstandard.ZstdDecompressor().decompressobj().decompress(packed(home))
    assert "behind the end" in refusal(stream([text[:-1], b"x"]), tmp_path / "new")
    assert "behind the end" in refusal(stream([text, MIB]), tmp_path / "new")


def test_an_end_that_is_missing(home: Path, tmp_path: Path) -> None:
    """All is there but the last byte of the checksum of the archive."""
    assert "cut off" in refusal(packed(home)[:-1], tmp_path / "new")


def test_statements_of_scratch_instances(tmp_path: Path) -> None:
    """The command does not tell a number that it does not know."""
    alter(tmp_path / "old", lambda _store: None, "empty")
    (tmp_path / "it").write_bytes(packed(tmp_path / "old"))
    done = klimagraph("restore", tmp_path / "it", "--home", tmp_path / "new")
    assert (done.returncode, " statements" in done.stderr) == (0, False), done.stderr
    assert "scratch instance" in done.stderr
