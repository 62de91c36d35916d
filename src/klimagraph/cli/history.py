"""The commands for releases."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console
from rich.table import Table

from klimagraph import releases as kept
from klimagraph.cli.terminal import (
    Home,
    bring_along,
    people,
    publishing,
    served_name,
    settings_of,
)
from klimagraph.errors import NotFound, StorageFailed
from klimagraph.releases import objects


def releases(
    home: Home = None,
    prune: Annotated[
        int | None, typer.Option(help="Drop the data of all but the newest N.")
    ] = None,
) -> None:
    """List the releases; with --prune N keep the data of the newest N only."""
    settings = settings_of(home=home)
    if prune is not None:
        if prune < 1:
            raise typer.BadParameter("keep at least one release", param_hint="--prune")
        for gone in kept.prune(settings.home, prune):
            people.print(f"pruned {gone.name}")
    _print_releases(settings.home)


def rollback(
    name: Annotated[str, typer.Argument(help="Name of the release.")], home: Home = None
) -> None:
    """Serve an earlier release again."""
    settings = settings_of(home=home)
    release = kept.roll_back(settings.home, name)
    bring_along(settings)
    people.print(f"serving {release.name}")


def rebuild(
    name: Annotated[str, typer.Argument(help="Name of the release; none: the current.")] = "",
    home: Home = None,
) -> None:
    """Make the store of a release again from its contents and verify it."""
    settings = settings_of(home=home)
    wanted = name or served_name(settings.home)
    publishing(lambda tell: kept.rebuild(settings.home, wanted, tell))


def dump(
    dataset: Annotated[str, typer.Argument(help="Name of the dataset; none: all.")] = "",
    release: Annotated[str, typer.Option(help="Name of the release; none: the current.")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File; none: standard output.")
    ] = None,
    home: Home = None,
) -> None:
    """Write datasets as canonical N-Quads."""
    settings = settings_of(home=home)
    chosen = kept.read_kept(settings.home, release or served_name(settings.home))
    versions = [item for item in chosen.datasets if dataset in ("", item.slug)]
    if not versions:
        raise NotFound(f"release {chosen.name} has no dataset {dataset!r}")
    with _output(output) as file:
        for version in versions:
            for chunk in objects.stream(settings.home, version.content):
                file.write(chunk)


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


def _print_releases(home: Path) -> None:
    table = Table("release", "published", "statements", "note", "")
    current = kept.current_name(home)
    for release in kept.all_releases(home):
        state = "served" if release.name == current else "pruned" if release.pruned else ""
        table.add_row(release.name, release.created, f"{release.quads:,}", release.note, state)
    Console().print(table)
