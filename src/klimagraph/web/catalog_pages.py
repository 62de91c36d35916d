"""The catalogue and its datasets as pages for people."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from klimagraph.catalog import landing
from klimagraph.catalog.profiles import SCHEMA_ORG
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.web.catalog_addresses import OFFERS, Wanted
from klimagraph.web.templating import render

Read = Callable[[str], bytes]
"""Returns a part of a snapshot."""
DATA = OFFERS[:-1]


def dataset(wanted: Wanted, snapshot: Snapshot, read: Read) -> bytes:
    """Return the page of a dataset; search engines find it as `schema:Dataset` in it."""
    page = landing.read(read(wanted.part))
    described = json.loads(read(f"dataset/{SCHEMA_ORG}/{wanted.slug}.jsonld"))
    return render(
        "dataset.html",
        page=page,
        snapshot=snapshot,
        schema_org=script({**described, "@context": "https://schema.org/"}),
        offers=DATA,
        base=wanted.path,
        place=snapshot.address + wanted.path,
    )


def catalogue(wanted: Wanted, snapshot: Snapshot, read: Read) -> bytes:
    """Return the list of the datasets."""
    rows = landing.read_rows(read(landing.LIST))
    return render("catalog.html", rows=rows, snapshot=snapshot, offers=DATA, base=wanted.path)


def source(wanted: Wanted, snapshot: Snapshot, read: Read) -> bytes:
    """Return a document of the catalogue as it is in Turtle."""
    text = read(wanted.part).decode()
    title = {"/service/sparql": "SPARQL-Zugang"}.get(wanted.path, "Versionen als Reihe")
    return render(
        "catalog_document.html", title=title, text=text, offers=DATA, base=wanted.path,
        snapshot=snapshot,
    )  # fmt: skip


def script(node: Mapping[str, Any]) -> str:
    """Return JSON that ends no script element before its time."""
    text = json.dumps(node, ensure_ascii=False, sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
