"""Things of the graph: their statements, who points at them, and what to call all that."""

from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from klimagraph.asking import Row, ask
from klimagraph.errors import NotFound
from klimagraph.namespaces import THINGS
from klimagraph.terms import RDF_TYPE
from klimagraph.workers.pool import Pool

SHOWN = 100
"""Things that point here, at most as many are listed."""

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


VALUES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX klima: <https://w3id.org/klimagraph/ns#>
SELECT ?this ?p ?pName ?o ?oName (LANG(?o) AS ?language) (ISIRI(?o) AS ?link) WHERE {
  ?this ?p ?o
  OPTIONAL { ?p rdfs:label ?pName FILTER(LANG(?pName) = "de") }
  OPTIONAL { ?o skos:prefLabel|rdfs:label|dcterms:title|foaf:name ?own
    FILTER(LANG(?own) IN ("de", "")) }
  OPTIONAL { ?o org:member/(skos:prefLabel|foaf:name) ?member }
  OPTIONAL { ?o klima:source/dcterms:title ?source }
  OPTIONAL { ?o klima:stepKind/skos:prefLabel ?step FILTER(LANG(?step) = "de") }
  BIND(COALESCE(?own, ?member, ?source, ?step) AS ?oName)
}
ORDER BY ?p ?oName ?o
"""

LINKS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX klima: <https://w3id.org/klimagraph/ns#>
SELECT ?this ?s ?sName ?p ?pName WHERE {
  { SELECT ?this ?s ?p { ?s ?p ?this
      FILTER(ISIRI(?s) && !STRSTARTS(STR(?s), CONCAT(STR(?this), "#"))) }
    ORDER BY ?p ?s LIMIT 101 }
  OPTIONAL { ?p rdfs:label ?pName FILTER(LANG(?pName) = "de") }
  OPTIONAL { ?s skos:prefLabel|rdfs:label|dcterms:title|foaf:name ?own
    FILTER(LANG(?own) IN ("de", "")) }
  OPTIONAL { ?s org:member/(skos:prefLabel|foaf:name) ?member }
  OPTIONAL { ?s org:organization/skos:prefLabel ?body }
  OPTIONAL { ?s klima:source/dcterms:title ?source }
  BIND(IF(?p = org:member, COALESCE(?body, ?member), COALESCE(?member, ?source)) AS ?other)
  BIND(COALESCE(?own, ?other) AS ?sName)
}
ORDER BY ?p ?sName ?s
"""

VOCABULARY = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { ?s ?p ?o } WHERE {
  { ?s rdfs:isDefinedBy <https://w3id.org/klimagraph/ns> } UNION
  { VALUES ?s { <https://w3id.org/klimagraph/ns> } }
  ?s ?p ?o
}
"""

TERMS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?term ?kind ?label ?definition ?example WHERE {
  ?term rdfs:isDefinedBy <https://w3id.org/klimagraph/ns> ; a ?kind ; rdfs:label ?label
  FILTER(LANG(?label) = "de" && ?kind IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty))
  OPTIONAL { ?term skos:definition ?definition FILTER(LANG(?definition) = "de") }
  OPTIONAL { ?term skos:example ?example FILTER(LANG(?example) IN ("de", "")) }
}
ORDER BY ?kind ?term
"""

DISTRICT = """
SELECT ?thing { ?thing <https://w3id.org/klimagraph/ns#districtKey> ?key }
"""


@dataclass(frozen=True)
class Property:
    """A property with its values, as a page shows them."""

    iri: str
    name: str
    values: tuple[Row, ...]


@dataclass(frozen=True)
class Page:
    """What the page of a thing shows."""

    iri: str
    title: str
    properties: tuple[Property, ...]
    links: tuple[Property, ...]
    more_links: bool
    release: str


async def describe(pool: Pool, iri: str) -> tuple[list[Triple], str]:
    """Return the statements of a thing and of its parts, and the release; raises NotFound."""
    _check(iri)
    asked = await ask(pool, STATEMENTS, iri)
    if not asked.body:
        raise NotFound(f"nothing is known about {iri}")
    return asked.triples, asked.release


async def page(pool: Pool, iri: str) -> Page:
    """Return the page of a thing; raises NotFound."""
    _check(iri)
    values = await ask(pool, VALUES, iri)
    if not values.rows:
        raise NotFound(f"nothing is known about {iri}")
    links = (await ask(pool, LINKS, iri)).rows
    properties = _grouped(values.rows, "o", "oName")
    return Page(
        iri,
        _title(values.rows) or _kind_and_key(values.rows, iri),
        properties,
        _grouped(links[:SHOWN], "s", "sName"),
        len(links) > SHOWN,
        values.release,
    )


async def vocabulary(pool: Pool) -> tuple[list[Triple], str]:
    """Return the statements about all terms of our own, and the release."""
    asked = await ask(pool, VOCABULARY)
    return asked.triples, asked.release


async def terms(pool: Pool) -> tuple[list[Row], str]:
    """Return the terms of our own as a page lists them, and the release."""
    asked = await ask(pool, TERMS)
    return asked.rows, asked.release


async def moved(pool: Pool, iri: str) -> str | None:
    """Return where a district is found that is a city of its own, else None."""
    kind, _, key = iri.removeprefix(THINGS).partition("/")
    if kind != "district" or not key.isdigit():
        return None
    query = DISTRICT.replace("?key }", f'"{key}" }}')
    rows = (await ask(pool, query)).rows
    return rows[0]["thing"] if rows else None


def _check(iri: str) -> None:
    """Refuse what cannot be a name (RFC 3987): nothing is known about it."""
    try:
        NamedNode(iri)
    except ValueError:
        raise NotFound(f"nothing is known about {iri!r}, which is not an IRI") from None


def _grouped(rows: list[Row], value: str, name: str) -> tuple[Property, ...]:
    groups: dict[str, list[Row]] = {}
    names: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row["p"], row[value]) in seen:
            continue
        seen.add((row["p"], row[value]))
        names.setdefault(row["p"], row.get("pName", ""))
        shown = {
            "value": row[value],
            "name": row.get(name, ""),
            "language": row.get("language", ""),
        }
        shown["link"] = "yes" if row.get("link", "true") == "true" else ""
        groups.setdefault(row["p"], []).append(shown)
    return tuple(Property(iri, names[iri], tuple(found)) for iri, found in groups.items())


def _title(rows: list[Row]) -> str:
    wanted = ("prefLabel", "label", "title", "name")
    for suffix in wanted:
        for row in rows:
            german = row.get("language", "") in ("de", "")
            if german and row["p"].rsplit("#")[-1].rsplit("/")[-1] == suffix:
                return row["o"]
    return ""


def _kind_and_key(rows: list[Row], iri: str) -> str:
    """Return what a thing without a name is called: its class and its key."""
    kind = next((row["oName"] for row in rows if row["p"] == RDF_TYPE and row.get("oName")), "")
    key = iri.removeprefix(THINGS).partition("/")[2] or iri
    return f"{kind} {key}".strip()
