"""How a page leads to the next one: Hydra in both spellings (https://www.hydra-cg.com/spec/latest/core/)."""

from urllib.parse import urlsplit

from klimagraph.harvest_check.findings import Findings
from klimagraph.harvest_check.graph import HYDRA, Graph, text

OLDER, NEWER = f"{HYDRA}PagedCollection", f"{HYDRA}PartialCollectionView"


def next_of_ckan(graph: Graph) -> str:
    """Return the next page as ckanext-dcat finds it: the newer class first, either property."""
    for kind in (NEWER, OLDER):
        for node in graph.of_type(kind):
            found = graph.objects(node, f"{HYDRA}next") or graph.objects(node, f"{HYDRA}nextPage")
            if found:
                return text(found[0])
    return ""


def next_of_piveau(graph: Graph) -> str:
    """Return the next page as piveau finds it: the older class first, and then nothing else."""
    for kind, name in ((OLDER, "nextPage"), (NEWER, "next")):
        if views := graph.of_type(kind):
            found = graph.objects(views[0], HYDRA + name)
            return text(found[0]) if found else ""
    return ""


def total(graph: Graph) -> str:
    """Return the number of datasets that a page says there are in all; empty without."""
    for node in graph.of_type(OLDER) + graph.of_type(NEWER):
        if found := graph.objects(node, f"{HYDRA}totalItems"):
            return text(found[0])
    return ""


def check(graph: Graph, url: str, findings: Findings) -> None:
    """Note what is wrong with the paging of a page; a page without any is the only one."""
    older, newer = graph.of_type(OLDER), graph.of_type(NEWER)
    views = {*older, *newer}
    if not views:
        return
    if len(views) > 1:
        findings.add("several-views", url, str(len(views)))
    if not older:
        findings.add("only-newer-paging", url)
    if not newer:
        findings.add("only-older-paging", url)
    if older and not total(graph):
        findings.add("total-missing", url)
    _check_next(graph, url, findings)


def _check_next(graph: Graph, url: str, findings: Findings) -> None:
    one, other = next_of_ckan(graph), next_of_piveau(graph)
    if one != other:
        findings.add("next-differs", url, f"{one or '-'} / {other or '-'}")
    for address in sorted({one, other} - {""}):
        if _site(address) != _site(url):
            findings.add("next-elsewhere", url, address)


def _site(address: str) -> tuple[str, str] | None:
    """Return scheme and host; None of what is no address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.scheme, parts.netloc
