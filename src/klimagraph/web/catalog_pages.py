"""The catalogue and its datasets as pages for people."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from klimagraph.catalog import landing
from klimagraph.catalog.citing import citation
from klimagraph.catalog.landing import Page
from klimagraph.catalog.names import WHOLE
from klimagraph.catalog.profiles import PROFILES, SCHEMA_ORG
from klimagraph.errors import NotFound
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.quality import measures
from klimagraph.quality.measures import Counted, Quality
from klimagraph.submissions.wording import english_plural, plural
from klimagraph.web.catalog_addresses import OFFERS, Wanted
from klimagraph.web.language import gettext, language
from klimagraph.web.templating import render

Read = Callable[[str], bytes]
"""Returns a part of a snapshot."""
DATA = OFFERS[:-1]
FORMATS = {
    "jsonld": "JSON-LD",
    "turtle": "Turtle",
    "rdfxml": "RDF/XML",
    "ntriples": "N-Triples",
}
"""What people call the formats of the catalogue."""
QUERY = """SELECT ?thing ?class
FROM <{}>
WHERE {{
  ?thing a ?class .
}}
LIMIT 100"""
"""All things of a dataset; the name of a dataset of ours is no more than letters and hyphens."""
UNCOUNTED = ("Evidence", "Geometry")
"""Names of classes that English has no plural of, or none that is meant."""
OF_CLASS = """SELECT ?thing ?property ?value
FROM <{}>
WHERE {{
  ?thing a <{}> ;
    ?property ?value .
}}
ORDER BY ?thing ?property
LIMIT 1000"""


def dataset(wanted: Wanted, snapshot: Snapshot, read: Read) -> bytes:
    """Return the page of a dataset; search engines find it as `schema:Dataset` in it."""
    page = landing.read(read(wanted.part))
    described = json.loads(read(f"dataset/{SCHEMA_ORG}/{wanted.slug}.jsonld"))
    place = snapshot.address + wanted.path
    return render(
        "dataset.html",
        page=page,
        whole=page.slug == WHOLE,
        quality=_quality(page.slug, read),
        contents=_contents(page, read),
        cited=citation(page, place, english=language() == "en"),
        query=QUERY.format(page.iri),
        ask=urlencode({"query": QUERY.format(page.iri)}),
        snapshot=snapshot,
        schema_org=script({**described, "@context": "https://schema.org/"}),
        offers=DATA,
        formats=FORMATS,
        base=wanted.path,
        place=place,
    )


def catalogue(wanted: Wanted, snapshot: Snapshot, read: Read) -> bytes:
    """Return the list of the datasets."""
    rows = landing.read_rows(read(landing.LIST))
    profiles = [*(profile.name for profile in PROFILES), SCHEMA_ORG]
    return render(
        "catalog.html",
        rows=sorted(rows, key=lambda row: row.slug != WHOLE),
        whole=WHOLE,
        snapshot=snapshot,
        offers=DATA,
        formats=FORMATS,
        profiles=profiles,
        base=wanted.path,
    )


def source(wanted: Wanted, snapshot: Snapshot, read: Read) -> bytes:
    """Return a document of the catalogue as it is in Turtle."""
    text = read(wanted.part).decode()
    service = wanted.path == "/service/sparql"
    title = gettext("SPARQL-Zugang") if service else gettext("Versionen als Reihe")
    return render(
        "catalog_document.html", title=title, text=text, offers=DATA, formats=FORMATS,
        base=wanted.path, snapshot=snapshot,
    )  # fmt: skip


def script(node: Mapping[str, Any]) -> str:
    """Return JSON that ends no script element before its time."""
    text = json.dumps(node, ensure_ascii=False, sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _quality(slug: str, read: Read) -> Quality | None:
    """Return what is known of the quality; a snapshot of an earlier program says nothing."""
    try:
        return measures.read(read(measures.place_of(slug)))
    except NotFound:
        return None


def _contents(page: Page, read: Read) -> list[dict[str, Any]]:
    """Return the classes of a dataset with the numbers of their things and a query for them."""
    quality = _quality(page.slug, read)
    return [
        {
            "iri": one.iri,
            "label": _called(one),
            "count": one.count,
            "ask": "" if page.slug == WHOLE else _asking(page.iri, one.iri),
        }
        for one in (quality.contents if quality else ())
    ]


def _called(one: Counted) -> str:
    """Return what the things of a class are called, many or one."""
    english = language() == "en"
    label = one.label_en if english else one.label_de
    if one.count == 1 or label in UNCOUNTED or " einer " in label:
        return label
    return english_plural(label) if english else plural(label)


def _asking(dataset: str, kind: str) -> str:
    """Return the part of an address that asks for all things of a class in a dataset.

    The name of a class that could end its place in the query is asked for by nobody.
    """
    if any(sign in kind for sign in '<>"{}|^`\\ '):
        return ""
    return urlencode({"query": OF_CLASS.format(dataset, kind)})
