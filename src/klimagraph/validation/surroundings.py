"""What shapes see beside the statements that are validated."""

from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from klimagraph import releases
from klimagraph.resolving import Asked, Candidate, Resolver, open_resolver
from klimagraph.shacl.shapes import Term
from klimagraph.validation.faults import Candidates, nobody


@dataclass(frozen=True)
class Surroundings:
    """The folder that comes with the program, and what is published where that is looked at."""

    root: Path
    bring: Callable[[Store], Set[Term]] | None = None
    """Adds to a store what is published about the things that it names; returns their names."""
    release: str = ""
    candidates: Candidates = nobody
    """Finds authorities by name or key, as `resolving` does."""


@dataclass(frozen=True)
class Published:
    """What is published: the name of the release, its statements, and who knows its names."""

    release: str
    store: Store
    resolver: Resolver

    def candidates(self, name: str) -> Sequence[Candidate]:
        """Return the authorities that a name or a key may stand for, the likeliest first."""
        return self.resolver.resolve(Asked(name)).candidates


@contextmanager
def published_in(home: Path) -> Iterator[Published | None]:
    """Yield what a home serves, None where nothing is published that has datasets.

    Raises StoreDamaged.
    """
    release = releases.current(home)
    if release is None or release.scratch or not release.datasets:
        yield None
        return
    store = releases.open_read_only(releases.store_of(home, release.name))
    with open_resolver(home, release.name) as resolver:
        yield Published(release.name, store, resolver)
