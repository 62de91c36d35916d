"""Measures framed JSON-LD of all things: `python -m bench.framing [DOCUMENT]`.

The data are the bundled ones; what is measured is what a snapshot for harvesters does: reading
the contents of the release, framing each thing with its parts and the labels of what it refers
to, writing a line of text. pyld gets the statements of some things in its own expanded form.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pyld import jsonld

from bench import document
from bench.machine import machine, today
from klimagraph import releases
from klimagraph.bundle import bundle_folder
from klimagraph.exports.framed import Framer
from klimagraph.exports.merging import is_thing, merged, things
from klimagraph.jsonld.context import ENTITIES
from klimagraph.loading import load_bundled
from klimagraph.releases import Release
from klimagraph.releases.publication import silent

TIMES, SAMPLE = 5, 500
DEMANDED = 300_000
"""Statements a second."""


@dataclass(frozen=True)
class Figure:
    """What came of one run."""

    things: int
    statements: int
    seconds: float
    """Of the processor, so that other work on the machine does not count."""

    @property
    def rate(self) -> float:
        """Return statements a second."""
        return self.statements / self.seconds


def main() -> None:
    """Measure, and print or write the table."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        home = Path(name) / "home"
        release = load_bundled(home, bundle_folder(), silent)
        ours = max((_all(home, release) for _ in range(TIMES)), key=lambda one: one.rate)
        peer = max((_pyld(home, release) for _ in range(TIMES)), key=lambda one: one.rate)
    text = _report(ours, peer)
    if len(sys.argv) > 1:
        document.replace(Path(sys.argv[1]), "framing", text)
    else:
        print(text)


def _report(ours: Figure, peer: Figure) -> str:
    head = ["what", "things", "statements", "seconds", "statements a second", "target", "held"]
    held = "yes" if ours.rate >= DEMANDED else "**no**"
    rows = [
        [*_cells("klimagraph: from the release to the text", ours), f"≥ {DEMANDED:,}", held],
        [*_cells("pyld: `frame` alone", peer), "", f"({ours.rate / peer.rate:.0f})"],
    ]
    return (
        f"Measured on {today()}: {machine()}\nThe best of {TIMES} runs in one process; seconds of "
        "the processor; in parentheses how many times faster ours is.\n\n"
        f"{document.table(head, rows)}"
    )


def _cells(what: str, figure: Figure) -> list[str]:
    numbers = f"{figure.things:,}", f"{figure.statements:,}"
    return [what, *numbers, f"{figure.seconds:.2f}", f"{figure.rate:,.0f}"]


def _all(home: Path, release: Release) -> Figure:
    """Frame all things of a release as its snapshot does."""
    started, count, statements = time.process_time(), 0, 0
    store = releases.open_read_only(releases.store_of(home, release.name))
    framer = Framer(store)
    for thing, lines in things(merged(home, release.datasets)):
        if is_thing(thing):
            framer.line((thing, lines))
            count, statements = count + 1, statements + len(lines)
    return Figure(count, statements, time.process_time() - started)


def _pyld(home: Path, release: Release) -> Figure:
    """Frame some things as pyld does, each from its expanded statements."""
    framer = Framer()
    groups = [group for group in things(merged(home, release.datasets)) if is_thing(group[0])]
    chosen = Random(1990).sample(groups, SAMPLE)  # noqa: S311  # a choice for a benchmark
    context = {"@context": dict(ENTITIES.definitions)}
    given = [
        (thing, jsonld.expand(context | _node(framer.line((thing, lines)))))
        for thing, lines in chosen
    ]
    frames = [(context | {"@id": thing}, expanded) for thing, expanded in given]
    seconds = _seconds(lambda: [jsonld.frame(one, frame, _ALWAYS) for frame, one in frames])
    return Figure(SAMPLE, sum(len(lines) for _, lines in chosen), seconds)


_ALWAYS = {"embed": "@always"}


def _node(text: bytes) -> dict[str, object]:
    node: dict[str, object] = json.loads(text)
    return node


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
