"""The folder of a snapshot: what it holds, reading it, putting it in place."""

import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from klimagraph.errors import NotFound, StoreDamaged
from klimagraph.exports.files import File
from klimagraph.releases import durable

FOLDER, POINTER, MANIFEST, STAGING = "harvest", "CURRENT", "snapshot.json", ".staging-"
LISTED = "listed.json"
"""The file beside the releases that says which datasets harvesters were last told of."""
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
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Datasets of the release that are not listed, with what they do not say of themselves."""


_NAME = re.compile(r"[0-9.]{1,40}-[0-9a-f]{8}")


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
    return bool(_NAME.fullmatch(name)) and (path_of(home, name) / MANIFEST).is_file()


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
    """Let a snapshot that is there be the one that is served; the one before ages from now on."""
    told = json.dumps(read(home, name).datasets, indent=1).encode()
    before = current_name(home)
    if before and before != name and is_there(home, before):
        os.utime(path_of(home, before) / MANIFEST)
    durable.write(home / FOLDER / POINTER, f"{name}\n".encode())
    durable.write(home / LISTED, told)


def listed(home: Path) -> tuple[str, ...]:
    """Return the IRIs of the datasets that harvesters were last told of, here or before a move."""
    with suppress(FileNotFoundError):
        return tuple(json.loads((home / LISTED).read_bytes()))
    return ()


def sweep(home: Path) -> None:
    """Remove what crashed; the caller is the only one who prepares."""
    for leftover in (home / FOLDER).glob(f"{STAGING}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def tidy(home: Path) -> list[Snapshot]:
    """Remove what was replaced long ago, and return what is left and can be read."""
    served, left = current_name(home), []
    for name in names(home):
        replaced = (path_of(home, name) / MANIFEST).stat().st_mtime
        if name != served and time.time() - replaced > KEPT:
            shutil.rmtree(path_of(home, name), ignore_errors=True)
            continue
        with suppress(StoreDamaged):
            left.append(read(home, name))
    return left
