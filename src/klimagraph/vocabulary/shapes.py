"""Shapes as tables: which properties a class has, of what kind and how many, and its rules."""

import re
from dataclasses import dataclass, replace
from itertools import groupby

from klimagraph.asking import Row, ask
from klimagraph.namespaces import BASE, PREFIXES, compact
from klimagraph.vocabulary.drawing import Label
from klimagraph.vocabulary.words import PREAMBLE, Text, both, text
from klimagraph.workers.pool import Pool

SHAPES_DOCUMENT = f"{BASE}shapes"
KINDS = {"IRI": "Verweis", "Literal": "Text oder Zahl", "IRIOrLiteral": "Verweis oder Text"}
LIMITS = {"lowest": "ab", "highest": "bis"}
SCHEME = re.compile(r"\^(https://\S*/concept/[a-z-]+)/")

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
    OPTIONAL {{ ?group rdfs:label ?groupName FILTER(LANG(?groupName) = "de") }}
    OPTIONAL {{ ?group sh:order ?groupOrder }} }}
  OPTIONAL {{ ?row sh:minCount ?minimum }}
  OPTIONAL {{ ?row sh:maxCount ?maximum }}
  OPTIONAL {{ ?row sh:datatype ?datatype }}
  OPTIONAL {{ ?row sh:class ?class
    OPTIONAL {{ ?class rdfs:label ?className FILTER(LANG(?className) = "de") }} }}
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
  OPTIONAL {{ ?target rdfs:label ?targetName FILTER(LANG(?targetName) = "de") }}
}}
ORDER BY ?name ?shape ?targetName ?target
"""

SCHEME_NAMES = f"""{PREAMBLE}
SELECT ?scheme ?name WHERE {{
  ?scheme a skos:ConceptScheme ; skos:prefLabel ?name FILTER(LANG(?name) = "de")
}}
"""

GROUPS = f"""{PREAMBLE}
SELECT ?group ?name WHERE {{
  ?group a sh:PropertyGroup
  OPTIONAL {{ ?group rdfs:label ?name FILTER(LANG(?name) = "de") }}
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
class PropertyRow:
    """What a shape says of one property."""

    iri: str
    shape: str
    property: Label
    description: Text
    message: Text
    severity: str
    group: str
    count: str
    values: tuple[Label, ...]
    """What the values are: classes, lists of concepts, datatypes; without IRI just words."""


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
class AllShapes:
    """The shapes with what they need."""

    shapes: tuple[Shape, ...]
    groups: tuple[Label, ...]
    """The groups of properties."""
    prefixes: tuple[Row, ...]
    """What the queries of the rules abbreviate."""
    release: str


async def of_class(pool: Pool, iri: str, release: str) -> Groups:
    """Return what all shapes together say of a class."""
    rows = (await ask(pool, ROWS_OF_CLASS, iri, release)).rows
    return _groups(rows, await _schemes(pool, release))


async def of_property(
    pool: Pool, iri: str, release: str
) -> tuple[tuple[tuple[Label, ...], PropertyRow], ...]:
    """Return what the shapes say of a property, each time with the classes that it is about."""
    rows = (await ask(pool, ROWS_OF_PROPERTY, iri, release)).rows
    names, shapes = await _schemes(pool, release), await _targets(pool, release)
    found = [(shapes[row["shape"]].targets, _row(row, names)) for row in _unique(rows)]
    return tuple(sorted(found, key=lambda pair: (pair[0][0].text, pair[1].iri)))


async def rules_of(pool: Pool, iri: str, release: str) -> tuple[Rule, ...]:
    """Return the rules for things of a class, or for things that have a property."""
    return _rules((await ask(pool, RULES_OF_TERM, iri, release)).rows)


async def all_shapes(pool: Pool) -> AllShapes:
    """Return all shapes, those with a table first."""
    asked = await ask(pool, ALL_ROWS)
    release = asked.release
    names, known = await _schemes(pool, release), await _targets(pool, release)
    rules = (await ask(pool, ALL_RULES, release=release)).rows
    shapes = [
        replace(
            shape,
            groups=_groups([row for row in asked.rows if row["shape"] == iri], names),
            rules=_rules([row for row in rules if row["row"] == iri]),
        )
        for iri, shape in known.items()
    ]
    groups = (await ask(pool, GROUPS, release=release)).rows
    prefixes = (await ask(pool, DECLARED, release=release)).rows
    labels = tuple(Label(row.get("name", ""), row["group"]) for row in groups)
    ordered = sorted(shapes, key=lambda shape: not shape.groups)
    return AllShapes(tuple(ordered), labels, tuple(prefixes), release)


async def _schemes(pool: Pool, release: str) -> dict[str, str]:
    rows = (await ask(pool, SCHEME_NAMES, release=release)).rows
    return {row["scheme"]: row["name"] for row in rows}


async def _targets(pool: Pool, release: str) -> dict[str, Shape]:
    """Return the shapes by IRI, without tables and rules."""
    rows = (await ask(pool, TARGETS, release=release)).rows
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


def _groups(rows: list[Row], names: dict[str, str]) -> Groups:
    lines = [_row(row, names) for row in sorted(_unique(rows), key=_place)]
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


def _row(row: Row, names: dict[str, str]) -> PropertyRow:
    return PropertyRow(
        row["row"],
        row["shape"],
        Label(row.get("name") or compact(row["path"]), row["path"]),
        text(row, "description"),
        text(row, "message"),
        _severity(row),
        row.get("groupName", ""),
        _count(row.get("minimum", "0"), row.get("maximum", "")),
        tuple(_values(row, names)),
    )


def _rules(rows: list[Row]) -> tuple[Rule, ...]:
    unique = {(row["row"], row["select"]): row for row in rows}
    return tuple(
        Rule(
            row["row"],
            text(row, "name"),
            text(row, "description"),
            text(row, "message"),
            _severity(row),
            row["select"],
        )
        for row in unique.values()
    )


def _severity(row: Row) -> str:
    return row.get("severity", "Violation").rsplit("#")[-1].lower()


def _count(minimum: str, maximum: str) -> str:
    """Return in words how many values there may be."""
    if minimum == maximum:
        return f"genau {minimum}"
    if minimum != "0":
        return f"{minimum} bis {maximum}" if maximum else f"mindestens {minimum}"
    return f"höchstens {maximum}" if maximum else "beliebig viele"


def _values(row: Row, names: dict[str, str]) -> list[Label]:
    """Return what the values are, narrowest first, as links where there is something to read."""
    scheme = SCHEME.match(row.get("pattern", ""))
    if scheme:
        return [Label(names.get(scheme[1], compact(scheme[1])), scheme[1])]
    if "class" in row:
        return [Label(row.get("className") or compact(row["class"]), row["class"])]
    choices = sorted(row.get("choices", "").split())
    iris = [*choices, *([row["datatype"]] if "datatype" in row else [])]
    found = [Label(compact(iri), iri) for iri in iris]
    words = [] if found else [_kind(row)]
    words += ["je Sprache höchstens einer"] if "unique" in row else []
    words += [f"{word} {row[end]}" for end, word in LIMITS.items() if end in row]
    return found + [Label(word, "") for word in words if word]


def _kind(row: Row) -> str:
    kind = row.get("kind", "").removeprefix(PREFIXES["sh"])
    return "Text" if {"unique", "pattern"} & set(row) else KINDS.get(kind, "")
