"""Shapes as tables: which properties a class has, of what kind and how many, and its rules."""

from dataclasses import dataclass, replace
from itertools import groupby

from klimagraph.asking import Row, ask
from klimagraph.folding import folded
from klimagraph.namespaces import BASE, compact
from klimagraph.vocabulary.drawing import Label
from klimagraph.vocabulary.rows import PropertyRow, row_of, severity_of
from klimagraph.vocabulary.words import PREAMBLE, Text, both, spoken, text
from klimagraph.workers.engine import Engine

SHAPES_DOCUMENT = f"{BASE}shapes"

ROWS = f"""{PREAMBLE}
SELECT ?this ?shape ?row ?path ?name ?nameEn ?description ?descriptionEn
  ?message ?messageEn ?severity ?order ?group ?groupName ?groupOrder ?minimum ?maximum
  ?datatype ?class ?className ?kind ?pattern ?lowest ?highest ?unique ?choices
WHERE {{
  %s
  ?shape sh:property ?row .
  ?row sh:path ?path
  {both("?row", "sh:name", "name")}
  {both("?row", "sh:description", "description")}
  {both("?row", "sh:message", "message")}
  OPTIONAL {{ ?row sh:severity ?severity }}
  OPTIONAL {{ ?row sh:order ?order }}
  OPTIONAL {{ ?row sh:group ?group
    OPTIONAL {{ ?group rdfs:label ?groupName FILTER(LANG(?groupName) = "LANGUAGE") }}
    OPTIONAL {{ ?group sh:order ?groupOrder }} }}
  OPTIONAL {{ ?row sh:minCount ?minimum }}
  OPTIONAL {{ ?row sh:maxCount ?maximum }}
  OPTIONAL {{ ?row sh:datatype ?datatype }}
  OPTIONAL {{ ?row sh:class ?class
    OPTIONAL {{ ?class rdfs:label ?className FILTER(LANG(?className) = "LANGUAGE") }} }}
  OPTIONAL {{ ?row sh:nodeKind ?kind }}
  OPTIONAL {{ ?row sh:pattern ?pattern }}
  OPTIONAL {{ ?row sh:minInclusive ?lowest }}
  OPTIONAL {{ ?row sh:maxInclusive ?highest }}
  OPTIONAL {{ ?row sh:uniqueLang ?unique }}
  OPTIONAL {{ {{ SELECT ?row (GROUP_CONCAT(STR(?choice); SEPARATOR=" ") AS ?choices) WHERE {{
    {{ ?row sh:hasValue ?choice }} UNION {{ ?row sh:in/rdf:rest*/rdf:first ?choice }}
  }} GROUP BY ?row }} }}
}}
"""
ALL_ROWS = ROWS.replace("?this ", "", 1) % ""
ROWS_OF_CLASS = ROWS % "?shape sh:targetClass ?this ."
ROWS_OF_PROPERTY = ROWS % "?row sh:path ?this ."

RULES = f"""{PREAMBLE}
SELECT ?this ?row ?name ?nameEn ?description ?descriptionEn ?message ?messageEn ?severity ?select
WHERE {{
  %s
  {{ ?row sh:sparql ?said . ?said sh:select ?select }}
  UNION {{ ?row sh:closed true BIND(?row AS ?said) BIND("" AS ?select) }}
  {both("?row", "sh:name", "name")}
  {both("?row", "sh:description", "description")}
  {both("?said", "sh:message", "message")}
  OPTIONAL {{ ?row sh:severity ?severity }}
}}
ORDER BY ?row ?select
"""
ALL_RULES = RULES.replace("?this ", "", 1) % ""
RULES_OF_TERM = RULES % "?row sh:targetClass|sh:targetSubjectsOf|sh:targetObjectsOf ?this ."

