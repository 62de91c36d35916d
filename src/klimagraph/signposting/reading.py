"""What the graph knows that links tell: classes of a thing, who says something of it, licences."""

from dataclasses import dataclass

from klimagraph.asking import ask
from klimagraph.datasets import DERIVED
from klimagraph.namespaces import DATASETS
from klimagraph.workers.engine import Engine

FACTS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX klima: <https://w3id.org/klimagraph/ns#>
SELECT DISTINCT ?this ?graph ?licence ?class WHERE {
  { GRAPH ?graph { ?this ?p ?o } OPTIONAL { ?graph dcterms:license ?licence } }
  UNION
  {
    ?this ?link ?part FILTER(STRSTARTS(STR(?part), CONCAT(STR(?this), "#")))
    GRAPH ?graph { ?part ?p ?o } OPTIONAL { ?graph dcterms:license ?licence }
  }
  UNION
  {
    ?part klima:countOf ?this FILTER(STRSTARTS(STR(?part), CONCAT(STR(?this), "#")))
    GRAPH ?graph { ?part ?p ?o } OPTIONAL { ?graph dcterms:license ?licence }
  }
  UNION
  { ?this a ?class FILTER NOT EXISTS { ?this a/rdfs:subClassOf ?class } }
}
ORDER BY ?graph ?licence ?class
"""
LICENCES = """
SELECT DISTINCT ?graph ?licence
WHERE { GRAPH ?graph { ?graph <http://purl.org/dc/terms/license> ?licence } }
ORDER BY ?graph ?licence
"""


@dataclass(frozen=True)
class Facts:
    """Classes of a thing that none of its others is above, datasets that speak of it, licences."""

    classes: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is said of the thing."""
        return bool(self.classes or self.datasets)


NOTHING = Facts()


async def facts(pool: Engine, iri: str, release: str) -> Facts:
    """Return what a release says of a thing and its parts, and under which licences."""
    rows = (await ask(pool, FACTS, iri, release)).rows
    graphs = dict.fromkeys(row["graph"] for row in rows if "graph" in row)
    return Facts(
        tuple(dict.fromkeys(row["class"] for row in rows if "class" in row)),
        tuple(graph for graph in graphs if graph != DATASETS + DERIVED),
        tuple(dict.fromkeys(row["licence"] for row in rows if "licence" in row)),
    )


async def licences(pool: Engine, release: str) -> dict[str, str]:
    """Return the licence of each dataset of a release, by its IRI."""
    rows = (await ask(pool, LICENCES, release=release)).rows
    return {row["graph"]: row["licence"] for row in rows}
