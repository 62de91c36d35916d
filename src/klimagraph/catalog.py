"""The catalogue of the datasets of a release (https://www.w3.org/TR/vocab-dcat-3/)."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.asking import ask
from klimagraph.datasets import DESCRIPTION
from klimagraph.errors import NotFound, StoreDamaged
from klimagraph.namespaces import BASE, DATASETS, PREFIXES
from klimagraph.releases import DatasetVersion, Release
from klimagraph.terms import term
from klimagraph.workers.engine import Engine

DESCRIPTIONS = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
CONSTRUCT { ?s ?p ?o } WHERE {
  { ?s a dcat:Dataset ; ?p ?o }
  UNION { ?dataset a dcat:Dataset ; dcat:contactPoint ?s . ?s ?p ?o }
  UNION { ?dataset a dcat:Dataset ; <http://purl.org/dc/terms/publisher> ?s . ?s ?p ?o }
}
"""
IANA = "https://www.iana.org/assignments/media-types/"


async def catalog(pool: Engine, release: Release, address: str) -> list[Triple]:
    """Return the catalogue of a release; `address` is where files are downloaded.

    Datasets that do not say their title, description, publisher and licence are not listed.
    Raises NotFound where nothing is published, and StoreDamaged rather than say that of
    datasets that are there: a harvester would delete what it has.
    """
    if not release.datasets:
        raise NotFound("nothing is published here yet, so there is no catalogue")
    asked = await ask(pool, DESCRIPTIONS, release=release.name)
    described = [item for item in asked.triples if item.predicate != term("dcterms:modified")]
    said: set[tuple[object, str]] = {(item.subject, item.predicate.value) for item in described}
    listed = [version for version in release.datasets if _listed(version, said)]
    if not listed:
        raise StoreDamaged(f"release {release.name} describes no dataset")
    triples = [item for item in described if _concerns(item, listed)]
    triples += _catalog(release, listed)
    for version in listed:
        triples += _distributions(version, release, address, described)
    return triples


def _catalog(release: Release, listed: Iterable[DatasetVersion]) -> Iterator[Triple]:
    node = NamedNode(f"{BASE}catalog")
    publisher = NamedNode(f"{BASE}id/organisation/klimagraph")
    yield Triple(node, term("rdf:type"), term("dcat:Catalog"))
    yield Triple(node, term("dcterms:title"), Literal("Klimagraph", language="de"))
    text = (
        "Daten über Bündnisse für den Klimaschutz: Mitglieder, Ämter, Zusagen, Förderung, Belege."
    )
    yield Triple(node, term("dcterms:description"), Literal(text, language="de"))
    yield Triple(node, term("dcterms:publisher"), publisher)
    yield Triple(node, term("dcterms:modified"), _date_time(release.created))
    yield Triple(node, term("dcat:version"), Literal(release.name))
    for version in listed:
        yield Triple(node, term("dcat:dataset"), NamedNode(DATASETS + version.slug))


def _distributions(
    version: DatasetVersion, release: Release, address: str, described: Iterable[Triple]
) -> Iterator[Triple]:
    dataset = NamedNode(DATASETS + version.slug)
    yield Triple(dataset, term("dcterms:modified"), _date_time(version.modified))
    licences = [
        item.object
        for item in described
        if item.subject == dataset and item.predicate == term("dcterms:license")
    ]
    node = NamedNode(f"{dataset.value}#nquads")
    url = NamedNode(f"{address}/releases/{release.name}/{version.slug}.nq")
    yield Triple(dataset, term("dcat:distribution"), node)
    yield Triple(node, term("rdf:type"), term("dcat:Distribution"))
    yield Triple(node, term("dcterms:title"), Literal("N-Quads", language="de"))
    yield Triple(node, term("dcat:accessURL"), url)
    yield Triple(node, term("dcat:downloadURL"), url)
    yield Triple(node, term("dcat:mediaType"), NamedNode(f"{IANA}application/n-quads"))
    size = Literal(str(version.size), datatype=term("xsd:nonNegativeInteger"))
    yield Triple(node, term("dcat:byteSize"), size)
    for licence in licences:
        yield Triple(node, term("dcterms:license"), licence)
    yield from _checksum(node, version.content)


def _checksum(node: NamedNode, digest: str) -> Iterator[Triple]:
    checksum = NamedNode(f"{node.value}-checksum")
    yield Triple(node, term("spdx:checksum"), checksum)
    yield Triple(checksum, term("rdf:type"), term("spdx:Checksum"))
    yield Triple(checksum, term("spdx:algorithm"), term("spdx:checksumAlgorithm_sha256"))
    value = Literal(digest, datatype=term("xsd:hexBinary"))
    yield Triple(checksum, term("spdx:checksumValue"), value)


def _listed(version: DatasetVersion, said: set[tuple[object, str]]) -> bool:
    dataset = NamedNode(DATASETS + version.slug)
    return all((dataset, f"{PREFIXES['dcterms']}{name}") in said for name in DESCRIPTION)


def _concerns(item: Triple, listed: Iterable[DatasetVersion]) -> bool:
    """Tell whether a statement is about a listed dataset, a part of it, or something else."""
    slug = str(item.subject).strip("<>").removeprefix(DATASETS).split("#")[0]
    return DATASETS not in str(item.subject) or slug in {version.slug for version in listed}


def _date_time(text: str) -> Literal:
    return Literal(text, datatype=term("xsd:dateTime"))
