"""Waiting for the right to write, which others have for a second or two."""

import time
from collections.abc import Callable
from typing import TypeVar

from klimagraph.errors import StoreBusy

PATIENCE, PAUSE = 30.0, 0.02
"""Seconds that somebody waits for the right to write, and between two attempts."""

Result = TypeVar("Result")


def in_turn(work: Callable[[], Result]) -> Result:
    """Do something as soon as nobody else writes; raises StoreBusy where that takes too long."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except StoreBusy:
            if time.monotonic() > end:
                raise
        time.sleep(PAUSE)
