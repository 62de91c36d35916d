"""The measured part of the document about load."""

from collections import Counter

from bench.document import table
from bench.load.good import WEIGHTS
from bench.load.options import Options
from bench.load.verdict import Phase, Verdict
from bench.load.watch import Sample
from bench.machine import machine, today
from klimagraph import __version__


def report(options: Options, phases: list[Phase], judged: list[Verdict]) -> str:
    """Return everything about a load test in Markdown."""
    parts = [
        f"Measured on {today()} with Klimagraph {__version__}: {machine()}",
        f"{options.connections} connections, of which {options.attackers} are hostile in the "
        f"second phase and silent in the first; {options.seconds:g} s for each phase.\n"
        f"Good clients have {options.good_clients} addresses, hostile ones "
        f"{options.hostile_clients}; good ones think {options.think:g} s on average.\n"
        f"Data: {options.data}.",
        table(["demanded", "found", "held"], [_verdict(one) for one in judged]),
        table(
            ["good clients", *(phase.name for phase in phases)],
            [*_rates(phases), *_latencies(phases)],
        ),
        _hostile(phases[-1]),
    ]
    if any(phase.watch and phase.watch.samples for phase in phases):
        parts.append(_memory(phases))
    return "\n\n".join(parts)


def _verdict(one: Verdict) -> list[str]:
    return [one.demand, one.found, "yes" if one.held else "**no**"]


def _rates(phases: list[Phase]) -> list[list[str]]:
    tallies = [phase.tally for phase in phases]
    return [
        ["good answers a second", *(f"{one.rate:,.0f}" for one in tallies)],
        ["statuses", *(_counted(one.good) for one in tallies)],
        ["refused with 429", *(f"{one.share('429'):.2%}" for one in tallies)],
        ["stopped with 503", *(f"{one.share('503'):.2%}" for one in tallies)],
    ]


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name}: {count:,}" for name, count in sorted(counts.items()))


def _latencies(phases: list[Phase]) -> list[list[str]]:
    rows = []
    for kind in (None, *WEIGHTS):
        name = f"p50, p99 of {kind or 'all'} (ms)"
        cells = []
        for phase in phases:
            pair = [phase.tally.quantile(share, kind) for share in (0.5, 0.99)]
            cells.append(", ".join("–" if one is None else f"{one * 1000:.1f}" for one in pair))
        rows.append([name, *cells])
    return rows


def _hostile(phase: Phase) -> str:
    kinds: dict[str, Counter[str]] = {}
    for (kind, outcome), count in phase.tally.hostile.items():
        kinds.setdefault(kind, Counter())[outcome] += count
    rows = [[kind, _counted(counts)] for kind, counts in kinds.items()]
    share = phase.tally.attacked / max(1, phase.tally.attacked + phase.tally.sent)
    text = f"{phase.tally.attacked:,} hostile requests, {share:.1%} of all:"
    return f"{text}\n\n{table(['hostile kind', 'what came of it'], rows)}"


def _memory(phases: list[Phase]) -> str:
    rows = []
    for phase in phases:
        samples = phase.watch.samples if phase.watch else []
        for name, read in READINGS.items():
            values = [read(one) for one in samples]
            after = f"{read(phase.after):,.0f}" if phase.after else "–"
            rows.append(
                [
                    f"{name}, {phase.name}",
                    *(f"{one:,.0f}" for one in (values[0], max(values), values[-1])),
                    after,
                ]
            )
    return table(["memory (MB)", "first", "most", "last", "settled"], rows)


def _service(sample: Sample) -> float:
    return sample.service


def _proportional(sample: Sample) -> float:
    return sample.proportional


def _resident(sample: Sample) -> float:
    return sample.resident


READINGS = {
    "service, resident": _service,
    "all processes, shared pages in parts": _proportional,
    "all processes, resident": _resident,
}
