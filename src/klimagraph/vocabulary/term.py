"""One class or property of our own: what is said of it, and what the release does with it."""

from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import Triple

from klimagraph.asking import Row, ask
from klimagraph.errors import NotFound
from klimagraph.namespaces import PREFIXES, TERMS
from klimagraph.resources import check_iri
from klimagraph.vocabulary import shapes
from klimagraph.vocabulary.connections import Diagram, around
from klimagraph.vocabulary.drawing import Label
from klimagraph.vocabulary.rows import PropertyRow
from klimagraph.vocabulary.shapes import Groups, Rule
from klimagraph.vocabulary.words import PREAMBLE, Text, spoken
from klimagraph.workers.engine import Engine

SHOWN = 3
"""Examples, at most as many are shown: any that are found first, sorting all of them is slow."""

NAME = """
  OPTIONAL { ?X skos:prefLabel|rdfs:label|dcterms:title ?XSaid
    FILTER(LANG(?XSaid) = "LANGUAGE") }
  OPTIONAL { ?X skos:prefLabel|rdfs:label|dcterms:title ?XOwn
    FILTER(LANG(?XOwn) IN ("de", "")) }
  OPTIONAL { ?X dcterms:description|klima:statedAs ?XText FILTER(LANG(?XText) IN ("de", "")) }
  OPTIONAL { ?X org:member/skos:prefLabel ?XMember
    FILTER(LANG(?XMember) IN ("de", "")) }
  OPTIONAL { ?X klima:source/dcterms:title ?XSource }
  BIND(COALESCE(?XSaid, ?XOwn, ?XText, ?XMember, ?XSource) AS ?XName)
"""
"""What to call a thing; never the name of a person, these pages may be indexed."""

FACTS = f"""{PREAMBLE}
SELECT ?this ?p ?pName ?back ?o ?oName (LANG(?o) AS ?language)
  (IF(ISIRI(?o), "true", "false") AS ?link)
WHERE {{
  {{ ?this ?p ?o BIND("" AS ?back) }}
  UNION
  {{ VALUES ?p {{ rdfs:subClassOf rdfs:subPropertyOf owl:inverseOf dcterms:isReplacedBy }}
    ?o ?p ?this BIND("yes" AS ?back) }}
  OPTIONAL {{ ?p rdfs:label ?pName FILTER(LANG(?pName) = "LANGUAGE") }}
  {NAME.replace("?X", "?o")}
}}
ORDER BY ?p ?back ?oName ?o ?language
"""

USES = f"""{PREAMBLE}
SELECT ?this (COUNT(*) AS ?uses) WHERE {{ {{ ?s a ?this }} UNION {{ ?s ?this ?o }} }}
GROUP BY ?this
"""

THINGS = f"""{PREAMBLE}
SELECT ?this ?s ?sName WHERE {{
  {{ SELECT ?this ?s WHERE {{ ?s a ?this }} LIMIT {SHOWN} }}
  {NAME.replace("?X", "?s")}
}}
ORDER BY ?s ?sName
"""

STATEMENTS = f"""{PREAMBLE}
SELECT ?this ?s ?sName ?o ?oName (IF(ISIRI(?o), "true", "false") AS ?link) WHERE {{
  {{ SELECT ?this ?s ?o WHERE {{ ?s ?this ?o FILTER(ISIRI(?s)) }} LIMIT {SHOWN} }}
  {NAME.replace("?X", "?s")}
  {NAME.replace("?X", "?o")}
}}
ORDER BY ?s ?o ?sName ?oName
"""

DATA = f"""{PREAMBLE}
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ ?this ?p ?o BIND(?this AS ?s) }}
  UNION
  {{ ?shape sh:targetClass|sh:targetSubjectsOf|sh:targetObjectsOf ?this .
    ?shape (sh:property|sh:sparql)? ?s . ?s ?p ?o }}
}}
"""
"""The statements about a term, and the shapes that a class is described and checked by."""

KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
TOP = {f"{PREFIXES[prefix]}{name}" for prefix, name in (("rdfs", "label"), ("skos", "definition"))}
ORDER = (
    ("rdf", "type"),
    ("rdfs", "subClassOf"),
    ("rdfs", "subPropertyOf"),
    ("schema", "domainIncludes"),
    ("schema", "rangeIncludes"),
    ("owl", "inverseOf"),
    ("skos", "example"),
    ("rdfs", "seeAlso"),
    ("skos", "exactMatch"),
    ("skos", "closeMatch"),
    ("skos", "broadMatch"),
    ("skos", "narrowMatch"),
    ("skos", "relatedMatch"),
    ("skos", "editorialNote"),
    ("skos", "changeNote"),
)
PLACES = {f"{PREFIXES[prefix]}{name}": place for place, (prefix, name) in enumerate(ORDER)}


@dataclass(frozen=True)
class Fact:
    """What is said by one property; `back` where the others say it of this one."""

    property: Label
    back: bool
    values: tuple[Row, ...]


