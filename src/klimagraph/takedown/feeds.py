"""What harvesters get, without a person: no former snapshot stays, and a new one is made."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from klimagraph.errors import KlimagraphError, NotFound, StoreDamaged
from klimagraph.exports import packing
from klimagraph.harvest import preparing, snapshot
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.releases import durable
from klimagraph.releases.publication import Progress
from klimagraph.releases.redaction import kept_releases
from klimagraph.releases.staging import storage
from klimagraph.settings import Settings


def address_of(home: Path) -> str:
    """Return for which address harvesters have a snapshot, nothing where none is served."""
    served = snapshot.current_name(home)
    if served is None:
        return ""
    found = {one.name: one.address for one in _readable(home)}
    return found.get(served, "") or next(iter(found.values()), "")


def remove(home: Path) -> None:
    """Remove snapshots of what no kept release holds, what cannot be read, and files of neither.

    The caller is the only one who prepares. Raises StorageFailed, StoreDamaged.
    """
    digests = {release.digest for release in kept_releases(home)}
    left = {one.name: one for one in _readable(home) if one.digest in digests}
    root = home / snapshot.FOLDER
    with storage():
        if snapshot.current_name(home) not in left:
            (root / snapshot.POINTER).unlink(missing_ok=True)
        for folder in [path for path in root.glob("*") if path.is_dir()]:
            if folder.name not in left:
                shutil.rmtree(folder)
        durable.sync_folder(root)
        packing.tidy(home, chain.from_iterable(one.files for one in left.values()))


def renew(settings: Settings, address: str, tell: Progress) -> str:
    """Let harvesters have the release that is served, where they had one; return why they do not.

    The caller is the only one who prepares. What went is gone whatever becomes of this.
    """
    if address:
        try:
            preparing.prepare_alone(replace(settings, public_url=address), tell=tell)
        except KlimagraphError as error:
            return str(error)
    return ""


def _readable(home: Path) -> Iterator[Snapshot]:
    for name in snapshot.names(home):
        try:
            yield snapshot.read(home, name)
        except (NotFound, StoreDamaged):
            continue
