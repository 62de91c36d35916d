"""Memory that is forked: away from what the forks use themselves, and in large pages.

What a fork changes has to be copied page by page first. Measured with the bundled data: a worker
had 20,000 pages to copy until its first few hundred queries were done, as it took for its own use
what the loading had left free between the statements; now it is 900 (ADR 0009).
"""

import ctypes
import mmap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

LARGE = 1 << 21
"""Bytes of a large page; a fork has one entry to copy for it instead of 512."""
COLLAPSE = 25
"""MADV_COLLAPSE (madvise(2), Linux 6.1), which the standard library does not name."""

Given = ParamSpec("Given")
Found = TypeVar("Found")


def apart(work: Callable[Given, Found], *given: Given.args, **named: Given.kwargs) -> Found:
    """Return what the work returns; what it takes from malloc lies apart from what we take later.

    It has a thread of its own, to which malloc gives an arena of its own; the thread has ended when
    this returns. Raises what the work raises.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work, *given, **named).result()


def in_large_pages() -> None:
    """Bring the memory of this process together in large pages, where the kernel can do that."""
    advise = ctypes.CDLL(None).madvise
    advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for first, end in _writable():
        start, stop = -(-first // LARGE) * LARGE, end // LARGE * LARGE
        if start < stop and advise(start, stop - start, mmap.MADV_HUGEPAGE) == 0:
            advise(start, stop - start, COLLAPSE)


def _writable() -> list[tuple[int, int]]:
    """Return from where to where memory lies that is ours alone and no file (proc_pid_maps(5))."""
    lines = [line.split() for line in Path("/proc/self/maps").read_text().splitlines()]
    places = [
        line[0].split("-") for line in lines if line[1] == "rw-p" and line[5:] in ([], ["[heap]"])
    ]
    return [(int(first, 16), int(end, 16)) for first, end in places]
