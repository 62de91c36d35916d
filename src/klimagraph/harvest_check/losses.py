"""Which properties of a feed a portal does not read, as measured (docs/harvesters.md)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from klimagraph.harvest_check.faults import CKAN, GOVDATA
from klimagraph.harvest_check.graph import DCAT, DCT, HYDRA, TYPE, Graph
from klimagraph.namespaces import PREFIXES, compact

NAMES = {
    **PREFIXES,
    "adms": "http://www.w3.org/ns/adms#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": DCT,
    "geodcatap": "http://data.europa.eu/930/",
    "hydra": HYDRA,
    "odrl": "http://www.w3.org/ns/odrl/2/",
}
_DATASET = """dct:title dct:description dct:identifier dct:publisher dct:creator dcat:contactPoint
dct:issued dct:modified dcat:keyword dcat:theme dct:language dct:accessRights
dct:accrualPeriodicity dcat:landingPage dct:spatial dct:temporal dct:type dct:conformsTo foaf:page
dct:provenance prov:wasGeneratedBy prov:qualifiedAttribution dct:relation dct:source
dct:isReferencedBy dct:isVersionOf adms:sample adms:identifier dcat:version dcat:hasVersion
adms:versionNotes dcat:spatialResolutionInMeters dcat:temporalResolution
dcatap:applicableLegislation dcatap:hvdCategory dcat:distribution"""
_DISTRIBUTION = """dcat:accessURL dcat:downloadURL dct:title dct:description dct:license dct:rights
dct:format dcat:mediaType dcat:byteSize spdx:checksum dct:issued dct:modified adms:status
dcatap:availability dct:language dct:conformsTo foaf:page dcat:spatialResolutionInMeters
dcat:temporalResolution dcat:compressFormat dcat:packageFormat dcatap:applicableLegislation
dcat:accessService"""
_GERMAN = """dcatde:contributorID dcatde:politicalGeocodingURI dcatde:politicalGeocodingLevelURI
dcatap:availability dct:references dcatde:legalBasis owl:versionInfo"""


def _full(names: str) -> frozenset[str]:
    """Return the IRIs of names with their prefixes."""
    pairs = (name.split(":") for name in names.split())
    return frozenset(NAMES[prefix] + local for prefix, local in pairs)


READ = {
    CKAN: {
        f"{DCAT}Catalog": frozenset[str](),
        f"{DCAT}Dataset": _full(_DATASET),
        f"{DCAT}Distribution": _full(_DISTRIBUTION),
    },
    GOVDATA: {
        f"{DCAT}Catalog": frozenset[str](),
        f"{DCAT}Dataset": (_full(_DATASET) | _full(_GERMAN))
        - _full("dcat:version dcat:hasVersion"),
        f"{DCAT}Distribution": _full(f"{_DISTRIBUTION} dcatde:licenseAttributionByText"),
    },
}
"""What each portal reads of each class; piveau keeps all statements, and is not here."""
STRUCTURE = _full("dcat:dataset dcat:catalog dcat:service hydra:view")
"""What holds a catalogue together and is followed rather than kept."""


@dataclass(frozen=True)
class Loss:
    """A property that a portal does not take over."""

    client: str
    kind: str
    """Class of the things that have it, `dcat:Dataset`."""
    name: str
    count: int
    """Things in the feed that have it."""


def losses(graphs: Iterable[Graph]) -> tuple[Loss, ...]:
    """Return what portals will not take over of a feed, most frequent first."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for graph in graphs:
        for client, classes in READ.items():
            for kind, known in classes.items():
                for node in graph.of_type(kind):
                    said = {name for name, _ in graph.about[node]} - known - STRUCTURE - {TYPE}
                    counted.update((client, kind, name) for name in said)
    found = [
        Loss(client, short(kind), short(name), n) for (client, kind, name), n in counted.items()
    ]
    return tuple(sorted(found, key=lambda loss: (loss.client, loss.kind, -loss.count, loss.name)))


def short(iri: str) -> str:
    """Return a name with its prefix where one is known."""
    for prefix in ("adms", "dcatap", "geodcatap", "odrl"):
        if iri.startswith(NAMES[prefix]):
            return f"{prefix}:{iri.removeprefix(NAMES[prefix])}"
    return compact(iri)
