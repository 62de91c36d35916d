"""Sums and quantiles of what the registry of metrics counts (https://prometheus.io/docs/practices/histograms/)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from prometheus_client import CollectorRegistry
from prometheus_client.samples import Sample

BUCKET = "_bucket"


@dataclass(frozen=True)
class Samples:
    """All samples of a registry at one time."""

    all: Sequence[Sample]

    def value(self, name: str, **labels: str) -> float | None:
        """Return the sum of the samples of a name with these labels, None where there are none."""
        found = [one.value for one in self.all if one.name == name and _has(one, labels)]
        return sum(found) if found else None

    def by(self, name: str, label: str) -> dict[str, int]:
        """Return the sums of the samples of a name by the values of a label, largest first."""
        sums: dict[str, float] = defaultdict(float)
        for one in self.all:
            if one.name == name:
                sums[one.labels[label]] += one.value
        ordered = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
        return {key: round(value) for key, value in ordered}

    def quantiles(self, name: str, *wanted: float) -> list[float | None]:
        """Return seconds below which shares of the requests of a histogram lie."""
        classes: dict[float, float] = defaultdict(float)
        for one in self.all:
            if one.name == f"{name}{BUCKET}":
                classes[float(one.labels["le"])] += one.value
        return [_quantile(share, sorted(classes.items())) for share in wanted]


def samples(registry: CollectorRegistry) -> Samples:
    """Return what a registry tells now."""
    return Samples([one for family in registry.collect() for one in family.samples])


def _has(one: Sample, labels: dict[str, str]) -> bool:
    return labels.items() <= one.labels.items()


def _quantile(share: float, classes: Iterable[tuple[float, float]]) -> float | None:
    """Return a quantile as Prometheus reckons it: evenly spread within a class of time.

    In the last class, which has no end, it is where that class begins.
    """
    known = [(0.0, 0.0), *classes]
    rank = share * known[-1][1]
    if not rank:
        return None
    for (low, before), (high, until) in pairwise(known):
        if until >= rank and until > before:
            return (
                low
                if high == float("inf")
                else low + (high - low) * (rank - before) / (until - before)
            )
    return None
