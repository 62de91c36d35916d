"""Validations that are waited for without a thread: who stops waiting ends the process."""

import asyncio
import subprocess
import sys
import tempfile
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool

from klimagraph.settings import Settings
from klimagraph.validation.findings import Report
from klimagraph.validation.plain import report_of
from klimagraph.validation.task import Task
from klimagraph.validation.worker import (
    ANNOTATION,
    PROCESS,
    annotating,
    answer,
    environment,
    options,
    plain,
    too_slow,
)


class Validating:
    """Validates in processes; once one was wanted, another is kept ready for whoever comes next."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._ready: Process | None = None
        self._preparing: asyncio.Task[None] | None = None

    async def validated(self, task: Task) -> Report:
        """Validate a file; raises what `worker.validate` raises."""
        process = self._ready if self._ready and self._ready.returncode is None else None
        self._ready = None
        process = process or await started(PROCESS)
        try:
            told = await done(process, plain(task), task.called, self._settings)
        finally:
            self.prepare()
        return await run_in_threadpool(report_of, told)

    async def annotated(self, path: Path, report: Report) -> bytes:
        """Return a workbook with remarks; raises what `worker.annotate` raises."""
        with tempfile.TemporaryDirectory(prefix="klimagraph-") as folder:
            output = Path(folder) / "annotated.xlsx"
            task = await run_in_threadpool(annotating, path, output, report)
            process = await started(ANNOTATION)
            await done(process, task, report.source, self._settings)
            return await run_in_threadpool(output.read_bytes)

    def prepare(self) -> None:
        """Begin to start a process where none is ready."""
        if self._ready is None and (self._preparing is None or self._preparing.done()):
            self._preparing = asyncio.create_task(self._prepare())

    async def close(self) -> None:
        """End the process that is ready."""
        if self._preparing:
            await self._preparing
        if self._ready:
            await _ended(self._ready)
            self._ready = None

    async def _prepare(self) -> None:
        self._ready = await started(PROCESS)


async def started(module: str) -> Process:
    """Start a process that waits for its task."""
    command = (sys.executable, "-m", module)
    return await create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment()
    )


async def done(process: Process, task: Mapping[str, object], name: str, settings: Settings) -> Any:
    """Return what a process answers that does a task with the limits of the settings.

    It raises what `worker.answer` raises, and QueryStopped where the process takes too long.
    """
    try:
        given = await run_in_threadpool(options, task, settings)
        async with asyncio.timeout(settings.validation_timeout):
            output, errors = await process.communicate(given)
    except TimeoutError:
        raise too_slow(settings) from None
    finally:
        await _ended(process)
    ended = subprocess.CompletedProcess((), process.returncode or 0, output, errors)
    return await run_in_threadpool(answer, ended, name, settings)


async def _ended(process: Process) -> None:
    """End a process that still runs, and wait for it."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
