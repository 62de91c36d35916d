"""The check of a feed: read it as each client does, then look at it as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode

from klimagraph.harvest_check import closure, downloads
from klimagraph.harvest_check.datasets import DATASET, identifiers
from klimagraph.harvest_check.faults import CLIENTS, TITLES
from klimagraph.harvest_check.fetching import Fetch, once
from klimagraph.harvest_check.findings import Findings
from klimagraph.harvest_check.graph import DCAT, Graph, text
from klimagraph.harvest_check.losses import losses
from klimagraph.harvest_check.paging import total
from klimagraph.harvest_check.report import Report, doubles
from klimagraph.harvest_check.source import Source
from klimagraph.harvest_check.walking import Reading, walk

MANY = 0.2
"""Share of what was there of which deleting is a mistake rather than a change."""


@dataclass(frozen=True)
class Before:
    """What the clients have from an earlier state, and what that is called."""

    name: str = ""
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NOTHING = Before()


def check(fetch: Fetch, url: str, before: Before = NOTHING, *, files: bool = False) -> Report:
    """Return what clients make of the feed at an address; `files` fetches what it offers too."""
    source = Source(once(fetch), Findings())
    readings = tuple(walk(source, client, url) for client in CLIENTS)
    graphs = [page.graph for page in source.pages.values()]
    _check_whole(source, readings)
    closure.check(graphs, source.findings)
    deletions = {each.client: _deleted(each, before) for each in readings}
    _check_deletions(source.findings, url, deletions, before)
    looked_at = downloads.check(graphs, fetch, source.findings) if files else None
    return Report(
        url,
        len(source.pages),
        tuple(dict.fromkeys(text(node) for graph in graphs for node in graph.of_type(DATASET))),
        dict(sorted(_identifiers(graphs))),
        readings,
        tuple(source.findings.items),
        losses(graphs),
        deletions,
        before.name,
        looked_at,
    )


def _check_whole(source: Source, readings: tuple[Reading, ...]) -> None:
    """Note what is seen only when all pages are there."""
    findings, pages = source.findings, list(source.pages.values())
    start, graphs = pages[0].url, [page.graph for page in pages]
    places = _places(graphs)
    for iri, numbers in places.items():
        if len(numbers) > 1:
            findings.add("on-two-pages", iri, ", ".join(numbers))
    for identifier in doubles(_identifiers(graphs)):
        findings.add("identifier-same", identifier, identifier)
    if all(each.complete for each in readings):
        _check_numbers(findings, start, graphs, readings)
        for iri in sorted(_listed(graphs) - places.keys()):
            findings.add("only-listed", iri)


def _places(graphs: list[Graph]) -> dict[str, list[str]]:
    """Return the numbers of the pages on which each dataset stands."""
    places: dict[str, list[str]] = {}
    for number, graph in enumerate(graphs, 1):
        for node in graph.of_type(DATASET):
            if not isinstance(node, BlankNode):
                places.setdefault(text(node), []).append(str(number))
    return places


def _check_numbers(
    findings: Findings, start: str, graphs: list[Graph], readings: tuple[Reading, ...]
) -> None:
    counts = {each.client: len(each.datasets) + len(each.refused) for each in readings}
    told = ", ".join(f"{TITLES[name]} {count}" for name, count in counts.items())
    if not any(counts.values()):
        findings.add("no-datasets", start)
    elif len(set(counts.values())) > 1:
        findings.add("readers-differ", start, told)
    said, most = total(graphs[0]), max(counts.values())
    if said and said != str(most):
        findings.add("total-wrong", start, f"{said} / {most}")


def _identifiers(graphs: list[Graph]) -> list[tuple[str, str]]:
    """Return the identifiers of the datasets, each with its dataset."""
    return [
        (name, text(node))
        for graph in graphs
        for node in graph.of_type(DATASET)
        for name in identifiers(graph, node)
    ]


def _listed(graphs: list[Graph]) -> set[str]:
    """Return the datasets that catalogues name."""
    return {
        text(value)
        for graph in graphs
        for pairs in graph.about.values()
        for name, value in pairs
        if name == f"{DCAT}dataset"
    }


def _deleted(reading: Reading, before: Before) -> tuple[str, ...]:
    """Return what a client has and would delete: nothing unless its run came to its end."""
    if not reading.complete:
        return ()
    kept = set(reading.datasets)
    return tuple(name for name in before.known.get(reading.client, ()) if name not in kept)


def _check_deletions(
    findings: Findings, url: str, deletions: Mapping[str, tuple[str, ...]], before: Before
) -> None:
    for client, gone in deletions.items():
        had = len(before.known.get(client, ()))
        if len(gone) > MANY * had:
            findings.add("deletes-many", url, f"{TITLES[client]} {len(gone)} / {had}")
