"""What the SPARQL service says of itself (https://www.w3.org/TR/sparql11-service-description/)."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.namespaces import DATASETS
from klimagraph.releases import Release
from klimagraph.settings import Settings
from klimagraph.terms import say, term
from klimagraph.workers.functions import NAMES

ENTAILMENT = "http://www.w3.org/ns/entailment/"
FORMATS = "http://www.w3.org/ns/formats/"
RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG", "N3")
RELATIONS = {
    "sf": (
        "Contains",
        "Crosses",
        "Disjoint",
        "Equals",
        "Intersects",
        "Overlaps",
        "Touches",
        "Within",
    ),
    "eh": ("Contains", "CoveredBy", "Covers", "Disjoint", "Equals", "Inside", "Meet", "Overlap"),
    "rcc8": ("dc", "ec", "eq", "ntpp", "ntppi", "po", "tpp", "tppi"),
}
GEOSPARQL = (
    *("area", "asGeoJSON", "centroid", "convexHull", "coordinateDimension", "difference"),
    *("dimension", "distance", "envelope", "getSRID", "intersection", "isEmpty", "isSimple"),
    *("length", "perimeter", "relate", "spatialDimension", "symDifference", "union"),
    *(family + name for family, names in RELATIONS.items() for name in names),
)
"""What the engine knows of https://docs.ogc.org/is/22-047r1/22-047r1.html."""


def description(release: Release, settings: Settings) -> list[Triple]:
    """Return the description of the service on a release; links lead to its public address."""
    return list(_service(release, settings))


def _service(release: Release, settings: Settings) -> Iterator[Triple]:
    endpoint = NamedNode(f"{settings.address}/sparql")
    service, dataset, default = (
        NamedNode(f"{endpoint.value}#{name}") for name in ("service", "dataset", "default-graph")
    )
    yield say(service, "rdf:type", "sd:Service")
    yield say(service, "sd:endpoint", endpoint)
    yield say(service, "sd:supportedLanguage", "sd:SPARQL11Query")
    if settings.admin_token or settings.open_to_write:
        update = NamedNode(f"{settings.address}/update#service")
        yield say(update, "rdf:type", "sd:Service")
        yield say(update, "sd:endpoint", NamedNode(f"{settings.address}/update"))
        yield say(update, "sd:supportedLanguage", "sd:SPARQL11Update")
        yield say(update, "sd:defaultDataset", dataset)
    yield say(service, "sd:defaultEntailmentRegime", NamedNode(f"{ENTAILMENT}Simple"))
    if not settings.scratch:
        yield say(service, "sd:feature", "sd:UnionDefaultGraph")
    for name in (*RESULTS, *GRAPHS):
        yield say(service, "sd:resultFormat", NamedNode(FORMATS + name))
    ours = () if settings.scratch else tuple(NamedNode(name) for name in NAMES)
    for function in (*ours, *(term(f"geof:{name}") for name in GEOSPARQL)):
        yield say(service, "sd:extensionFunction", function)
        yield say(function, "rdf:type", "sd:Function")
    yield say(service, "sd:defaultDataset", dataset)
    yield say(dataset, "rdf:type", "sd:Dataset")
    yield say(dataset, "dcterms:title", Literal(f"Klimagraph {release.name}"))
    yield say(dataset, "dcat:version", Literal(release.name))
    yield say(dataset, "sd:defaultGraph", default)
    yield say(default, "rdf:type", "sd:Graph")
    for version in release.datasets:
        yield from _named_graph(dataset, NamedNode(DATASETS + version.slug), version.quads)


def _named_graph(dataset: NamedNode, name: NamedNode, triples: int) -> Iterator[Triple]:
    named, graph = NamedNode(f"{name.value}#named-graph"), NamedNode(f"{name.value}#graph")
    yield say(dataset, "sd:namedGraph", named)
    yield say(named, "rdf:type", "sd:NamedGraph")
    yield say(named, "sd:name", name)
    yield say(named, "sd:graph", graph)
    yield say(graph, "rdf:type", "sd:Graph")
    yield say(graph, "void:triples", Literal(triples))
