"""Validations that are waited for without a thread: who stops waiting ends the process."""

import asyncio
import subprocess
import sys
import tempfile
from asyncio.subprocess import PIPE, create_subprocess_exec
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


async def validated(task: Task, settings: Settings) -> Report:
    """Validate a file; raises what `worker.validate` raises."""
    told = await _done(PROCESS, plain(task), task.called, settings)
    return await run_in_threadpool(report_of, told)


async def annotated(path: Path, report: Report, settings: Settings) -> bytes:
    """Return a workbook with remarks; raises what `worker.annotate` raises."""
    with tempfile.TemporaryDirectory(prefix="klimagraph-") as folder:
        output = Path(folder) / "annotated.xlsx"
        task = await run_in_threadpool(annotating, path, output, report)
        await _done(ANNOTATION, task, report.source, settings)
        return await run_in_threadpool(output.read_bytes)


async def _done(module: str, task: Mapping[str, object], name: str, settings: Settings) -> Any:
    """Return what a process answers that does a task with the limits of the settings."""
    command = (sys.executable, "-m", module)
    given = await run_in_threadpool(options, task, settings)
    process = await create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment()
    )
    try:
        async with asyncio.timeout(settings.validation_timeout):
            output, errors = await process.communicate(given)
    except TimeoutError:
        raise too_slow(settings) from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    done = subprocess.CompletedProcess(command, process.returncode or 0, output, errors)
    return await run_in_threadpool(answer, done, name, settings)
