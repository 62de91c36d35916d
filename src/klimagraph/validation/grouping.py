"""Findings by their cause."""

import hashlib
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from klimagraph.places import Place, Wanted
from klimagraph.shacl import Result
from klimagraph.validation.findings import SEVERITIES, Finding, Group
from klimagraph.validation.labels import Text

FOLDED = 100
"""Findings of one cause that are shown; the others are counted."""
MOST_SHOWN, MOST_CAUSES = 20_000, 500
"""Findings that are shown at most, and causes that are told apart by the path of their findings."""
DIGITS = 16
"""Hexadecimal digits of an identifier."""

Locate = Callable[[Sequence[Wanted]], list[Place | None]]
Key = tuple[str, str, str]
"""What tells findings of one cause apart: focus, path and value by names that stay."""


@dataclass(frozen=True)
class Traced:
    """A finding, and what is known of it besides.

    `wanted` is looked up for its place where it has none yet, `result` for what to say.
    """

    finding: Finding
    wanted: Wanted | None = None
    result: Result | None = None


class Explains(Protocol):
    """What knows the statements in which something was found."""

    def key(self, traced: Traced) -> Key:
        """Return focus, path and value by names that are the same in every run."""

    def explained(self, traced: Traced) -> Finding:
        """Return the finding with labels, expectation and repairs."""

    def title(self, traced: Traced) -> Text:
        """Return what a group of such findings is called."""

    def mending(self, finding: Finding) -> Text:
        """Return how all findings of a group are mended."""


class Plain:
    """Explains nothing: findings stay as they are."""

    def key(self, traced: Traced) -> Key:
        """Return focus, path and value."""
        finding = traced.finding
        return finding.focus, finding.path, finding.value

    def explained(self, traced: Traced) -> Finding:
        """Return the finding."""
        return traced.finding

    def title(self, traced: Traced) -> Text:
        """Return the message."""
        finding = traced.finding
        return Text(finding.message_de or finding.message_en, finding.message_en)

    def mending(self, finding: Finding) -> Text:
        """Return nothing."""
        return Text("", "")


def grouped(
    found: Iterable[Traced], locate: Locate, explains: Explains | None = None
) -> tuple[Group, ...]:
    """Return findings by cause, the worst and most frequent first, with places for those shown.

    Of each cause only as many are kept as are shown, whatever their number and order. Who finds
    a thousand paths to break one rule gets one cause for what comes after the first hundreds.
    """
    explains = explains or Plain()
    causes: dict[Cause, _Fold] = {}
    for traced in found:
        cause = cause_of(traced.finding)
        if cause not in causes and len(causes) >= MOST_CAUSES:
            cause = (*cause[:3], "")
        if cause not in causes:
            causes[cause] = _Fold()
        causes[cause].add((explains.key(traced), traced))
    most = max(1, MOST_SHOWN // max(1, len(causes)))
    shown = {cause: fold.first()[:most] for cause, fold in causes.items()}
    placed = iter(_placed([traced for kept in shown.values() for _, traced in kept], locate))
    groups = [
        _group(cause, causes[cause].count, [(*keyed, next(placed)) for keyed in kept], explains)
        for cause, kept in shown.items()
    ]
    return tuple(sorted(groups, key=_rank))


Cause = tuple[str, str, str, str]


def cause_of(finding: Finding) -> Cause:
    """Return what findings of one group have in common."""
    return (finding.severity, finding.shape, finding.component, finding.path)


Keyed = tuple[Key, Traced]
Placed = tuple[Key, Traced, Place | None]


@dataclass
class _Fold:
    """The first findings of one cause in the order of their keys, and how many there are."""

    count: int = 0
    kept: list[Keyed] = field(default_factory=list)

    def add(self, keyed: Keyed) -> None:
        """Count a finding, and keep it as long as there are few before it."""
        self.count += 1
        self.kept.append(keyed)
        if len(self.kept) >= 2 * FOLDED:
            self.kept = self.first()

    def first(self) -> list[Keyed]:
        """Return those that are shown."""
        return sorted(self.kept, key=_order)[:FOLDED]


def _order(keyed: Keyed) -> tuple[Key, str, str]:
    key, traced = keyed
    return key, traced.finding.message_de, traced.finding.message_en


def _group(cause: Cause, count: int, kept: Sequence[Placed], explains: Explains) -> Group:
    names = identifiers(cause, [key for key, _, _ in kept])
    shown = [
        replace(
            explains.explained(traced), place=place, identifier=traced.finding.identifier or name
        )
        for (_, traced, place), name in zip(kept, names, strict=True)
    ]
    shown.sort(key=_position)
    title, mending = explains.title(kept[0][1]), explains.mending(shown[0])
    return Group(
        _hash(cause),
        cause[0],
        title.de,
        title.en,
        count,
        tuple(shown),
        mending.de,
        mending.en,
    )


def _position(finding: Finding) -> tuple[str, int, int]:
    """Return what puts findings into the order in which people meet them in a file."""
    place = finding.place or Place()
    return place.sheet, place.line or place.row or sys.maxsize, place.column or 0


def identifiers(cause: Cause, keys: Iterable[Key]) -> list[str]:
    """Return a name for each finding of a cause; those that nothing tells apart are numbered."""
    seen: dict[str, int] = {}
    names = []
    for key in keys:
        name = _hash((cause[1], cause[2], *key))
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:DIGITS]


def _placed(found: Sequence[Traced], locate: Locate) -> list[Place | None]:
    """Return the places of findings; those that are not known yet are looked up together.

    A source may have to read its file again for that.
    """
    places = [each.finding.place for each in found]
    missing = {
        number: each.wanted
        for number, each in enumerate(found)
        if each.wanted and not each.finding.place
    }
    for number, place in zip(missing, locate(list(missing.values())), strict=True):
        places[number] = place
    return places


def _rank(group: Group) -> tuple[int, int, str]:
    return (SEVERITIES.index(group.severity), -group.count, group.identifier)
