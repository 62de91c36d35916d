"""Which classes are connected by which properties, and the pictures of that."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from klimagraph.asking import Row, ask
from klimagraph.namespaces import TERMS, compact
from klimagraph.vocabulary.drawing import Box, Edge, Label, Picture, draw
from klimagraph.vocabulary.words import PREAMBLE, spoken
from klimagraph.workers.engine import Engine

GENERAL = 8
"""A property of more classes than that says nothing about a single pattern."""

SOURCES = f"""{PREAMBLE}
SELECT DISTINCT ?property ?end WHERE {{
  {{ ?property schema:domainIncludes ?end }} UNION
  {{ ?shape sh:targetClass ?end ; sh:property ?row . ?row sh:path ?property }}
}}
"""

TARGETS = f"""{PREAMBLE}
SELECT DISTINCT ?property ?end WHERE {{
  {{ ?property schema:rangeIncludes ?end
    FILTER(?end NOT IN (skos:Concept, rdf:langString) && !STRSTARTS(STR(?end), STR(xsd:))) }}
  UNION
  {{ ?property schema:rangeIncludes skos:Concept ; rdfs:seeAlso ?end . ?end a skos:ConceptScheme }}
}}
"""

SCHEMES = f"""{PREAMBLE}
SELECT DISTINCT ?property ?source ?target WHERE {{
  ?shape sh:targetClass ?source ; sh:property ?row .
  ?row sh:path ?property ; sh:pattern ?pattern
  FILTER(CONTAINS(?pattern, "/concept/"))
  BIND(IRI(REPLACE(?pattern, "^.(.*/concept/[a-z-]+)/.*$", "$1")) AS ?target)
}}
"""

UNDECLARED = f"""{PREAMBLE}
SELECT DISTINCT ?property WHERE {{
  ?row sh:path ?property ; sh:nodeKind sh:IRI
  FILTER NOT EXISTS {{ ?property schema:rangeIncludes ?any }}
  FILTER(!STRSTARTS(STR(?property), STR(skos:)))
}}
"""

FOUND = f"""{PREAMBLE}
SELECT DISTINCT ?this ?source ?target WHERE {{
  ?thing ?this ?value
  OPTIONAL {{ ?thing a ?source }}
  OPTIONAL {{ ?value a ?target }}
  FILTER(BOUND(?source) && BOUND(?target))
}}
"""
"""Where a property of another vocabulary leads shows in the data only.

