"""What all commands share: where they write, which home they mean, how they show progress."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from klimagraph.datasets import DERIVED
from klimagraph.errors import ReleaseUnknown, StoreBusy, StoreUnavailable
from klimagraph.releases import Release, current_name
from klimagraph.remote.bringing import bring
from klimagraph.settings import Settings, from_environment
from klimagraph.submissions.following import follow

NOT_VALID, WRONG_USE, SYSTEM_FAILED = 1, 2, 3

Home = Annotated[Path | None, typer.Option(help="Folder of the data.")]

Result = TypeVar("Result")

people = Console(stderr=True)


def settings_of(**flags: Any) -> Settings:
    """Return the settings: flags beat variables, variables beat defaults."""
    return from_environment(os.environ, **flags)


def served_name(home: Path) -> str:
    """Return the name of the release that is served; raises ReleaseUnknown."""
    name = current_name(home)
    if name is None:
        raise ReleaseUnknown(f"nothing is published in {home} yet; load data first")
    return name


def publishing(work: Callable[[Callable[[str], None]], Release]) -> None:
    """Run a publication behind a bar that says what it does, then say what came of it."""
    people.print(_told(behind_bar(work)), highlight=False)


def bring_along(settings: Settings) -> None:
    """Bring the ledger and a remote store, if there are any, to the release that is served.

    Raises StoreUnavailable; whoever serves tries again by itself.
    """
    follow(settings.home)
    if not settings.remote:
        return
    try:
        behind_bar(lambda tell: bring(settings, tell))
    except StoreBusy as error:
        people.print(f"the store is brought along elsewhere: {error}", highlight=False)
    except StoreUnavailable as error:
        raise StoreUnavailable(
            f"{error}; the release is published here, the store follows when it answers"
        ) from None


def print_rows(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows: as a table on a terminal, else as lines with tabs, and nothing cut off."""
    if not sys.stdout.isatty():
        for row in (headings, *rows):
            print(*(" ".join(value.split()) for value in row), sep="\t")
        return
    table = Table()
    for number, heading in enumerate(headings):
        table.add_column(heading, no_wrap=number == 0, overflow="fold")
    for row in rows:
        table.add_row(*(Text(value) for value in row))
    Console().print(table)


def behind_bar(work: Callable[[Callable[[str], None]], Result]) -> Result:
    """Run work behind a bar that says what it does, and return what came of it."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    silent = not people.is_terminal
    with Progress(*columns, console=people, transient=True, disable=silent) as progress:
        bar = progress.add_task("", total=None)
        return work(lambda step: progress.update(bar, description=step))


def _told(release: Release) -> str:
    """Return one line about a release: what was loaded, and what was derived from it."""
    loaded = [item for item in release.datasets if item.slug != DERIVED]
    text = f"release {release.name}: {sum(item.quads for item in loaded):,} statements, "
    text += f"{len(loaded)} datasets"
    derived = release.dataset(DERIVED)
    return f"{text}, {derived.quads:,} statements derived" if derived else text
