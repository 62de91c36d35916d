"""Publishing: clone the store, change the clone, verify it, move one pointer."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Store

from klimagraph.errors import Conflict, StoreBusy
from klimagraph.releases import admission, differences, durable, manifests, objects, stores
from klimagraph.releases.building import (
    Changes,
    Content,
    Edit,
    Job,
    Progress,
    build,
    differences_of,
    index_names,
    versions,
)
from klimagraph.releases.differences import Differences
from klimagraph.releases.endings import refuse_ended
from klimagraph.releases.lock import writing
from klimagraph.releases.manifests import DatasetVersion, Release
from klimagraph.releases.staging import commit, now, staging, storage
from klimagraph.search import index

__all__ = [
    "Changes",
    "Content",
    "Derivation",
    "Progress",
    "complete",
    "prune",
    "publish",
    "rebuild",
    "roll_back",
    "silent",
    "tidy",
    "whole",
]


@dataclass(frozen=True)
class Derivation:
    """A dataset that is made of the others whenever they change."""

    slug: str
    source: str
    """SHA-256 of what it is made by: with equal datasets and equal rules nothing is made anew."""
    make: Callable[[Store], bytes]
    """Return its canonical N-Quads from a store that holds all other datasets and nothing else."""
    depends: Callable[[Store, Iterable[bytes]], bool] = lambda _store, _lines: True
    """Tell whether other statements may be made where lines are gone or new, on the same day."""


def silent(_step: str) -> None:
    """Tell nobody about the progress."""


def publish(
    home: Path,
    changes: Changes | Callable[[Release | None], Changes],
    note: str,
    tell: Progress = silent,
    derivation: Derivation | None = None,
) -> Release:
    """Publish new contents of some datasets (None withdraws one) as a new release.

    Changes that depend on what is published are a function of it, called when nobody else writes.
    The derived dataset, if there is one, is made from the others and published with them.

    Returns the current release where nothing changes. Raises StoreBusy, StorageFailed (disk
    full, no permission) and StoreDamaged; the release before stays what it was in every case.
    """
    with storage(), writing(home, note):
        before = manifests.current(home)
        if before and before.scratch:
            raise StoreBusy(f"{home} is a scratch instance and holds no datasets")
        tidy(home)
        wanted = changes(before) if callable(changes) else changes
        refuse_ended(home, before, wanted)
        known = Differences(home)
        datasets = versions(known, before, wanted, tell)
        if before and before.datasets == datasets and _derived_alike(before, derivation):
            return before
        release = _release(home, before, datasets, note)
        with staging(home) as folder:
            job = Job(home, folder, tell, known)
            store = build(job, before, release, stores.check)
            if derivation:
                release = _derived(job, store, before, release, derivation)
            _ask(job, store, before, release, wanted)
            index_names(job, store, before, release)
            if before:
                differences.write(folder, differences_of(job, before, release))
            del store  # the engine holds its lock as long as it lives
            commit(home, folder, release)
        return release


def _ask(
    job: Job, store: Store, before: Release | None, release: Release, changes: Changes
) -> None:
    """Ask those who have to accept what is published."""
    admission.refuse_removed(job.home, lambda: differences_of(job, before, release))
    asked = [item.accept for item in changes.values() if isinstance(item, Edit) and item.accept]
    if asked:
        job.tell("check what changed")
        lines = list(differences.lines_of(differences_of(job, before, release)))
        for accept in asked:
            accept(store, lines)


def _derived_alike(before: Release, derivation: Derivation | None) -> bool:
    version = before.dataset(derivation.slug) if derivation else None
    return derivation is None or (version is not None and version.source == derivation.source)


def _derived(
    job: Job, store: Store, before: Release | None, release: Release, derivation: Derivation
) -> Release:
    """Return a release with its derived dataset, made anew where it may have become another."""
    if before and _derived_alike(before, derivation) and before.created[:10] == now()[:10]:
        lines = differences.lines_of(differences_of(job, before, release))
        if not derivation.depends(store, lines):
            return release
    return _derive(job, store, release, derivation)


def _derive(job: Job, store: Store, release: Release, derivation: Derivation) -> Release:
    """Make the derived dataset of a release whose other datasets the store holds."""
    job.tell(f"derive {derivation.slug}")
    old = release.dataset(derivation.slug)
    if old:  # so that no conclusion is drawn from an earlier one
        stores.change(store, objects.get(job.home, old.content).splitlines(), [])
    content = Content(derivation.make(store), derivation.source)
    datasets = versions(job.differences, release, {derivation.slug: content}, silent)
    stores.load(store, content.quads)
    store.flush()
    complete = replace(release, datasets=datasets)
    stores.check(store, [stores.Written(v) for v in datasets if v.slug == derivation.slug])
    return complete


def tidy(home: Path) -> None:
    """Remove what crashed writers left behind. The caller holds the lock."""
    (home / "releases").mkdir(parents=True, exist_ok=True)
    for leftover in (home / "releases").glob(f"{manifests.STAGING}*"):
        shutil.rmtree(leftover)
    for leftover in home.glob(f"{manifests.CHANGING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for folder in (home, home / "releases", home / "objects"):
        deep = folder.glob if folder == home else folder.rglob
        for leftover in filter(durable.abandoned, deep(f"{durable.TEMPORARY}*")):
            leftover.unlink(missing_ok=True)
    releases = manifests.all_releases(home)
    for release in releases:
        if release.pruned:
            shutil.rmtree(manifests.store_of(home, release.name), ignore_errors=True)
            index.drop(manifests.folder_of(home, release.name))
    differences.forget(home, manifests.current_name(home))
    kept = [release for release in releases if not release.pruned]
    objects.collect_garbage(home, (item.content for one in kept for item in one.datasets))


def roll_back(home: Path, name: str, served: str | None = None) -> Release:
    """Serve an earlier release again; raises ReleaseUnknown, ReleaseGone, StoreBusy.

    With `served`, the release that somebody saw served, raises Conflict where it is not any more.
    """
    with storage(), writing(home, f"roll back to {name}"):
        if served is not None and served != manifests.current_name(home):
            raise Conflict("Inzwischen gilt eine andere Version / another release is served by now")
        release = manifests.read_kept(home, name)
        _complete(home, release, silent)
        durable.write(home / manifests.POINTER, f"{name}\n".encode())
        return release


def prune(home: Path, keep: int) -> list[Release]:
    """Drop the data of all releases but the newest `keep` and the one served; return those."""
    with storage(), writing(home, "prune"):
        kept = [item for item in manifests.all_releases(home) if not item.pruned]
        served = manifests.current_name(home)
        gone = [item for item in kept[: max(0, len(kept) - keep)] if item.name != served]
        for release in gone:
            manifests.mark_pruned(home, release)
        tidy(home)
        return gone


def rebuild(home: Path, name: str, tell: Progress = silent, near: str | None = None) -> Release:
    """Make the store of a release again from its contents and verify it bit for bit.

    With `near`, a release whose store is there, only what differs is made, and verified as a
    publication does. Raises ReleaseUnknown, ReleaseGone, StoreBusy, StoreDamaged.
    """
    with storage(), writing(home, f"rebuild {name}"):
        release = manifests.read_kept(home, name)
        _rebuild(home, release, tell, manifests.read_kept(home, near) if near else None)
        return release


def whole(home: Path, release: Release) -> bool:
    """Tell whether a release has a store, and an index that this version can use."""
    folder = manifests.folder_of(home, release.name)
    has_store = manifests.store_of(home, release.name).exists()
    return has_store and (release.scratch or index.is_there(folder))


def complete(home: Path, name: str, tell: Progress = silent) -> Release:
    """Make of a release what is missing beside its contents: store, search index.

    An earlier version of the program made no index, or another one. Raises what `rebuild` raises.
    """
    with storage(), writing(home, f"complete {name}"):
        release = manifests.read_kept(home, name)
        _complete(home, release, tell)
        return release


def _complete(home: Path, release: Release, tell: Progress) -> None:
    if not manifests.store_of(home, release.name).exists():
        _rebuild(home, release, tell)
    elif not whole(home, release):
        _index_again(home, release, tell)


def _rebuild(home: Path, release: Release, tell: Progress, near: Release | None = None) -> None:
    with staging(home) as folder:
        job = Job(home, folder, tell, Differences(home))
        store = build(job, near, release, stores.check if near else stores.verify_all)
        index_names(job, store, near, release)
        del store
        durable.sync_tree(folder)
        place = manifests.store_of(home, release.name)
        aside = folder / "old"
        if place.exists():
            place.rename(aside)
        (folder / manifests.STORE).rename(place)
        index.move(folder, place.parent)
        durable.sync_folder(place.parent)


def _index_again(home: Path, release: Release, tell: Progress) -> None:
    with staging(home) as folder:
        store = stores.open_read_only(manifests.store_of(home, release.name))
        index_names(Job(home, folder, tell, Differences(home)), store, None, release)
        durable.sync_tree(folder)
        place = manifests.folder_of(home, release.name)
        index.move(folder, place)
        durable.sync_folder(place)


def _release(
    home: Path, before: Release | None, datasets: tuple[DatasetVersion, ...], note: str
) -> Release:
    name = manifests.next_name(datetime.now(UTC).year, manifests.taken(home))
    return Release(name, now(), before.name if before else None, note, datasets)
