"""The command line: the same functions as the service, for files and terminals."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer
import uvicorn
from rich.console import Console
from rich.table import Table

from klimagraph import __version__, releases, validation
from klimagraph.bundle import bundle_folder
from klimagraph.errors import (
    InputRefused,
    KlimagraphError,
    NotAcceptable,
    NotFound,
    QueryFailed,
    QueryRefused,
    QueryTooLong,
    ReleaseUnknown,
    StorageFailed,
)
from klimagraph.formats import KINDS, Format, Kind, for_kind, named
from klimagraph.loading import load_bundled, load_files, load_register
from klimagraph.rdf import Limits, read_bytes
from klimagraph.releases import Release, objects
from klimagraph.settings import Settings, from_environment
from klimagraph.web.app import create
from klimagraph.workers import guard
from klimagraph.workers.pool import Pool
from klimagraph.workers.protocol import Question

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
people = Console(stderr=True)

Home = Annotated[Path | None, typer.Option(help="Folder of the data.")]
DATA_NOT_VALID, WRONG_USE, SYSTEM_FAILED = 1, 2, 3
DATA_FAULTS = (InputRefused, QueryRefused, QueryTooLong, QueryFailed, NotFound)


@app.command()
def serve(
    home: Home = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    public_url: Annotated[
        str | None, typer.Option(help="Address under which others reach it.")
    ] = None,
) -> None:
    """Serve the graph; the first start loads the data that come with the program."""
    settings = _settings(home=home, host=host, port=port, public_url=public_url)
    if releases.current(settings.home) is None:
        _load(lambda tell: load_bundled(settings.home, bundle_folder(), tell))
    current = releases.current(settings.home)
    if current and not releases.store_of(settings.home, current.name).exists():
        _load(lambda tell: releases.rebuild(settings.home, current.name, tell))
    people.print(f"Klimagraph {__version__}: {settings.address}", highlight=False)
    uvicorn.run(
        create(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )


@app.command()
def load(
    files: Annotated[
        list[Path] | None, typer.Argument(help="RDF files; none: the bundled data.")
    ] = None,
    dataset: Annotated[str, typer.Option(help="Name of the dataset that the files are.")] = "",
    register: Annotated[
        Path | None, typer.Option(help="A newer register in the GV100AD format.")
    ] = None,
    population_date: Annotated[str, typer.Option(help="Date of its population (YYYY-MM-DD).")] = "",
    home: Home = None,
) -> None:
    """Load datasets and publish them as a new release."""
    settings = _settings(home=home)
    if register:
        day = _day(population_date)
        _load(lambda tell: load_register(settings.home, bundle_folder(), register, day, tell))
    elif files:
        if not dataset:
            raise typer.BadParameter("name the dataset that the files are", param_hint="--dataset")
        _load(lambda tell: load_files(settings.home, dataset, files, tell))
    elif dataset:
        raise typer.BadParameter("name the files that the dataset is", param_hint="FILES")
    else:
        _load(lambda tell: load_bundled(settings.home, bundle_folder(), tell))


@app.command()
def query(
    text: Annotated[str, typer.Argument(help="The query, @FILE, or - for standard input.")],
    output: Annotated[str, typer.Option("--format", help="json, xml, csv, tsv, turtle, …")] = "",
    release: Annotated[str | None, typer.Option(help="Name of an older release.")] = None,
    home: Home = None,
) -> None:
    """Ask a SPARQL query and print the answer."""
    settings = _settings(home=home, workers=1, memory=1)
    asyncio.run(_query(settings, _text(text), output, release))


@app.command("releases")
def releases_(
    home: Home = None,
    prune: Annotated[
        int | None, typer.Option(help="Drop the data of all but the newest N.")
    ] = None,
) -> None:
    """List the releases; with --prune N keep the data of the newest N only."""
    settings = _settings(home=home)
    if prune is not None:
        if prune < 1:
            raise typer.BadParameter("keep at least one release", param_hint="--prune")
        for gone in releases.prune(settings.home, prune):
            people.print(f"pruned {gone.name}")
    _print_releases(settings.home)


@app.command()
def rollback(
    name: Annotated[str, typer.Argument(help="Name of the release.")], home: Home = None
) -> None:
    """Serve an earlier release again."""
    release = releases.roll_back(_settings(home=home).home, name)
    people.print(f"serving {release.name}")


@app.command()
def rebuild(
    name: Annotated[str, typer.Argument(help="Name of the release; none: the current.")] = "",
    home: Home = None,
) -> None:
    """Make the store of a release again from its contents and verify it."""
    settings = _settings(home=home)
    wanted = name or _served(settings.home)
    _load(lambda tell: releases.rebuild(settings.home, wanted, tell))


@app.command()
def dump(
    dataset: Annotated[str, typer.Argument(help="Name of the dataset; none: all.")] = "",
    release: Annotated[str, typer.Option(help="Name of the release; none: the current.")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File; none: standard output.")
    ] = None,
    home: Home = None,
) -> None:
    """Write datasets as canonical N-Quads."""
    settings = _settings(home=home)
    chosen = releases.read_kept(settings.home, release or _served(settings.home))
    versions = [item for item in chosen.datasets if dataset in ("", item.slug)]
    if not versions:
        raise NotFound(f"release {chosen.name} has no dataset {dataset!r}")
    with _output(output) as file:
        for version in versions:
            for chunk in objects.stream(settings.home, version.content):
                file.write(chunk)


@app.command()
def validate(
    file: Annotated[Path, typer.Argument(help="The RDF file, or - for standard input (Turtle).")],
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    home: Home = None,
) -> None:
    """Check a file against the shapes; exit 1 where it is not valid."""
    if output not in ("text", "json"):
        raise typer.BadParameter("text or json", param_hint="--format")
    with people.status("checking"), _file(file) as path:
        report = validation.validate(path, _settings(home=home), str(file))
    writer = validation.as_json if output == "json" else validation.as_text
    print(writer(report), end="")
    raise typer.Exit(0 if report.conforms else DATA_NOT_VALID)


def main() -> None:
    """Run the command line; exit 0 fine, 1 data not valid, 2 wrong use, 3 the system failed."""
    try:
        app()
    except DATA_FAULTS as error:
        _complain(error)
        sys.exit(DATA_NOT_VALID)
    except NotAcceptable as error:
        _complain(error)
        sys.exit(WRONG_USE)
    except KlimagraphError as error:
        _complain(error)
        sys.exit(SYSTEM_FAILED)


def _complain(error: KlimagraphError) -> None:
    """Print the message on one line, so that editors find the place in it."""
    place = ""
    if isinstance(error, QueryRefused) and error.line:
        place = f"{error.line}:{error.column}: "
    text = f"{error.title}: {place}{error}"
    people.print(text, style="red", markup=False, highlight=False, soft_wrap=True)


def _settings(**flags: Any) -> Settings:
    return from_environment(os.environ, **flags)


def _load(work: Any) -> None:
    """Run a publication while saying what it does."""
    with people.status("…") as status:
        release: Release = work(lambda step: status.update(step))
    people.print(
        f"release {release.name}: {release.quads:,} statements, {len(release.datasets)} datasets",
        highlight=False,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not a date", param_hint="--population-date"
        ) from None


def _served(home: Path) -> str:
    name = releases.current_name(home)
    if name is None:
        raise ReleaseUnknown(f"nothing is published in {home} yet; load data first")
    return name


def _text(argument: str) -> str:
    if argument.startswith("@"):
        return read_bytes(Path(argument[1:]), Limits()).decode()
    data = sys.stdin.buffer.read() if argument == "-" else os.fsencode(argument)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise QueryRefused(f"the query is not UTF-8: {error}") from None


@contextmanager
def _output(path: Path | None) -> Iterator[BinaryIO]:
    if path is None:
        yield sys.stdout.buffer
        return
    try:
        with path.open("wb") as file:
            yield file
    except OSError as error:
        raise StorageFailed(f"{path} cannot be written: {error}") from None


@contextmanager
def _file(path: Path) -> Iterator[Path]:
    if str(path) != "-":
        yield path
        return
    with tempfile.NamedTemporaryFile(prefix="klimagraph-", suffix=".ttl") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.flush()
        yield Path(copy.name)


async def _query(settings: Settings, text: str, output: str, release: str | None) -> None:
    words = guard.check(text, settings.query_length)
    form = named(output) if output else None
    formats = {str(kind): _format(kind, form) for kind in KINDS if not form or kind in form.kinds}
    pool = Pool(settings)
    await pool.open()
    try:
        question = Question(text, formats, union="FROM" not in words)
        async with pool.answer(question, release) as answer:
            sys.stdout.buffer.write(answer.first)
            async for chunk in answer.rest:
                sys.stdout.buffer.write(chunk)
    finally:
        await pool.close()


def _format(kind: Kind, form: Format | None) -> str:
    return (form or for_kind(kind)[0]).name


def _print_releases(home: Path) -> None:
    table = Table("release", "published", "statements", "note", "")
    current = releases.current_name(home)
    for release in releases.all_releases(home):
        state = "served" if release.name == current else "pruned" if release.pruned else ""
        table.add_row(release.name, release.created, f"{release.quads:,}", release.note, state)
    Console().print(table)
