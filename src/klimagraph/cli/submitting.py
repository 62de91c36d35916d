"""The commands for submissions, on a home of this machine."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from klimagraph import ledger
from klimagraph.cli.terminal import NOT_VALID, Home, bring_along, people, print_rows, settings_of
from klimagraph.ledger import Submission
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.tokens import OPERATOR
from klimagraph.reports.text import as_text
from klimagraph.settings import Settings
from klimagraph.submissions import finding, publishing
from klimagraph.submissions.checking import check
from klimagraph.submissions.judging import judge
from klimagraph.submissions.receiving import Upload, arriving, receive

Identifier = Annotated[str, typer.Argument(help="Name of the submission.")]


def submit(
    file: Annotated[Path, typer.Argument(help="The file: RDF, or a filled template.")],
    dataset: Annotated[str, typer.Option(help="Name of the dataset that it shall become.")],
    note: Annotated[str, typer.Option(help="A word to those who look at it.")] = "",
    home: Home = None,
) -> None:
    """Hand a file in and check it; exit 1 where it is not valid. Nothing is published by that."""
    settings = settings_of(home=home)
    if not file.is_file():
        raise typer.BadParameter(f"there is no file {file}", param_hint="FILE")
    with arriving(settings.home) as folder:
        suffixes = "".join(file.suffixes[-2:] if file.suffix == ".gz" else file.suffixes[-1:])
        path = Path(shutil.copyfile(file, folder / f"data{suffixes}"))
        one, _ = receive(settings, dataset, Upload(path, file.name, note), OPERATOR)
    with people.status("checking"):
        check(settings, one.id, judge)
    _tell(settings, _found(settings, one.id))


def submissions(home: Home = None) -> None:
    """List the submissions."""
    headings = ("submission", "dataset", "state", "received", "file", "errors", "published")
    with ledger.reading(settings_of(home=home).home) as connection:
        rows = [
            (one.id, one.dataset, one.state, one.received, one.name, str(one.violations),
             one.published)
            for one in entries.all_for(connection, OPERATOR)
        ]  # fmt: skip
    print_rows(headings, rows)


def publish(identifier: Identifier, home: Home = None) -> None:
    """Publish a valid submission as the new version of its dataset."""
    settings = settings_of(home=home)
    with people.status("publishing"):
        one = publishing.publish(settings, identifier, OPERATOR)
    bring_along(settings)
    people.print(f"{one.dataset} is published with release {one.published}", highlight=False)


def withdraw(identifier: Identifier, home: Home = None) -> None:
    """Withdraw a submission; of a published one the dataset gets its version before back."""
    settings = settings_of(home=home)
    with people.status("withdrawing"):
        one = publishing.withdraw(settings, identifier, OPERATOR)
    bring_along(settings)
    people.print(f"submission {one.id} is withdrawn", highlight=False)


def _found(settings: Settings, identifier: str) -> Submission:
    with ledger.reading(settings.home) as connection:
        return finding.found(connection, identifier, OPERATOR)


def _tell(settings: Settings, one: Submission) -> None:
    """Print what was found and what would change; exit 1 where it cannot be published."""
    report = finding.report(settings.home, one)
    difference = finding.difference(settings.home, one)
    if one.fault:
        people.print(one.fault, style="red", markup=False, highlight=False)
    elif report:
        print(as_text(report), end="")
    if difference:
        print(difference["summary"]["de"])
    people.print(f"submission {one.id}: {one.state}", highlight=False)
    raise typer.Exit(0 if one.state in (entries.VALID, entries.PUBLISHED) else NOT_VALID)
