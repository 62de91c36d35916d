"""A release in its staging folder: its store and the index of its names."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from klimagraph.releases import manifests, objects, stores
from klimagraph.releases.manifests import DatasetVersion, Release
from klimagraph.releases.staging import now
from klimagraph.search import index

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Content:
    """What a dataset shall hold from now on: canonical N-Quads and the hash of their source."""

    quads: bytes
    source: str


Changes = Mapping[str, Content | None]
"""New contents of datasets by name; None withdraws one."""


def versions(
    home: Path, before: Release | None, changes: Changes, tell: Progress
) -> tuple[DatasetVersion, ...]:
    """Keep the contents and return the datasets of the next release, sorted by name."""
    known = {item.slug: item for item in (before.datasets if before else ())}
    moment = now()
    for slug, content in changes.items():
        tell(f"keep {slug}")
        if content is None:
            known.pop(slug, None)
            continue
        digest = objects.put(home, content.quads)
        old = known.get(slug)
        modified = old.modified if old and old.content == digest else moment
        known[slug] = DatasetVersion(
            slug, digest, content.quads.count(b"\n"), len(content.quads), content.source, modified
        )
    return tuple(known[slug] for slug in sorted(known))


@dataclass(frozen=True)
class Job:
    """Where a release is made, and who is told."""

    home: Path
    folder: Path
    tell: Progress


Check = Callable[[Store, list[DatasetVersion]], None]


def build(job: Job, before: Release | None, release: Release, check: Check) -> Store:
    """Make the store of a release in the staging folder, from the release before if it can."""
    place = job.folder / manifests.STORE
    if before and not manifests.store_of(job.home, before.name).exists():
        before = None
    if before:
        stores.open_read_only(manifests.store_of(job.home, before.name)).backup(str(place))
    store = Store(str(place))
    different = changed(before, release)
    for slug, old, new in different:
        job.tell(f"write {slug}")
        _apply(job.home, store, old, new)
    store.flush()
    job.tell("verify")
    check(store, [new for _, _, new in different if new])
    return store


Change = tuple[str, DatasetVersion | None, DatasetVersion | None]
"""A dataset with its version before and after."""


def changed(before: Release | None, release: Release) -> list[Change]:
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


def index_names(job: Job, store: Store, before: Release | None, release: Release) -> None:
    """Make the search index of a release, from the one of the release before if it can."""
    job.tell("index names")
    former = manifests.folder_of(job.home, before.name) if before else None
    index.make(store, job.folder, former, _different(job.home, before, release))


def _different(home: Path, before: Release | None, release: Release) -> Iterator[bytes]:
    """Yield the statements that differ between two releases, gone or new."""
    for _, *versions in changed(before, release):
        old, new = (objects.get(home, item.content) if item else b"" for item in versions)
        gone, added = objects.difference(old, new)
        yield from gone
        yield from added
