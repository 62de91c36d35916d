"""Serving an earlier release again: what that changes, who did it, and what the ledger follows."""

from dataclasses import dataclass

from klimagraph import ledger, releases
from klimagraph.errors import Conflict, StoreBusy
from klimagraph.ledger import Holder
from klimagraph.ledger.events import ROLL_BACK, Concerns, note
from klimagraph.releases import Release
from klimagraph.releases.building import changes_between
from klimagraph.settings import Settings
from klimagraph.submissions.following import follow


@dataclass(frozen=True)
class Step:
    """What becomes of a dataset: statements before and after, None where it is not there."""

    dataset: str
    before: int | None
    after: int | None


def steps(served: Release, wanted: Release) -> tuple[Step, ...]:
    """Return which datasets are others when a release is served in the place of another."""
    return tuple(
        Step(slug, old.quads if old else None, new.quads if new else None)
        for slug, old, new in changes_between(served, wanted)
    )


def roll_back(settings: Settings, name: str, served: str, holder: Holder) -> Release:
    """Serve a release again in the place of the one that somebody saw served, and note who did.

    Raises Conflict where another one is served by now or somebody writes, ReleaseUnknown,
    ReleaseGone, StorageFailed, StoreDamaged.
    """
    if name == served:
        raise Conflict(f"Version {name} gilt schon / release {name} is served already")
    try:
        release = releases.roll_back(settings.home, name, served)
    except StoreBusy:
        raise Conflict(
            "Gerade wird veröffentlicht oder zurückgesetzt / somebody publishes or rolls back"
        ) from None
    with ledger.changing(settings.home) as connection:
        note(connection, holder, ROLL_BACK, Concerns(), release=name, before=served)
    follow(settings.home)
    return release
