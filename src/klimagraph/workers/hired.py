"""A worker and the query that it works on."""

from dataclasses import dataclass

from klimagraph.workers.generations import Generation
from klimagraph.workers.priority import waited_seconds
from klimagraph.workers.processes import WorkerProcess


@dataclass(eq=False, slots=True)
class Hired:
    """A worker at work: for whom and since when."""

    worker: WorkerProcess
    generation: Generation
    who: str
    since: float
    heavy: bool = False
    """Whether it holds one of the places for clients with long queries."""
    long: bool = False
    """Whether it would yield if others came."""
    yielding: bool = False
    slow: bool = False
    before: float | None = None
    """Seconds of the processor that the worker had used when the query was first looked at."""
    aside: bool = False
    """Whether it has left its place to another."""
    ready: float | None = None
    """Seconds for which the worker had waited for a processor when it was first looked at."""
    waited: float = 0.0

    def held_up(self) -> float:
        """Return for how many seconds others kept it from a processor before it yielded to them."""
        if not self.yielding:
            waited = waited_seconds(self.worker.process)
            self.ready = waited if self.ready is None else self.ready
            self.waited = max(self.waited, waited - self.ready)
        return self.waited
