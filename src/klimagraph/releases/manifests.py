"""What a release says of itself: its name, its datasets, the content of each."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from klimagraph.errors import ReleaseGone, ReleaseUnknown, StoreDamaged
from klimagraph.releases import durable

_NAME = re.compile(r"\d{4}\.\d+\.\d+")

MANIFEST, STORE, POINTER, STAGING = "manifest.json", "store", "CURRENT", ".staging-"
CHANGING = ".changing-"
"""Copies of a store that an update is tried out on."""
HELD = 512
"""Manifests that are held in memory."""


@dataclass(frozen=True)
class DatasetVersion:
    """One dataset as it stands in a release; `content` is the SHA-256 of its N-Quads."""

    slug: str
    content: str
    quads: int
    size: int
    """Length of the N-Quads in bytes."""
    source: str
    """SHA-256 of what it was made from; equal sources need not be read again."""
    modified: str
    """When this content was first published (xsd:dateTime)."""


@dataclass(frozen=True)
class Release:
    """A published state of all datasets; it never changes."""

    name: str
    created: str
    parent: str | None
    note: str
    datasets: tuple[DatasetVersion, ...]
    pruned: bool = False
    scratch: bool = False
    """Whether it is a store without datasets, as a scratch instance has."""
    redacted: str = ""
    """When something was taken out of it that must not be there (xsd:dateTime)."""

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 over the datasets and their contents: equal graphs, equal digest.

        A scratch release is like no other.
        """
        if self.scratch:
            return hashlib.sha256(f"{self.name} {self.created}".encode()).hexdigest()
        text = "".join(f"{item.slug} {item.content}\n" for item in self.datasets)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def quads(self) -> int:
        """Return the number of statements in all datasets."""
        return sum(item.quads for item in self.datasets)

    def dataset(self, slug: str) -> DatasetVersion | None:
        """Return the version of a dataset in this release."""
        return next((item for item in self.datasets if item.slug == slug), None)


def folder_of(home: Path, name: str) -> Path:
    """Return the folder of a release."""
    return home / "releases" / name


def store_of(home: Path, name: str) -> Path:
    """Return the folder of the store of a release."""
    return folder_of(home, name) / STORE


def to_json(release: Release) -> bytes:
    """Return the manifest of a release as the file that describes it."""
    data = asdict(release) | {"digest": release.digest}
    if not release.redacted:
        del data["redacted"]
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


def from_json(text: bytes) -> Release:
    """Return the release that a manifest describes."""
    data = json.loads(text)
    del data["digest"]
    datasets = tuple(DatasetVersion(**item) for item in data.pop("datasets"))
    return Release(datasets=datasets, **data)


def current_name(home: Path) -> str | None:
    """Return the name of the release that is served, or None before the first."""
    try:
        return (home / POINTER).read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        return None


def current(home: Path) -> Release | None:
    """Return the release that is served, or None before the first."""
    name = current_name(home)
    return read(home, name) if name else None


def read(home: Path, name: str) -> Release:
    """Return a release by name; raises ReleaseUnknown and StoreDamaged."""
    if not _NAME.fullmatch(name) or not (folder_of(home, name) / MANIFEST).exists():
        raise ReleaseUnknown(f"there is no release {name!r}")
    return _read(home, name)


def read_kept(home: Path, name: str) -> Release:
    """Return a release whose data is still there; raises ReleaseUnknown and ReleaseGone."""
    release = read(home, name)
    if release.pruned:
        raise ReleaseGone(f"release {name} existed and was pruned; its data is gone")
    return release


def all_releases(home: Path) -> list[Release]:
    """Return every release that was ever published, oldest first."""
    return [_read(home, name) for name in names(home)]


def names(home: Path) -> list[str]:
    """Return the names of all releases, oldest first."""
    return [name for name in taken(home) if (folder_of(home, name) / MANIFEST).exists()]


def taken(home: Path) -> list[str]:
    """Return the names that cannot be given again; folders with other names are not ours."""
    folders = [path.name for path in (home / "releases").glob("[0-9]*")]
    return sorted((name for name in folders if _NAME.fullmatch(name)), key=order)


def order(name: str) -> tuple[int, ...]:
    """Return the key by which names sort in order of publication."""
    return tuple(int(part) for part in name.split("."))


def next_name(year: int, taken: Iterable[str]) -> str:
    """Return the next free name `{year}.{number}.0`."""
    numbers = [order(name)[1] for name in taken if order(name)[0] == year]
    return f"{year}.{max(numbers, default=0) + 1}.0"


def mark_pruned(home: Path, release: Release) -> None:
    """Record that the data of a release is gone."""
    durable.write(folder_of(home, release.name) / MANIFEST, to_json(replace(release, pruned=True)))


def _read(home: Path, name: str) -> Release:
    """Return a release that is there; its manifest is read again only where it was written again.

    Raises StoreDamaged.
    """
    path = folder_of(home, name) / MANIFEST
    try:
        state = path.stat()
        return _parsed(path, (state.st_ino, state.st_mtime_ns, state.st_size))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"the manifest of release {name} cannot be read: {error}") from None


@lru_cache(HELD)
def _parsed(path: Path, _state: tuple[int, int, int]) -> Release:
    return from_json(path.read_bytes())
