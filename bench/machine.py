"""On what was measured, without a name of it."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path


def today() -> str:
    """Return the day."""
    return datetime.now(UTC).date().isoformat()


def machine() -> str:
    """Return cores, processor, memory, kernel and Python in a sentence."""
    gibibytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    kernel = f"{platform.system()} {platform.release()}"
    return (
        f"{os.cpu_count()} cores ({_processor()}), {gibibytes:.0f} GiB of memory, {kernel}, "
        f"Python {platform.python_version()}."
    )


def _processor() -> str:
    found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return found[1].strip() if found else platform.machine()
