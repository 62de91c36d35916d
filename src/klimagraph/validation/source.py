"""Files as sources of statements that know where each one stands."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from pyoxigraph import Quad

from klimagraph.places import Place, Wanted
from klimagraph.positions import TextSource
from klimagraph.rdf import Limits, format_of
from klimagraph.tables.sheets import EXTENSIONS
from klimagraph.tables.source import TableContext, TableSource
from klimagraph.validation.surroundings import Published
from klimagraph.validation.task import Task

DRAFT = "entwurf"
"""The dataset in whose name the rows of a table speak where none is said."""


class Source(Protocol):
    """A file that is read once; afterwards it tells the places of what it said."""

    def statements(self) -> Iterator[Quad]:
        """Yield the statements; raises InputRefused with the place."""

    def locate(self, wanted: Sequence[Wanted]) -> list[Place | None]:
        """Return for each wanted its place, None where it stands nowhere."""


def source_of(task: Task, limits: Limits, published: Published | None) -> Source:
    """Return the source that reads a file; raises InputRefused where none does."""
    if not is_table(task):
        return TextSource(task.path, format_of(task.path), limits)
    context = TableContext(
        task.dataset or DRAFT,
        task.kind,
        published.resolver.resolve if published else None,
        published.store if published else None,
        limits,
    )
    return TableSource(task.path, task.called, context)


def is_table(task: Task) -> bool:
    """Tell whether a file is a workbook or a table of text, by its name."""
    return task.path.suffix.lower() in EXTENSIONS
