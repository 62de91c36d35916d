"""The command that validates."""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from klimagraph.cli.terminal import NOT_VALID, Home, people, settings_of
from klimagraph.errors import InputRefused, NotFound, ShapesRefused, StorageFailed
from klimagraph.rdf import Limits, read_bytes
from klimagraph.reports.comparing import compare
from klimagraph.reports.comparison_text import comparison_json, comparison_text
from klimagraph.reports.reading import read_report
from klimagraph.reports.writers import WRITERS
from klimagraph.settings import Settings
from klimagraph.submissions.unreadable import unreadable
from klimagraph.validation import Report, Task, annotate
from klimagraph.validation import validate as validated

STANDARD, TEXT = "-", "text"
COMPARISONS = {TEXT: comparison_text, "json": comparison_json}


def validate(
    files: Annotated[
        list[Path], typer.Argument(help="RDF, workbooks or tables; - for standard input.")
    ],
    *,
    form: Annotated[str, typer.Option("--format", help=f"{', '.join(WRITERS)}.")] = TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File; none: standard output.")
    ] = None,
    profile: Annotated[str, typer.Option(help="Profile whose shapes have to hold.")] = "",
    dataset: Annotated[str, typer.Option(help="Dataset that the file shall become.")] = "",
    kind: Annotated[str, typer.Option("--class", help="Class of the rows of a table.")] = "",
    syntax: Annotated[str, typer.Option(help="Extension of standard input.")] = "ttl",
    shapes: Annotated[Path | None, typer.Option(help="A file of shapes to use instead.")] = None,
    annotated: Annotated[
        Path | None, typer.Option(help="Where the workbook is written with remarks.")
    ] = None,
    before: Annotated[
        Path | None, typer.Option("--compare", help="Earlier report (JSON) to compare with.")
    ] = None,
    alone: Annotated[bool, typer.Option("--alone", help="Look at nothing published.")] = False,
    home: Home = None,
) -> None:
    """Check files against the shapes; exit 1 where one is not valid."""
    _check(form, files, before, annotated)
    settings, reports = settings_of(home=home), []
    for file in files:
        with people.status(f"checking {file}"), _file(file, syntax) as path:
            task = Task(path.absolute(), str(file), profile, dataset, kind, None, shapes, alone)
            reports.append(_report(task, settings, to_report=len(files) > 1 or form != TEXT))
            if annotated:
                _write(annotate(task.path, reports[-1], settings), annotated)
    _write(_text(reports, form, before), output)
    raise typer.Exit(0 if all(report.conforms for report in reports) else NOT_VALID)


def _report(task: Task, settings: Settings, *, to_report: bool) -> Report:
    """Return the report on a file, where it shall be also on one that cannot be read."""
    try:
        return validated(task, settings)
    except NotFound as error:
        raise typer.BadParameter(str(error), param_hint="--profile") from None
    except InputRefused as error:
        if not to_report or task.shapes or isinstance(error, ShapesRefused):
            raise  # perhaps the file is right and the shapes are not
        return unreadable(error, task.called)


def _check(form: str, files: Sequence[Path], before: Path | None, annotated: Path | None) -> None:
    """Refuse what is not there or does not go together."""
    for file in files:
        if str(file) != STANDARD and not file.is_file():
            raise typer.BadParameter(f"there is no file {file}", param_hint="FILES")
    number = len(files)
    if form not in WRITERS:
        raise typer.BadParameter(f"one of {', '.join(WRITERS)}", param_hint="--format")
    if number > 1 and (form != TEXT or before or annotated):
        raise typer.BadParameter("several files are reported as text only", param_hint="FILES")
    if before and form not in COMPARISONS:
        allowed = " or ".join(COMPARISONS)
        raise typer.BadParameter(f"a comparison is {allowed}", param_hint="--format")


def _text(reports: Sequence[Report], form: str, before: Path | None) -> bytes:
    if before is None:
        return b"".join(WRITERS[form].write(report) for report in reports)
    try:
        earlier = read_report(read_bytes(before, Limits()))
    except InputRefused as error:
        error.source = str(before)
        raise
    return COMPARISONS[form](compare(earlier, reports[0]))


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(data)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise StorageFailed(f"{output} cannot be written: {error}") from None


@contextmanager
def _file(path: Path, syntax: str) -> Iterator[Path]:
    if str(path) != STANDARD:
        yield path
        return
    with tempfile.NamedTemporaryFile(prefix="klimagraph-", suffix=f".{syntax}") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.flush()
        yield Path(copy.name)
