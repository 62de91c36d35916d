"""The command that takes a person down."""

from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from klimagraph.cli.terminal import (
    Home,
    behind_bar,
    bring_along,
    people,
    print_rows,
    settings_of,
)
from klimagraph.namespaces import THINGS
from klimagraph.releases import tombstones
from klimagraph.settings import Settings
from klimagraph.takedown import taking
from klimagraph.takedown.journal import Journal
from klimagraph.takedown.taking import DIFFERENT, SAME, Done, Wish

OUTSIDE = (
    "not reached from here: backups, copies that others made, proxies and browsers that hold "
    "answers, logs, and reports that a running service holds for an hour (see docs/retirement.md)"
)


def takedown(
    person: Annotated[str, typer.Argument(help="IRI of the person; none: list tombstones.")] = "",
    *,
    reason: Annotated[str, typer.Option(help="A note for operators; nobody else sees it.")] = "",
    name: Annotated[
        list[str] | None, typer.Option(help="A further spelling of the name; can be repeated.")
    ] = None,
    same: Annotated[
        bool, typer.Option("--same", help="Others of that name are the same human being.")
    ] = False,
    different: Annotated[
        bool, typer.Option("--different", help="Others of that name are different people.")
    ] = False,
    submissions: Annotated[
        bool, typer.Option("--submissions", help="Remove files of submissions that name her.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Take down whoever came back with a backup.")
    ] = False,
    home: Home = None,
) -> None:
    """Take a person out of all kept releases, and refuse her or him from then on."""
    if (same and different) or (again and person):
        raise typer.BadParameter("--same or --different; an IRI or --again")
    settings = settings_of(home=home)
    namesakes = SAME if same else DIFFERENT if different else ""
    wish = Wish(_iri(person), reason, tuple(name or ()), namesakes, submissions)
    if Journal(settings.home).read() and not person:
        _tell(settings, behind_bar(lambda tell: taking.go_on(settings, tell)))
    elif person:
        _tell(settings, behind_bar(lambda tell: taking.take_down(settings, wish, tell)))
    elif again:
        _again(settings, wish)
    else:
        _list(settings)


def _again(settings: Settings, wish: Wish) -> None:
    """Take down all who have a tombstone and are there all the same."""
    while found := taking.again(settings):
        one = replace(wish, iri=found[0], namesakes=wish.namesakes or SAME)
        _tell(settings, behind_bar(partial(taking.take_down, settings, one)))
    people.print("nobody who was taken down is there", highlight=False)


def _list(settings: Settings) -> None:
    rows = [(item.at, item.release, item.stands, item.reason)
            for item in tombstones.read(settings.home).all]  # fmt: skip
    print_rows(("taken down", "release", "stands there", "note"), sorted(rows))


def _iri(person: str) -> str:
    """Return the IRI; the end of it is enough."""
    return person if not person or ":" in person else f"{THINGS}person/{person.rpartition('/')[2]}"


def _tell(settings: Settings, done: Done) -> None:
    """Print what was done and what is left to do."""
    left = done.remains
    lines = [f"release {done.release}; rewritten: {', '.join(done.rewritten) or 'nothing'}"]
    if left.saved:
        lines.append(f"{left.saved} saved queries named the person and are gone")
    if left.files:
        verb = "removed" if left.removed else "hold the name; --submissions removes them"
        lines.append(f"files of submissions {', '.join(left.files)}: {verb}")
    if left.ledger:
        lines.append(f"the ledger holds the name in: {', '.join(left.ledger)}")
    if done.fault:
        lines.append(
            f"harvesters get nothing until a snapshot can be prepared: {done.fault}; a running "
            "service tries again, and so does `klimagraph prepare`"
        )
    for line in (*lines, OUTSIDE):
        people.print(line, highlight=False, soft_wrap=True)
    bring_along(settings)
