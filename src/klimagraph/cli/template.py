"""The command that makes templates."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from klimagraph.bundle import bundle_folder
from klimagraph.cli.terminal import Home, people, settings_of
from klimagraph.errors import NotFound, StorageFailed
from klimagraph.releases import current_name, store_of
from klimagraph.tables.making import Order, file_name, make
from klimagraph.tables.templates import template_of, templates


def template(
    name: Annotated[str, typer.Argument(metavar="CLASS", help="The class; none: a list.")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file, or - for standard output.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="xlsx or csv.")] = "",
    dataset: Annotated[str, typer.Option(help="Fill in what this dataset has published.")] = "",
    home: Home = None,
) -> None:
    """Make a spreadsheet template for a class, empty or filled with what is published."""
    root = bundle_folder()
    if not name:
        _listed(root)
        return
    ending = output.suffix.lower().lstrip(".") if output else ""
    order = Order(name, form or (ending if ending in ("xlsx", "csv") else "xlsx"), dataset)
    content = make(order, root, _release(settings_of(home=home).home, dataset))
    _write(content, output or Path(file_name(order, template_of(root, name))))


def _release(home: Path, dataset: str) -> Path | None:
    """Return the folder of the current release; without one there are lists of concepts only."""
    release = current_name(home)
    if release is None and dataset:
        raise NotFound(f"nothing is published in {home} yet; load data first")
    return store_of(home, release) if release else None


def _write(content: bytes, path: Path) -> None:
    if str(path) == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        path.write_bytes(content)
    except OSError as error:
        raise StorageFailed(f"{path} cannot be written: {error.strerror}") from None
    people.print(f"wrote {path}", highlight=False)


def _listed(root: Path) -> None:
    table = Table("class", "German", "English", "columns")
    for one in templates(root):
        columns = sum(not column.spare for column in one.columns)
        table.add_row(one.token, one.label.de, one.label.en, str(columns))
    Console().print(table)
