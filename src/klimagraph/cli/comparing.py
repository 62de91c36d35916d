"""The command that says what a file would change."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from klimagraph import releases
from klimagraph.cli.terminal import Home, people, settings_of
from klimagraph.datasets import DatasetSource, check_slug, read_source
from klimagraph.releases import Content
from klimagraph.settings import Settings
from klimagraph.submissions import telling
from klimagraph.submissions.differences import Difference, compare
from klimagraph.submissions.judging import published, readable, words_on
from klimagraph.submissions.places import STATEMENTS
from klimagraph.validation import Task, validate


def diff(
    file: Annotated[Path, typer.Argument(help="The file: RDF, or a filled template.")],
    dataset: Annotated[str, typer.Option(help="The dataset that it is compared with.")],
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    language: Annotated[str, typer.Option(help="de or en.")] = "de",
    home: Home = None,
) -> None:
    """Say in words what a file would change in a published dataset."""
    if output not in ("text", "json"):
        raise typer.BadParameter("text or json", param_hint="--format")
    if language not in ("de", "en"):
        raise typer.BadParameter("de or en", param_hint="--language")
    with people.status("comparing"):
        found = _difference(settings_of(home=home), check_slug(dataset), file)
    if output == "json":
        data = asdict(found) | {"summary": asdict(telling.summary(found))}
        print(json.dumps(data, ensure_ascii=False, indent=1))
        return
    for line in telling.lines(found, language):
        print(line)


def _difference(settings: Settings, dataset: str, file: Path) -> Difference:
    release = releases.current(settings.home)
    before = published(settings.home, dataset, release)
    content = _content(settings, dataset, file, before)
    _, words = words_on(release, settings.home, content)
    return compare(before, content.quads, words)


def _content(settings: Settings, dataset: str, file: Path, before: bytes) -> Content:
    with tempfile.TemporaryDirectory(prefix="klimagraph-") as folder:
        statements = Path(folder) / STATEMENTS
        path = readable(file, statements)
        if path == statements:
            validate(Task(file, file.name, dataset=dataset, output=statements), settings)
        return read_source(DatasetSource(dataset, (path,)), before)
