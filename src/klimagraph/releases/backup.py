"""Backups: one file with all of a home that cannot be made again, taken while it is served.

A backup is a tar archive packed with zstd. Its first member says what it is, its last one holds
the SHA-256 of all others; an archive without it was cut off.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import zstandard

from klimagraph import __version__, changes, databases, ledger
from klimagraph.errors import ReleaseUnknown, StorageFailed
from klimagraph.releases import durable, manifests, objects
from klimagraph.releases.manifests import Release
from klimagraph.releases.staging import now
from klimagraph.releases.workplace import workplace

FORMAT = 1
"""Grows when an older program could not read the archive."""
ABOUT, CHECKSUMS = "klimagraph-backup.json", "SHA256SUMS"
SNAPSHOT = ".backup-"
LEVEL = 3
DATABASES = (ledger.DATABASE, changes.DATABASE)
"""Files that change in place: they are copied, not linked."""
BESIDE = tuple(name for database in DATABASES for name in database.beside)
MADE = ("harvest", "files")
"""What is made of the releases and can be made again, the same to the byte."""
APART = ("releases", "objects", manifests.POINTER, "writer.lock", *BESIDE, *MADE)
"""What is at the top of a home and not simply copied; names that begin with a dot are passing."""
ATTEMPTS = 100

Progress = Callable[[str, int, int], None]
"""Is told a step, how many bytes are done, and of how many."""


@dataclass(frozen=True)
class About:
    """What a backup says of itself."""

    format: int
    program: str
    created: str
    release: str
    """The release that was served."""
    files: int
    bytes: int


class _Moved(Exception):
    """Raised when the home changed while it was looked at."""


def back_up(home: Path, output: IO[bytes], tell: Progress) -> About:
    """Write a backup of a home; publications and prunes may go on meanwhile.

    Everything is held by hard links first, which takes milliseconds; no lock is needed. Raises
    ReleaseUnknown where nothing is published, StoreDamaged where a content is not what its name
    says, StorageFailed.
    """
    try:
        with workplace(home, SNAPSHOT) as folder:
            snapshot = _snapshot(home, folder)
            return _pack(snapshot, output, tell)
    except OSError as error:
        raise StorageFailed(f"no backup was made: {error}") from None


def back_up_to(home: Path, target: Path, tell: Progress) -> About:
    """Write a backup into a file, which has its name only once it is complete and durable."""
    beside = target.with_name(f"{durable.TEMPORARY}{os.getpid()}-{target.name}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            about = back_up(home, file, tell)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
        durable.sync_folder(target.parent)
    except OSError as error:
        raise StorageFailed(f"no backup was made: {error}") from None
    finally:
        beside.unlink(missing_ok=True)
    return about


def _snapshot(home: Path, folder: Path) -> Path:
    """Hold a consistent state of the home in a folder, by links; look again if it moves."""
    for number in range(ATTEMPTS):
        attempt = folder / str(number)
        try:
            _link_all(home, attempt)
        except (_Moved, FileNotFoundError):
            continue
        return attempt
    raise StorageFailed("no backup was made: the releases change faster than they can be held")


def _link_all(home: Path, place: Path) -> None:
    for database in DATABASES:  # first, so that what they say was published is in what follows
        databases.copy(home, database, place)
    name = manifests.current_name(home)
    if name is None:
        raise ReleaseUnknown(f"nothing is published in {home} yet; load data first")
    served = _link_releases(home, place, name)
    if served is None or served.pruned:
        raise _Moved
    (place / manifests.POINTER).write_text(f"{name}\n")
    if served.scratch:
        _link_tree(manifests.store_of(home, name), manifests.store_of(place, name))
    before = _others(home)
    for path in before:
        _link(path, place / path.relative_to(home))
    if before != _others(home):
        raise _Moved


def _link_releases(home: Path, place: Path, current: str) -> Release | None:
    """Hold all manifests and what they name; return the release that is served."""
    served = None
    for name in manifests.names(home):
        text = (manifests.folder_of(home, name) / manifests.MANIFEST).read_bytes()
        release = manifests.from_json(text)
        if release.scratch and name != current:
            continue  # kept for readers only
        path = manifests.folder_of(place, name) / manifests.MANIFEST
        path.parent.mkdir(parents=True)
        path.write_bytes(text)
        if not release.pruned:
            for item in release.datasets:
                _link(objects.path_of(home, item.content), objects.path_of(place, item.content))
        served = release if name == current else served
    return served


def _link_tree(folder: Path, place: Path) -> None:
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        _link(path, place / path.relative_to(folder))


def _link(path: Path, place: Path) -> None:
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.hardlink_to(path)


def _others(home: Path) -> list[Path]:
    """Return the other files of a home; they are replaced, never changed in place."""
    tops = [path for path in home.iterdir() if path.name not in APART and path.name[0] != "."]
    files = [path for top in tops for path in (top, *top.rglob("*")) if path.is_file()]
    return sorted(path for path in files if not _passing(path.relative_to(home)))


def _passing(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _pack(snapshot: Path, output: IO[bytes], tell: Progress) -> About:
    files = sorted(path for path in snapshot.rglob("*") if path.is_file())
    total = sum(path.stat().st_size for path in files)
    served = (snapshot / manifests.POINTER).read_text().strip()
    about = About(FORMAT, __version__, now(), served, len(files), total)
    sums: list[str] = []
    done = 0
    with _archive(output) as archive:
        _add_text(archive, ABOUT, json.dumps(asdict(about), indent=1) + "\n")
        for path in files:
            name = str(path.relative_to(snapshot))
            tell(name, done, total)
            sums.append(f"{_add_file(archive, snapshot, path)}  {name}\n")
            done += path.stat().st_size
        _add_text(archive, CHECKSUMS, "".join(sums))
    tell("", total, total)
    return about


@contextmanager
def _archive(output: IO[bytes]) -> Iterator[tarfile.TarFile]:
    packer = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    with (
        packer.stream_writer(output, closefd=False) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        yield archive


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(text.encode())
    archive.addfile(member, io.BytesIO(text.encode()))


def _add_file(archive: tarfile.TarFile, snapshot: Path, path: Path) -> str:
    """Add a file and return its SHA-256; a content must be what its name says."""
    if path.is_relative_to(snapshot / "objects"):
        for _ in objects.stream(snapshot, objects.digest_in(path)):
            pass
    member = tarfile.TarInfo(str(path.relative_to(snapshot)))
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        member.size = file.tell()
        file.seek(0)
        archive.addfile(member, file)
    return digest
