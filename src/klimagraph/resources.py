"""Things of the graph: their statements and those of their parts."""

from pyoxigraph import NamedNode, Triple

from klimagraph.asking import ask
from klimagraph.errors import NotFound
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
