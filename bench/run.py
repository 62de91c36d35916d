"""The servers of one run at one size: got, loaded, started, revived, and what was found."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from bench import client, data
from bench.options import LOADING, PATIENCE, Options
from bench.peers import OTHERS, Klimagraph, Peer
from bench.queries import point
from bench.step import Cell, StepFailedError
from bench.table import LINES, LOAD, Cells

INSTALL_LIMIT = 300.0


@dataclass
class Run:
    """One size: its servers, and the figures so far."""

    size: str
    options: Options
    ours: Klimagraph
    peers: list[Peer]
    """All that take part, ours first."""
    statements: int = 0
    cells: Cells = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    place: str = ""
    """Where our service answered from."""

    @property
    def extent(self) -> data.Extent:
        """Return how much there is of everything."""
        return data.EXTENTS[self.size]

    @property
    def limit(self) -> float:
        """Return the seconds that one query may take."""
        return self.options.limit * PATIENCE[self.size]

    @property
    def groups(self) -> list[list[Peer]]:
        """Return the servers that run at the same time, ours in the first group."""
        together = [peer for peer in self.peers if not peer.alone()]
        return [together, *([peer] for peer in self.peers if peer.alone())]

    def note(self, peer: Peer, text: str) -> None:
        """Say the same in all lines of a server that have no figure yet, and leave it out."""
        tell(f"{peer.name}: {text}")
        for line in LINES:
            self.cells.setdefault((line.name, peer.name), Cell(note=text))
        if peer in self.peers:
            self.peers.remove(peer)


def prepare(size: str, options: Options, folder: Path) -> Run:
    """Write the data; get and load all servers."""
    extent, place = data.EXTENTS[size], folder / size
    ours = Klimagraph(place, extent, options.limit * PATIENCE[size])
    others = [peer(place, extent) for peer in OTHERS if peer.name in options.peers]
    run = Run(size, options, ours, [ours, *others])
    triples = place / "data.nt"
    tell("data")
    run.statements = data.write(triples, extent)
    for peer in [ours, *others]:
        try:
            _load(run, peer, triples)
        except StepFailedError as error:
            run.note(peer, str(error))
    if ours not in run.peers:
        raise RuntimeError("our own service could not be loaded")
    return run


def _load(run: Run, peer: Peer, triples: Path) -> None:
    peer.prepare(INSTALL_LIMIT)
    run.versions[peer.name] = peer.version()
    tell(f"loading {peer.name} {run.versions[peer.name]}")
    seconds = peer.load(triples, LOADING[run.size])
    run.cells[LOAD, peer.name] = Cell(seconds, "" if seconds is not None else "at each start")


def start(run: Run, peer: Peer) -> None:
    """Start a server and ask it until it answers; raises StepFailedError."""
    peer.start()
    client.ask(peer.address, point(1, run.extent), LOADING[run.size])
    if isinstance(peer, Klimagraph):
        run.place = peer.settled()


def ask(run: Run, peer: Peer, query: str) -> tuple[bytes, float]:
    """Ask a question; a server that fails is started anew, so that it is idle afterwards.

    Raises StepFailedError.
    """
    try:
        return client.ask(peer.address, query, run.limit)
    except StepFailedError as error:
        fate = str(error) if peer.running() else peer.fate()
        revive(run, peer)
        raise StepFailedError(fate) from None


def revive(run: Run, peer: Peer) -> None:
    """Start a server anew; where that fails, the next question finds out."""
    peer.stop()
    try:
        start(run, peer)
    except StepFailedError as error:
        tell(f"{peer.name} does not come back: {error}")


def tell(step: str) -> None:
    """Say what is being done."""
    print(step, file=sys.stderr, flush=True)
