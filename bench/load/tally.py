"""What happened in one phase: latencies, statuses, faults."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bench.load.exchange import Answer

MOST_FAULTS = 20


@dataclass
class Tally:
    """Counts of one phase."""

    latencies: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds of the good answers, by kind of question."""
    good: Counter[str] = field(default_factory=Counter)
    """Good requests by what came of them."""
    hostile: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Hostile requests by kind and what came of them."""
    faults: Counter[str] = field(default_factory=Counter)
    """What must not be: broken or differing answers to good clients, dishonest errors."""
    sent: int = 0
    attacked: int = 0
    seconds: float = 0.0
    bodies: dict[str, int] = field(default_factory=dict)

    def answered(self, kind: str, key: str, answer: Answer, seconds: float) -> None:
        """Count an answer to a good request."""
        self.good[str(answer.status)] += 1
        self.check(kind, answer)
        if answer.status == 200:
            self.latencies[kind].append(seconds)
            if self.bodies.setdefault(key, hash(answer.body)) != hash(answer.body):
                self.faults[f"{kind}: another answer than before"] += 1
        elif answer.status not in (429, 503):
            self.faults[f"{kind}: status {answer.status}"] += 1

    def check(self, kind: str, answer: Answer) -> None:
        """Note an error of the server that does not say what it is."""
        if not answer.honest:
            self.faults[f"{kind}: dishonest {answer.status}"] += 1

    def take_in(self, harm: "Tally") -> None:
        """Count what was counted of hostile clients elsewhere."""
        self.attacked += harm.attacked
        self.hostile.update(harm.hostile)
        self.faults.update(harm.faults)

    def quantile(self, share: float, kind: str | None = None) -> float | None:
        """Return the latency that a share of the good answers did not exceed."""
        kinds = [kind] if kind else list(self.latencies)
        every = sorted(item for one in kinds for item in self.latencies[one])
        return every[min(len(every) - 1, int(len(every) * share))] if every else None

    @property
    def rate(self) -> float:
        """Return good answers a second."""
        return sum(map(len, self.latencies.values())) / self.seconds if self.seconds else 0.0

    def share(self, status: str) -> float:
        """Return the share of a status among the good requests."""
        return self.good[status] / self.good.total() if self.good else 0.0
