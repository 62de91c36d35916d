"""Measures validation against its peers in one run: `python -m bench.validation [DOCUMENT]`.

The data are the smaller bundled datasets, so many times under other names; the shapes are ours.
Each figure is that of a fresh process, from its files to its results.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, Triple, parse, serialize

from bench import document
from bench.machine import machine, today
from bench.validators.files import SHAPES, VOCABULARY
from klimagraph import releases
from klimagraph.bundle import bundle_folder
from klimagraph.loading import load_bundled
from klimagraph.namespaces import THINGS
from klimagraph.releases.publication import silent
from klimagraph.settings import Settings
from klimagraph.terms import term
from klimagraph.validation import Task, validate

SIZES = (1, 4, 24, 169)
"""Copies of the data: from 7,000 to 1.2 million statements."""
OURS, ONE = "compiled", "one_node"
PEERS = ("pyshacl", "shacl_rust", "pyshacl_turbo")
SLOW = {"pyshacl": 24, "shacl_rust": 24}
"""The last size at which an engine is tried; at the ones above it would only be stopped."""
LIMIT, TIMES, ROWS = 180, 3, 2_000
LONGER = {("pyshacl", 24): 480}
"""Limits of their own: long enough to tell whether it takes 200 times as long as ours."""


@dataclass(frozen=True)
class Figure:
    """What came of one process: a number, or why there is none."""

    wall: float = 0.0
    seconds: float = 0.0
    """Of the processor, so that other work on the machine does not count."""
    found: float = 0
    peak: float = 0.0
    note: str = ""


def main() -> None:
    """Measure, and print or write the tables."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        sizes = dict(_files(folder))
        figures = {
            (engine, copies): _measured(engine, folder, file, LONGER.get((engine, copies), LIMIT))
            for copies, (file, _) in sizes.items()
            for engine in (OURS, ONE, *PEERS)
            if copies <= SLOW.get(engine, copies)
        }
        text = _report(sizes, figures, _submission(folder))
    if len(sys.argv) > 1:
        document.replace(Path(sys.argv[1]), "validation", text)
    else:
        print(text)


def _report(
    sizes: dict[int, tuple[Path, int]], figures: dict[tuple[str, int], Figure], report: float
) -> str:
    rows = []
    for copies, (_, number) in sizes.items():
        ours = figures[OURS, copies]
        cells = [f"{number:,}", f"{ours.found:,.0f}", _cell(ours), f"{ours.wall:.2f} s"]
        for name in PEERS:
            cells.append(_cell(figures.get((name, copies), Figure(note="not tried")), ours))
        rows.append([*cells, f"{figures[ONE, copies].found * 1000:.1f} ms"])
    head = ["statements", "results", OURS, "by the clock", *PEERS, "one focus node"]
    return (
        f"Measured on {today()}: {machine()}\nLimit: {LIMIT} s by the clock, "
        f"{LONGER['pyshacl', 24]} s for pySHACL at the third size. The best of up to "
        f"{TIMES} runs; seconds of the processor and peak memory; in parentheses how many times "
        f"less the compiled shapes take.\n\n{document.table(head, rows)}\n\n"
        f"A submission of {ROWS:,} rows, compared with the bundled release, from the file to the "
        f"report, start of the process included: {report:.2f} s by the clock."
    )


def _cell(figure: Figure, ours: Figure | None = None) -> str:
    if figure.note:
        so_far = f" {figure.seconds:.0f} s (> {figure.seconds / ours.seconds:.0f})" if ours else ""
        return figure.note + so_far if figure.seconds else figure.note
    ratio = f" ({figure.seconds / ours.seconds:.1f})" if ours else ""
    cell = f"{figure.seconds:.2f} s{ratio}, {figure.peak:.0f} MiB"
    return cell if not ours or figure.found == ours.found else f"{cell}, {figure.found} results"


