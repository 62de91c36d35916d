"""What shapes see beside the statements that are validated."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from klimagraph.shacl.shapes import Term


@dataclass(frozen=True)
class Surroundings:
    """The folder that comes with the program, and what is published where that is looked at."""

    root: Path
    bring: Callable[[Store], Set[Term]] | None = None
    """Adds to a store what is published about the things that it names; returns their names."""
    release: str = ""
