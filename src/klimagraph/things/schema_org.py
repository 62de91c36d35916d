"""Things in terms of schema.org, for search engines (https://schema.org/docs/gs.html)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from klimagraph.namespaces import BASE, PREFIXES, THINGS
from klimagraph.things.page import Page
from klimagraph.things.values import RDF_TYPE, Value

Said = Mapping[str, tuple[Value, ...]]

CONTEXT = "https://schema.org"
WEB = ("http://", "https://")
ELSE = "Thing"
_TYPES = {
    "klima:Municipality": "City",
    "klima:State": "State",
    "klima:District": "AdministrativeArea",
    "klima:AdministrativeRegion": "AdministrativeArea",
    "klima:AssociationOfMunicipalities": "AdministrativeArea",
    "klima:UnincorporatedArea": "AdministrativeArea",
    "klima:Authority": "GovernmentOrganization",
    "klima:FormerAuthority": "GovernmentOrganization",
    "klima:Alliance": "Organization",
    "org:OrganizationalUnit": "Organization",
    "org:Organization": "Organization",
    "foaf:Person": "Person",
    "klima:Event": "Event",
    "klima:EventSeries": "EventSeries",
    "klima:Grant": "MonetaryGrant",
    "klima:Project": "Project",
    "klima:Offer": "Service",
    "klima:Membership": "OrganizationRole",
    "klima:Tenure": "EmployeeRole",
    "klima:Source": "CreativeWork",
    "dcat:Dataset": "Dataset",
    "skos:ConceptScheme": "DefinedTermSet",
    "skos:Concept": "DefinedTerm",
}
KEYS = (
    *("klima:ags", "klima:ars", "klima:districtKey", "klima:regionKey"),
    *("klima:stateKey", "klima:nutsCode", "dcterms:identifier", "skos:notation"),
)
"""Properties whose values tell a thing from others of its kind."""
TEXTS = {
    "alternateName": ("skos:altLabel", "klima:shortName"),
    "description": ("dcterms:description", "skos:definition"),
    "sameAs": ("skos:exactMatch", "owl:sameAs"),
}
"""Where a property of schema.org takes its values from."""


def _named(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


TYPES = {_named(name): kind for name, kind in _TYPES.items()}


def schema_type(classes: Iterable[str]) -> str:
    """Return what schema.org calls a thing of some classes; the first of the table decides."""
    held = set(classes)
    return next((kind for name, kind in TYPES.items() if name in held), ELSE)


def schema_org(page: Page, address: str) -> Mapping[str, Any] | None:
    """Return a thing as a page tells search engines of it; None for people, who are left alone.

    `address` is where its document is found.
    """
    if page.iri.startswith(f"{THINGS}person/"):
        return None
    said = {item.iri: item.values for group in page.groups for item in group.properties}
    node: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": schema_type(value.value for value in said.get(RDF_TYPE, ())),
        "@id": page.iri,
        "name": page.title,
        "url": address,
        "identifier": [page.iri, *_keys(said)],
    }
    for name, sources in TEXTS.items():
        values = list(dict.fromkeys(_texts(said, sources)))
        if values:
            node[name] = values if len(values) > 1 else values[0]
    return node


def defined_term(iri: str, address: str, name: str, definition: str) -> Mapping[str, Any]:
    """Return a concept as a page tells search engines of it."""
    node = {"@context": CONTEXT, "@type": TYPES[_named("skos:Concept")], "@id": iri}
    told = {"name": name, "description": definition, "url": address}
    return node | {key: text for key, text in told.items() if text} | {"identifier": [iri]}


def start(address: str) -> Mapping[str, Any]:
    """Return what the first page tells search engines: a site with a search, and a catalogue."""
    search = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{address}/search?q={{search_term_string}}",
        },
        "query-input": "required name=search_term_string",
    }
    site = {
        "@type": "WebSite",
        "@id": f"{address}/#site",
        "name": "Klimagraph",
        "url": f"{address}/",
        "inLanguage": "de",
        "potentialAction": search,
    }
    catalogue = {
        "@type": "DataCatalog",
        "@id": f"{BASE}catalog",
        "name": "Klimagraph: Bündnisse für den Klimaschutz",
        "url": f"{address}/catalog",
        "inLanguage": "de",
    }
    return {"@context": CONTEXT, "@graph": [site, catalogue]}


def _keys(said: Said) -> Iterator[dict[str, str]]:
    for name in map(_named, KEYS):
        for value in said.get(name, ()):
            yield {"@type": "PropertyValue", "propertyID": name, "value": value.value}


def _texts(said: Said, sources: Iterable[str]) -> Iterator[str]:
    """Yield German texts and addresses of the web, which cannot be a script."""
    for value in (value for name in sources for value in said.get(_named(name), ())):
        if value.link == value.value.startswith(WEB) and value.language in ("", "de"):
            yield value.value
