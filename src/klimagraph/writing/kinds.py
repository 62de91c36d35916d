"""What can be written: an update, a graph put in place or added to, a graph deleted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Update:
    """A SPARQL 1.1 Update; the graphs are those of the protocol (section 2.2)."""

    text: str
    base: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Put:
    """Files that become, or are added to, a graph (Graph Store Protocol, sections 5.3 and 5.5)."""

    graph: str | None
    """None for the default graph."""
    files: tuple[str, ...]
    base: str
    add: bool = False
    limits: tuple[int, int, int] = (0, 0, 0)
    """Bytes as they lie in a file, bytes unpacked, triples."""


@dataclass(frozen=True)
class Delete:
    """A graph to delete (section 5.4)."""

    graph: str | None


Operation = Update | Put | Delete


@dataclass(frozen=True)
class Written:
    """What came of an operation."""

    release: str
    created: bool = False
    """Whether the graph was not there before."""
