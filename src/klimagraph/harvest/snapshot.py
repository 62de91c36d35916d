"""The folder of a snapshot: what it holds, reading it, putting it in place."""

import json
import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from klimagraph.errors import NotFound, StoreDamaged
from klimagraph.exports.files import File
from klimagraph.releases import durable

FOLDER, POINTER, MANIFEST, STAGING = "harvest", "CURRENT", "snapshot.json", ".staging-"
KEPT = 7 * 24 * 3600.0
"""Seconds for which a snapshot stays after another took its place."""


@dataclass(frozen=True)
class Snapshot:
    """Everything that is harvested of one release; it never changes."""

    name: str
    release: str
    digest: str
    """Digest of the release."""
    modified: str
    """When the release was published (xsd:dateTime)."""
    address: str
    """Where the instance answers for which it was made."""
    datasets: tuple[str, ...]
    """The IRIs of the datasets that the catalogue lists, in its order."""
    files: tuple[File, ...]


def path_of(home: Path, name: str) -> Path:
    """Return the folder of a snapshot."""
    return home / FOLDER / name


def current_name(home: Path) -> str | None:
    """Return the name of the snapshot that is served, or None before the first."""
    try:
        return (home / FOLDER / POINTER).read_text().strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_there(home: Path, name: str) -> bool:
    """Tell whether there is a snapshot of this name."""
    right = name and "/" not in name and not name.startswith(".")
    return bool(right) and (path_of(home, name) / MANIFEST).is_file()


def read(home: Path, name: str) -> Snapshot:
    """Return a snapshot that is still there; raises NotFound and StoreDamaged."""
    folder = path_of(home, name)
    if not is_there(home, name):
        raise NotFound(f"there is no snapshot {name!r}")
    try:
        data = json.loads((folder / MANIFEST).read_bytes())
        files = tuple(File(**item) for item in data.pop("files"))
        return Snapshot(datasets=tuple(data.pop("datasets")), files=files, **data)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"snapshot {name} cannot be read: {error}") from None


def content(home: Path, name: str, path: str) -> bytes:
    """Return a part of a snapshot by its path in it; raises NotFound."""
    folder = path_of(home, name).resolve()
    place = (folder / path).resolve()
    if not place.is_relative_to(folder) or not place.is_file():
        raise NotFound(f"snapshot {name} has no {path}")
    return place.read_bytes()


def names(home: Path) -> list[str]:
    """Return the names of all snapshots that are there."""
    return sorted(path.parent.name for path in (home / FOLDER).glob(f"[0-9]*/{MANIFEST}"))


def put(home: Path, snapshot: Snapshot, parts: Iterable[tuple[str, bytes]]) -> None:
    """Write a snapshot and serve it from now on: all of it, or nothing changes."""
    root = home / FOLDER
    staging, place = root / f"{STAGING}{snapshot.name}", path_of(home, snapshot.name)
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    for path, data in parts:
        (staging / path).parent.mkdir(parents=True, exist_ok=True)
        (staging / path).write_bytes(data)
    (staging / MANIFEST).write_text(json.dumps(asdict(snapshot), ensure_ascii=False, indent=1))
    durable.sync_tree(staging)
    shutil.rmtree(place, ignore_errors=True)
    staging.rename(place)
    serve(home, snapshot.name)


def serve(home: Path, name: str) -> None:
    """Let a snapshot that is there be the one that is served."""
    durable.write(home / FOLDER / POINTER, f"{name}\n".encode())
    durable.sync_folder(home / FOLDER)


def tidy(home: Path) -> list[Snapshot]:
    """Remove what crashed and what was replaced long ago; return what is left."""
    root, served = home / FOLDER, current_name(home)
    for leftover in root.glob(f"{STAGING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    since = (root / POINTER).stat().st_mtime if served else time.time()
    for name in names(home):
        if name != served and min(time.time(), since) - _made(home, name) > KEPT:
            shutil.rmtree(path_of(home, name), ignore_errors=True)
    return [read(home, name) for name in names(home)]


def _made(home: Path, name: str) -> float:
    return (path_of(home, name) / MANIFEST).stat().st_mtime
