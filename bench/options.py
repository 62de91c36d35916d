"""What a run of the measurements is told."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from bench.data import EXTENTS
from bench.peers import OTHERS

NAMES = tuple(peer.name for peer in OTHERS)
LOADING = {"0.1": 300.0, "1.5": 300.0, "15": 1800.0}
"""Seconds that one server may take to load, by size."""
BOTH = ("1.5", "15")
PATIENCE = {"0.1": 1, "1.5": 1, "15": 4}
"""How many times the limit of a query counts, by size."""


@dataclass(frozen=True)
class Options:
    """Sizes, peers, limits in seconds, and where things go."""

    sizes: tuple[str, ...]
    peers: tuple[str, ...]
    limit: float
    """Seconds that one query may take at the smallest size."""
    seconds: float
    """Seconds of one round of point queries."""
    rounds: int
    output: Path | None
    folder: Path | None


def read(arguments: list[str]) -> Options:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--size", choices=(*EXTENTS, "both"), default="1.5", help="million triples; 0.1 to try it"
    )
    parser.add_argument("--peers", default=",".join(NAMES), help="names with commas between them")
    parser.add_argument("--query-limit", type=float, default=30.0, help="seconds of one query")
    parser.add_argument("--seconds", type=float, default=8.0, help="of a round of point queries")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, help="document whose measured part is replaced")
    parser.add_argument("--folder", type=Path, help="work folder that is kept")
    told = parser.parse_args(arguments)
    peers = tuple(name for name in told.peers.split(",") if name)
    if unknown := set(peers) - set(NAMES):
        parser.error(f"no peer is called {', '.join(sorted(unknown))}; there are {NAMES}")
    sizes = BOTH if told.size == "both" else (told.size,)
    return Options(
        sizes, peers, told.query_limit, told.seconds, told.rounds, told.output, told.folder
    )
