"""The command that loads."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from klimagraph.bundle import bundle_folder
from klimagraph.cli.terminal import Home, bring_along, people, publishing, settings_of
from klimagraph.datasets import missing_description
from klimagraph.loading import load_bundled, load_files, load_register
from klimagraph.releases import current, objects


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
    settings = settings_of(home=home)
    if register:
        day = _day(population_date)
        publishing(lambda tell: load_register(settings.home, bundle_folder(), register, day, tell))
    elif files:
        if not dataset:
            raise typer.BadParameter("name the dataset that the files are", param_hint="--dataset")
        publishing(lambda tell: load_files(settings.home, dataset, files, tell))
        _tell_what_is_missing(settings.home, dataset)
    elif dataset:
        raise typer.BadParameter("name the files that the dataset is", param_hint="FILES")
    else:
        publishing(lambda tell: load_bundled(settings.home, bundle_folder(), tell))
    bring_along(settings)


def _tell_what_is_missing(home: Path, slug: str) -> None:
    """Say what a dataset must still say of itself before portals see it in the catalogue."""
    release = current(home)
    version = release.dataset(slug) if release else None
    missing = missing_description(slug, objects.get(home, version.content)) if version else []
    if missing:
        names = ", ".join(f"dcterms:{name}" for name in missing)
        text = f"not in the catalogue yet: dataset {slug} does not say its {names}"
        people.print(text, highlight=False, soft_wrap=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not a date", param_hint="--population-date"
        ) from None
