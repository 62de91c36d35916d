"""Reading a feed from page to page as a client does, until it ends or the client gives up."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode

from klimagraph.harvest_check.datasets import DATASET, identifiers
from klimagraph.harvest_check.faults import GOVDATA, PIVEAU
from klimagraph.harvest_check.graph import DCAT, DCT, NO_BASE, Graph, Node, text
from klimagraph.harvest_check.paging import next_of_ckan, next_of_piveau
from klimagraph.harvest_check.source import Page, Source

MOST = 1_000
"""Pages after which the check does not believe in an end."""


@dataclass(frozen=True)
class Reading:
    """What a client read and would keep."""

    client: str
    pages: int
    datasets: tuple[str, ...]
    """What it takes: under the names by which it knows them again."""
    refused: tuple[str, ...] = ()
    """What it read and does not take."""
    stopped: str = ""
    """Code of the mistake that ended the run; empty where it read to the end."""

    @property
    def complete(self) -> bool:
        """Tell whether the run came to its end, so that what is missing is deleted."""
        return not self.stopped


def walk(source: Source, client: str, start: str) -> Reading:
    """Return what a client reads of a feed."""
    pages: list[Page] = []
    url, stopped = start, ""
    while url and not stopped:
        if stopped := _turning(source, [page.url for page in pages], url):
            break
        page = source.page(url)
        if pages and client != PIVEAU and page.body == pages[0].body:
            source.findings.add("same-bytes", url)
            break
        pages.append(page)
        stopped = _stopping(source, client, pages[0], page)
        url = next_of_piveau(page.graph) if client == PIVEAU else next_of_ckan(page.graph)
    return _reading(client, pages, stopped)


def _turning(source: Source, read: list[str], url: str) -> str:
    """Note a link that leads nowhere new, or a feed without end; return the code."""
    if url.startswith(NO_BASE):
        return "relative-iri"
    if url in read:
        return source.findings.add("loop", read[-1], url).code
    if len(read) >= MOST:
        return source.findings.add("too-many-pages", read[0], str(MOST)).code
    return ""


def _stopping(source: Source, client: str, first: Page, page: Page) -> str:
    """Return the code of what makes a client give up at a page; empty where it goes on."""
    faults = list(page.faults)
    if page.media_type and page.media_type != first.media_type:
        faults.append(source.findings.add("type-other", page.url, page.media_type))
    return next((each.code for each in faults if client in each.fault.stops), "")


def _reading(client: str, pages: list[Page], stopped: str) -> Reading:
    """Return what a client keeps of pages: the last of which it may have given up at."""
    if client != PIVEAU:
        taken = [] if stopped else pages
    else:
        taken = pages[:-1] if stopped and stopped != "loop" else pages
    kept: dict[str, None] = {}
    refused: dict[str, None] = {}
    claimed: dict[str, str] = {}
    for graph, node in _nodes(taken):
        if client == PIVEAU and text(node).startswith(NO_BASE):
            continue  # without a base there is no such node
        key = _key(client, graph, node)
        target = kept if client != GOVDATA or _accepted(graph, node, key, claimed) else refused
        target[key] = None
    return Reading(client, len(pages), tuple(kept), tuple(refused), stopped)


def _nodes(pages: list[Page]) -> Iterator[tuple[Graph, Node]]:
    for page in pages:
        for node in page.graph.of_type(DATASET):
            yield page.graph, node


def _key(client: str, graph: Graph, node: Node) -> str:
    """Return the name by which a client knows a dataset again."""
    names = identifiers(graph, node)
    if isinstance(node, BlankNode):
        titles = [text(value) for value in graph.objects(node, f"{DCT}title")]
        return next(iter((*names, *titles)), "")
    iri = node.value.replace(NO_BASE, "file:///", 1)
    return names[0] if client == PIVEAU and names else iri


def _accepted(graph: Graph, node: Node, key: str, claimed: dict[str, str]) -> bool:
    """Tell whether GovData takes a dataset: it has a file, and nobody else has its identifier."""
    if not graph.objects(node, f"{DCAT}distribution"):
        return False
    return all(claimed.setdefault(name, key) == key for name in identifiers(graph, node))
