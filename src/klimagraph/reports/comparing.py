"""Two reports compared: what is fixed, what is new, what remains."""

from dataclasses import dataclass

from klimagraph.validation.findings import SEVERITIES, Finding, Group, Report


@dataclass(frozen=True)
class Change:
    """How many findings of one cause there were and are."""

    identifier: str
    severity: str
    title_de: str
    title_en: str
    before: int
    after: int
    complete: bool
    """Whether all of them were listed in both reports, so that each is told by its name."""

    @property
    def unchanged(self) -> bool:
        """Tell whether there are as many as before."""
        return self.before == self.after


@dataclass(frozen=True)
class Comparison:
    """What has changed between two reports, by the identifiers of their findings.

    Of causes that a report has folded the listed findings alone are known by name: what may
    only have been out of sight is not called new or fixed. `changes` has all exact counts.
    """

    before: str
    after: str
    fixed: tuple[Finding, ...]
    new: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    changes: tuple[Change, ...]

    @property
    def worse(self) -> bool:
        """Tell whether there are more violations of some cause than before."""
        return any(
            each.severity == "violation" and each.after > each.before for each in self.changes
        )


def compare(before: Report, after: Report) -> Comparison:
    """Return what has changed from one report to another."""
    old, new = _groups(before), _groups(after)
    names = [*new, *(name for name in old if name not in new)]
    changes = [_change(old.get(name), new.get(name)) for name in names]
    kept = {finding.identifier for finding in before.findings}
    known = {finding.identifier for finding in after.findings}
    return Comparison(
        before.source,
        after.source,
        tuple(_only(before, known, _unfolded(new, before))),
        tuple(_only(after, kept, _unfolded(old, after))),
        tuple(finding for finding in after.findings if finding.identifier in kept),
        tuple(sorted(changes, key=_rank)),
    )


def _groups(report: Report) -> dict[str, Group]:
    return {group.identifier: group for group in report.groups}


def _unfolded(other: dict[str, Group], report: Report) -> set[str]:
    """Return the causes of a report whose findings the other report lists in full."""
    return {
        group.identifier
        for group in report.groups
        if group.identifier not in other or _complete(other[group.identifier])
    }


def _only(report: Report, known: set[str], groups: set[str]) -> list[Finding]:
    return [
        finding
        for group in report.groups
        if group.identifier in groups
        for finding in group.findings
        if finding.identifier not in known
    ]


def _complete(group: Group | None) -> bool:
    return group is None or group.count == len(group.findings)


def _change(before: Group | None, after: Group | None) -> Change:
    group = after or before
    if group is None:
        raise ValueError("a cause is in one of the reports")
    return Change(
        group.identifier,
        group.severity,
        group.title_de,
        group.title_en,
        before.count if before else 0,
        after.count if after else 0,
        _complete(before) and _complete(after),
    )


def _rank(change: Change) -> tuple[int, int, str]:
    return (SEVERITIES.index(change.severity), change.before - change.after, change.identifier)
