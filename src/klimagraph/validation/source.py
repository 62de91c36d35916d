"""Files as sources of statements that know where each one stands."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from pyoxigraph import Quad

from klimagraph.places import Place, Wanted
from klimagraph.rdf import Limits, format_of, parse_checked
from klimagraph.validation.findings import Finding
from klimagraph.validation.task import Task


class Source(Protocol):
    """A file that is read once; afterwards it tells places and what could not be read."""

    def statements(self) -> Iterator[Quad]:
        """Yield the statements; raises InputRefused with the place."""

    def locate(self, wanted: Sequence[Wanted]) -> list[Place | None]:
        """Return for each wanted its place, None where it stands nowhere."""

    def faults(self) -> Sequence[Finding]:
        """Return what could not be read, such as cells of a table."""


class Text:
    """A file of RDF."""

    def __init__(self, task: Task, limits: Limits) -> None:
        self.task, self.limits = task, limits

    def statements(self) -> Iterator[Quad]:
        """Yield the statements of the file."""
        return parse_checked(self.task.path, format_of(self.task.path), self.limits)

    def locate(self, wanted: Sequence[Wanted]) -> list[Place | None]:
        """Return the places of statements."""
        return [None for _ in wanted]

    def faults(self) -> Sequence[Finding]:
        """Return nothing: RDF is read as a whole or not at all."""
        return ()


def source_of(task: Task, limits: Limits) -> Source:
    """Return the source that reads a file; raises InputRefused where none does."""
    return Text(task, limits)
