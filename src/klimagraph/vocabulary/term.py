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
from klimagraph.vocabulary.words import PREAMBLE, Text
from klimagraph.workers.engine import Engine

SHOWN = 3
"""Examples, at most as many are shown: any that are found first, sorting all of them is slow."""

_NAME = """
  OPTIONAL { ?X skos:prefLabel|rdfs:label|dcterms:title ?XOwn
    FILTER(LANG(?XOwn) IN ("de", "")) }
  OPTIONAL { ?X dcterms:description|klima:statedAs ?XText FILTER(LANG(?XText) IN ("de", "")) }
  OPTIONAL { ?X org:member/skos:prefLabel ?XMember
    FILTER(LANG(?XMember) IN ("de", "")) }
  OPTIONAL { ?X klima:source/dcterms:title ?XSource }
  BIND(COALESCE(?XOwn, ?XText, ?XMember, ?XSource) AS ?XName)
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
  OPTIONAL {{ ?p rdfs:label ?pName FILTER(LANG(?pName) = "de") }}
  {_NAME.replace("?X", "?o")}
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
  {_NAME.replace("?X", "?s")}
}}
ORDER BY ?s ?sName
"""

STATEMENTS = f"""{PREAMBLE}
SELECT ?this ?s ?sName ?o ?oName (IF(ISIRI(?o), "true", "false") AS ?link) WHERE {{
  {{ SELECT ?this ?s ?o WHERE {{ ?s ?this ?o FILTER(ISIRI(?s)) }} LIMIT {SHOWN} }}
  {_NAME.replace("?X", "?s")}
  {_NAME.replace("?X", "?o")}
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


async def page(pool: Engine, name: str, release: str | None = None) -> Term:
    """Return what the page of a term shows; raises NotFound."""
    iri = TERMS + name
    check_iri(iri)
    asked = await ask(pool, FACTS, iri, release)
    said = [row for row in asked.rows if not row["back"]]
    if not said:
        raise NotFound(f"nothing is known about {iri}")
    label, kind = in_both(said, "rdfs", "label"), _kind(said)
    diagram = await around(pool, Label(label.de, iri), asked.release) if kind == "Class" else None
    examples = await ask(pool, THINGS if kind == "Class" else STATEMENTS, iri, asked.release)
    uses = (await ask(pool, USES, iri, asked.release)).rows
    return Term(
        iri=iri,
        kind=kind,
        label=label,
        definition=in_both(said, "skos", "definition"),
        deprecated=_is(said, "owl", "deprecated", "true"),
        successors=tuple(row for row in said if row["p"] == f"{PREFIXES['dcterms']}isReplacedBy"),
        facts=facts(asked.rows),
        uses=int(uses[0]["uses"]) if uses else 0,
        examples=_first(examples.rows),
        groups=await shapes.of_class(pool, iri, asked.release),
        rows=await shapes.of_property(pool, iri, asked.release),
        rules=await shapes.rules_of(pool, iri, asked.release),
        diagram=diagram,
        release=asked.release,
    )


def facts(rows: list[Row]) -> tuple[Fact, ...]:
    """Return what is said, property by property, apart from label and definition."""
    shown = [row for row in _first_names(rows) if row["p"] not in TOP]
    shown.sort(key=lambda row: (PLACES.get(row["p"], len(PLACES)), row["p"], row["back"]))
    return tuple(
        Fact(Label(found[0].get("pName", ""), iri), bool(back), tuple(found))
        for (iri, back), found in (
            (key, sorted(part, key=_language))
            for key, part in groupby(shown, lambda row: (row["p"], row["back"]))
        )
    )


def in_both(rows: list[Row], prefix: str, name: str) -> Text:
    """Return the texts of a property in German and English."""
    iri = f"{PREFIXES[prefix]}{name}"
    found = {row.get("language", ""): row["o"] for row in rows if row["p"] == iri}
    return Text(found.get("de", ""), found.get("en", ""))


def _language(row: Row) -> bool:
    """Return what sorts German before other languages."""
    return row.get("language", "") not in ("", "de")


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
