"""Runs validations, and what else opens the files of strangers, in processes with limits."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from klimagraph.errors import (
    InputRefused,
    KlimagraphError,
    QueryStopped,
    ShapesRefused,
    ValidationFailed,
)
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.validation.findings import Report
from klimagraph.validation.plain import report_of
from klimagraph.validation.task import Task
from klimagraph.writing.replies import raised

GRACE = 5.0
"""Seconds that the process is left to itself longer than it is waited for."""
PROCESS, ANNOTATION = "klimagraph.validation.process", "klimagraph.validation.annotation"


def validate(task: Task, settings: Settings) -> Report:
    """Validate a file against the shapes.

    Raises InputRefused (unreadable, with the place), QueryStopped (time or memory),
    ValidationFailed.
    """
    return report_of(_done(PROCESS, plain(task), task.called, settings))


def plain(task: Task) -> dict[str, object]:
    """Return a task as JSON can hold it."""
    return {
        name: str(value) if isinstance(value, Path) else value
        for name, value in asdict(task).items()
    }


def annotate(path: Path, report: Report, settings: Settings) -> bytes:
    """Return a workbook with remarks at the cells that a report finds fault with.

    Raises what `validate` raises.
    """
    with tempfile.TemporaryDirectory(prefix="klimagraph-") as folder:
        output = Path(folder) / "annotated.xlsx"
        _done(ANNOTATION, annotating(path, output, report), report.source, settings)
        return output.read_bytes()


def annotating(path: Path, output: Path, report: Report) -> dict[str, object]:
    """Return the task of writing a workbook with remarks."""
    return {"path": str(path), "output": str(output), "report": asdict(report)}


def _done(module: str, task: Mapping[str, object], name: str, settings: Settings) -> Any:
    """Return what a process answers that does a task with the limits of the settings."""
    try:
        done = subprocess.run(  # noqa: S603  # our own modules
            [sys.executable, "-m", module],
            input=options(task, settings),
            capture_output=True,
            timeout=settings.validation_timeout,
            env=environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise too_slow(settings) from None
    return answer(done, name, settings)


def environment() -> dict[str, str]:
    """Return the variables of the process.

    Its limit is one of addresses, of which the library for memory sets 64 MiB aside for each thread
    unless it is told not to.
    """
    return os.environ | {"MALLOC_ARENA_MAX": "1"}


def options(task: Mapping[str, object], settings: Settings) -> bytes:
    """Return what the process is told: its task and its limits."""
    told = {
        "seconds": settings.validation_timeout + GRACE,
        "memory": settings.validation_memory,
        "raw": settings.upload_size * MEBIBYTE,
        "unpacked": settings.upload_unpacked * MEBIBYTE,
        "triples": settings.upload_triples,
        "home": str(settings.home),
        "profiles": str(settings.profiles or ""),
        "task": task,
    }
    return json.dumps(told).encode()


def too_slow(settings: Settings) -> QueryStopped:
    """Return the error for what took longer than it may."""
    return QueryStopped(
        f"the validation took longer than {settings.validation_timeout:g} seconds "
        "(limit VALIDATION_TIMEOUT) and was ended"
    )


def answer(done: "subprocess.CompletedProcess[bytes]", name: str, settings: Settings) -> Any:
    """Return what a process answered; raises what it told of, QueryStopped, ValidationFailed."""
    if done.returncode != 0:
        raise _ended(done, name, settings)
    told = json.loads(done.stdout)
    if "error" in told:
        error = raised(told)
        if isinstance(error, InputRefused) and not isinstance(error, ShapesRefused):
            error.source = name
        raise error
    return told


def _ended(
    done: "subprocess.CompletedProcess[bytes]", name: str, settings: Settings
) -> KlimagraphError:
    """Return why a process did not answer: the signal that ended it tells the limit."""
    if done.returncode == -signal.SIGALRM:
        return too_slow(settings)
    if done.returncode == -signal.SIGSEGV:
        return InputRefused(
            "Die Datei ist zu tief verschachtelt / the file is nested too deeply to be read", name
        )
    if done.returncode == -signal.SIGABRT or b"MemoryError" in done.stderr:
        return QueryStopped(
            f"the validation needed more than {settings.validation_memory} MiB of memory "
            "(limit VALIDATION_MEMORY) and was ended"
        )
    if done.returncode < 0:
        return QueryStopped(
            f"the validation was ended from outside (signal {-done.returncode}); "
            "where the machine has too little memory, that is how its kernel does it"
        )
    last = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
    return ValidationFailed(f"the validation could not be carried out: {last}")
