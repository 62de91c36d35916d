"""What a table consists of: columns, and the things that a row speaks of."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

KEY_TITLE = "Kennung", "Key"


class Kind(StrEnum):
    """What stands in the cells of a column."""

    KEY = "key"
    REFERENCE = "reference"
    CONCEPT = "concept"
    DATE = "date"
    PERIOD = "period"
    START = "start"
    END = "end"
    TEXT = "text"
    STRING = "string"
    NUMBER = "number"
    INTEGER = "integer"
    YEAR = "year"
    BOOLEAN = "boolean"
    DURATION = "duration"
    ADDRESS = "address"
    PROPERTY = "property"


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    de: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        """Tell whether there is a text at all."""
        return bool(self.de or self.en)


@dataclass(frozen=True)
class Choice:
    """One of the values that a column allows."""

    iri: str
    label: Words
    others: tuple[str, ...] = ()
    """Further ways to write it, such as a notation."""


@dataclass(frozen=True)
class Node:
    """A thing that a row speaks of: its own, or one that hangs on it one to one."""

    name: str
    """The way to it from the row, such as `evidence/source`; empty for the row's own."""
    parent: str
    link: str
    """The property that leads to it."""
    class_iri: str
    label: Words
    required: bool
    shared: bool
    """Whether several rows may speak of it: it has a name of its own."""
    evidenced: bool
    """Whether it is a claim, for which the evidence of the row holds as well."""


@dataclass(frozen=True)
class Column:
    """A property of a thing that a row speaks of."""

    node: str
    property: str
    title: Words
    kind: Kind
    description: Words = Words()
    required: bool = False
    """Whether the thing needs it; a thing that hangs on the row may be absent as a whole."""
    many: bool = False
    language: str = ""
    datatype: str = ""
    pattern: str = ""
    choices: tuple[Choice, ...] = ()
    scheme: Words = Words()
    ranges: tuple[str, ...] = ()
    shape: str = ""
    default: str = ""
    """What an empty cell stands for."""
    spare: bool = False
    """Whether it is left out of an empty template, but read where it stands."""


@dataclass(frozen=True)
class Template:
    """The table of a class: a row for each claim."""

    token: str
    class_iri: str
    label: Words
    description: Words
    nodes: tuple[Node, ...]
    columns: tuple[Column, ...]

    @property
    def class_name(self) -> str:
        """Return the last part of the name of the class."""
        return local_name(self.class_iri)

    @cached_property
    def defaults(self) -> tuple[Column, ...]:
        """Return the columns whose empty cells say something."""
        return tuple(column for column in self.columns if column.default)

    def node(self, name: str) -> Node:
        """Return one of the things that a row speaks of."""
        return next(node for node in self.nodes if node.name == name)

    def column_of(self, node: str, property: str) -> Column | None:
        """Return the column for a property of a thing, None where the table has none."""
        columns = (each for each in self.columns if not each.spare)
        return next((c for c in columns if (c.node, c.property) == (node, property)), None)

    def always(self, column: Column) -> bool:
        """Tell whether each row needs a column."""
        node = self.node(column.node)
        return column.required and all(one.required for one in self.above(node))

    def above(self, node: Node) -> list[Node]:
        """Return a node and those that it hangs on, the row's own last."""
        found = [node]
        while found[-1].name:
            found.append(self.node(found[-1].parent))
        return found


def local_name(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.replace("#", "/").rstrip("/").rpartition("/")[2]
