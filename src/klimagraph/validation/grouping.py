"""Findings by their cause."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from klimagraph.places import Place, Wanted
from klimagraph.validation.findings import SEVERITIES, Finding, Group

FOLDED = 100
"""Findings of one cause that are shown; the others are counted."""

Locate = Callable[[Sequence[Wanted]], list[Place | None]]


@dataclass(frozen=True)
class Traced:
    """A finding, and what has to be looked up for its place where it has none yet."""

    finding: Finding
    wanted: Wanted | None = None


def grouped(found: Iterable[Traced], locate: Locate) -> tuple[Group, ...]:
    """Return findings by cause, the worst and most frequent first, with places for those shown."""
    causes: dict[tuple[str, ...], list[Traced]] = {}
    for traced in found:
        finding = traced.finding
        cause = (finding.severity, finding.shape, finding.component, finding.path)
        causes.setdefault(cause, []).append(traced)
    groups = [_group(cause, all_of_it, locate) for cause, all_of_it in causes.items()]
    return tuple(sorted(groups, key=_rank))


def _group(cause: tuple[str, ...], found: list[Traced], locate: Locate) -> Group:
    first = sorted(found, key=_order)[:FOLDED]
    shown = _placed(first, locate)
    return Group(
        hashlib.sha256("\n".join(cause).encode()).hexdigest()[:16],
        cause[0],
        shown[0].message_de,
        shown[0].message_en,
        len(found),
        tuple(shown),
    )


def _placed(found: list[Traced], locate: Locate) -> list[Finding]:
    """Return findings with their places."""
    missing = [each for each in found if each.wanted and not each.finding.place]
    places = dict(
        zip(missing, locate([each.wanted for each in missing if each.wanted]), strict=True)
    )
    return [replace(each.finding, place=each.finding.place or places.get(each)) for each in found]


def _order(traced: Traced) -> tuple[str, ...]:
    finding = traced.finding
    return (finding.focus, finding.path, finding.value)


def _rank(group: Group) -> tuple[int, int, str]:
    return (SEVERITIES.index(group.severity), -group.count, group.identifier)
