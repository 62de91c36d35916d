"""Preparing a snapshot: what changed, the files, the catalogue, then all of it at once."""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

from klimagraph import __version__, changes, releases, retirement, sitemap
from klimagraph.catalog.building import build
from klimagraph.entities import building as entities
from klimagraph.errors import CatalogShrunk, ReleaseUnknown, StoreBusy
from klimagraph.exports import describing, exporting
from klimagraph.harvest import snapshot
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.harvest.work import Work
from klimagraph.releases.publication import Progress, silent
from klimagraph.releases.staging import storage
from klimagraph.retirement import Retirement
from klimagraph.settings import Settings

LEAST = 0.8
"""Share of the datasets listed before that must still be there."""
LOCK = "lock"


def prepare(settings: Settings, *, shrink: bool = False, tell: Progress = silent) -> Snapshot:
    """Make the snapshot of the release that is served, if it is not there, and serve it.

    Raises CatalogShrunk unless `shrink` allows it, StoreBusy where somebody else is preparing,
    ReleaseUnknown where nothing is published, StorageFailed and StoreDamaged; the snapshot before
    stays what it was in every case.
    """
    home = settings.home
    with storage(), _alone(home):
        work = _work(settings, tell)
        tell("record what changed")
        changes.record(home, work.release)
        retired = retirement.states(work)
        work = replace(work, snapshot=name_of(work, retired))
        made = _present(work, shrink) or _made(work, retired, shrink)
        exporting.tidy(home, chain.from_iterable(one.files for one in snapshot.tidy(home)))
        return made


def name_of(work: Work, retired: Mapping[str, Retirement]) -> str:
    """Return the name of a snapshot, which follows everything that goes into it."""
    release = work.release
    states = [f"{slug} {one.state}" for slug, one in sorted(retired.items())]
    parts = (__version__, release.name, release.digest, release.created, work.address, *states)
    return f"{release.name}-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:8]}"


def _work(settings: Settings, tell: Progress) -> Work:
    release = releases.current(settings.home)
    if release is None or release.scratch or not release.datasets:
        raise ReleaseUnknown("nothing that can be harvested is published here")
    store = releases.open_read_only(releases.store_of(settings.home, release.name))
    return Work(settings.home, release, store, settings.address, "", tell)


def _present(work: Work, shrink: bool) -> Snapshot | None:
    """Serve a snapshot that was made before; None where it was not."""
    if work.snapshot not in snapshot.names(work.home):
        return None
    found = snapshot.read(work.home, work.snapshot)
    if found.name != snapshot.current_name(work.home):
        _guard(work.home, found.datasets, shrink)
        snapshot.serve(work.home, found.name)
    return found


def _made(work: Work, retired: Mapping[str, Retirement], shrink: bool) -> Snapshot:
    files = exporting.export(work)
    work.tell("describe the datasets")
    built = build(work, files, retired)
    _guard(work.home, built.datasets, shrink)
    release = work.release
    made = Snapshot(
        work.snapshot,
        release.name,
        release.digest,
        release.created,
        work.address,
        tuple(built.datasets),
        tuple(files),
    )
    parts = chain(
        built.parts, entities.parts(work), describing.parts(work, files), sitemap.parts(work)
    )
    snapshot.put(work.home, made, parts)
    return made


def _guard(home: Path, datasets: Sequence[str], shrink: bool) -> None:
    """Refuse a catalogue from which harvesters would delete much that is there."""
    served = snapshot.current_name(home)
    before = snapshot.read(home, served).datasets if served else ()
    if shrink or (datasets and len(datasets) >= LEAST * len(before)):
        return
    raise CatalogShrunk(
        f"the catalogue would list {len(datasets)} datasets, {len(before)} were listed before; "
        "portals would delete the others. If that is meant: klimagraph prepare --shrink"
    )


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the right to prepare; it is gone when its process is."""
    folder = home / snapshot.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise StoreBusy("a snapshot for harvesters is being prepared by another process") from None
    finally:
        os.close(descriptor)
