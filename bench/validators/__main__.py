"""One engine, one size, one process: `python -m bench.validators ENGINE FOLDER FILE`.

Prints seconds by the clock and of the processor, what the engine returned, and its memory.
"""

import json
import re
import sys
import time
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Run the engine that the arguments name."""
    try:
        engine = import_module(f"bench.validators.{sys.argv[1]}")
    except ImportError:
        print(json.dumps({"note": "not installed"}))
        return
    start, used = time.perf_counter(), time.process_time()
    found = engine.run(Path(sys.argv[2]), Path(sys.argv[3]))
    figures = {
        "wall": time.perf_counter() - start,
        "seconds": time.process_time() - used,
        "found": found,
        "peak": _peak(),
    }
    print(json.dumps(figures))


def _peak() -> float:
    """Return the most memory that this process had, in MiB; `getrusage` counts its parent too."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
