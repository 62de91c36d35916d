"""How it stands with the datasets that end."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

from pyoxigraph import Literal as Text
from pyoxigraph import NamedNode, Store

from klimagraph.releases import Release, current, graph_of, open_read_only, store_of
from klimagraph.retirement.terms import DEPRECATED_ON, REASON, REPLACED_BY

State = Literal["deprecated", "withdrawn"]
DEPRECATED: State = "deprecated"
WITHDRAWN: State = "withdrawn"
_ZONE = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})$")
DAYS = 30
"""Days for which a dataset is deprecated before it counts as withdrawn."""


@dataclass(frozen=True)
class Retirement:
    """The end of a dataset."""

    deprecated: str
    """Day since when it is not to be used any more (xsd:date)."""
    state: State
    replaced_by: str
    """IRI of what takes its place; empty where nothing does."""
    reason: str

    @property
    def due(self) -> date:
        """Return the day from which on it counts as withdrawn."""
        return date.fromisoformat(self.deprecated) + timedelta(days=DAYS)


class Built(Protocol):
    """A release with its store, as those who prepare a snapshot have it."""

    @property
    def release(self) -> Release:
        """The release."""

    @property
    def store(self) -> Store:
        """Its statements."""


def states(work: Built, day: date | None = None) -> Mapping[str, Retirement]:
    """Return how it stands with the datasets that end, by name, today or on another day."""
    slugs = [version.slug for version in work.release.datasets]
    return _begun(_announced(work.store, slugs), day or today())


def of_home(home: Path, day: date | None = None) -> Mapping[str, Retirement]:
    """Return how it stands with the datasets of the release that is served."""
    return _begun(_announced_in(home), day or today())


def next_change(home: Path, day: date | None = None) -> date | None:
    """Return the next day after today on which the state of a dataset is another one."""
    now = day or today()
    days = {
        change
        for one in _announced_in(home).values()
        for change in (date.fromisoformat(one.deprecated), one.due)
    }
    return min((change for change in days if change > now), default=None)


def announced(home: Path) -> Mapping[str, Retirement]:
    """Return the datasets that end, also those whose first day is still to come."""
    return _announced_in(home)


def today() -> date:
    """Return the day by which states are told (UTC)."""
    return datetime.now(UTC).date()


def _announced_in(home: Path) -> dict[str, Retirement]:
    release = current(home)
    if release is None or release.scratch:
        return {}
    store = open_read_only(store_of(home, release.name))
    return _announced(store, [version.slug for version in release.datasets])


def _announced(store: Store, slugs: Iterable[str]) -> dict[str, Retirement]:
    """Return what datasets say of their end in their own graphs."""
    found = {slug: _said(store, graph_of(slug)) for slug in slugs}
    return {slug: one for slug, one in sorted(found.items()) if one}


def _said(store: Store, graph: NamedNode) -> Retirement | None:
    days = [day for text in _values(store, graph, DEPRECATED_ON) if (day := _day(text))]
    if not days:
        return None
    replaced, reasons = (_values(store, graph, name) for name in (REPLACED_BY, REASON))
    return Retirement(min(days), DEPRECATED, min(replaced, default=""), min(reasons, default=""))


def _values(store: Store, graph: NamedNode, name: NamedNode) -> list[str]:
    quads = store.quads_for_pattern(graph, name, None, graph)
    return [quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Text)]


def _day(text: str) -> str:
    """Return the day of an xsd:date, without its time zone; nothing where it is none."""
    try:
        return date.fromisoformat(_ZONE.sub("", text.strip())).isoformat()
    except ValueError:
        return ""


def _begun(announced: Mapping[str, Retirement], day: date) -> dict[str, Retirement]:
    """Return the ends that have begun by a day, with the state of that day."""
    begun = {slug: one for slug, one in announced.items() if one.deprecated <= day.isoformat()}
    return {
        slug: one if day < one.due else replace(one, state=WITHDRAWN) for slug, one in begun.items()
    }
