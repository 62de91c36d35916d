"""What a release holds, in numbers (https://www.w3.org/TR/void/#statistics)."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.asking import Row, ask
from klimagraph.namespaces import BASE, DATASETS, PREFIXES
from klimagraph.settings import Settings
from klimagraph.terms import say
from klimagraph.workers.engine import Engine

CLASSES = "SELECT ?class (COUNT(?thing) AS ?n) { ?thing a ?class } GROUP BY ?class ORDER BY ?class"
PROPERTIES = """SELECT ?property (COUNT(*) AS ?n) { ?s ?property ?o }
GROUP BY ?property ORDER BY ?property"""
VOID = NamedNode(f"{BASE}.well-known/void#all")


async def statistics(pool: Engine, settings: Settings) -> tuple[list[Triple], str]:
    """Return the description of all datasets with counts per class and property, and the release.

    Both questions are answered once per release; the pool keeps the answers.
    """
    classes = await ask(pool, CLASSES)
    properties = await ask(pool, PROPERTIES, release=classes.release)
    triples = [*_whole(pool, settings, classes.release)]
    triples += _partitions(classes.rows, "class", "entities")
    triples += _partitions(properties.rows, "property", "triples")
    total = sum(int(row["n"]) for row in properties.rows)
    return [*triples, say(VOID, "void:triples", Literal(total))], classes.release


def _whole(pool: Engine, settings: Settings, name: str) -> Iterator[Triple]:
    release = pool.manifest(name)
    yield say(VOID, "rdf:type", "void:Dataset")
    yield say(VOID, "dcterms:title", Literal(f"Klimagraph {release.name}"))
    yield say(VOID, "void:sparqlEndpoint", NamedNode(f"{settings.address}/sparql"))
    yield say(VOID, "void:uriSpace", Literal(f"{BASE}id/"))
    for version in release.datasets:
        dataset = NamedNode(DATASETS + version.slug)
        dump = NamedNode(f"{settings.address}/releases/{release.name}/{version.slug}.nq")
        yield say(VOID, "void:subset", dataset)
        yield say(dataset, "rdf:type", "void:Dataset")
        yield say(dataset, "void:triples", Literal(version.quads))
        yield say(dataset, "void:dataDump", dump)
    for prefix in ("klima", "org", "skos", "dcterms", "foaf", "prov", "geo", "qudt"):
        yield say(VOID, "void:vocabulary", NamedNode(PREFIXES[prefix]))


def _partitions(rows: list[Row], kind: str, counted: str) -> Iterator[Triple]:
    for number, row in enumerate(rows):
        part = NamedNode(f"{VOID.value.rsplit('#', 1)[0]}#{kind}-{number}")
        yield say(VOID, f"void:{kind}Partition", part)
        yield say(part, f"void:{kind}", NamedNode(row[kind]))
        yield say(part, f"void:{counted}", Literal(int(row["n"])))