OPTIONAL keeps the order: first the statements, then their types.
"""

NAMES = f"""{PREAMBLE}
SELECT ?thing ?name WHERE {{
  GRAPH dataset:vocabulary {{
    {{ ?thing rdfs:label ?name }} UNION {{ ?thing a skos:ConceptScheme ; skos:prefLabel ?name }}
  }}
  FILTER(LANG(?name) = "LANGUAGE")
}}
"""

ABOVE = f"""{PREAMBLE}
SELECT ?class ?above WHERE {{ ?class rdfs:subClassOf/rdfs:subClassOf* ?above }}
"""


Triple = tuple[str, str, str]
"""A property, the class that has it, and where it leads."""


@dataclass(frozen=True)
class Connection:
    """A property that leads from things of a class to things of a class or to concepts."""

    property: Label
    source: Label
    target: Label


@dataclass(frozen=True)
class Diagram:
    """A picture and the same in words."""

    picture: Picture
    connections: tuple[Connection, ...]


async def connections(pool: Engine, release: str, language: str = "de") -> list[Connection]:
    """Return all connections of a release, by name of the property."""

    async def rows(query: str, this: str | None = None) -> list[Row]:
        return (await ask(pool, query, this, release)).rows

    sources = await rows(SOURCES)
    targets: dict[str, list[str]] = defaultdict(list)
    for row in await rows(TARGETS):
        targets[row["property"]].append(row["end"])
    known = {
        (row["property"], row["end"], to) for row in sources for to in targets[row["property"]]
    }
    known |= {(row["property"], row["source"], row["target"]) for row in await rows(SCHEMES)}
    shaped = {(row["property"], row["end"]) for row in sources}
    above = {(row["class"], row["above"]) for row in await rows(ABOVE)}
    for row in await rows(UNDECLARED):
        found = await rows(FOUND, row["property"])
        known |= set(_narrowest(found, shaped, above))
    names = {row["thing"]: row["name"] for row in await rows(spoken(NAMES, language))}
    return sorted(
        (
            Connection(*(Label(names.get(iri) or compact(iri), iri) for iri in one))
            for one in _inherited_once(known, above)
        ),
        key=lambda one: (one.property.text, one.source.text, one.target.text, str(one)),
    )


def _narrowest(
    found: list[Row], shaped: set[tuple[str, str]], above: set[tuple[str, str]]
) -> Iterator[Triple]:
    """Yield where a property leads by what is found, without classes above others found."""
    for source in {row["source"] for row in found if (row["this"], row["source"]) in shaped}:
        ends = {row["target"] for row in found if row["source"] == source}
        for end in ends:
            if not any((other, end) in above for other in ends):
                yield found[0]["this"], source, end


def _inherited_once(known: set[Triple], above: set[tuple[str, str]]) -> Iterator[Triple]:
    """Yield the connections without those that a class has from a class of our own above it."""
    for property, source, target in known:
        ups = (up for one, up in above if one == source and up.startswith(TERMS))
        if not any((property, up, target) in known for up in ups):
            yield property, source, target


async def around(pool: Engine, this: Label, release: str, language: str) -> Diagram:
    """Return the picture with a class in the middle: who points at it, what it points at."""
    above = (await ask(pool, ABOVE, release=release)).rows
    own = (row["above"] for row in above if row["class"] == this.iri)
    mine = {this.iri, *(iri for iri in own if iri.startswith(TERMS))}
    known = await connections(pool, release, language)
    out = [one for one in known if one.source.iri in mine]
    into = [one for one in known if one.target.iri in mine and one.source.iri not in mine]
    left, right = _by_properties(into), _by_targets(out)
    boxes = [Box(f"<{names}", names, 0) for names in left]
    boxes.append(Box(this.iri, (this,), 1, "main"))
    boxes += [Box(f">{names}", names, 2) for names in right]
    edges = [Edge(f"<{names}", this.iri, one) for names, via in left.items() for one in via]
    edges += [Edge(this.iri, f">{names}", one) for names, via in right.items() for one in via]
    return Diagram(draw(boxes, edges), (*into, *out))


def pattern(members: Iterable[Label], known: Iterable[Connection]) -> Diagram:
    """Return the picture of classes that belong together.

    What lies outside is shown for the classes with which the picture begins.
    """
    inside = {one.iri: one for one in members}
    known = [one for one in known if "/concept/" not in one.target.iri]
    mine = [one for one in known if one.source.iri in inside]
    level = _levels(inside, mine)
    general = _general(known)
    mine = [
        one
        for one in mine
        if one.target.iri in inside
        or (level[one.source.iri] == 0 and one.property.iri not in general)
    ]
    boxes = {iri: Box(iri, (inside[iri],), column, "main") for iri, column in level.items()}
    edges: list[Edge] = []
    for iri, column in level.items():
        own = (one for one in mine if one.source.iri == iri)
        for names, via in _by_targets(own).items():
            alone = names[0].iri if len(names) == 1 else ""
            key = alone if level.get(alone) == column + 1 else f"{column}{names}"
            boxes.setdefault(key, Box(key, names, column + 1))
            edges += [Edge(iri, key, label) for label in via]
    return Diagram(draw(tuple(boxes.values()), edges), tuple(mine))


def _general(known: Iterable[Connection]) -> set[str]:
    """Return the properties that too many classes have."""
    classes: dict[str, set[str]] = defaultdict(set)
    for one in known:
        classes[one.property.iri].add(one.source.iri)
    return {iri for iri, sources in classes.items() if len(sources) > GENERAL}


def _levels(inside: dict[str, Label], mine: list[Connection]) -> dict[str, int]:
    """Return the column of each class: one after the class from which it is first reached."""
    ways: dict[str, set[str]] = defaultdict(set)
    for iri in inside:
        for names in _by_targets(one for one in mine if one.source.iri == iri):
            if len(names) == 1 and names[0].iri in inside:
                ways[iri].add(names[0].iri)
    pointed = {target for source, targets in ways.items() for target in targets - {source}}
    level: dict[str, int] = {}
    for root in sorted(inside, key=lambda iri: (iri in pointed, iri)):
        waiting = [(root, 0)]
        while waiting:
            iri, column = waiting.pop(0)
            if iri not in level:
                level[iri] = column
                waiting += [(target, column + 1) for target in sorted(ways[iri])]
    return level


def _by_targets(out: Iterable[Connection]) -> dict[tuple[Label, ...], list[Label]]:
    """Return the properties of a class by all that they lead to."""
    targets: dict[Label, dict[Label, None]] = defaultdict(dict)
    for one in out:
        targets[one.property][one.target] = None
    groups: dict[tuple[Label, ...], list[Label]] = defaultdict(list)
    for property, found in targets.items():
        groups[tuple(sorted(found, key=lambda label: label.text))].append(property)
    return groups


def _by_properties(into: Iterable[Connection]) -> dict[tuple[Label, ...], list[Label]]:
    """Return the classes that have the same properties together, with these properties."""
    properties: dict[Label, dict[Label, None]] = defaultdict(dict)
    for one in into:
        properties[one.source][one.property] = None
    groups: dict[tuple[Label, ...], list[Label]] = defaultdict(list)
    for source, found in sorted(properties.items(), key=lambda item: item[0].text):
        groups[tuple(found)].append(source)
    return {tuple(sources): list(found) for found, sources in groups.items()}
