"""The end of a dataset: deprecated for thirty days, then withdrawn (docs/retirement.md)."""

from klimagraph.retirement.stages import (
    DEPRECATED,
    WITHDRAWN,
    Retirement,
    next_change,
    of_home,
    states,
)

__all__ = ["DEPRECATED", "WITHDRAWN", "Retirement", "next_change", "of_home", "states"]