TARGETS = f"""{PREAMBLE}
SELECT ?shape ?name ?nameEn ?description ?descriptionEn ?target ?targetName WHERE {{
  ?shape sh:targetClass|sh:targetSubjectsOf|sh:targetObjectsOf ?target
  {both("?shape", "sh:name", "name")}
  {both("?shape", "sh:description", "description")}
  OPTIONAL {{ ?target rdfs:label ?targetName FILTER(LANG(?targetName) = "LANGUAGE") }}
}}
ORDER BY ?name ?shape ?targetName ?target
"""

SCHEME_NAMES = f"""{PREAMBLE}
SELECT ?scheme ?name WHERE {{
  ?scheme a skos:ConceptScheme ; skos:prefLabel ?name FILTER(LANG(?name) = "LANGUAGE")
}}
"""

GROUPS = f"""{PREAMBLE}
SELECT ?group ?name WHERE {{
  ?group a sh:PropertyGroup
  OPTIONAL {{ ?group rdfs:label ?name FILTER(LANG(?name) = "LANGUAGE") }}
  OPTIONAL {{ ?group sh:order ?order }}
}}
ORDER BY ?order ?group
"""

DECLARED = f"""{PREAMBLE}
SELECT ?declaration ?prefix ?namespace WHERE {{
  ?declaration sh:prefix ?prefix ; sh:namespace ?namespace
}}
ORDER BY ?prefix
"""

PROFILES = f"""{PREAMBLE}
SELECT ?profile ?name ?nameEn ?description ?descriptionEn ?resource ?artifact WHERE {{
  ?profile a prof:Profile
  {both("?profile", "rdfs:label", "name")}
  {both("?profile", "dcterms:description", "description")}
  OPTIONAL {{ ?profile prof:hasResource ?resource
    OPTIONAL {{ ?resource prof:hasArtifact ?artifact }} }}
}}
ORDER BY ?profile ?resource ?artifact
"""

DATA = f"""{PREAMBLE}
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  GRAPH dataset:vocabulary {{
    {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), STR(kshapes:))) }}
    UNION {{ ?shape sh:sparql ?s . ?s ?p ?o }}
    UNION {{ ?shape sh:in|sh:ignoredProperties ?list . ?list rdf:rest* ?s . ?s ?p ?o }}
  }}
}}
"""


@dataclass(frozen=True)
class Rule:
    """A condition across properties."""

    iri: str
    name: Text
    description: Text
    message: Text
    severity: str
    select: str


Groups = tuple[tuple[str, tuple[PropertyRow, ...]], ...]
"""Rows in the order of the shapes, under the names of their groups."""


@dataclass(frozen=True)
class Shape:
    """A description of classes: their properties in groups, and rules."""

    iri: str
    name: Text
    description: Text
    targets: tuple[Label, ...]
    groups: Groups
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Profile:
    """For what which shapes hold (https://www.w3.org/TR/dx-prof/)."""

    iri: str
    name: Text
    description: Text
    resource: str
    shapes: tuple[str, ...]


@dataclass(frozen=True)
class AllShapes:
    """The shapes with what they need."""

    shapes: tuple[Shape, ...]
    profiles: tuple[Profile, ...]
    groups: tuple[Label, ...]
    """The groups of properties."""
    prefixes: tuple[Row, ...]
    """What the queries of the rules abbreviate."""
    release: str


async def of_class(pool: Engine, iri: str, release: str, language: str) -> Groups:
    """Return what all shapes together say of a class."""
    rows = (await ask(pool, spoken(ROWS_OF_CLASS, language), iri, release)).rows
    return _groups(rows, await _schemes(pool, release, language), language)


async def of_property(
    pool: Engine, iri: str, release: str, language: str
) -> tuple[tuple[tuple[Label, ...], PropertyRow], ...]:
    """Return what the shapes say of a property, each time with the classes that it is about."""
    rows = (await ask(pool, spoken(ROWS_OF_PROPERTY, language), iri, release)).rows
    names = await _schemes(pool, release, language)
    shapes = await _targets(pool, release, language)
    found = [(shapes[row["shape"]].targets, row_of(row, names, language)) for row in _unique(rows)]
    return tuple(sorted(found, key=lambda pair: (pair[0][0].text, pair[1].iri)))


