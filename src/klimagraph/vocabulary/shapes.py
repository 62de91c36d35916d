"""Shapes as tables: which properties a class has, of what kind and how many, and its rules."""

import re
from dataclasses import dataclass
from itertools import groupby

from klimagraph.asking import Row, ask
from klimagraph.namespaces import BASE, PREFIXES, compact
from klimagraph.vocabulary.drawing import Label
from klimagraph.vocabulary.words import PREAMBLE, Text, both, text
from klimagraph.workers.pool import Pool

SHAPES_DOCUMENT = f"{BASE}shapes"
SCHEME = re.compile(r"\^(https://\S*/concept/[a-z-]+)/")

_FIELDS = f"""
  {both("?row", "sh:name", "name")}
  {both("?row", "sh:description", "description")}
  {both("?row", "sh:message", "message")}
  OPTIONAL {{ ?target rdfs:label ?targetName FILTER(LANG(?targetName) = "de") }}
  OPTIONAL {{ ?row sh:severity ?severity }}
"""

ROWS = f"""{PREAMBLE}
SELECT ?this ?shape ?row ?target ?targetName ?path ?name ?nameEn ?description ?descriptionEn
  ?message ?messageEn ?severity ?order ?group ?groupName ?groupOrder ?minimum ?maximum
  ?datatype ?class ?className ?kind ?pattern ?lowest ?highest ?unique ?choices
WHERE {{
  %s
  ?shape sh:targetClass ?target ; sh:property ?row .
  ?row sh:path ?path
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
    ?row sh:in/rdf:rest*/rdf:first ?choice }} GROUP BY ?row }} }}
  {_FIELDS}
}}
"""
ALL_ROWS = ROWS.replace("?this ", "", 1) % ""
ROWS_OF_CLASS = ROWS % "?shape sh:targetClass ?this ."
ROWS_OF_PROPERTY = ROWS % "?row sh:path ?this ."

