"""Bringing a remote engine to the release of a home: by difference where it can be, else anew."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QuerySolutions

from klimagraph.errors import KlimagraphError, StoreDamaged
from klimagraph.namespaces import DATASETS
from klimagraph.releases import Release, current, objects, open_read_only, read_kept, store_of
from klimagraph.releases.lock import writing
from klimagraph.releases.publication import silent
from klimagraph.remote import marker
from klimagraph.remote.engine import Engine
from klimagraph.remote.marker import MERGE, Mark
from klimagraph.settings import Settings

Progress = Callable[[str], None]

LOCKED = "remote"
"""Folder of the lock: one process changes the engine, while others publish."""
LARGE = 20_000
"""Statements from which on a graph is loaded anew rather than changed."""
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def bring(settings: Settings, tell: Progress = silent) -> None:
    """Make the engine hold what the current release holds, and say so in it; or do nothing.

    A crash in between leaves the engine marked as changing; the next call loads it anew.
    Raises StoreBusy, StoreUnavailable, and StoreDamaged where the engine keeps other statements.
    """
    place = settings.home / LOCKED
    with writing(place, "bring the store to the release"), Engine(settings) as engine:
        release, mark = current(settings.home), engine.mark()
        if release is None or (mark and mark.holds(release)):
            return
        if not (mark and mark.whole and mark.digest == release.digest):
            engine.set_mark(marker.changing(release))
            _Transfer(settings.home, engine, _held(settings.home, mark), release, tell).run()
        engine.set_mark(marker.holding(release))


def _held(home: Path, mark: Mark | None) -> Release | None:
    """Return the release that the engine holds; None where nobody knows what it holds."""
    if mark is None or not mark.whole:
        return None
    try:
        release = read_kept(home, mark.release)
    except KlimagraphError:
        return None
    return release if release.digest == mark.digest else None


@dataclass(frozen=True)
class _Transfer:
    """One way from what an engine holds to a release."""

    home: Path
    engine: Engine
    before: Release | None
    release: Release
    tell: Progress

    def run(self) -> None:
        """Change the datasets that differ, then the merge, and count."""
        gone: set[bytes] = set()
        new: set[bytes] = set()
        for slug in self._changed():
            self.tell(f"bring {slug}")
            graph, now = DATASETS + slug, self._triples(self.release, slug)
            old = self._triples(self.before, slug) if self._holds(slug) else self._found(graph)
            gone |= old - now
            new |= now - old
            self._change(graph, old - now, now - old, [now])
        self.tell("bring the merge of the datasets")
        self._merge(gone, new)
        self.tell("verify the store")
        for version in self.release.datasets:
            self._check(DATASETS + version.slug, version.quads)
        self._check(MERGE, self._statements())

    def _holds(self, slug: str) -> bool:
        """Tell whether it is known what the graph of a dataset holds; what was withdrawn is not."""
        return self.before is not None and self.before.dataset(slug) is not None

    def _changed(self) -> list[str]:
        """Return the datasets whose content differs."""
        held = {item.slug: item.content for item in (self.before.datasets if self.before else ())}
        wanted = {item.slug: item.content for item in self.release.datasets}
        return sorted(slug for slug in {*held, *wanted} if held.get(slug) != wanted.get(slug))

    def _triples(self, release: Release | None, slug: str) -> set[bytes]:
        """Return what a dataset says in a release, as lines of N-Triples."""
        version = release.dataset(slug) if release else None
        content = objects.get(self.home, version.content) if version else b""
        end = f" <{DATASETS}{slug}> .".encode()
        return {line.removesuffix(end) + b" ." for line in content.splitlines()}

    def _found(self, graph: str) -> set[bytes]:
        """Return what a graph of the engine holds; empty it where its answer is not exact."""
        if self.engine.dialect.verbatim:
            return self.engine.held(graph)
        self.engine.clear(graph)
        return set()

    def _change(
        self, graph: str, gone: set[bytes], new: set[bytes], whole: Iterable[set[bytes]]
    ) -> None:
        """Take statements out of a graph and put others in; where that is much, load it anew."""
        if len(gone) > LARGE:
            self.engine.clear(graph)
            for triples in whole:
                self.engine.add(graph, sorted(triples))
            return
        self.engine.remove(graph, sorted(gone))
        self.engine.add(graph, sorted(new))

    def _merge(self, gone: set[bytes], new: set[bytes]) -> None:
        """Bring the merge of all datasets along; what another dataset says, too, stays in it."""
        if self.before:
            for triples in self._all() if gone else ():
                gone = gone - triples
            self._change(MERGE, gone, new, self._all())
            return
        left = held = self._found(MERGE)
        for triples in self._all():
            self.engine.add(MERGE, sorted(triples - held))
            left = left - triples
        self.engine.remove(MERGE, sorted(left))

    def _all(self) -> Iterator[set[bytes]]:
        for version in self.release.datasets:
            yield self._triples(self.release, version.slug)

    def _statements(self) -> int:
        """Return the number of statements in the merge, as our own store counts it."""
        store = open_read_only(store_of(self.home, self.release.name))
        solutions = store.query(COUNT)
        assert isinstance(solutions, QuerySolutions)  # noqa: S101  # it is a SELECT
        return int(next(solutions)["n"].value)

    def _check(self, graph: str, expected: int) -> None:
        found = self.engine.count(graph)
        if found != expected:
            raise StoreDamaged(f"the store holds {found:,} statements in {graph}, not {expected:,}")
