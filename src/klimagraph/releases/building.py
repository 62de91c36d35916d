"""A release in its staging folder: its store and the index of its names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from klimagraph.releases import manifests, objects, stores
from klimagraph.releases.differences import Difference, Differences, changed, lines_of
from klimagraph.releases.manifests import DatasetVersion, Release
from klimagraph.releases.staging import now
from klimagraph.search import index

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Content:
    """What a dataset shall hold from now on: canonical N-Quads and the hash of their source."""

    quads: bytes
    source: str


Accept = Callable[[Store, list[bytes]], None]
"""Looks at a store that is to be published and at the lines that differ; raises to refuse it."""


@dataclass(frozen=True)
class Edit:
    """What shall go from a dataset and come to it; all else stays as it is."""

    difference: Difference
    source: str
    accept: Accept | None = None
    """Asked before it is published."""


Changes = Mapping[str, Content | Edit | None]
"""New contents of datasets by name, or edits of them; None withdraws one."""


def versions(
    known: Differences, before: Release | None, changes: Changes, tell: Progress
) -> tuple[DatasetVersion, ...]:
    """Keep the contents and return the datasets of the next release, sorted by name."""
    datasets = {item.slug: item for item in (before.datasets if before else ())}
    for slug, change in changes.items():
        tell(f"keep {slug}")
        old = datasets.pop(slug, None)
        if isinstance(change, Edit):
            version = _edited(known, slug, old, change)
        else:
            version = _version(known.home, slug, old, change) if change else None
        if version:
            datasets[slug] = version
    return tuple(datasets[slug] for slug in sorted(datasets))


def _edited(
    known: Differences, slug: str, old: DatasetVersion | None, edit: Edit
) -> DatasetVersion | None:
    """Return the version of a dataset after an edit, None where nothing is left of it."""
    content = objects.get(known.home, old.content) if old else b""
    content, done = changed(content, edit.difference)
    if not content or (old and not done.size):
        return old if content else None
    quads = (old.quads if old else 0) + len(done.new) - len(done.gone)
    version = _version(known.home, slug, old, Content(content, edit.source), quads)
    known.note(old, version, done)
    return version


def _version(
    home: Path, slug: str, old: DatasetVersion | None, content: Content, quads: int | None = None
) -> DatasetVersion:
    digest = objects.put(home, content.quads)
    modified = old.modified if old and old.content == digest else now()
    number = content.quads.count(b"\n") if quads is None else quads
    return DatasetVersion(slug, digest, number, len(content.quads), content.source, modified)


@dataclass(frozen=True)
class Job:
    """Where a release is made, and who is told."""

    home: Path
    folder: Path
    tell: Progress
    differences: Differences


Check = Callable[[Store, Iterable[stores.Written]], None]


def build(job: Job, before: Release | None, release: Release, check: Check) -> Store:
    """Make the store of a release in the staging folder, from the release before if it can."""
    place = job.folder / manifests.STORE
    if before and not manifests.store_of(job.home, before.name).exists():
        before = None
    if before:
        stores.open_read_only(manifests.store_of(job.home, before.name)).backup(str(place))
    store = Store(str(place))
    written = []
    for slug, old, new in changes_between(before, release):
        job.tell(f"write {slug}")
        found = _apply(job, store, old, new)
        written += [stores.Written(new, found)] if new else []
    store.flush()
    job.tell("verify")
    check(store, written)
    return store


Change = tuple[str, DatasetVersion | None, DatasetVersion | None]
"""A dataset with its version before and after."""


def changes_between(before: Release | None, release: Release) -> list[Change]:
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
    job: Job, store: Store, old: DatasetVersion | None, new: DatasetVersion | None
) -> Difference | None:
    """Write a version; return what was changed for it where it was not written as a whole."""
    if old is None:
        stores.load(store, objects.get(job.home, new.content) if new else b"")
        return None
    found = job.differences.between(old, new)
    stores.change(store, *found)
    return found


def index_names(job: Job, store: Store, before: Release | None, release: Release) -> None:
    """Make the search index of a release, from the one of the release before if it can."""
    job.tell("index names")
    former = manifests.folder_of(job.home, before.name) if before else None
    index.make(store, job.folder, former, lines_of(differences_of(job, before, release)))


def differences_of(job: Job, before: Release | None, release: Release) -> Iterable[Difference]:
    """Yield how the datasets of two releases differ."""
    return (job.differences.between(*pair) for _, *pair in changes_between(before, release))
