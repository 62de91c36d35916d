"""The files of a prepared home as tests read them."""

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QuerySolutions, RdfFormat, Store, parse

from klimagraph.exports import packing
from klimagraph.exports.files import File
from klimagraph.harvest import snapshot
from klimagraph.harvest.work import Work
from klimagraph.releases import current, open_read_only, store_of
from klimagraph.releases.publication import silent

PREFIXES = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
"""
Statement = tuple[str, str, str]


@dataclass(frozen=True)
class Prepared:
    """A home with a snapshot."""

    home: Path
    files: tuple[File, ...]

    def file(self, name: str) -> File:
        """Return a file by name."""
        return next(file for file in self.files if file.name == name)

    def data(self, name: str) -> bytes:
        """Return the bytes of a file as they are sent."""
        return b"".join(packing.stream(self.home, self.file(name)))

    def put(self, name: str, folder: Path) -> Path:
        """Write a file as somebody has it who downloaded it."""
        place = folder / name
        place.write_bytes(self.data(name))
        return place

    def rows(self, query: str) -> list[list[str]]:
        """Return what a query answers on the release, as texts."""
        release = current(self.home)
        assert release is not None
        found = open_read_only(store_of(self.home, release.name)).query(PREFIXES + query)
        assert isinstance(found, QuerySolutions)
        return [["" if one is None else str(one.value) for one in row] for row in found]


def prepared_in(home: Path) -> Prepared:
    """Return the files of the snapshot that a home serves."""
    name = snapshot.current_name(home)
    assert name
    return Prepared(home, snapshot.read(home, name).files)


def work_in(home: Path, address: str = "http://klimagraph.test") -> Work:
    """Return the work on the release that a home serves."""
    release = current(home)
    assert release is not None
    store: Store = open_read_only(store_of(home, release.name))
    return Work(home, release, store, address, f"{release.name}-00000000", silent)


def statements(data: bytes, form: RdfFormat) -> set[Statement]:
    """Return what a text says, whatever the graph."""
    quads = parse(data, format=form)
    return {(str(one.subject), str(one.predicate), str(one.object)) for one in quads}
