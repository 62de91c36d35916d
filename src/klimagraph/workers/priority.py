"""How much of the processors a process has had, and how little it is to have from now on."""

import contextlib
import os
import time


def processor_seconds(process: int) -> float:
    """Return for how long a process has kept a processor busy (clock_getcpuclockid(3))."""
    try:
        return time.clock_gettime(~process << 3 | 2)
    except OSError:  # it has just ended
        return 0.0


def waited_seconds(process: int) -> float:
    """Return for how long a process could have worked and had no processor.

    That is the second field of /proc/PID/schedstat, in nanoseconds; 0 where the kernel keeps none.
    """
    try:
        with open(f"/proc/{process}/schedstat") as file:  # noqa: PTH123  # fifty times a second
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError):  # it has just ended
        return 0.0


def yield_to_others(process: int) -> None:
    """Let a process work where nobody else would, if it still is.

    Whoever wakes up goes before it at once (sched(7), SCHED_IDLE), which a nice value does not say.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.sched_setscheduler(process, os.SCHED_IDLE, os.sched_param(0))
