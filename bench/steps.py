"""The steps of a run, each for all servers in turn."""

import statistics
import time
import urllib.request
from collections import Counter
from urllib.parse import urlencode

from bench import answers, client, points, queries
from bench.peers import Klimagraph, Peer
from bench.processes import watched
from bench.run import Run, ask, revive, start, tell
from bench.step import LONG, Cell, StepFailedError, attempt, median
from bench.table import CHANGE, FIRST, GROWN, P99, POINTS, RATE, START, again, cold
from klimagraph.bundle import bundle_folder
from klimagraph.namespaces import DATASETS, THINGS

CONNECTIONS = 8
SELECTIVE_SECONDS, SELECTIVE_MOST = 2.0, 300
CHANGE_LIMIT = 120.0


def starts(run: Run) -> None:
    """Measure the time from the start of a process to its first answer."""
    for peer in list(run.peers):
        tell(f"start of {peer.name}")
        cell = attempt(lambda peer=peer: median(lambda: _start(run, peer), run.options.rounds))  # type: ignore[misc]
        run.cells[START, peer.name] = cell
        if cell.value is None:
            run.note(peer, cell.note)


def _start(run: Run, peer: Peer) -> float:
    started = time.perf_counter()
    try:
        peer.start()
        client.ask(peer.address, queries.point(1, run.extent), run.limit * 10)
        return time.perf_counter() - started
    finally:
        peer.stop()


def group(run: Run, peers: list[Peer]) -> None:
    """Start some servers, measure them in turn, and stop them."""
    try:
        for peer in list(peers):
            try:
                start(run, peer)
            except StepFailedError as error:
                run.note(peer, str(error))
                peers.remove(peer)
        _points(run, peers)
        _selective(run, peers)
        for name, query in queries.MIX.items():
            _cold(run, peers, name, query)
        for peer in peers:
            _large(run, peer)
        _repeated(run, peers)
    finally:
        for peer in peers:
            peer.stop()


def _points(run: Run, peers: list[Peer]) -> None:
    tell("point queries")
    loads: dict[str, list[points.Load]] = {peer.name: [] for peer in peers}
    notes: dict[str, str] = {}
    for _ in range(run.options.rounds):
        for peer in peers:
            try:
                found = points.load(peer.address, run.extent, CONNECTIONS, run.options.seconds)
                loads[peer.name].append(found)
            except StepFailedError as error:
                notes[peer.name] = str(error)
                revive(run, peer)
    for name, found_all in loads.items():
        if found_all and name not in notes:
            run.cells[POINTS, name] = Cell(statistics.median(one.rate for one in found_all))
            run.cells[P99, name] = Cell(statistics.median(one.p99 for one in found_all))
        else:
            run.cells[POINTS, name] = run.cells[P99, name] = Cell(note=notes[name])


def _selective(run: Run, peers: list[Peer]) -> None:
    for name, make in queries.SELECTIVE.items():
        tell(name)
        asked = [make(7919 * number, run.extent) for number in range(SELECTIVE_MOST)]
        for peer in peers:
            try:
                seconds = client.latencies(peer.address, asked, SELECTIVE_SECONDS)
                run.cells[name, peer.name] = Cell(statistics.median(seconds))
            except StepFailedError as error:
                run.cells[name, peer.name] = Cell(note=str(error))
                revive(run, peer)


def _cold(run: Run, peers: list[Peer], name: str, query: str) -> None:
    """Ask each server once to compare the answers, then in turn for the time."""
    tell(cold(name))
    seconds: dict[str, list[float]] = {}
    ours: Counter[answers.Row] | None = None
    for peer in peers:
        try:
            body, took = ask(run, peer, query)
            found = answers.normal(body)
        except StepFailedError as error:
            run.cells[cold(name), peer.name] = Cell(note=str(error))
            continue
        if isinstance(peer, Klimagraph):
            ours = found
        elif ours is not None and (different := answers.difference(ours, found)):
            run.differences.append(f"{name}, {peer.name}: {different}")
        seconds[peer.name] = [took] if took > LONG else []
    for number in range(run.options.rounds):
        for peer in peers:
            _round(run, peer, f"{query}\n# round {number}", seconds.get(peer.name))
    for server, times in seconds.items():
        run.cells[cold(name), server] = (
            Cell(statistics.median(times)) if times else Cell(note="broke off")
        )