def _measured(engine: str, folder: Path, file: Path, limit: int) -> Figure:
    """Return the best of some runs; what takes long is done once."""
    best = _run(engine, folder, file, limit)
    for _ in range(TIMES - 1):
        if best.note or best.wall > LIMIT / 10:
            break
        best = min(best, _run(engine, folder, file, limit), key=lambda each: each.seconds)
    return best


def _run(engine: str, folder: Path, file: Path, limit: int) -> Figure:
    command = [sys.executable, "-m", "bench.validators", engine, str(folder), str(file)]
    before = getrusage(RUSAGE_CHILDREN)
    try:
        done = subprocess.run(command, capture_output=True, timeout=limit, check=True)
    except subprocess.TimeoutExpired:
        after = getrusage(RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Figure(seconds=seconds, note="stopped after")
    return Figure(**json.loads(done.stdout))


def _files(folder: Path) -> Iterator[tuple[int, tuple[Path, int]]]:
    """Write shapes, vocabulary and data; yield copies, file and number of statements."""
    root = bundle_folder()
    _write(folder / SHAPES, _turtle(sorted(root.glob("shapes/*.ttl"))))
    _write(folder / VOCABULARY, _turtle(sorted(root.glob("ontology/**/*.ttl"))))
    real = list(_turtle(sorted(root.glob("data/*/data.ttl"))))
    for copies in SIZES:
        file = folder / f"data-{copies}.nt"
        numbered = (triple for number in range(copies) for triple in _copy(real, number))
        yield copies, (file, _write(file, numbered))


def _turtle(paths: Iterable[Path]) -> Iterator[Triple]:
    for path in paths:
        yield from (quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE))


def _write(path: Path, triples: Iterable[Triple]) -> int:
    lines = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    path.write_bytes(lines)
    return lines.count(b"\n")


def _copy(triples: list[Triple], number: int) -> Iterator[Triple]:
    """Yield statements about other things of the same kind."""
    names = {
        term: NamedNode(f"{term.value}-{number}")
        for triple in triples
        for term in (triple.subject, triple.object)
        if isinstance(term, NamedNode) and term.value.startswith(THINGS)
    }
    for subject, predicate, value in triples:
        yield Triple(names.get(subject, subject), predicate, names.get(value, value))


def _submission(folder: Path) -> float:
    """Return the seconds from a file of memberships to its report."""
    home = folder / "home"
    release = load_bundled(home, bundle_folder(), silent)
    file = folder / "submission.ttl"
    store = releases.open_read_only(releases.store_of(home, release.name))
    file.write_text("".join(_rows(store)), encoding="utf-8")
    seconds = []
    for _ in range(TIMES):
        start = time.perf_counter()
        validate(Task(file, dataset="memberships"), Settings(home))
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def _rows(store: Store) -> Iterator[str]:
    """Yield memberships of municipalities with their evidence, in Turtle."""
    members, alliances, sources = (
        [
            quad.subject
            for quad in store.quads_for_pattern(None, term("rdf:type"), term(kind), DefaultGraph())
        ]
        for kind in ("klima:Municipality", "klima:Alliance", "klima:Source")
    )
    yield "@prefix klima: <https://w3id.org/klimagraph/ns#> .\n"
    yield "@prefix org: <http://www.w3.org/ns/org#> .\n"
    concept = "https://w3id.org/klimagraph/concept"
    for number in range(ROWS):
        name, evidence = (f"<{THINGS}{kind}/b{number}>" for kind in ("membership", "evidence"))
        yield f"""{name} a klima:Membership ; org:member {members[number * 5 % len(members)]} ;
  org:organization {alliances[number % len(alliances)]} ; klima:period "{1990 + number % 30}/.." ;
  klima:membershipStatus <{concept}/membership-status/active> ; klima:evidence {evidence} .
{evidence} a klima:Evidence ; klima:source {sources[number % len(sources)]} ;
  klima:certainty <{concept}/certainty/explicit> .
"""


if __name__ == "__main__":
    main()