async def rules_of(pool: Engine, iri: str, release: str) -> tuple[Rule, ...]:
    """Return the rules for things of a class, or for things that have a property."""
    return _rules((await ask(pool, RULES_OF_TERM, iri, release)).rows)


async def all_shapes(pool: Engine, wanted: str | None = None, language: str = "de") -> AllShapes:
    """Return all shapes, those with a table first."""
    asked = await ask(pool, spoken(ALL_ROWS, language), release=wanted)
    release = asked.release
    names = await _schemes(pool, release, language)
    known = await _targets(pool, release, language)
    rules = (await ask(pool, ALL_RULES, release=release)).rows
    shapes = [
        replace(
            shape,
            groups=_groups([row for row in asked.rows if row["shape"] == iri], names, language),
            rules=_rules([row for row in rules if row["row"] == iri]),
        )
        for iri, shape in known.items()
    ]
    groups = (await ask(pool, spoken(GROUPS, language), release=release)).rows
    prefixes = (await ask(pool, DECLARED, release=release)).rows
    labels = tuple(Label(row.get("name", ""), row["group"]) for row in groups)
    ordered = sorted(
        shapes, key=lambda shape: (not shape.groups, folded(shape.name.said(language)))
    )
    profiles = (await ask(pool, PROFILES, release=release)).rows
    return AllShapes(tuple(ordered), _profiles(profiles), labels, tuple(prefixes), release)


async def _schemes(pool: Engine, release: str, language: str) -> dict[str, str]:
    rows = (await ask(pool, spoken(SCHEME_NAMES, language), release=release)).rows
    return {row["scheme"]: row["name"] for row in rows}


async def _targets(pool: Engine, release: str, language: str) -> dict[str, Shape]:
    """Return the shapes by IRI, without tables and rules."""
    rows = (await ask(pool, spoken(TARGETS, language), release=release)).rows
    found = {}
    for iri, part in groupby(rows, key=lambda row: row["shape"]):
        mine = list(part)
        labels = {
            Label(row.get("targetName") or compact(row["target"]), row["target"]): None
            for row in mine
        }
        texts = text(mine[0], "name"), text(mine[0], "description")
        found[iri] = Shape(iri, *texts, tuple(labels), (), ())
    return found


def _profiles(rows: list[Row]) -> tuple[Profile, ...]:
    found = []
    for iri, part in groupby(rows, key=lambda row: row["profile"]):
        mine = list(part)
        texts = text(mine[0], "name"), text(mine[0], "description")
        shapes = tuple(row["artifact"] for row in mine if "artifact" in row)
        found.append(Profile(iri, *texts, mine[0].get("resource", ""), shapes))
    return tuple(found)


def _groups(rows: list[Row], names: dict[str, str], language: str) -> Groups:
    lines = [row_of(row, names, language) for row in sorted(_unique(rows), key=_place)]
    return tuple((name, tuple(part)) for name, part in groupby(lines, lambda one: one.group))


def _place(row: Row) -> tuple[float, str, float, str]:
    return (
        float(row.get("groupOrder", "inf")),
        row.get("group", ""),
        float(row.get("order", "inf")),
        row["row"],
    )


def _unique(rows: list[Row]) -> list[Row]:
    return list({(row["shape"], row["row"]): row for row in rows}.values())


def _rules(rows: list[Row]) -> tuple[Rule, ...]:
    unique = {(row["row"], row["select"]): row for row in rows}
    return tuple(
        Rule(
            row["row"],
            text(row, "name"),
            text(row, "description"),
            text(row, "message"),
            severity_of(row),
            row["select"],
        )
        for row in unique.values()
    )
