"""What the SPARQL service says of itself (https://www.w3.org/TR/sparql11-service-description/)."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.namespaces import DATASETS, PREFIXES
from klimagraph.releases import Release
from klimagraph.settings import Settings

ENTAILMENT = "http://www.w3.org/ns/entailment/"
FORMATS = "http://www.w3.org/ns/formats/"
RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG", "N3")
RELATIONS = ("Contains", "Crosses", "Disjoint", "Equals", "Intersects", "Overlaps", "Touches")
GEOSPARQL = (
    *("asGeoJSON", "centroid", "convexHull", "difference", "dimension", "distance", "envelope"),
    *("getSRID", "intersection", "isEmpty", "isSimple", "symDifference", "union", "sfWithin"),
    *(f"sf{name}" for name in RELATIONS),
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
    yield _say(service, "rdf:type", _term("sd:Service"))
    yield _say(service, "sd:endpoint", endpoint)
    yield _say(service, "sd:supportedLanguage", _term("sd:SPARQL11Query"))
    if settings.admin_token or settings.open_to_write:
        update = NamedNode(f"{settings.address}/update#service")
        yield _say(update, "rdf:type", _term("sd:Service"))
        yield _say(update, "sd:endpoint", NamedNode(f"{settings.address}/update"))
        yield _say(update, "sd:supportedLanguage", _term("sd:SPARQL11Update"))
        yield _say(update, "sd:defaultDataset", dataset)
    yield _say(service, "sd:defaultEntailmentRegime", NamedNode(f"{ENTAILMENT}Simple"))
    if not settings.scratch:
        yield _say(service, "sd:feature", _term("sd:UnionDefaultGraph"))
    for name in (*RESULTS, *GRAPHS):
        yield _say(service, "sd:resultFormat", NamedNode(FORMATS + name))
    for name in GEOSPARQL:
        function = _term(f"geof:{name}")
        yield _say(service, "sd:extensionFunction", function)
        yield _say(function, "rdf:type", _term("sd:Function"))
    yield _say(service, "sd:defaultDataset", dataset)
    yield _say(dataset, "rdf:type", _term("sd:Dataset"))
    yield _say(dataset, "dcterms:title", Literal(f"Klimagraph {release.name}"))
    yield _say(dataset, "dcat:version", Literal(release.name))
    yield _say(dataset, "sd:defaultGraph", default)
    yield _say(default, "rdf:type", _term("sd:Graph"))
    for version in release.datasets:
        yield from _named_graph(dataset, NamedNode(DATASETS + version.slug), version.quads)


def _named_graph(dataset: NamedNode, name: NamedNode, triples: int) -> Iterator[Triple]:
    named, graph = NamedNode(f"{name.value}#named-graph"), NamedNode(f"{name.value}#graph")
    yield _say(dataset, "sd:namedGraph", named)
    yield _say(named, "rdf:type", _term("sd:NamedGraph"))
    yield _say(named, "sd:name", name)
    yield _say(named, "sd:graph", graph)
    yield _say(graph, "rdf:type", _term("sd:Graph"))
    yield _say(graph, "void:triples", Literal(triples))


def _say(subject: NamedNode, name: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, _term(name), value)


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)