RULES = f"""{PREAMBLE}
SELECT ?this ?row ?target ?targetName ?how ?name ?nameEn ?description ?message ?messageEn
  ?severity ?select
WHERE {{
  %s
  VALUES ?how {{ sh:targetClass sh:targetSubjectsOf sh:targetObjectsOf }}
  ?row ?how ?target
  {{ ?row sh:sparql ?said . ?said sh:select ?select }}
  UNION {{ ?row sh:closed true BIND(?row AS ?said) BIND("" AS ?select) }}
  {_FIELDS.replace("?row sh:message", "?said sh:message")}
}}
"""
ALL_RULES = RULES.replace("?this ", "", 1) % ""
RULES_OF_TERM = RULES % "?row ?how ?this ."

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
  {{ ?s a sh:NodeShape }} UNION {{ ?s a sh:PropertyShape }} UNION {{ ?s a sh:PropertyGroup }}
  UNION {{ ?shape sh:sparql ?s }} UNION {{ kshapes:prefixes sh:declare ?s }}
  UNION {{ VALUES ?s {{ kshapes:prefixes }} }}
  UNION {{ ?shape sh:in/rdf:rest* ?s }} UNION {{ ?shape sh:ignoredProperties/rdf:rest* ?s }}
  ?s ?p ?o
}}
"""


@dataclass(frozen=True)
class PropertyRow:
    """What a shape says of one property."""

    iri: str
    target: Label
    path: str
    name: Text
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
    target: Label
    name: Text
    message: Text
    severity: str
    select: str


@dataclass(frozen=True)
class Shape:
    """The description of a class: its properties in groups, and its rules."""

    iri: str
    target: Label
    groups: tuple[tuple[str, tuple[PropertyRow, ...]], ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class AllShapes:
    """The shapes of classes, and the rules that are about properties."""

    shapes: tuple[Shape, ...]
    rules: tuple[Rule, ...]
    groups: tuple[Label, ...]
    """The groups of properties."""
    prefixes: tuple[Row, ...]
    """What the queries of the rules abbreviate."""
    release: str


async def of_class(pool: Pool, iri: str, release: str) -> tuple[Shape, ...]:
    """Return what the shapes say of a class."""
    rows = (await ask(pool, ROWS_OF_CLASS, iri, release)).rows
    rules = (await ask(pool, RULES_OF_TERM, iri, release)).rows
    return _shapes(rows, rules, await _schemes(pool, release))


async def of_property(
    pool: Pool, iri: str, release: str
) -> tuple[tuple[PropertyRow, ...], tuple[Rule, ...]]:
    """Return what the shapes say of a property, class by class, and the rules about it."""
    rows = (await ask(pool, ROWS_OF_PROPERTY, iri, release)).rows
    rules = (await ask(pool, RULES_OF_TERM, iri, release)).rows
    names = await _schemes(pool, release)
    found = sorted(_unique(rows), key=lambda row: row.get("targetName", ""))
    return tuple(_row(row, names) for row in found), _rules(rules)


async def all_shapes(pool: Pool) -> AllShapes:
    """Return all shapes."""
    asked = await ask(pool, ALL_ROWS)
    rules = (await ask(pool, ALL_RULES, release=asked.release)).rows
    shapes = _shapes(asked.rows, rules, await _schemes(pool, asked.release))
    told = {rule.iri for shape in shapes for rule in shape.rules}
    others = tuple(rule for rule in _rules(rules) if rule.iri not in told)
    groups = (await ask(pool, GROUPS, release=asked.release)).rows
    prefixes = (await ask(pool, DECLARED, release=asked.release)).rows
    labels = tuple(Label(row.get("name", ""), row["group"]) for row in groups)
    return AllShapes(shapes, others, labels, tuple(prefixes), asked.release)


async def _schemes(pool: Pool, release: str) -> dict[str, str]:
    rows = (await ask(pool, SCHEME_NAMES, release=release)).rows
    return {row["scheme"]: row["name"] for row in rows}


def _shapes(rows: list[Row], rules: list[Row], names: dict[str, str]) -> tuple[Shape, ...]:
    found = []
    ordered = sorted(_unique(rows), key=_place)
    for iri, mine in groupby(ordered, key=lambda row: row["shape"]):
        lines = [_row(row, names) for row in mine]
        groups = [(name, tuple(part)) for name, part in groupby(lines, lambda one: one.group)]
        target = lines[0].target
        own = _rules([row for row in rules if row["target"] == target.iri])
        found.append(Shape(iri, target, tuple(groups), own))
    return tuple(found)


def _place(row: Row) -> tuple[str, str, float, str, float, str]:
    return (
        row.get("targetName", ""),
        row["shape"],
        float(row.get("groupOrder", "inf")),
        row.get("group", ""),
        float(row.get("order", "inf")),
        row["row"],
    )


def _unique(rows: list[Row]) -> list[Row]:
    return list({(row["target"], row["row"]): row for row in rows}.values())


def _row(row: Row, names: dict[str, str]) -> PropertyRow:
    return PropertyRow(
        row["row"],
        _target(row),
        row["path"],
        text(row, "name"),
        text(row, "description"),
        text(row, "message"),
        _severity(row),
        row.get("groupName", ""),
        _count(row.get("minimum", "0"), row.get("maximum", "")),
        tuple(_values(row, names)),
    )


def _rules(rows: list[Row]) -> tuple[Rule, ...]:
    unique = {(row["row"], row["select"]): row for row in rows}
    found = [
        Rule(
            row["row"],
            _target(row),
            text(row, "name"),
            text(row, "message"),
            _severity(row),
            row["select"],
        )
        for row in unique.values()
    ]
    return tuple(sorted(found, key=lambda rule: (rule.target.text, rule.iri, rule.select)))


def _target(row: Row) -> Label:
    return Label(row.get("targetName") or compact(row["target"]), row["target"])


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
    scheme = SCHEME.match(row.get("pattern", ""))
    if scheme:
        return [Label(names.get(scheme[1], compact(scheme[1])), scheme[1])]
    if "class" in row:
        return [Label(row.get("className") or compact(row["class"]), row["class"])]
    found = [Label(compact(iri), iri) for iri in sorted(row.get("choices", "").split())]
    if "datatype" in row:
        found.append(Label(compact(row["datatype"]), row["datatype"]))
    kinds = {"IRI": "Verweis", "Literal": "Text oder Zahl", "IRIOrLiteral": "Verweis oder Text"}
    kind = kinds.get(row.get("kind", "").removeprefix(PREFIXES["sh"]), "Text oder Zahl")
    words = found or [Label("Text" if "unique" in row else kind, "")]
    if "unique" in row:
        words.append(Label("je Sprache höchstens einer", ""))
    limits = {"lowest": "ab", "highest": "bis"}
    return words + [Label(f"{word} {row[end]}", "") for end, word in limits.items() if end in row]
