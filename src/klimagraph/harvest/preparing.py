"""Preparing a snapshot: what changed, the files, the catalogue, then all of it at once."""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path

from klimagraph import __version__, changes, releases, retirement, sitemap
from klimagraph.catalog import landing
from klimagraph.catalog.building import build
from klimagraph.entities import building as entities
from klimagraph.errors import CatalogShrunk, ReleaseUnknown, StoreBusy, StoreDamaged
from klimagraph.exports import classes, describing, exporting
from klimagraph.exports.packing import is_there
from klimagraph.harvest import snapshot
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.harvest.work import Work
from klimagraph.namespaces import DATASETS
from klimagraph.quality import measuring
from klimagraph.releases.publication import Progress, silent
from klimagraph.releases.staging import storage
from klimagraph.retirement import Retirement
from klimagraph.settings import Settings

MOST_GONE = 0.2
"""Share of the datasets listed before that may be gone without being said aloud."""
LOCK = "lock"
PAUSE = 0.1
"""Seconds between two attempts to be the only one who prepares."""


def prepare(settings: Settings, *, shrink: bool = False, tell: Progress = silent) -> Snapshot:
    """Make the snapshot of the release that is served, if it is not there, and serve it.

    Raises CatalogShrunk unless `shrink` allows it, StoreBusy where somebody else is preparing,
    ReleaseUnknown where nothing is published, StorageFailed and StoreDamaged; the snapshot before
    stays what it was in every case.
    """
    with alone(settings.home):
        return prepare_alone(settings, shrink=shrink, tell=tell)


def prepare_alone(settings: Settings, *, shrink: bool = False, tell: Progress = silent) -> Snapshot:
    """Do what `prepare` does, for whoever is the only one who prepares already."""
    home = settings.home
    with storage():
        snapshot.sweep(home)
        work = _work(settings, tell)
        retired = retirement.states(work)
        work = replace(work, snapshot=name_of(work, retired))
        try:
            return _present(work, shrink) or _made(work, retired, shrink)
        finally:
            kept = chain.from_iterable(one.files for one in snapshot.tidy(home))
            exporting.tidy(home, kept)


def name_of(work: Work, retired: Mapping[str, Retirement]) -> str:
    """Return the name of a snapshot, which follows everything that goes into it."""
    release = work.release
    states = [f"{slug} {one.state}" for slug, one in sorted(retired.items())]
    editions = (__version__, landing.EDITION, measuring.EDITION, classes.EDITION)
    parts = (*editions, release.name, release.digest, release.created, work.address, *states)
    return f"{release.name}-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:8]}"


def _work(settings: Settings, tell: Progress) -> Work:
    release = releases.current(settings.home)
    if release is None or release.scratch or not release.datasets:
        raise ReleaseUnknown("nothing that can be harvested is published here")
    store = releases.open_read_only(releases.store_of(settings.home, release.name))
    return Work(settings.home, release, store, settings.address, "", tell)


def _present(work: Work, shrink: bool) -> Snapshot | None:
    """Serve a snapshot that was made before; None where it was not, or is not whole any more."""
    if not snapshot.is_there(work.home, work.snapshot):
        return None
    with suppress(StoreDamaged):
        found = snapshot.read(work.home, work.snapshot)
        if all(is_there(work.home, file) for file in found.files):
            if found.name != snapshot.current_name(work.home):
                _guard(work, found.datasets, found.left_out, shrink)
            _record(work)
            snapshot.serve(work.home, found.name)
            return found
    return None


def _made(work: Work, retired: Mapping[str, Retirement], shrink: bool) -> Snapshot:
    files = exporting.export(work)
    work.tell("describe the datasets")
    built = build(work, files, retired)
    _guard(work, built.datasets, built.left_out, shrink)
    _record(work)
    release = work.release
    made = Snapshot(
        work.snapshot,
        release.name,
        release.digest,
        release.created,
        work.address,
        tuple(built.datasets),
        tuple(files),
        built.left_out,
    )
    parts = chain(
        built.parts,
        entities.parts(work),
        describing.parts(work, files),
        sitemap.parts(work),
        measuring.parts(work),
    )
    snapshot.put(work.home, made, parts)
    return made


def _record(work: Work) -> None:
    """Let the change log follow, once it is sure that nothing is gone that should not be."""
    work.tell("record what changed")
    changes.record(work.home, work.release)


def _guard(
    work: Work, datasets: Sequence[str], left_out: Mapping[str, Sequence[str]], shrink: bool
) -> None:
    """Refuse a catalogue from which harvesters would delete much, or what is still there."""
    before = set(snapshot.listed(work.home))
    gone = before - set(datasets)
    if shrink:
        return
    lost = sorted(slug for slug in left_out if f"{DATASETS}{slug}" in gone)
    if lost:
        reasons = "; ".join(f"{slug} lacks {', '.join(left_out[slug])}" for slug in lost)
        raise CatalogShrunk(
            f"datasets that were listed are published but could not be listed any more: {reasons}. "
            "If that is meant: klimagraph prepare --shrink"
        )
    if not datasets or len(gone) > MOST_GONE * len(before):
        raise CatalogShrunk(
            f"the catalogue would list {len(datasets)} datasets, {len(gone)} of the {len(before)} "
            "listed before would be gone; portals would delete them. If that is meant: "
            "klimagraph prepare --shrink"
        )


@contextmanager
def alone(home: Path, wait: float = 0.0) -> Iterator[None]:
    """Be the only one who prepares, for which is waited some seconds; raises StoreBusy.

    The right is gone when its process is.
    """
    folder = home / snapshot.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor, time.monotonic() + wait)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise StoreBusy(
                    "what harvesters get is being prepared by another process"
                ) from None
            time.sleep(PAUSE)
        else:
            return
