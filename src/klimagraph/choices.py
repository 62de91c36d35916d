"""What a person can choose from for a parameter of a named query."""

from klimagraph.asking import Row, ask
from klimagraph.queries import Parameter
from klimagraph.workers.engine import Engine

MOST = 300
"""A longer list is no help: the field stays free."""

THINGS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?this ?thing (MIN(?label) AS ?name) WHERE {
  { ?thing a ?this } UNION { ?thing skos:inScheme ?this }
  ?thing skos:prefLabel|dcterms:title|rdfs:label ?label
  FILTER(LANG(?label) IN ("de", ""))
}
GROUP BY ?this ?thing
ORDER BY ?name ?thing
LIMIT 301
"""


async def choices(pool: Engine, parameter: Parameter, release: str | None = None) -> list[Row]:
    """Return `thing` and `name` of what fits a parameter; nothing where the field is free."""
    if parameter.type != "iri" or not parameter.kind:
        return []
    rows = (await ask(pool, THINGS, parameter.kind_iri, release)).rows
    return rows if len(rows) <= MOST else []
