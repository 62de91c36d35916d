"""Documents of their own for datasets, the service and the series of releases.

They hold what must not stand in pages: links between datasets, and records about them.
"""

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.catalog.codes import code
from klimagraph.catalog.entries import Entry
from klimagraph.catalog.names import (
    CATALOG,
    SERIES,
    SERVICE,
    WHOLE,
    dataset_iri,
    date_time,
    part,
    say,
)
from klimagraph.catalog.profiles import Profile
from klimagraph.catalog.publishers import Publisher
from klimagraph.catalog.whole import contact, service
from klimagraph.namespaces import BASE
from klimagraph.releases import Release

RULES_OF = {
    "dcat-ap-de": NamedNode("https://www.dcat-ap.de/def/dcatde/3.0/spec/"),
    "dcat-ap": NamedNode("https://semiceu.github.io/DCAT-AP/releases/3.0.1/"),
}
"""Where the application profiles are written down."""
TITLE = ("Klimagraph: Versionen", "Klimagraph: releases")
TEXT = (
    "Alle veröffentlichten Stände des Klimagraphen; jeder bleibt, wie er war.",
    "All published states of Klimagraph; each stays as it was.",
)


def dataset_relations(entry: Entry, profile: Profile, releases: Sequence[Release]) -> list[Triple]:
    """Return what the document of a dataset says beside its tree: its record, its relations."""
    return [*profile.told(_record(entry, profile)), *_relations(entry, releases)]


def service_document(
    entries: Sequence[Entry], publisher: Publisher, profile: Profile, address: str
) -> list[Triple]:
    """Return what is said of the endpoint, and which datasets it serves."""
    licence = next(one.licence for one in entries if one.slug == WHOLE)
    served = [say(SERVICE, "dcat:servesDataset", entry.iri) for entry in entries]
    said = [*service(publisher, licence, profile, address), *publisher.triples()]
    return [*profile.told(said), *served]


def series_document(
    releases: Sequence[Release], publisher: Publisher, profile: Profile, address: str
) -> list[Triple]:
    """Return the releases as a series, each with the one before it; oldest first."""
    said = [*_series(releases, publisher, address), *publisher.triples()]
    before = None
    for release in releases:
        said += _release(release, before, publisher, address)
        before = release
    return profile.told(said)


def _record(entry: Entry, profile: Profile) -> Iterator[Triple]:
    record = part(CATALOG, entry.slug)
    yield say(CATALOG, "dcat:record", record)
    yield say(record, "rdf:type", "dcat:CatalogRecord")
    yield say(record, "foaf:primaryTopic", entry.iri)
    yield say(entry.iri, "rdf:type", "dcat:Resource")
    yield say(record, "dcterms:issued", date_time(entry.issued))
    yield say(record, "dcterms:modified", date_time(entry.modified))
    yield say(record, "dcterms:conformsTo", RULES_OF[profile.name])


def _relations(entry: Entry, releases: Sequence[Release]) -> Iterator[Triple]:
    for source in entry.sources:
        yield say(entry.iri, "prov:wasDerivedFrom", source)
    if entry.replaced_by:
        yield say(entry.iri, "dcterms:isReplacedBy", NamedNode(entry.replaced_by))
    if entry.slug == WHOLE:
        for release in releases:
            yield say(entry.iri, "dcat:hasVersion", release_iri(release))
        yield say(entry.iri, "dcat:hasCurrentVersion", release_iri(releases[-1]))
    else:
        yield say(entry.iri, "dcterms:isPartOf", dataset_iri(WHOLE))


def release_iri(release: Release) -> NamedNode:
    """Return the IRI of a release."""
    return NamedNode(f"{BASE}releases/{release.name}")


def _series(releases: Sequence[Release], publisher: Publisher, address: str) -> Iterator[Triple]:
    yield say(SERIES, "rdf:type", "dcat:DatasetSeries")
    yield from _texts(SERIES, "dcterms:title", TITLE)
    yield from _texts(SERIES, "dcterms:description", TEXT)
    yield say(SERIES, "dcterms:publisher", publisher.iri)
    yield say(SERIES, "dcterms:accrualPeriodicity", code("frequency", "IRREG"))
    yield say(SERIES, "dcterms:issued", date_time(releases[0].created))
    yield say(SERIES, "dcterms:modified", date_time(releases[-1].created))
    yield say(SERIES, "dcat:first", release_iri(releases[0]))
    yield say(SERIES, "dcat:last", release_iri(releases[-1]))
    yield from contact(SERIES, publisher)
    yield say(part(SERIES, "contact"), "vcard:hasURL", NamedNode(f"{address}/"))


def _release(
    release: Release, before: Release | None, publisher: Publisher, address: str
) -> Iterable[Triple]:
    node = release_iri(release)
    name = release.name
    yield say(node, "rdf:type", "dcat:Dataset")
    yield from _texts(
        node, "dcterms:title", (f"Klimagraph, Version {name}", f"Klimagraph, release {name}")
    )
    yield from _texts(node, "dcterms:description", TEXT)
    yield say(node, "dcterms:identifier", Literal(node.value))
    yield say(node, "dcterms:publisher", publisher.iri)
    yield say(node, "dcterms:issued", date_time(release.created))
    yield say(node, "dcterms:modified", date_time(release.created))
    yield say(node, "dcat:version", Literal(name))
    yield say(node, "dcat:landingPage", NamedNode(f"{address}/releases/{name}"))
    yield say(node, "dcat:inSeries", SERIES)
    yield say(node, "dcat:isVersionOf", dataset_iri(WHOLE))
    if before:
        yield say(node, "dcat:prev", release_iri(before))
        yield say(node, "dcat:previousVersion", release_iri(before))


def _texts(node: NamedNode, name: str, texts: tuple[str, str]) -> Iterator[Triple]:
    for text, language in zip(texts, ("de", "en"), strict=True):
        yield say(node, name, Literal(text, language=language))
