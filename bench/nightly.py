"""Measures a nightly harvest of what did not change: `python -m bench.nightly [DOCUMENT]`.

The data are the bundled ones, prepared as for harvesters; each resource is asked for once to learn
its validator, then again with it. What counts is the processor time of the service and of all its
processes while it answers 304.
"""

import http.client
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

from bench import document
from bench.data import EXTENTS
from bench.machine import machine, today
from bench.peers import Klimagraph
from klimagraph.bundle import bundle_folder
from klimagraph.harvest.preparing import prepare
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.loading import load_bundled
from klimagraph.releases.publication import silent
from klimagraph.settings import Settings

RESOURCES = 5_000
PAUSE, IDLE = 5.0, 0.1
"""Seconds between two looks at whether the service is idle, and what it may take in them."""
MOST = 1.0
"""Seconds of the processor that so many may cost."""
ASKED = {"Accept": "application/ld+json"}


def main() -> None:
    """Measure, and print or write the table."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        service = Klimagraph(Path(name), EXTENTS["1.5"])
        load_bundled(service.home, bundle_folder(), silent)
        settings = Settings(service.home, port=service.port)
        made = prepare(settings)
        with _served(service):
            kinds = {"datasets": _datasets(made), "documents of things": _things(service, made)}
            turns = zip(*map(cycle, kinds.values()), strict=True)
            kinds["both in turn"] = [one for pair in islice(turns, RESOURCES // 2) for one in pair]
            seconds = {kind: _seconds(service, paths) for kind, paths in kinds.items()}
    text = _report(seconds)
    if len(sys.argv) > 1:
        document.replace(Path(sys.argv[1]), "nightly", text)
    else:
        print(text)


@contextmanager
def _served(service: Klimagraph) -> Iterator[None]:
    service.cache = ""
    service.start()
    try:
        service.settled()
        _idle(service)
        yield
    finally:
        service.stop()


def _idle(service: Klimagraph) -> None:
    """Wait until the service makes nothing ready any more."""
    before = -1.0
    while _processor(service) - before > IDLE:
        before = _processor(service)
        time.sleep(PAUSE)


def _datasets(made: Snapshot) -> list[str]:
    slugs = [iri.rpartition("/")[2] for iri in made.datasets]
    return [f"/dataset/{slug}.jsonld" for slug in slugs] + ["/catalog"]


def _things(service: Klimagraph, made: Snapshot) -> list[str]:
    """Return documents of municipalities."""
    file = service.home / "harvest" / made.name / "entities" / "municipality.jsonl"
    names = (json.loads(line)["id"] for line in file.read_text().splitlines())
    keys = (name.rpartition("/")[2] for name in islice(names, RESOURCES))
    return [f"/doc/municipality/{key}.jsonld" for key in keys]


def _seconds(service: Klimagraph, paths: Sequence[str]) -> float:
    """Return the processor seconds for as many answers as are asked for, all of them 304."""
    connection = http.client.HTTPConnection(urlsplit(service.origin).netloc, timeout=60)
    tags = {path: _ask(connection, path, {})[1] for path in dict.fromkeys(islice(paths, RESOURCES))}
    before = _processor(service)
    for path in islice(cycle(paths), RESOURCES):
        status, _ = _ask(connection, path, {"If-None-Match": tags[path]})
        if status != 304:
            raise ValueError(f"{path}: {status}")
    connection.close()
    return _processor(service) - before


def _ask(
    connection: http.client.HTTPConnection, path: str, more: dict[str, str]
) -> tuple[int, str]:
    connection.request("GET", path, headers={**ASKED, **more})
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.headers.get("ETag", "")


def _processor(service: Klimagraph) -> float:
    """Return the processor seconds that a service and all its processes have taken."""
    assert service.process is not None  # noqa: S101  # it was started
    parents = {}
    ticks = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended just now
        number = int(place.parent.name)
        parents[number], ticks[number] = int(fields[1]), int(fields[11]) + int(fields[12])
    mine, found = {service.process}, 0
    while len(mine) != found:
        found = len(mine)
        mine |= {one for one, parent in parents.items() if parent in mine}
    return sum(ticks.get(one, 0) for one in mine) / os.sysconf("SC_CLK_TCK")


def _report(seconds: dict[str, float]) -> str:
    head = ["what", "answers", "seconds of the processor", "microseconds each", "target", "held"]
    rows = [
        [kind, f"{RESOURCES:,}", f"{one:.2f}", f"{one / RESOURCES * 1e6:.0f}", f"≤ {MOST:g} s",
         "yes" if one <= MOST else "**no**"]
        for kind, one in seconds.items()
    ]  # fmt: skip
    return f"Measured on {today()}: {machine()}\n\n{document.table(head, rows)}"


if __name__ == "__main__":
    main()
