"""What came of one step of a measurement: a number, or the reason why there is none."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

LONG = 5.0
"""Seconds after which something is not measured a second time."""


class StepFailedError(Exception):
    """Raised where a server could not do a step; the message is what the table says."""


@dataclass(frozen=True)
class Cell:
    """One figure, or a note in its place; a note beside a figure limits it."""

    value: float | None = None
    note: str = ""


def attempt(step: Callable[[], float]) -> Cell:
    """Do a step; what fails becomes a note."""
    try:
        return Cell(step())
    except StepFailedError as error:
        return Cell(note=str(error))


def median(step: Callable[[], float], rounds: int) -> float:
    """Return the median of some rounds; what takes long is done once."""
    seconds = [step()]
    while seconds[0] < LONG and len(seconds) < rounds:
        seconds.append(step())
    return statistics.median(seconds)
