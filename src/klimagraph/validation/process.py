"""The process of one validation: reads a file, prints the report."""

import hashlib
import json
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, serialize

from klimagraph.bundle import bundle_folder
from klimagraph.errors import InputRefused, InputTooLarge
from klimagraph.rdf import Limits
from klimagraph.settings import MEBIBYTE
from klimagraph.validation.checking import check, shapes_of
from klimagraph.validation.findings import Report
from klimagraph.validation.grouping import Traced, grouped
from klimagraph.validation.source import source_of
from klimagraph.validation.surroundings import Surroundings
from klimagraph.validation.task import Task
from klimagraph.workers.sandbox import forbid_sockets

BATCH = 10_000
"""Statements written at once."""


def main() -> None:
    """Carry out the task that the first argument says as JSON, with its limits.

    A clock of the kernel ends the process even where nobody waits for it any more.
    """
    forbid_sockets()
    options = json.loads(sys.argv[1])
    memory = options.pop("memory") * MEBIBYTE
    signal.setitimer(signal.ITIMER_REAL, options.pop("seconds"))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    task, _home = _task(options.pop("task")), Path(options.pop("home"))
    try:
        report = _report(task, Limits(**options))
    except InputRefused as error:
        large = isinstance(error, InputTooLarge)
        print(json.dumps({"refused": [error.message, error.line, error.column], "large": large}))
        return
    print(json.dumps(asdict(report)))


def _report(task: Task, limits: Limits) -> Report:
    root = bundle_folder()
    shapes = shapes_of(root)
    source = source_of(task, limits)
    surroundings = Surroundings(root)
    statements = source.statements()
    if task.output:
        statements = _written(statements, task.output)
    checked = check(statements, shapes, surroundings)
    faults = [Traced(each) for each in source.faults()]
    groups = grouped([*faults, *checked.found], source.locate)
    digest = hashlib.sha256(task.path.read_bytes()).hexdigest()
    return Report(task.called, checked.triples, groups, task.profile, surroundings.release, digest)


def _written(quads: Iterable[Quad], output: Path) -> Iterator[Quad]:
    """Yield statements and write them to a file."""
    with output.open("wb") as file:
        quads = iter(quads)
        while some := list(islice(quads, BATCH)):
            file.write(serialize(some, format=RdfFormat.N_QUADS) or b"")
            yield from some


def _task(data: dict[str, Any]) -> Task:
    output = data["output"]
    paths = {"path": Path(data["path"]), "output": Path(output) if output else None}
    return Task(**data | paths)


if __name__ == "__main__":
    main()
