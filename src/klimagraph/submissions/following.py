"""The ledger follows what is served, also where no submission brought it about."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from sqlite3 import Connection

from klimagraph import ledger, releases
from klimagraph.datasets import DERIVED
from klimagraph.errors import ReleaseUnknown, StoreBusy, StoreDamaged
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.events import FOLLOWED, Concerns, has_followed, last_told, note
from klimagraph.ledger.tokens import ITSELF
from klimagraph.releases import Release
from klimagraph.releases.lock import writing


def follow(home: Path) -> bool:
    """Enter what a roll-back, an update or a load made of datasets; tell whether there was any.

    Where somebody is writing it is left to the next time. Raises what `ledger.changing` raises.
    """
    served = releases.current_name(home)
    if served is None or not ledger.is_there(home):
        return False
    with ledger.reading(home) as connection:
        if has_followed(connection, served):
            return False
    with suppress(StoreBusy), writing(home, "look what is served"):
        release = releases.current(home)
        if release and not release.scratch:
            with ledger.changing(home) as connection:
                _enter(_Served(home, release), connection)
                return True
    return False


@dataclass(frozen=True)
class _Served:
    """What is served, and what was before."""

    home: Path
    release: Release

    @cached_property
    def contents(self) -> dict[str, str]:
        """Return the contents of the datasets."""
        return _contents(self.release)

    def before(self, connection: Connection, dataset: str) -> tuple[str, Release] | None:
        """Return the content that the world was told of last, and with which release."""
        told = last_told(connection, dataset)
        try:
            release = releases.read(self.home, told) if told else None
        except (ReleaseUnknown, StoreDamaged):
            return None
        return (_contents(release).get(dataset, ""), release) if release else None


def _enter(served: _Served, connection: Connection) -> None:
    busy = {one.dataset for one in entries.underway(connection)}
    for dataset in sorted(_all(served, connection) - busy):
        content = served.contents.get(dataset, "")
        for identifier, state in entries.follow(connection, dataset, content):
            about = Concerns(identifier, dataset)
            note(connection, ITSELF, f"now-{state}", about, release=served.release.name)
        told = served.before(connection, dataset)
        if told and told[0] != content:
            what = _what(content, told[1], served.release)
            details = {"release": served.release.name, "content": content}
            note(connection, ITSELF, what, Concerns("", dataset), **details)
    if not busy:
        note(connection, ITSELF, FOLLOWED, Concerns(), release=served.release.name)


def _all(served: _Served, connection: Connection) -> set[str]:
    """Return the datasets that are served, were served, or were to be."""
    told = last_told(connection, "")
    with suppress(ReleaseUnknown, StoreDamaged):
        before = _contents(releases.read(served.home, told)) if told else {}
        return {*served.contents, *before, *_submitted(connection)} - {DERIVED}
    return {*served.contents, *_submitted(connection)} - {DERIVED}


def _submitted(connection: Connection) -> Iterator[str]:
    return (one.dataset for one in entries.every(connection))


def _what(content: str, before: Release, now: Release) -> str:
    """Return what the world is told: another version, an earlier one, or none any more."""
    if not content:
        return "withdrawn"
    earlier = releases.order(now.name) < releases.order(before.name)
    return "rolled-back" if earlier else "published"


def _contents(release: Release) -> dict[str, str]:
    return {item.slug: item.content for item in release.datasets}