def _round(run: Run, peer: Peer, query: str, seconds: list[float] | None) -> None:
    """Add the time of one more answer, unless the first took long already."""
    if seconds is None or (seconds and seconds[0] > LONG):
        return
    try:
        seconds.append(ask(run, peer, query)[1])
    except StepFailedError as error:
        tell(f"{peer.name}: {error}")


def _large(run: Run, peer: Peer) -> None:
    """Read a result of everything without keeping it; look at the memory meanwhile."""
    tell(f"large result of {peer.name}")
    rows = 0

    def count(chunk: bytes) -> None:
        nonlocal rows
        rows += chunk.count(b'"s"')

    body = urlencode({"query": queries.LARGE}).encode()
    request = urllib.request.Request(peer.address, body, {"Accept": client.JSON})
    try:
        with watched(peer.process) as peak:
            done = client.send(request, run.limit * 10, count)
    except StepFailedError as error:
        revive(run, peer)
        for line in (RATE, FIRST, GROWN):
            run.cells[line, peer.name] = Cell(note=str(error))
        return
    note = f"cut at {rows - 1:,} rows" if rows - 1 < 0.99 * run.statements else ""
    run.cells[RATE, peer.name] = Cell(done.size / done.total / 1e6, note)
    run.cells[FIRST, peer.name] = Cell(done.first)
    run.cells[GROWN, peer.name] = Cell(peak.growth)


def _repeated(run: Run, peers: list[Peer]) -> None:
    """Ask the same texts again; our service keeps answers now."""
    if run.ours in peers:
        run.ours.stop()
        run.ours.cache = ""
        start(run, run.ours)
    for name, query in queries.MIX.items():
        tell(again(name))
        for peer in peers:
            first = run.cells[cold(name), peer.name]
            run.cells[again(name), peer.name] = (
                first if first.value is None or first.value > LONG else _again(run, peer, query)
            )
    _named(run, peers)


def _again(run: Run, peer: Peer, query: str) -> Cell:
    def once() -> float:
        return ask(run, peer, query)[1]

    if isinstance(peer, Klimagraph):
        attempt(once)
    return attempt(lambda: median(once, run.options.rounds))


def _named(run: Run, peers: list[Peer]) -> None:
    """Ask a named query by its name here and by its text elsewhere."""
    text = (bundle_folder() / "queries" / f"{queries.NAMED}.rq").read_text()
    tell(again(queries.NAMED))
    for peer in peers:
        if isinstance(peer, Klimagraph):
            place = f"{peer.origin}/queries/{queries.NAMED}?format=json"
            cell = attempt(
                lambda place=place: median(  # type: ignore[misc]
                    lambda: client.get(place, run.limit)[1], run.options.rounds
                )
            )
        else:
            cell = attempt(
                lambda peer=peer: median(lambda: ask(run, peer, text)[1], run.options.rounds)  # type: ignore[misc]
            )
        run.cells[again(queries.NAMED), peer.name] = cell


def changes(run: Run) -> None:
    """Measure the time from sending a small change to seeing it."""
    run.ours.cache = ""
    for peer in run.peers:
        tell(f"change of {peer.name}")
        if not peer.updates:
            run.cells[CHANGE, peer.name] = Cell(note="read-only")
            continue
        try:
            peer.start(writable=True)
            if isinstance(peer, Klimagraph):
                peer.settled()
            seconds = [_change(peer, number) for number in range(run.options.rounds)]
            run.cells[CHANGE, peer.name] = Cell(statistics.median(seconds))
        except StepFailedError as error:
            run.cells[CHANGE, peer.name] = Cell(note=str(error))
        finally:
            peer.stop()


def _change(peer: Peer, number: int) -> float:
    this = f"{THINGS}alliance/published-just-now-{number}"
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    graph = f"{DATASETS}small"
    text = f'INSERT DATA {{ GRAPH <{graph}> {{ <{this}> <{label}> "Neu {number}"@de }} }}'
    seen = f"ASK {{ <{this}> ?p ?o }}"
    started = time.perf_counter()
    client.send(peer.update(text), CHANGE_LIMIT, len)
    while b"true" not in client.ask(peer.address, seen, CHANGE_LIMIT)[0]:
        if time.perf_counter() - started > CHANGE_LIMIT:
            raise StepFailedError(f"not seen after {CHANGE_LIMIT:g} s")
        time.sleep(0.002)
    return time.perf_counter() - started
