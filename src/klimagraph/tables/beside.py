"""What the library for workbooks does not tell of a sheet."""

from dataclasses import dataclass, field

from klimagraph.tables.extent import Extent


@dataclass(frozen=True)
class Beside:
    """How far a sheet reaches, its error values, and cells that show less than they hold.

    Cells are named by row and column, counted from 1.
    """

    extent: Extent = field(default_factory=Extent)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: dict[tuple[int, int], str] = field(default_factory=dict)
