"""The service's side of the process that writes."""

import asyncio
import contextlib
import gc
from pathlib import Path
from typing import Any

from conftest import content
from klimagraph.namespaces import DATASETS
from klimagraph.releases import publish
from klimagraph.settings import Settings
from klimagraph.writing import Update, Writer, Written

BASE = "http://127.0.0.1/update"


def test_an_error_that_nobody_waits_for_is_no_fault(tmp_path: Path) -> None:
    """Whoever hangs up leaves a write that ends by itself; its refusal is not reported as a bug."""
    publish(tmp_path, {"a": content("a", ["x"])}, "first")
    reported: list[dict[str, Any]] = []

    async def work() -> Written:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: reported.append(context))
        writer = Writer(Settings(tmp_path))
        left = asyncio.create_task(writer.write(Update("INSERT DATA {", BASE)))
        await asyncio.sleep(0)
        left.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await left
        text = f"INSERT DATA {{ GRAPH <{DATASETS}a> {{ <http://e/n> <http://e/p> 1 }} }}"
        written = await writer.write(Update(text, BASE))  # it stands behind the one that was left
        gc.collect()
        process = writer._process
        writer.end()
        assert process
        await process.wait()
        return written

    assert asyncio.run(work()).release.endswith(".2.0")
    assert reported == []
