"""Runs a validation in a process with a deadline and a memory cap."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from klimagraph.errors import InputRefused, InputTooLarge, QueryStopped, ValidationFailed
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.validation.findings import Report
from klimagraph.validation.plain import report_of
from klimagraph.validation.task import Task

GRACE = 5.0
"""Seconds that the process is left to itself longer than it is waited for."""


def validate(task: Task, settings: Settings) -> Report:
    """Validate a file against the shapes.

    Raises InputRefused (unreadable, with the place), QueryStopped (time or memory),
    ValidationFailed.
    """
    options = {
        "seconds": settings.validation_timeout + GRACE,
        "memory": settings.validation_memory,
        "raw": settings.upload_size * MEBIBYTE,
        "unpacked": settings.upload_unpacked * MEBIBYTE,
        "triples": settings.upload_triples,
        "home": str(settings.home),
        "task": _plain(task),
    }
    command = [
        sys.executable,
        "-m",
        "klimagraph.validation.process",
        json.dumps(options),
    ]
    try:
        done = subprocess.run(  # noqa: S603  # our own module
            command, capture_output=True, timeout=settings.validation_timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise QueryStopped(
            f"the validation took longer than {settings.validation_timeout:g} seconds "
            "(limit VALIDATION_TIMEOUT) and was ended"
        ) from None
    return _report(done, task, settings)


def _report(done: "subprocess.CompletedProcess[bytes]", task: Task, settings: Settings) -> Report:
    if done.returncode != 0:
        if done.returncode < 0 or b"MemoryError" in done.stderr:
            raise QueryStopped(
                f"the validation needed more than {settings.validation_memory} MiB of memory "
                "(limit VALIDATION_MEMORY) and was ended"
            )
        last = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        raise ValidationFailed(f"the validation could not be carried out: {last}")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        message, line, column = answer["refused"]
        raise (InputTooLarge if answer["large"] else InputRefused)(
            message, task.called, line, column
        )
    return report_of(answer)


def _plain(task: Task) -> dict[str, object]:
    """Return a task as JSON has it."""
    return {
        name: str(value) if isinstance(value, Path) else value
        for name, value in asdict(task).items()
    }
