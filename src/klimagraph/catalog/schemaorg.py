"""Datasets as search engines read them (https://schema.org/Dataset)."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.catalog.codes import ENDPOINT, FORMS
from klimagraph.catalog.entries import Entry
from klimagraph.catalog.names import CATALOG, WHOLE, part, term
from klimagraph.catalog.pages import Place
from klimagraph.catalog.trees import distribution_iri
from klimagraph.catalog.whole import TEXTS, TITLES

LINKS = ("contentUrl", "isBasedOn", "license", "url")
CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    **{name: {"@type": "@id"} for name in LINKS},
    **{
        f"hydra:{name}{end}": {"@type": "@id"}
        for name in ("first", "last", "next", "previous")
        for end in ("", "Page")
    },
}
"""Inlined: nothing has to be fetched to read a document."""
SHORTEST, LONGEST = 50, 5000
"""Characters of a description that search engines take."""
MORE = " Teil des Klimagraphen, der Daten über Bündnisse für den Klimaschutz."


def dataset(entry: Entry, address: str) -> dict[str, Any]:
    """Return a dataset."""
    names, texts = (_texts(entry, name) for name in ("dcterms:title", "dcterms:description"))
    german = texts.get("de") or next(iter(texts.values()))
    node = {
        "@id": entry.iri.value,
        "@type": "Dataset",
        "name": names.get("de") or next(iter(names.values())),
        "description": (german if len(german) >= SHORTEST else german + MORE)[:LONGEST],
        "url": f"{address}/dataset/{entry.slug}",
        "identifier": entry.iri.value,
        "license": entry.licence.text,
        "isAccessibleForFree": True,
        "datePublished": entry.issued[:10],
        "dateModified": entry.modified,
        "inLanguage": "de",
        "keywords": _values(entry.about, entry.iri, "dcat:keyword"),
        "includedInDataCatalog": catalogue(address),
        "distribution": list(_downloads(entry, address)),
    }
    agent = {
        "@id": entry.publisher.iri.value,
        "@type": "Organization",
        "name": entry.publisher.names[0].value,
    }
    node |= {"creator": agent, "publisher": agent}
    return node | _more(entry, names)


def catalogue(address: str) -> dict[str, Any]:
    """Return the catalogue."""
    return {
        "@id": CATALOG.value,
        "@type": "DataCatalog",
        "name": TITLES[CATALOG][0],
        "description": TEXTS[CATALOG][0],
        "url": f"{address}/catalog",
    }


def page(nodes: Sequence[dict[str, Any]], place: Place | None, number: int) -> dict[str, Any]:
    """Return a page of datasets with the links to the others; without a place, all of them."""
    named = [{"@id": node["@id"]} for node in nodes]
    address = nodes[0]["includedInDataCatalog"] if nodes else {}
    graph: list[dict[str, Any]] = [address | {"dataset": named}, *nodes]
    return {"@context": CONTEXT, "@graph": [*([_view(place, number)] if place else []), *graph]}


def written(document: Mapping[str, Any]) -> bytes:
    """Return a document as text that depends on what it says only."""
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def _view(place: Place, number: int) -> dict[str, Any]:
    targets = {"first": 1, "last": place.last, "previous": number - 1, "next": number + 1}
    links = {
        f"hydra:{name}{end}": place.page(target).value
        for name, target in targets.items()
        for end in ("", "Page")
        if 1 <= target <= place.last
    }
    return {
        "@id": place.page(number).value,
        "@type": ["hydra:PagedCollection", "hydra:PartialCollectionView"],
        "hydra:totalItems": place.total,
        **links,
    }


def _more(entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what not every dataset says."""
    found: dict[str, Any] = {}
    if "en" in names and "de" in names:
        found["alternateName"] = names["en"]
    if entry.attribution:
        found["creditText"] = entry.attribution[0].value
    if entry.version:
        found["version"] = entry.version
    if entry.sources:
        found["isBasedOn"] = [source.value for source in entry.sources]
    period = part(entry.iri, "period")
    ends = [
        "".join(_values(entry.about, period, name)) for name in ("dcat:startDate", "dcat:endDate")
    ]
    if any(ends):
        found["temporalCoverage"] = "/".join(end or ".." for end in ends)
    return found


def _downloads(entry: Entry, address: str) -> Iterator[dict[str, Any]]:
    for file in entry.files:
        yield {
            "@id": distribution_iri(entry, file).value,
            "@type": "DataDownload",
            "name": file.title_de,
            "contentUrl": address + file.path,
            "contentSize": f"{file.size} B",
            "encodingFormat": FORMS[file.form].media_type,
            "sha256": file.digest,
        }
    if entry.slug == WHOLE:
        yield {
            "@id": part(entry.iri, "sparql").value,
            "@type": "DataDownload",
            "name": "SPARQL",
            "contentUrl": f"{address}/sparql",
            "encodingFormat": ENDPOINT.media_type,
        }


def _texts(entry: Entry, name: str) -> dict[str, str]:
    """Return what a property says by language."""
    return {
        one.object.language or "": one.object.value
        for one in entry.about
        if one.subject == entry.iri
        and one.predicate == term(name)
        and isinstance(one.object, Literal)
    }


def _values(about: Iterable[Triple], node: NamedNode, name: str) -> list[str]:
    return [
        one.object.value
        for one in about
        if one.subject == node and one.predicate == term(name) and isinstance(one.object, Literal)
    ]
