"""Things as one JSON-LD document that is written line by line."""

from pathlib import Path

from klimagraph.exports.framed import Framer
from klimagraph.exports.merging import merged, things
from klimagraph.exports.packing import Sink, Written
from klimagraph.jsonld.context import ENTITIES
from klimagraph.jsonld.writing import document
from klimagraph.releases import DatasetVersion

EMPTY = b"[]"


class Document(Sink):
    """A document with one node to a line."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        head, _, self._tail = document(ENTITIES, []).rpartition(EMPTY)
        self._before = b"\n"
        self.write(head + b"[")

    def add(self, line: bytes) -> None:
        """Write a thing."""
        self.write(self._before + line)
        self._before = b",\n"

    def place(self) -> Written:
        """Close the list and put the file in its place."""
        self.write(b"\n]" + self._tail)
        return super().place()


def of_dataset(home: Path, version: DatasetVersion) -> Written:
    """Write all that a dataset says, grouped by things."""
    framer = Framer()
    with Document(home) as file:
        for group in things(merged(home, [version])):
            file.add(framer.line(group))
        return file.place()
