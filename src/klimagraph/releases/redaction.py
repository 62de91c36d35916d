"""Rewriting what is kept: each release that is still there, without what must not be there."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from klimagraph.releases import durable, manifests, objects, stores, tombstones
from klimagraph.releases.building import Job, Progress, build, index_names
from klimagraph.releases.differences import Difference, Differences, changed
from klimagraph.releases.lock import writing
from klimagraph.releases.manifests import DatasetVersion, Release
from klimagraph.releases.publication import tidy
from klimagraph.releases.staging import now, staging, storage

Redact = Callable[[bytes], Difference]
"""Tells what has to go from a content and what comes in its place."""


@dataclass(frozen=True)
class Rewriting:
    """What is taken out of the kept releases of a home, and who is told."""

    home: Path
    redact: Redact
    planned: Callable[[Mapping[str, str]], None]
    """Is told, before anything is rewritten, the new names of contents by the old ones."""
    done: Callable[[str], None]
    """Is told the name of each release that is clean."""
    tell: Progress

    def run(self, finished: Collection[str] = ()) -> None:
        """Rewrite all kept releases but the finished ones.

        Stores and indexes are made from nothing: an engine and SQLite leave in their files what
        was taken out of them. A reader of a release keeps what it opened; whoever opens the
        release later sees the new one, and nobody half of it. It can be killed and run again.
        Raises StoreBusy, StorageFailed, StoreDamaged.
        """
        with storage(), writing(self.home, "takedown"):
            tidy(self.home)
            kept = kept_releases(self.home)
            contents = self._contents(kept)
            self.planned({old: new.content for old, new in contents.items()})
            near: Release | None = None
            for release in sorted(kept, key=lambda one: one.name not in finished):
                clean = _redacted(release, contents)
                if release.name not in finished:
                    self.tell(f"rewrite release {release.name}")
                    self._put(clean, near)
                    self.done(release.name)
                near = clean
            tidy(self.home)

    def _contents(self, kept: Collection[Release]) -> dict[str, DatasetVersion]:
        """Return the versions that take the place of contents, by the name of these."""
        found: dict[str, DatasetVersion] = {}
        known = {version.content: version for one in kept for version in one.datasets}
        for digest, version in known.items():
            self.tell(f"look through {version.slug}")
            content = objects.get(self.home, digest)
            difference = self.redact(content)
            if difference.size:
                content, done = changed(content, difference)
                quads = version.quads + len(done.new) - len(done.gone)
                name = objects.put(self.home, content)
                found[digest] = replace(version, content=name, quads=quads, size=len(content))
        return found

    def _put(self, release: Release, near: Release | None) -> None:
        """Make a release again, from one that is clean where there is one, and put it in place."""
        place = manifests.folder_of(self.home, release.name)
        with staging(self.home) as folder:
            job = Job(self.home, folder, self.tell, Differences(self.home))
            store = build(job, near, release, stores.check if near else stores.verify_all)
            index_names(job, store, near, release)
            del store  # the engine holds its lock as long as it lives
            durable.write(folder / manifests.MANIFEST, manifests.to_json(release))
            durable.sync_tree(folder)
            durable.exchange(folder, place)
            durable.sync_folder(place.parent)
        tombstones.note_rewriting(self.home)


def kept_releases(home: Path) -> list[Release]:
    """Return the releases whose data is there, oldest first."""
    return [one for one in manifests.all_releases(home) if not (one.pruned or one.scratch)]


def _redacted(release: Release, contents: dict[str, DatasetVersion]) -> Release:
    def version(old: DatasetVersion) -> DatasetVersion:
        new = contents.get(old.content, old)
        return replace(old, content=new.content, quads=new.quads, size=new.size)

    datasets = tuple(version(item) for item in release.datasets)
    if datasets == release.datasets:
        return release
    return replace(release, datasets=datasets, redacted=now())
