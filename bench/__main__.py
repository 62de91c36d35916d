"""Measures everything in one run and prints one table of ratios."""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import client, data, queries, servers

CONNECTIONS, SECONDS, ROUNDS = 8, 8.0, 3
NEW = "https://w3id.org/klimagraph/id/alliance/published-just-now"
SEEN = f"ASK {{ <{NEW}> ?p ?o }}"


@dataclass(frozen=True)
class Row:
    """One line of the table: ours, the peer's, and their ratio against the target."""

    what: str
    ours: str
    peer: str
    ratio: float
    target: str


def main() -> None:
    """Measure in a temporary folder, or in the one that is named, and print the table."""
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    folder = chosen or Path(tempfile.mkdtemp(prefix="klimagraph-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _print(list(_measure(folder)))
    finally:
        if chosen is None:
            shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path) -> Iterator[Row]:
    triples = folder / "data.nt"
    _tell(f"{data.write(triples):,} triples")
    home, store = folder / "home", folder / "peer"
    mine, theirs = servers.load_ours(home, triples), servers.load_peer(store, triples)
    yield Row("bulk load (s)", f"{mine:.1f}", f"{theirs:.1f}", theirs / mine, ">= 0.8")
    yield _start(home, store)
    with servers.ours(home) as our_address, servers.peer(store) as peer_address:
        servers.wait_for_memory(our_address)
        yield from _points(our_address, peer_address)
        yield from _analytic(our_address, peer_address)
        yield from _large(our_address, peer_address)
    yield _publication(home, store, folder)


def _start(home: Path, store: Path) -> Row:
    _tell("start")
    mine = statistics.median(_until_answer(lambda: servers.ours(home)) for _ in range(ROUNDS))
    theirs = statistics.median(_until_answer(lambda: servers.peer(store)) for _ in range(ROUNDS))
    return Row("start to first answer (s)", f"{mine:.2f}", f"{theirs:.2f}", theirs / mine, "< 2 s")


def _until_answer(server: Callable[[], object]) -> float:
    started = time.perf_counter()
    with server() as address:  # type: ignore[attr-defined]  # a context manager
        client.ask(address, queries.point(1))
        return time.perf_counter() - started


def _points(ours: str, peer: str) -> Iterator[Row]:
    _tell("point queries")
    rounds = [
        (client.load(ours, CONNECTIONS, SECONDS), client.load(peer, CONNECTIONS, SECONDS))
        for _ in range(ROUNDS)
    ]
    failures = sum(mine.failures + theirs.failures for mine, theirs in rounds)
    if failures:
        raise RuntimeError(f"{failures} point queries failed")
    mine, theirs = sorted(rounds, key=lambda pair: pair[0].rate / pair[1].rate)[len(rounds) // 2]
    ratio = mine.rate / theirs.rate
    yield Row("point queries a second", f"{mine.rate:,.0f}", f"{theirs.rate:,.0f}", ratio, ">= 0.5")
    ours99, peer99 = f"{mine.p99 * 1000:.1f}", f"{theirs.p99 * 1000:.1f}"
    yield Row("  their p99 (ms)", ours99, peer99, theirs.p99 / mine.p99, "> 0.2")


def _analytic(ours: str, peer: str) -> Iterator[Row]:
    for name, query in queries.ANALYTIC.items():
        _tell(name)
        if sorted(client.ask(ours, query).split()) != sorted(client.ask(peer, query).split()):
            raise RuntimeError(f"the servers disagree on: {name}")
        mine = statistics.median(client.timed(ours, query, ROUNDS))
        theirs = statistics.median(client.timed(peer, query, ROUNDS))
        yield Row(
            f"{name} (ms)", f"{mine * 1000:,.0f}", f"{theirs * 1000:,.0f}", theirs / mine, ">= 2.5"
        )


def _large(ours: str, peer: str) -> Iterator[Row]:
    _tell("large result")
    mine, theirs = client.transfer(ours, queries.LARGE), client.transfer(peer, queries.LARGE)
    rates = [one.size / one.total / 1e6 for one in (mine, theirs)]
    name = f"result of {mine.size / 1e6:,.0f} MB (MB/s)"
    yield Row(name, f"{rates[0]:.0f}", f"{rates[1]:.0f}", rates[0] / rates[1], ">= 1.5")
    first = theirs.first / mine.first
    yield Row(
        "  first byte (ms)",
        f"{mine.first * 1000:.0f}",
        f"{theirs.first * 1000:.0f}",
        first,
        "< 50 ms",
    )


def _publication(home: Path, store: Path, folder: Path) -> Row:
    """Compare a small dataset becoming visible here with an insertion into the binary."""
    _tell("publication")
    triple = f'<{NEW}> <http://www.w3.org/2004/02/skos/core#prefLabel> "Neu"@de .\n'
    (folder / "new.nt").write_text(triple)
    with servers.ours(home) as address:
        servers.wait_for_memory(address)
        mine = _seen(address, lambda: servers.run(
            str(servers.BIN / "klimagraph"), "load", str(folder / "new.nt"),
            "--dataset", "small", "--home", str(home),
        ))  # fmt: skip
    with servers.peer(store, writable=True) as address:
        update = address.removesuffix("/query") + "/update"
        command = ["curl", "-sf", update, "--data-urlencode", f"update=INSERT DATA {{ {triple} }}"]
        theirs = _seen(address, lambda: servers.run(*command))
    return Row(
        "small change to visible (s)", f"{mine:.2f}", f"{theirs:.2f}", theirs / mine, "< 1 s"
    )


def _seen(address: str, publish: Callable[[], object]) -> float:
    started = time.perf_counter()
    publish()
    while b"true" not in client.ask(address, SEEN, "application/sparql-results+json"):
        time.sleep(0.002)
    return time.perf_counter() - started


def _print(rows: list[Row]) -> None:
    version = subprocess.run(
        [str(servers.BIN / "oxigraph"), "--version"], capture_output=True, text=True, check=True
    )
    table = Table(
        "", "klimagraph", version.stdout.strip(), "ratio (above 1: ours is better)", "target"
    )
    for row in rows:
        table.add_row(row.what, row.ours, row.peer, f"{row.ratio:.2f}", row.target)
    Console(width=120).print(table)


def _tell(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
