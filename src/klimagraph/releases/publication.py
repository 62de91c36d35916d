"""Publishing: clone the store, change the clone, verify it, move one pointer."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Store

from klimagraph.errors import StoreBusy
from klimagraph.releases import durable, manifests, objects, stores
from klimagraph.releases.lock import writing
from klimagraph.releases.manifests import DatasetVersion, Release
from klimagraph.releases.staging import commit, now, staging, storage

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Content:
    """What a dataset shall hold from now on: canonical N-Quads and the hash of their source."""

    quads: bytes
    source: str


@dataclass(frozen=True)
class Derivation:
    """A dataset that is made of the others whenever they change."""

    slug: str
    source: str
    """SHA-256 of what it is made by: with equal datasets and equal rules nothing is made anew."""
    make: Callable[[Store], bytes]
    """Return its canonical N-Quads from a store that holds all other datasets and nothing else."""


Changes = Mapping[str, Content | None]
"""New contents of datasets by name; None withdraws one."""


def silent(_step: str) -> None:
    """Tell nobody about the progress."""


def publish(
    home: Path,
    changes: "Changes | Callable[[Release | None], Changes]",
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
        datasets = _versions(home, before, wanted, tell)
        if before and before.datasets == datasets and _derived_alike(before, derivation):
            return before
        release = _release(home, before, datasets, note)
        with staging(home) as folder:
            job = _Job(home, folder, tell)
            store = _build(job, before, release, stores.check)
            if derivation:
                release = _derive(job, store, release, derivation)
            del store  # the engine holds its lock as long as it lives
            commit(home, folder, release)
        return release


def _derived_alike(before: Release, derivation: Derivation | None) -> bool:
    version = before.dataset(derivation.slug) if derivation else None
    return derivation is None or (version is not None and version.source == derivation.source)


def _derive(job: "_Job", store: Store, release: Release, derivation: Derivation) -> Release:
    """Make the derived dataset of a release whose other datasets the store holds."""
    job.tell(f"derive {derivation.slug}")
    old = release.dataset(derivation.slug)
    if old:  # so that no conclusion is drawn from an earlier one
        stores.change(store, objects.get(job.home, old.content).splitlines(), [])
    content = Content(derivation.make(store), derivation.source)
    datasets = _versions(job.home, release, {derivation.slug: content}, silent)
    stores.add(store, content.quads)
    store.flush()
    complete = replace(release, datasets=datasets)
    stores.check(store, [item for item in datasets if item.slug == derivation.slug])
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
        for leftover in deep(f"{durable.TEMPORARY}*"):
            leftover.unlink(missing_ok=True)
    releases = manifests.all_releases(home)
    for release in releases:
        if release.pruned:
            shutil.rmtree(manifests.store_of(home, release.name), ignore_errors=True)
    kept = [release for release in releases if not release.pruned]
    objects.collect_garbage(home, (item.content for one in kept for item in one.datasets))


def roll_back(home: Path, name: str) -> Release:
    """Serve an earlier release again; raises ReleaseUnknown, ReleaseGone, StoreBusy."""
    with storage(), writing(home, f"roll back to {name}"):
        release = manifests.read_kept(home, name)
        if not manifests.store_of(home, name).exists():
            _rebuild(home, release, silent)
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


def rebuild(home: Path, name: str, tell: Progress = silent) -> Release:
    """Make the store of a release again from its contents and verify it bit for bit.

    Raises ReleaseUnknown, ReleaseGone, StoreBusy, StoreDamaged.
    """
    with storage(), writing(home, f"rebuild {name}"):
        release = manifests.read_kept(home, name)
        _rebuild(home, release, tell)
        return release


def _rebuild(home: Path, release: Release, tell: Progress) -> None:
    with staging(home) as folder:
        _build(_Job(home, folder, tell), None, release, stores.verify_all)
        durable.sync_tree(folder)
        place = manifests.store_of(home, release.name)
        aside = folder / "old"
        if place.exists():
            place.rename(aside)
        (folder / manifests.STORE).rename(place)
        durable.sync_folder(place.parent)


def _versions(
    home: Path, before: Release | None, changes: "Changes", tell: Progress
) -> tuple[DatasetVersion, ...]:
    """Keep the contents and return the datasets of the next release, sorted by name."""
    versions = {item.slug: item for item in (before.datasets if before else ())}
    moment = now()
    for slug, content in changes.items():
        tell(f"keep {slug}")
        if content is None:
            versions.pop(slug, None)
            continue
        digest = objects.put(home, content.quads)
        old = versions.get(slug)
        modified = old.modified if old and old.content == digest else moment
        versions[slug] = DatasetVersion(
            slug, digest, content.quads.count(b"\n"), len(content.quads), content.source, modified
        )
    return tuple(versions[slug] for slug in sorted(versions))


def _release(
    home: Path, before: Release | None, datasets: tuple[DatasetVersion, ...], note: str
) -> Release:
    name = manifests.next_name(datetime.now(UTC).year, manifests.taken(home))
    return Release(name, now(), before.name if before else None, note, datasets)


@dataclass(frozen=True)
class _Job:
    """Where a release is made, and who is told."""

    home: Path
    folder: Path
    tell: Progress


Check = Callable[[Store, list[DatasetVersion]], None]


def _build(job: _Job, before: Release | None, release: Release, check: Check) -> Store:
    """Make the store of a release in the staging folder, from the release before if it can."""
    place = job.folder / manifests.STORE
    if before and not manifests.store_of(job.home, before.name).exists():
        before = None
    if before:
        stores.open_read_only(manifests.store_of(job.home, before.name)).backup(str(place))
    store = Store(str(place))
    changed = _changed(before, release)
    for slug, old, new in changed:
        job.tell(f"write {slug}")
        _apply(job.home, store, old, new)
    store.flush()
    job.tell("verify")
    check(store, [new for _, _, new in changed if new])
    return store


Change = tuple[str, DatasetVersion | None, DatasetVersion | None]
"""A dataset with its version before and after."""


def _changed(before: Release | None, release: Release) -> list[Change]:
    """Return the versions before and after of each dataset whose content differs."""
    slugs = {item.slug for item in (*(before.datasets if before else ()), *release.datasets)}
    triples = [
        (slug, before.dataset(slug) if before else None, release.dataset(slug))
        for slug in sorted(slugs)
    ]
    return [item for item in triples if content_of(item[1]) != content_of(item[2])]


def content_of(version: DatasetVersion | None) -> str | None:
    """Return the name of the content of a version, None for none."""
    return version.content if version else None


def _apply(
    home: Path, store: Store, old: DatasetVersion | None, new: DatasetVersion | None
) -> None:
    before = objects.get(home, old.content) if old else b""
    after = objects.get(home, new.content) if new else b""
    if old:
        stores.change(store, *objects.difference(before, after))
    else:
        stores.add(store, after)
