"""The command for the end of a dataset."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from klimagraph.cli.terminal import (
    Home,
    bring_along,
    people,
    print_rows,
    publishing,
    settings_of,
)
from klimagraph.releases import endings
from klimagraph.retirement import DEPRECATED, WITHDRAWN, Retirement, retiring, stages

STEPS = {
    "retire": "say --reason TEXT, --finish or --undo, one of them",
    "list": "name the dataset that --reason, --finish or --undo is about",
}


def retire(
    slug: Annotated[str, typer.Argument(help="The dataset; none: list what is retired.")] = "",
    *,
    reason: Annotated[str, typer.Option(help="Why it ends; shown to all who use it.")] = "",
    replaced_by: Annotated[str, typer.Option(help="IRI of what takes its place.")] = "",
    on: Annotated[str, typer.Option(help="First day (YYYY-MM-DD); none: today.")] = "",
    finish: Annotated[
        bool, typer.Option("--finish", help="Withdraw it, thirty days later.")
    ] = False,
    now: Annotated[bool, typer.Option("--now", help="With --finish: before the 30 days.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="With --finish: though others link to its things.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take it back, or bring it back.")] = False,
    home: Home = None,
) -> None:
    """Announce the end of a dataset, withdraw it thirty days later, or take that back."""
    settings = settings_of(home=home)
    if bool(reason) + finish + undo != bool(slug):
        raise typer.BadParameter(STEPS["retire" if slug else "list"])
    if not slug:
        _list(settings.home)
        return
    if undo:
        publishing(lambda tell: retiring.undo(settings.home, slug, tell))
    elif finish:
        publishing(lambda tell: retiring.finish(settings.home, slug, tell, now=now, force=force))
    else:
        ending = Retirement(_day(on).isoformat(), DEPRECATED, replaced_by, reason)
        publishing(lambda tell: retiring.retire(settings.home, slug, ending, tell))
        people.print(f"{slug} can be withdrawn from {ending.due} on", highlight=False)
    bring_along(settings)


def _list(home: Path) -> None:
    """Print what is retired, what is due, and what has ended."""
    begun = stages.of_home(home)
    rows = [
        (slug, one.deprecated, _standing(begun.get(slug), one), one.replaced_by, one.reason)
        for slug, one in stages.announced(home).items()
    ]
    rows += [
        (slug, one.deprecated, f"ended {one.withdrawn}", one.replaced_by, one.reason)
        for slug, one in sorted(endings.endings(home).items())
    ]
    print_rows(("dataset", "deprecated", "state", "replaced by", "reason"), rows)


def _standing(begun: Retirement | None, one: Retirement) -> str:
    if begun is None:
        return "announced"
    if begun.state == WITHDRAWN:
        return "withdrawn, due: klimagraph retire --finish"
    return f"deprecated until {one.due}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else stages.today()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day", param_hint="--on") from None
