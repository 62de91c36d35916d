"""How much of the processors a process has had, and how little it is to have from now on."""

import contextlib
import os
import time

NICE = 19
"""How much who yields does so (setpriority(2))."""


def processor_seconds(process: int) -> float:
    """Return for how long a process has kept a processor busy (clock_getcpuclockid(3))."""
    try:
        return time.clock_gettime(~process << 3 | 2)
    except OSError:  # it has just ended
        return 0.0


def yield_to_others(process: int) -> None:
    """Lower the priority of a process, if it still is."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpriority(os.PRIO_PROCESS, process, NICE)
