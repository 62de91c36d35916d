"""What a worker has to copy, and the pages that it shares."""

import json
import threading
from pathlib import Path

import pytest
from pools import ask, until_in_memory, with_pool, workers

from klimagraph.namespaces import PREFIXES
from klimagraph.workers import memory
from klimagraph.workers.pool import Pool

SUBJECTS = f"SELECT ?s {{ ?s a <{PREFIXES['klima']}Municipality> }} LIMIT 300"


def faults(process: int) -> int:
    """Return how many pages a process had to be given without reading a disk (proc_pid_stat(5))."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[7])


def test_a_worker_copies_little(bundled_home: Path) -> None:
    """Its first queries do not go through all that the loading left free between statements.

    300 points of the bundled data took 19,000 pages, and take some 1,000.
    """

    async def work(pool: Pool) -> None:
        await until_in_memory(pool)
        rows = json.loads((await ask(pool, SUBJECTS)).body)["results"]["bindings"]
        assert len(rows) == 300
        for row in rows:
            await ask(pool, f"SELECT ?p ?o {{ <{row['s']['value']}> ?p ?o }}")
        assert sum(map(faults, workers())) < 4000

    with_pool(bundled_home, work, workers=1, query_timeout=60.0)


def test_work_apart_has_ended_when_it_is_done() -> None:
    """Who forks has one thread; faults of the work are those of the caller."""
    before = threading.active_count()
    assert memory.apart(lambda: threading.current_thread()) is not threading.current_thread()
    assert threading.active_count() == before
    with pytest.raises(ZeroDivisionError):
        memory.apart(lambda: 1 // 0)


def test_contents_stay_as_pages_become_large() -> None:
    """What was loaded is read as before in a process that brought its memory together."""
    held = [bytes([number]) * 5000 for number in range(256)] * 8
    copies = [bytes(bytearray(one)) for one in held]
    memory.in_large_pages()
    assert copies == held
