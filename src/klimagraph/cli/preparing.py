"""The command that prepares what is harvested."""

from typing import Annotated

import typer

from klimagraph.cli.terminal import Home, behind_bar, people, settings_of
from klimagraph.harvest.preparing import prepare as made


def prepare(
    shrink: Annotated[
        bool,
        typer.Option("--shrink", help="Even if the catalogue lists much less than before."),
    ] = False,
    public_url: Annotated[
        str | None, typer.Option(help="Address under which others reach the service.")
    ] = None,
    home: Home = None,
) -> None:
    """Prepare the catalogue, files and feeds for harvesters, and serve them from then on."""
    settings = settings_of(home=home, public_url=public_url)
    done = behind_bar(lambda tell: made(settings, shrink=shrink, tell=tell))
    text = f"snapshot {done.name}: {len(done.datasets)} datasets, {len(done.files)} files"
    people.print(text, highlight=False)
    for slug, lacks in sorted(done.left_out.items()):
        people.print(f"not listed: {slug}, which lacks {', '.join(lacks)}", highlight=False)
