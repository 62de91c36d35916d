"""Templates as files, empty or filled with what a dataset has published."""

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from klimagraph.errors import NotAcceptable, NotFound
from klimagraph.namespaces import DATASETS
from klimagraph.releases import open_read_only
from klimagraph.tables.columns import Template
from klimagraph.tables.filling import Filling, csv_text, empty
from klimagraph.tables.known import Known
from klimagraph.tables.templates import template_of
from klimagraph.tables.workbook import workbook
from klimagraph.tables.writing import Published, filled
from klimagraph.terms import is_iri

XLSX, CSV = "xlsx", "csv"
MEDIA_TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8; header=present",
}


@dataclass(frozen=True)
class Order:
    """Which template is wanted, in which format, with the claims of which dataset in it."""

    name: str
    form: str = XLSX
    dataset: str = ""


def make(order: Order, root: Path, release: Path | None = None) -> bytes:
    """Return a template; lists of published things come from the store of a release, a folder.

    Raises NotFound for a class or dataset that is not known, and NotAcceptable.
    """
    if order.form not in MEDIA_TYPES:
        raise NotAcceptable(f"there are templates as {' and '.join(MEDIA_TYPES)}")
    store = open_read_only(release) if release else None
    template, known = template_of(root, order.name), Known(store, root)
    filling = empty(template, root)
    if order.dataset:
        filling = _filled(template, order.dataset, known, root)
    return csv_text(filling) if order.form == CSV else workbook(filling, known, root)


def file_name(order: Order, template: Template) -> str:
    """Return what the file of a template is called."""
    return "-".join(filter(None, ("klimagraph", order.dataset, template.token))) + f".{order.form}"


def _filled(template: Template, dataset: str, known: Known, root: Path) -> Filling:
    graph = NamedNode(DATASETS + dataset) if is_iri(DATASETS + dataset) else None
    store = known.store
    if store is None or graph is None or not store.contains_named_graph(graph):
        raise NotFound(f"there is no published dataset {dataset!r}")
    return filled(template, Published(store, graph, dataset), known, root)
