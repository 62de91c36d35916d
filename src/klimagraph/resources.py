"""Things of the graph: their statements and those of their parts."""

from pyoxigraph import NamedNode, Triple

from klimagraph.asking import ask
from klimagraph.errors import NotFound
from klimagraph.jsonld.context import ENTITIES
from klimagraph.jsonld.framing import frame
from klimagraph.jsonld.values import Node
from klimagraph.namespaces import THINGS
from klimagraph.workers.engine import Engine

STATEMENTS = """
CONSTRUCT { ?s ?p ?o } WHERE {
  { ?this ?p ?o BIND(?this AS ?s) }
  UNION
  { ?this ?link ?s FILTER(STRSTARTS(STR(?s), CONCAT(STR(?this), "#"))) ?s ?p ?o }
  UNION
  { ?s <https://w3id.org/klimagraph/ns#countOf> ?this
    FILTER(STRSTARTS(STR(?s), CONCAT(STR(?this), "#"))) ?s ?p ?o }
}
"""

LABELS = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
CONSTRUCT {
  ?other skos:prefLabel ?preferred ; rdfs:label ?label ; dcterms:title ?title ; foaf:name ?name
} WHERE {
  { ?this ?p ?other }
  UNION
  { ?this ?link ?s FILTER(STRSTARTS(STR(?s), CONCAT(STR(?this), "#"))) ?s ?p ?other }
  UNION
  { ?s <https://w3id.org/klimagraph/ns#countOf> ?this
    FILTER(STRSTARTS(STR(?s), CONCAT(STR(?this), "#"))) ?s ?p ?other }
  FILTER(ISIRI(?other) && ?p != rdf:type)
  OPTIONAL { ?other skos:prefLabel ?preferred }
  OPTIONAL { ?other rdfs:label ?label }
  OPTIONAL { ?other dcterms:title ?title }
  OPTIONAL { ?other foaf:name ?name }
}
"""

DISTRICT = """
SELECT ?thing { ?thing <https://w3id.org/klimagraph/ns#districtKey> ?key }
"""


async def describe(pool: Engine, iri: str, release: str | None = None) -> tuple[list[Triple], str]:
    """Return the statements of a thing and of its parts, and the release; raises NotFound."""
    check_iri(iri)
    asked = await ask(pool, STATEMENTS, iri, release)
    if not asked.body:
        raise NotFound(f"nothing is known about {iri} in release {asked.release}")
    return asked.triples, asked.release


async def framed(pool: Engine, iri: str, release: str | None = None) -> tuple[Node, str]:
    """Return a thing as one tree of JSON-LD and the release; raises NotFound.

    What it refers to has its label, so that a person can read the document.
    """
    triples, found = await describe(pool, iri, release)
    named = await ask(pool, LABELS, iri, found)
    return frame(ENTITIES, iri, [*triples, *named.triples]), found


async def moved(pool: Engine, iri: str, release: str | None = None) -> str | None:
    """Return where a district is found that is a city of its own, else None."""
    kind, _, key = iri.removeprefix(THINGS).partition("/")
    if kind != "district" or not key.isdigit():
        return None
    query = DISTRICT.replace("?key }", f'"{key}" }}')
    rows = (await ask(pool, query, release=release)).rows
    return rows[0]["thing"] if rows else None


def check_iri(iri: str) -> None:
    """Refuse what cannot be a name (RFC 3987): nothing is known about it."""
    try:
        NamedNode(iri)
    except ValueError:
        raise NotFound(f"nothing is known about {iri!r}, which is not an IRI") from None
