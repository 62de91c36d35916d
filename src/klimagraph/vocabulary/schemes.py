"""Lists of concepts: what is on them, how often it is used and by which property."""

from dataclasses import dataclass

from pyoxigraph import Triple

from klimagraph.asking import Row, ask
from klimagraph.errors import NotFound
from klimagraph.folding import folded
from klimagraph.namespaces import BASE, CONCEPTS, compact
from klimagraph.resources import check_iri
from klimagraph.vocabulary.drawing import Label
from klimagraph.vocabulary.words import PREAMBLE, Text, both, spoken, text
from klimagraph.workers.engine import Engine

INDEX_DOCUMENT = f"{BASE}concept"

SCHEMES = f"""{PREAMBLE}
SELECT ?scheme ?name ?nameEn ?definition ?definitionEn (COUNT(?concept) AS ?size) WHERE {{
  ?scheme a skos:ConceptScheme
  {both("?scheme", "skos:prefLabel", "name")}
  {both("?scheme", "skos:definition", "definition")}
  OPTIONAL {{ ?concept skos:inScheme ?scheme }}
}}
GROUP BY ?scheme ?name ?nameEn ?definition ?definitionEn
ORDER BY ?name ?scheme
"""

SCHEME = f"""{PREAMBLE}
SELECT ?this ?name ?nameEn ?definition ?definitionEn WHERE {{
  ?this a skos:ConceptScheme
  {both("?this", "skos:prefLabel", "name")}
  {both("?this", "skos:definition", "definition")}
}}
"""

ON_LIST = f"""{PREAMBLE}
SELECT ?this ?concept ?name ?nameEn ?definition ?definitionEn ?notation ?deprecated ?broader
WHERE {{
  ?concept skos:inScheme ?this
  {both("?concept", "skos:prefLabel", "name")}
  {both("?concept", "skos:definition", "definition")}
  OPTIONAL {{ ?concept skos:notation ?notation }}
  OPTIONAL {{ ?concept owl:deprecated ?deprecated }}
  OPTIONAL {{ ?concept skos:broader/skos:prefLabel ?broader FILTER(LANG(?broader) = "LANGUAGE") }}
}}
ORDER BY ?name ?concept
"""

USES = f"""{PREAMBLE}
SELECT ?this ?concept (COUNT(*) AS ?uses) WHERE {{
  ?concept skos:inScheme ?this . ?s ?p ?concept
  FILTER(!STRSTARTS(STR(?p), STR(skos:)))
}}
GROUP BY ?this ?concept
"""

PROPERTIES = f"""{PREAMBLE}
SELECT DISTINCT ?this ?property ?propertyName ?class ?className WHERE {{
  {{ ?shape sh:targetClass ?class ; sh:property ?row .
    ?row sh:path ?property ; sh:pattern ?pattern
    FILTER(STRSTARTS(?pattern, CONCAT("^", STR(?this), "/"))) }}
  UNION {{ ?property rdfs:seeAlso ?this ; schema:rangeIncludes skos:Concept
    OPTIONAL {{ ?property schema:domainIncludes ?class }} }}
  OPTIONAL {{ ?property rdfs:label ?propertyName FILTER(LANG(?propertyName) = "LANGUAGE") }}
  OPTIONAL {{ ?class rdfs:label ?className FILTER(LANG(?className) = "LANGUAGE") }}
}}
ORDER BY ?propertyName ?property ?className ?class
"""

DATA = f"""{PREAMBLE}
CONSTRUCT {{ ?scheme ?p ?o . ?concept skos:inScheme ?scheme }} WHERE {{
  ?scheme a skos:ConceptScheme ; ?p ?o OPTIONAL {{ ?concept skos:inScheme ?scheme }}
}}
"""


@dataclass(frozen=True)
class Entry:
    """A list of concepts, or one concept."""

    iri: str
    name: Text
    definition: Text
    number: int
    """How many concepts are on the list; how often the concept is used."""
    notation: str = ""
    broader: str = ""
    deprecated: bool = False

    def place(self, language: str) -> tuple[str, str]:
        """Return what sorts it among others."""
        return folded(self.name.said(language)), self.iri


@dataclass(frozen=True)
class Scheme:
    """What the page of a list of concepts shows."""

    iri: str
    name: Text
    definition: Text
    concepts: tuple[Entry, ...]
    properties: tuple[tuple[Label, tuple[Label, ...]], ...]
    """The properties that take their values from it, with the classes that have them."""
    release: str


async def schemes(
    pool: Engine, release: str | None = None, language: str = "de"
) -> tuple[tuple[Entry, ...], str]:
    """Return all lists of concepts and the release."""
    asked = await ask(pool, SCHEMES, release=release)
    found = (_entry(row, "scheme", int(row["size"])) for row in asked.rows)
    return tuple(sorted(found, key=lambda one: one.place(language))), asked.release


async def data(pool: Engine, release: str | None = None) -> tuple[list[Triple], str]:
    """Return the statements about all lists, with the names of their concepts."""
    asked = await ask(pool, DATA, release=release)
    return asked.triples, asked.release


async def scheme(
    pool: Engine, name: str, release: str | None = None, language: str = "de"
) -> Scheme:
    """Return the page of a list of concepts; raises NotFound."""
    iri = CONCEPTS + name
    check_iri(iri)
    asked = await ask(pool, SCHEME, iri, release)
    if not asked.rows:
        raise NotFound(f"nothing is known about {iri}")
    found = asked.rows[0]
    concepts = (await ask(pool, spoken(ON_LIST, language), iri, asked.release)).rows
    uses = (await ask(pool, USES, iri, asked.release)).rows
    numbers = {row["concept"]: int(row["uses"]) for row in uses}
    properties = (await ask(pool, spoken(PROPERTIES, language), iri, asked.release)).rows
    entries = (_entry(row, "concept", numbers.get(row["concept"], 0)) for row in concepts)
    return Scheme(
        iri,
        text(found, "name"),
        text(found, "definition"),
        tuple(sorted(entries, key=lambda one: one.place(language))),
        _by_property(properties),
        asked.release,
    )


def _entry(row: Row, variable: str, number: int) -> Entry:
    return Entry(
        row[variable],
        text(row, "name"),
        text(row, "definition"),
        number,
        row.get("notation", ""),
        row.get("broader", ""),
        row.get("deprecated") == "true",
    )


def _by_property(rows: list[Row]) -> tuple[tuple[Label, tuple[Label, ...]], ...]:
    found: dict[Label, dict[Label, None]] = {}
    for row in rows:
        iri = row["property"]
        classes = found.setdefault(Label(row.get("propertyName") or compact(iri), iri), {})
        if "class" in row:
            classes[Label(row.get("className") or compact(row["class"]), row["class"])] = None
    return tuple((label, tuple(classes)) for label, classes in found.items())
