"""What becomes of a worker that fails: of a fault of ours, and of memory that runs out."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pools import COUNT, ask, ask_all, with_pool

from klimagraph.errors import InternalError
from klimagraph.workers.pool import Pool
from klimagraph.workers.protocol import Question

FOLDING = """
import resource, sqlite3
from pyoxigraph import Literal
from klimagraph.workers.functions import FOLDED, functions
text = Literal("Ä" * 20_000_000)
fold = functions(sqlite3.connect(":memory:"))[FOLDED]
pages = int(open("/proc/self/statm").read().split()[0])
limit = pages * resource.getpagesize() + (160 << 20)
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
print(fold(Literal("Ä")).value, flush=True)
print(fold(text) is None, flush=True)
"""


def test_a_fault_of_ours_is_said_to_be_one(home: Path) -> None:
    """A worker that fails where it should not ends; the next question gets its answer."""

    async def work(pool: Pool) -> None:
        impossible = Question(COUNT, {"bindings": "no such format"})
        with pytest.raises(InternalError, match="a fault of the service"):
            await ask_all(pool, impossible)
        assert pool.status()["ended"] == {"fault": 1}
        assert (await asyncio.wait_for(ask(pool, COUNT), 10)).number == 1000

    with_pool(home, work)


def test_a_function_without_memory_ends_the_process() -> None:
    """No value instead would be rows that are missing: the engine passes over what it raises."""
    done = subprocess.run([sys.executable, "-c", FOLDING], capture_output=True, check=False)
    assert done.returncode == -signal.SIGABRT
    assert done.stdout == b"a\n"
