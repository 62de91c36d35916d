"""What a load test is told."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.load.exchange import Place


@dataclass(frozen=True)
class Options:
    """How long, how many, from where, against what."""

    seconds: float
    connections: int
    hostile: float
    think: float
    good_clients: int
    hostile_clients: int
    address: str
    """Origin of a running service; empty to start one."""
    process: int
    """Its process, whose memory is watched; 0 for none."""
    data: str
    only: str
    """Part of the names of the hostile kinds that take part; empty for all."""
    output: Path | None

    @property
    def attackers(self) -> int:
        """Return the number of hostile connections."""
        return max(1, round(self.connections * self.hostile))

    @property
    def place(self) -> Place:
        """Return where the service listens."""
        parts = urlsplit(self.address)
        return Place(parts.hostname or "127.0.0.1", parts.port or 80)


HELP = {
    "seconds": "of each of the two phases",
    "connections": "in all",
    "hostile": "share of the connections and, at most, of the requests",
    "think": "mean seconds between an answer and the next question of a good client",
    "good-clients": "addresses of good clients, from 127.0.0.2 on",
    "hostile-clients": "addresses of hostile clients, from 127.0.1.1 on",
    "address": "origin of a running service, such as http://127.0.0.1:8000",
    "process": "its process number, to watch its memory",
    "data": "`bundled`, 1.5 or 15 million generated statements, or the folder of a home",
    "only": "part of the names of the hostile kinds that take part",
    "output": "document whose measured part is replaced",
}


def read(arguments: list[str]) -> Options:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    defaults: dict[str, object] = {
        "seconds": 600.0,
        "connections": 200,
        "hostile": 0.05,
        "think": 0.5,
        "good-clients": 50,
        "hostile-clients": 5,
        "address": "",
        "process": 0,
        "data": "bundled",
        "only": "",
    }
    for name, default in defaults.items():
        text = f"{HELP[name]} ({default!r})".replace("%", "%%")
        parser.add_argument(f"--{name}", type=type(default), default=default, help=text)
    parser.add_argument("--output", type=Path, help=HELP["output"])
    return Options(**vars(parser.parse_args(arguments)))
