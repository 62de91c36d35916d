"""Stores made from contents: loading, changing by difference, opening read-only, verifying."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from klimagraph.canonical import canonical
from klimagraph.errors import StoreDamaged
from klimagraph.namespaces import DATASETS
from klimagraph.releases import objects
from klimagraph.releases.differences import Difference
from klimagraph.releases.manifests import DatasetVersion

BATCH = 20_000
SMALL = 50_000
"""Statements up to which a publication compares every one, and writes one graph after the other."""


def graph_of(slug: str) -> NamedNode:
    """Return the graph of a dataset."""
    return NamedNode(DATASETS + slug)


def open_read_only(folder: Path) -> Store:
    """Open the store of a release for reading; any number of processes may.

    Raises StoreDamaged where there is none or the engine cannot read it.
    """
    try:
        return Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        raise StoreDamaged(f"the store {folder} cannot be opened: {error}") from None


def add(store: Store, content: bytes) -> None:
    """Add all statements of a content to its graph and to the default graph.

    The default graph is the RDF merge of all graphs: what two datasets say stands there once
    (SPARQL 1.1 Query, section 13). The engine's own union would answer it twice.
    A content was parsed before it was kept: names and languages are not looked at again.
    """
    if content:
        _add_to_graph(store, content)
        _add_to_merge(store, content)


def load(store: Store, content: bytes) -> None:
    """Do the same on two processors where there is much; not in a process that will fork others.

    Two halves share the work evenly, as one graph takes longer than the other, and need less memory
    than the whole at once. Whatever was begun has ended when this returns or raises.
    """
    if content.count(b"\n") <= SMALL:
        add(store, content)
        return
    writers = (_add_to_graph, _add_to_merge)
    threads = ThreadPoolExecutor(2)
    try:
        halves = _halves(content)
        begun = [threads.submit(write, store, half) for half in halves for write in writers]
        for one in begun:
            one.result()
    finally:
        threads.shutdown(cancel_futures=True)


def _halves(content: bytes) -> list[bytes]:
    """Return the two halves of a content, cut at the end of a line."""
    middle = content.index(b"\n", len(content) // 2) + 1
    return [half for half in (content[:middle], content[middle:]) if half]


def _add_to_graph(store: Store, content: bytes) -> None:
    store.bulk_load(content, format=RdfFormat.N_QUADS, lenient=True)


def _add_to_merge(store: Store, content: bytes) -> None:
    store.bulk_load(_triples(content), format=RdfFormat.N_TRIPLES, lenient=True)


def change(store: Store, gone: list[bytes], new: list[bytes]) -> None:
    """Take statements out and put statements in; the lines are canonical N-Quads of datasets."""
    for start in range(0, len(gone), BATCH):
        for quad in _quads(gone[start : start + BATCH]):
            _remove(store, quad)
    by_graph: dict[bytes, list[bytes]] = {}
    for line in new:
        by_graph.setdefault(line.rsplit(b" ", 2)[1], []).append(line)
    for lines in by_graph.values():
        add(store, b"\n".join([*lines, b""]))


def _remove(store: Store, quad: Quad) -> None:
    """Take a statement out of its graph, and out of the default graph if no other has it."""
    store.remove(quad)
    left = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    if all(other.graph_name == DefaultGraph() for other in left):
        store.remove(Quad(quad.subject, quad.predicate, quad.object))


class Written(NamedTuple):
    """A version of a dataset as it was written: by what was changed, or as a whole."""

    version: DatasetVersion
    difference: Difference | None = None


def check(store: Store, items: Iterable[Written]) -> None:
    """Compare what was written with what should be there: all statements of a dataset where that
    takes no noticeable time, else each one that was changed, or their number.

    Raises StoreDamaged naming the first dataset that differs.
    """
    for version, difference in items:
        if version.quads <= SMALL:
            _verified(store, version)
        elif difference is not None and difference.size <= SMALL:
            _check_changed(store, version, difference)
        else:
            _check_number(store, version)


def _check_changed(store: Store, version: DatasetVersion, difference: Difference) -> None:
    held = [quad for quad in _quads(difference.gone) if quad in store]
    missing = [quad for quad in _quads(difference.new) if not _in_both_graphs(store, quad)]
    if held or missing:
        raise StoreDamaged(
            f"dataset {version.slug}: {len(missing):,} statements of content {version.content} "
            f"were not written and {len(held):,} of the one before not removed"
        )


def _in_both_graphs(store: Store, quad: Quad) -> bool:
    return quad in store and Quad(quad.subject, quad.predicate, quad.object) in store


def _quads(lines: list[bytes]) -> Iterable[Quad]:
    return parse(b"\n".join(lines), format=RdfFormat.N_QUADS, lenient=True)


def _check_number(store: Store, version: DatasetVersion) -> None:
    found = _count(store, graph_of(version.slug))
    if found != version.quads:
        raise _other_number(version, found)


def verify_all(store: Store, items: Iterable[Written]) -> None:
    """Compare all graphs of a store, and the default graph with the merge of the others.

    Raises StoreDamaged naming the first graph that differs.
    """
    merge: set[bytes] = set()
    for version, _ in items:
        merge.update(_triples(_verified(store, version)).splitlines())
    held = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b""
    if set(held.splitlines()) != merge:
        raise StoreDamaged("the default graph is not the merge of the datasets")


def _verified(store: Store, version: DatasetVersion) -> bytes:
    held = canonical(store, graph_of(version.slug))
    count = held.count(b"\n")
    if count != version.quads:
        raise _other_number(version, count)
    if objects.digest_of(held) != version.content:
        raise StoreDamaged(
            f"dataset {version.slug}: the store holds {count:,} statements that "
            f"differ from those of content {version.content}"
        )
    return held


def _other_number(version: DatasetVersion, found: int) -> StoreDamaged:
    return StoreDamaged(
        f"dataset {version.slug}: the store holds {found:,} statements, not the "
        f"{version.quads:,} of content {version.content}"
    )


def _triples(content: bytes) -> bytes:
    """Return a content without its graph, which is the same in all lines.

    Line ends inside literals are escaped, so what is cut off is the end of each line.
    """
    graph = content.split(b"\n", 1)[0].rsplit(b" ", 2)[1]
    return content.replace(b" %b .\n" % graph, b" .\n")


def _count(store: Store, graph: NamedNode) -> int:
    solutions = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graph=[graph])
    assert isinstance(solutions, QuerySolutions)  # noqa: S101  # it is a SELECT
    return int(next(solutions)["n"].value)
