"""Measures validation against pySHACL in one run: `python -m bench.validation [COPIES]`.

The data are the smaller bundled datasets, so many times under other names.
Times are those of the processor, so that other work on the machine does not count.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize
from pyoxigraph import Store as Scratch
from rdflib import Graph

from klimagraph.bundle import bundle_folder
from klimagraph.namespaces import THINGS
from klimagraph.shacl import Data, load, read_shapes, validate
from klimagraph.validation.checking import of_files
from klimagraph.validation.shacl import findings

COPIES = 24
GROWTH = 4
TIMES = 5
Found = TypeVar("Found")


def main() -> None:
    """Print what was measured as a table in Markdown."""
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else COPIES
    root = bundle_folder()
    shapes = of_files(Scratch(), root / "shapes", "*.ttl")
    vocabulary = of_files(Scratch(), root / "ontology", "**/*.ttl")
    real = [
        quad.triple
        for path in sorted(root.glob("data/*/data.ttl"))
        for quad in parse(path=str(path), format=RdfFormat.TURTLE)
    ]
    print("| statements | compiled, s | pySHACL, s | results |\n| --- | --- | --- | --- |")
    small, one = _compiled(real, shapes, vocabulary)
    slow, found = _timed(lambda: _reference(real, shapes, vocabulary))
    print(f"| {len(real):,} | {small:.3f} | {slow:.1f} (1 : {slow / small:.0f}) | {found} |")
    for number in (GROWTH, copies):
        data = [triple for copy in range(number) for triple in _copy(real, copy)]
        seconds, results = _compiled(data, shapes, vocabulary)
        print(f"| {len(data):,} | {seconds:.3f} (× {seconds / small:.1f}) | | {results} |")
    print(f"\nOne focus node among {len(data):,} statements: {_one(data, shapes):.1f} ms.")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Results at the first size: {one} and {found}. Peak memory: {peak:.0f} MiB.")


def _compiled(triples: list[Triple], shapes: Scratch, vocabulary: Scratch) -> tuple[float, int]:
    """Return time and results, loading and reading of shapes included; the best of some runs."""
    runs = [_timed(lambda: len(_results(triples, shapes, vocabulary))) for _ in range(TIMES)]
    return min(runs)


def _results(triples: list[Triple], shapes: Scratch, vocabulary: Scratch) -> list[object]:
    store = Scratch()
    originals = load(store, (Quad(*triple) for triple in triples))
    store.bulk_extend(vocabulary)
    return list(validate(Data(store, originals), read_shapes(shapes)))


def _reference(triples: list[Triple], shapes: Scratch, vocabulary: Scratch) -> int:
    graphs = [_graph(triples), *(_graph([quad.triple for quad in s]) for s in (shapes, vocabulary))]
    return len(findings(*graphs))


def _graph(triples: list[Triple]) -> Graph:
    text = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    return Graph().parse(data=text, format="nt")


def _one(triples: list[Triple], shapes: Scratch) -> float:
    """Return the milliseconds that one thing takes."""
    store, read = Scratch(), read_shapes(shapes)
    load(store, (Quad(*triple) for triple in triples))
    things = [each.subject for each in triples if isinstance(each.subject, NamedNode)][:TIMES]
    runs = [_timed(partial(validate, Data(store), read, [node]))[0] for node in things]
    return max(runs) * 1000


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


def _timed(call: Callable[[], Found]) -> tuple[float, Found]:
    start = time.process_time()
    found = call()
    return time.process_time() - start, found


if __name__ == "__main__":
    main()
