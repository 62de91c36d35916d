"""Asks sensibly, then with hostile ones among them: `python -m bench.load --help`."""

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_longlong
from dataclasses import replace
from multiprocessing.sharedctypes import RawValue
from pathlib import Path

from bench import document
from bench.data import EXTENTS, write
from bench.load import hostile, options
from bench.load.aside import Aside
from bench.load.good import Asking, Repertoire, repertoire
from bench.load.options import Options
from bench.load.report import report
from bench.load.tally import Tally
from bench.load.verdict import Phase, verdicts
from bench.load.watch import Sample, Watch
from bench.peers import Klimagraph
from bench.run import tell

WARM_UP = 5.0
LOADING = 1800.0
HEARD = 0.02
QUIET, HOSTILE = "without hostile ones", "with hostile ones"


def main() -> None:
    """Run both phases, print or write what was found, and exit 1 where a demand failed."""
    told = options.read(sys.argv[1:])
    if told.address:
        sys.exit(_tested(told))
    with _served(told) as running:
        sys.exit(_tested(running))


@contextmanager
def _served(told: Options) -> Iterator[Options]:
    """Start a service with its default settings on the data that are named."""
    folder = Path(tempfile.mkdtemp(prefix="bench-load-"))
    extent = EXTENTS.get(told.data, EXTENTS["1.5"])
    service = Klimagraph(folder, extent)
    service.cache = ""
    try:
        if told.data in EXTENTS:
            tell("data")
            write(folder / "data.nt", extent)
            service.load(folder / "data.nt", LOADING)
        elif told.data != "bundled":
            service.home = Path(told.data).resolve()
        tell("start")
        service.start()
        service.settled()
        yield replace(told, address=service.origin, process=service.process)
    finally:
        service.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _tested(told: Options) -> int:
    asked = repertoire(told.address)
    tell(f"warm-up; {len(asked.named)} named queries, {len(asked.subjects)} municipalities")
    watch = Watch(told.process) if told.process else None
    asyncio.run(_phase(told, asked, WARM_UP, attack=False))
    before = watch.settled() if watch else None
    phases = []
    for name, attack in ((QUIET, False), (HOSTILE, True)):
        tell(f"{told.seconds:g} s {name}")
        tally, watched = asyncio.run(_phase(told, asked, told.seconds, attack=attack))
        tell("settling")
        phases.append(Phase(name, tally, watched, _after(watch, before)))
    judged = verdicts(before, phases[0], phases[1])
    text = report(told, phases, judged)
    if told.output:
        document.replace(told.output, "load", text)
    print(text)
    return 0 if all(one.held for one in judged) else 1


def _after(watch: Watch | None, before: Sample | None) -> Sample | None:
    return watch.settled(before) if watch else None


async def _phase(
    told: Options, asked: Repertoire, seconds: float, *, attack: bool
) -> tuple[Tally, Watch | None]:
    """Let the good clients ask for some seconds, and the hostile ones beside them."""
    tally, sent = Tally(), RawValue(c_longlong, 0)
    watch = Aside(Watch(told.process).run) if told.process else None
    harm = Aside(hostile.attack, told, sent) if attack else None
    good = [
        Asking(told.place, number, told.good_clients, asked, told.think)
        for number in range(told.connections - told.attackers)
    ]
    telling = asyncio.create_task(_tell_how_many(tally, sent))
    started = time.perf_counter()
    await asyncio.gather(*(one.run(tally, started + seconds) for one in good))
    tally.seconds = time.perf_counter() - started
    telling.cancel()
    if harm:
        tally.take_in(harm.end())
    return tally, watch.end() if watch else None


async def _tell_how_many(tally: Tally, sent: c_longlong) -> None:
    """Let the hostile clients know how much the good ones ask."""
    while True:
        sent.value = tally.sent
        await asyncio.sleep(HEARD)


if __name__ == "__main__":
    main()
