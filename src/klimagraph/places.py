"""Places in what somebody submitted, as its author finds them again."""

from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Place:
    """Where something stands; numbers count from 1 and are absent where there is none.

    Text has `line` and `column` (characters of the line, a tab is one); a table has `row`,
    `column` and `cell` beside them, a workbook its `sheet` too.
    """

    line: int | None = None
    column: int | None = None
    sheet: str = ""
    row: int | None = None
    cell: str = ""
    """Name of the cell as spreadsheets show it, such as `C5`."""
    heading: str = ""
    """What stands at the head of the column."""
    text: str = ""
    """What stands there, as it was written; at most 200 characters."""


@dataclass(frozen=True)
class Wanted:
    """What a place is looked for: a statement, or as much of one as is known."""

    subject: Term
    predicate: NamedNode | None = None
    object: Term | None = None


@dataclass(frozen=True)
class Line:
    """A line of a file: cells, or the parts of a text around what is meant."""

    number: int
    parts: tuple[str, ...]
    marked: int = -1
    """Which of the parts is meant; -1 where none is."""


@dataclass(frozen=True)
class Excerpt:
    """What stands around a place."""

    lines: tuple[Line, ...]
    columns: tuple[str, ...] = ()
    """Names of the columns of a table; text has none."""
