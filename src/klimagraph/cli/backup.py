"""The commands that back a home up and bring it back."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from klimagraph.cli.terminal import Home, people, settings_of
from klimagraph.releases import backup as backups
from klimagraph.releases import restore as restoring
from klimagraph.releases.backup import Progress as Tell

STANDARD = "-"
LONGEST = 40
"""Letters of what is being done that the bar shows."""


def backup(
    target: Annotated[Path, typer.Argument(help="The file, or - for standard output.")],
    home: Home = None,
) -> None:
    """Write all that cannot be made again into one file; the service may go on meanwhile."""
    folder = settings_of(home=home).home
    if str(target) == STANDARD:
        if sys.stdout.isatty():
            raise typer.BadParameter("a backup is nothing for a terminal", param_hint="TARGET")
        with _bar() as tell:
            about = backups.back_up(folder, sys.stdout.buffer, tell)
    else:
        _check(target, folder)
        with _bar() as tell:
            about = backups.back_up_to(folder, target, tell)
    text = f"release {about.release}: {about.files} files, {about.bytes:,} bytes, in {target}"
    people.print(text, highlight=False, soft_wrap=True)


def restore(
    source: Annotated[Path, typer.Argument(help="The file, or - for standard input.")],
    home: Home = None,
) -> None:
    """Make a new home from a backup; everything in it is checked."""
    folder = settings_of(home=home).home
    with _opened(source) as file, _bar() as tell:
        release = restoring.restore(file, str(source), folder, tell)
    held = "a scratch instance" if release.scratch else f"{release.quads:,} statements"
    text = f"release {release.name}: {held}, in {folder}"
    people.print(text, highlight=False, soft_wrap=True)


def _check(target: Path, home: Path) -> None:
    """Refuse a place where a backup cannot lie, or would be part of the next one."""
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise typer.BadParameter(f"{target} is not the name of a file", param_hint="TARGET")
    if target.resolve().is_relative_to(home.resolve()):
        raise typer.BadParameter("a backup does not belong into the home", param_hint="TARGET")


@contextmanager
def _opened(source: Path) -> Iterator[IO[bytes]]:
    if str(source) == STANDARD:
        yield sys.stdin.buffer
        return
    try:
        file = source.open("rb")
    except OSError as error:
        raise typer.BadParameter(f"{source}: {error.strerror}", param_hint="SOURCE") from None
    with file:
        yield file


@contextmanager
def _bar() -> Iterator[Tell]:
    """Show how far it is, where somebody looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    silent = not people.is_terminal
    with Progress(*columns, console=people, transient=True, disable=silent) as progress:
        bar = progress.add_task("", total=None)

        def tell(step: str, done: int, total: int) -> None:
            progress.update(bar, description=step[-LONGEST:], completed=done, total=total)

        yield tell