@dataclass(frozen=True)
class Term:
    """A class or property with everything that its page shows."""

    iri: str
    kind: str
    label: Text
    definition: Text
    deprecated: bool
    successors: tuple[Row, ...]
    facts: tuple[Fact, ...]
    uses: int
    examples: tuple[Row, ...]
    groups: Groups
    """For a class: its properties."""
    rows: tuple[tuple[tuple[Label, ...], PropertyRow], ...]
    """For a property: the classes that have it."""
    rules: tuple[Rule, ...]
    diagram: Diagram | None
    release: str


async def describe(pool: Engine, name: str, release: str | None = None) -> tuple[list[Triple], str]:
    """Return the statements about a term and the shapes for it; raises NotFound."""
    iri = TERMS + name
    check_iri(iri)
    asked = await ask(pool, DATA, iri, release)
    if not asked.body:
        raise NotFound(f"nothing is known about {iri}")
    return asked.triples, asked.release


async def page(pool: Engine, name: str, release: str | None = None, language: str = "de") -> Term:
    """Return what the page of a term shows; raises NotFound."""
    iri = TERMS + name
    check_iri(iri)
    asked = await ask(pool, spoken(FACTS, language), iri, release)
    said = [row for row in asked.rows if not row["back"]]
    if not said:
        raise NotFound(f"nothing is known about {iri}")
    found = _Asking(pool, iri, asked.release, language)
    label, kind = in_both(said, "rdfs", "label"), _kind(said)
    return Term(
        iri=iri,
        kind=kind,
        label=label,
        definition=in_both(said, "skos", "definition"),
        deprecated=_is(said, "owl", "deprecated", "true"),
        successors=tuple(row for row in said if row["p"] == f"{PREFIXES['dcterms']}isReplacedBy"),
        facts=facts(asked.rows, language),
        uses=await found.uses(),
        examples=await found.examples(THINGS if kind == "Class" else STATEMENTS),
        groups=await shapes.of_class(pool, iri, asked.release, language),
        rows=await shapes.of_property(pool, iri, asked.release, language),
        rules=await shapes.rules_of(pool, iri, asked.release),
        diagram=await found.diagram(label) if kind == "Class" else None,
        release=asked.release,
    )


@dataclass(frozen=True)
class _Asking:
    """Questions about one term."""

    pool: Engine
    iri: str
    release: str
    language: str

    async def uses(self) -> int:
        rows = (await ask(self.pool, USES, self.iri, self.release)).rows
        return int(rows[0]["uses"]) if rows else 0

    async def examples(self, query: str) -> tuple[Row, ...]:
        asked = await ask(self.pool, spoken(query, self.language), self.iri, self.release)
        return _first(asked.rows)

    async def diagram(self, label: Text) -> Diagram:
        this = Label(label.said(self.language), self.iri)
        return await around(self.pool, this, self.release, self.language)


def facts(rows: list[Row], language: str) -> tuple[Fact, ...]:
    """Return what is said, property by property, apart from label and definition.

    What is said in several languages is shown in one of them.
    """
    told = [row for row in _first_names(rows) if row["p"] not in TOP]
    there = {row["p"] for row in told if row.get("language") == language}
    shown = [
        row for row in told if row.get("language", "") in ("", language) or row["p"] not in there
    ]
    shown.sort(key=lambda row: (PLACES.get(row["p"], len(PLACES)), row["p"], row["back"]))
    return tuple(
        Fact(Label(found[0].get("pName", ""), iri), bool(back), tuple(found))
        for (iri, back), found in (
            (key, list(part)) for key, part in groupby(shown, lambda row: (row["p"], row["back"]))
        )
    )


def in_both(rows: list[Row], prefix: str, name: str) -> Text:
    """Return the texts of a property in German and English."""
    iri = f"{PREFIXES[prefix]}{name}"
    found = {row.get("language", ""): row["o"] for row in rows if row["p"] == iri}
    return Text(found.get("de", ""), found.get("en", ""))


def _first_names(rows: list[Row]) -> list[Row]:
    unique: dict[tuple[str, ...], Row] = {}
    for row in rows:
        unique.setdefault((row["p"], row["back"], row["o"], row.get("language", "")), row)
    return list(unique.values())


def _first(rows: list[Row]) -> tuple[Row, ...]:
    unique: dict[tuple[str, str], Row] = {}
    for row in rows:
        unique.setdefault((row["s"], row.get("o", "")), row)
    return tuple(unique.values())


def _is(rows: list[Row], prefix: str, name: str, value: str) -> bool:
    return any(row["p"] == f"{PREFIXES[prefix]}{name}" and row["o"] == value for row in rows)


def _kind(rows: list[Row]) -> str:
    return next(
        (kind for kind in KINDS if _is(rows, "rdf", "type", f"{PREFIXES['owl']}{kind}")), ""
    )
