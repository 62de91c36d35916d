"""What the load test demands, and whether it held."""

from dataclasses import dataclass

from bench.load.tally import Tally
from bench.load.watch import Sample, Watch

SLOWER, GROWTH, SLACK = 3.0, 1.2, 64.0
"""Times the quiet p99, times the memory, and megabytes on top."""


@dataclass(frozen=True)
class Phase:
    """One phase: what happened, what it looked like meanwhile, and when it was over."""

    name: str
    tally: Tally
    watch: Watch | None
    after: Sample | None


@dataclass(frozen=True)
class Verdict:
    """One demand, what was found, and whether that is enough."""

    demand: str
    found: str
    held: bool


def verdicts(before: Sample | None, quiet: Phase, hostile: Phase) -> list[Verdict]:
    """Judge two phases."""
    found = [_honest(quiet, hostile), _whole(quiet, hostile), _latency(quiet, hostile)]
    if before and hostile.after and hostile.watch and quiet.after:
        first, last = hostile.watch.ends()
        after = hostile.after
        found += [
            _flat("memory of the service flat: last fifth against first, MB", first, last),
            _flat(
                "memory given back: all processes after settling, against before, MB",
                quiet.after.proportional,
                after.proportional,
            ),
            _same("no process lost", before.processes, after.processes),
            _same("no descriptor lost", before.descriptors, after.descriptors),
        ]
    return found


def _honest(*phases: Phase) -> Verdict:
    bad = [
        f"{text}: {count}"
        for phase in phases
        for text, count in phase.tally.faults.items()
        if "dishonest" in text
    ]
    return Verdict("no 5xx but a 503 that says why", "; ".join(bad) or "none", not bad)


def _whole(*phases: Phase) -> Verdict:
    bad = [
        f"{text}: {count}"
        for phase in phases
        for text, count in phase.tally.faults.items()
        if "dishonest" not in text
    ]
    demand = "every good client gets a whole and equal answer, 429 or an honest 503"
    return Verdict(demand, "; ".join(bad) or "yes", not bad)


def _latency(quiet: Phase, hostile: Phase) -> Verdict:
    before, after = quiet.tally.quantile(0.99), hostile.tally.quantile(0.99)
    demand = f"p99 of good answers at most {SLOWER:g} times that without hostile ones"
    if before is None or after is None:
        return Verdict(demand, "no good answers", held=False)
    found = f"{after * 1000:.1f} ms against {before * 1000:.1f} ms: {after / before:.2f} times"
    return Verdict(demand, found, after <= SLOWER * before)


def _flat(demand: str, before: float, after: float) -> Verdict:
    return Verdict(demand, f"{after:,.0f} against {before:,.0f}", after <= GROWTH * before + SLACK)


def _same(demand: str, before: int, after: int) -> Verdict:
    return Verdict(demand, f"{after} against {before}", before == after)
