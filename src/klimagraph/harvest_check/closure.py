"""What GovData's deletions take along: it removes all that can be reached from a dataset.

Before each insert it deletes everything that links lead to from the dataset, the publisher aside,
and what it deletes for good takes the same things along. So each dataset has to be a tree of its
own (docs/adr/0018-one-harvest-snapshot.md).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from klimagraph.harvest_check.datasets import DATASET
from klimagraph.harvest_check.findings import Findings
from klimagraph.harvest_check.graph import DCT, TYPE, Graph, Node, Term, text

PUBLISHER = f"{DCT}publisher"
LABELS = (
    TYPE,
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
)
"""What may be said of a code in several trees: each insert says the same again."""
NIGHTS = 2
SHOWN = 3

Said = dict[Node, set[tuple[str, Term]]]


@dataclass(frozen=True)
class Feed:
    """The pages of a feed together."""

    pages: tuple[Said, ...]
    whole: Said
    datasets: frozenset[Node]
    publishers: frozenset[Node]


def check(graphs: Iterable[Graph], findings: Findings) -> None:
    """Note which datasets and parts of datasets GovData loses."""
    feed = _feed(graphs)
    reached = {node: frozenset(_reached(feed, feed.whole, node)) for node in feed.datasets}
    stored = _after_nights(feed)
    for node in sorted(feed.datasets, key=text):
        if linking := _linking(reached, node):
            lost = any(feed.whole[one] - stored.get(one, set()) for one in _own(feed, node))
            findings.add("lost-by-links" if lost else "linked", text(node), linking)
    _check_shared(feed, findings)


def _feed(graphs: Iterable[Graph]) -> Feed:
    pages: list[Said] = []
    whole: Said = {}
    datasets: set[Node] = set()
    for graph in graphs:
        pages.append({node: set(pairs) for node, pairs in graph.about.items()})
        datasets.update(graph.of_type(DATASET))
        for node, pairs in pages[-1].items():
            whole.setdefault(node, set()).update(pairs)
    publishers = {
        value
        for pairs in whole.values()
        for name, value in pairs
        if name == PUBLISHER and isinstance(value, NamedNode | BlankNode)
    }
    return Feed(tuple(pages), whole, frozenset(datasets), frozenset(publishers))


def _reached(
    feed: Feed, said: Said, start: Node, stops: frozenset[Node] = frozenset()
) -> set[Node]:
    """Return what links lead to from a node, and the node; publishers and `stops` stay out."""
    reached, ahead = {start}, [start]
    while ahead:
        for _, value in said.get(ahead.pop(), ()):
            if not isinstance(value, NamedNode | BlankNode) or value in reached:
                continue
            if value not in feed.publishers and value not in stops:
                reached.add(value)
                ahead.append(value)
    return reached


def _own(feed: Feed, node: Node) -> Iterator[Node]:
    """Yield what belongs to a dataset."""
    for one in _reached(feed, feed.whole, node, feed.datasets - {node}):
        if one in feed.whole:
            yield one


def _after_nights(feed: Feed) -> Said:
    """Return what is stored after the feed was harvested in its order, night after night."""
    stored: Said = {}
    for _ in range(NIGHTS):
        for page in feed.pages:
            for node in page:
                if node in feed.datasets:
                    for gone in _reached(feed, stored, node):
                        stored.pop(gone, None)
                    for one in _reached(feed, page, node):
                        stored.setdefault(one, set()).update(page.get(one, ()))
    return stored


def _linking(reached: dict[Node, frozenset[Node]], node: Node) -> str:
    """Return the datasets from which links lead to another one."""
    found = sorted(text(one) for one, all_of_it in reached.items() if node in all_of_it - {one})
    return _listed(found)


def _check_shared(feed: Feed, findings: Findings) -> None:
    """Note nodes that are described and belong to several datasets."""
    owners: dict[Node, list[str]] = {}
    for node in sorted(feed.datasets, key=text):
        for one in _own(feed, node):
            if one != node:
                owners.setdefault(one, []).append(text(node))
    for one, names in sorted(owners.items(), key=lambda item: text(item[0])):
        if len(names) > 1 and not all(name in LABELS for name, _ in feed.whole[one]):
            findings.add("shared-node", text(one), _listed(names))


def _listed(names: list[str]) -> str:
    more = f" (+{len(names) - SHOWN})" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
