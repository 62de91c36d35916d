"""The whole vocabulary at a glance: its header, classes by pattern, properties, changes."""

from dataclasses import dataclass

from pyoxigraph import Triple

from klimagraph.asking import Row, ask
from klimagraph.folding import folded
from klimagraph.namespaces import PREFIXES, TERMS
from klimagraph.resources import check_iri
from klimagraph.vocabulary.connections import Connection, Diagram, connections, pattern
from klimagraph.vocabulary.drawing import Label
from klimagraph.vocabulary.schemes import Entry, schemes
from klimagraph.vocabulary.term import FACTS, Fact, facts, in_both
from klimagraph.vocabulary.words import ONTOLOGY, PREAMBLE, Text, both, spoken, text
from klimagraph.workers.engine import Engine

TOLD = tuple(
    f"{PREFIXES[prefix]}{name}"
    for prefix, name in (("dcterms", "title"), ("dcterms", "description"), ("skos", "changeNote"))
)
"""What the page says of the vocabulary outside the table of its header."""

OWN_TERMS = f"""{PREAMBLE}
SELECT ?term ?kind ?label ?labelEn ?definition ?definitionEn ?deprecated WHERE {{
  VALUES ?kind {{ owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }}
  ?term rdfs:isDefinedBy <{ONTOLOGY}> ; a ?kind
  {both("?term", "rdfs:label", "label")}
  {both("?term", "skos:definition", "definition")}
  OPTIONAL {{ ?term owl:deprecated ?deprecated }}
}}
ORDER BY ?label ?term
"""

PATTERNS = f"""{PREAMBLE}
SELECT ?pattern ?order ?label ?labelEn ?definition ?definitionEn ?term ?termLabel WHERE {{
  ?pattern a skos:Collection ; rdfs:isDefinedBy <{ONTOLOGY}> ; skos:member ?term
  OPTIONAL {{ ?pattern sh:order ?order }}
  {both("?pattern", "skos:prefLabel", "label")}
  {both("?pattern", "skos:definition", "definition")}
  OPTIONAL {{ ?term rdfs:label ?termLabel FILTER(LANG(?termLabel) = "LANGUAGE") }}
}}
ORDER BY ?order ?pattern ?termLabel ?term
"""

CHANGES = f"""{PREAMBLE}
SELECT ?term ?label ?note (LANG(?note) AS ?language) WHERE {{
  ?term skos:changeNote ?note
  OPTIONAL {{ ?term rdfs:label|skos:prefLabel ?label FILTER(LANG(?label) = "LANGUAGE") }}
}}
ORDER BY ?label ?term ?language ?note
"""

VERSION = f"""{PREAMBLE}
ASK {{ <{ONTOLOGY}> owl:versionIRI|owl:priorVersion ?this }}
"""

DATA = f"""{PREAMBLE}
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ ?s rdfs:isDefinedBy <{ONTOLOGY}> ; ?p ?o }}
  UNION {{ <{ONTOLOGY}> ?p ?o BIND(<{ONTOLOGY}> AS ?s) }}
}}
"""


@dataclass(frozen=True)
class OwnTerm:
    """A class or property as a table lists it."""

    iri: str
    kind: str
    label: Text
    definition: Text
    deprecated: bool


@dataclass(frozen=True)
class Pattern:
    """Classes that answer one question together."""

    iri: str
    label: Text
    definition: Text
    classes: tuple[OwnTerm, ...]
    diagram: Diagram | None


@dataclass(frozen=True)
class Change:
    """What became different with a version."""

    version: str
    term: Label
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """What the page of the vocabulary shows."""

    title: Text
    description: Text
    facts: tuple[Fact, ...]
    patterns: tuple[Pattern, ...]
    properties: tuple[OwnTerm, ...]
    schemes: tuple[Entry, ...]
    changes: tuple[Change, ...]
    release: str


async def data(pool: Engine, release: str | None = None) -> tuple[list[Triple], str]:
    """Return the statements about all terms of our own, and the release."""
    asked = await ask(pool, DATA, release=release)
    return asked.triples, asked.release


async def overview(pool: Engine, wanted: str | None = None, language: str = "de") -> Overview:
    """Return what the page of the vocabulary shows."""
    asked = await ask(pool, OWN_TERMS, release=wanted)
    release = asked.release
    found = {row["term"]: _term(row) for row in asked.rows}.values()
    terms = sorted(found, key=lambda one: (folded(one.label.said(language)), one.iri))
    header = (await ask(pool, spoken(FACTS, language), ONTOLOGY, release)).rows
    patterns = (await ask(pool, spoken(PATTERNS, language), release=release)).rows
    changes = (await ask(pool, spoken(CHANGES, language), release=release)).rows
    return Overview(
        in_both(header, "dcterms", "title"),
        in_both(header, "dcterms", "description"),
        facts([row for row in header if not row["p"].startswith(TOLD)], language),
        _patterns(patterns, terms, await connections(pool, release, language), language),
        tuple(one for one in terms if one.kind != "Class"),
        (await schemes(pool, release, language))[0],
        _changes(changes, language),
        release,
    )


async def is_version(pool: Engine, name: str) -> bool:
    """Tell whether the header names this version of the vocabulary."""
    iri = f"{ONTOLOGY}/{name}"
    check_iri(iri)
    return (await ask(pool, VERSION, iri)).truth


def _term(row: Row) -> OwnTerm:
    return OwnTerm(
        row["term"],
        row["kind"].rsplit("#")[-1],
        text(row, "label"),
        text(row, "definition"),
        row.get("deprecated") == "true",
    )


def _patterns(
    rows: list[Row], terms: list[OwnTerm], known: list[Connection], language: str
) -> tuple[Pattern, ...]:
    """Return the patterns with their classes, and last the classes of none."""
    own = {one.iri: one for one in terms if one.kind == "Class"}
    firsts = {row["pattern"]: row for row in reversed(rows)}
    found = []
    for iri in dict.fromkeys(row["pattern"] for row in rows):
        mine = [_member(row, own) for row in rows if row["pattern"] == iri]
        labels = [Label(one.label.said(language), one.iri) for one in mine]
        first = firsts[iri]
        names = text(first, "label"), text(first, "definition")
        found.append(Pattern(iri, *names, tuple(mine), pattern(labels, known)))
    told = {one.iri for part in found for one in part.classes}
    rest = tuple(one for iri, one in own.items() if iri not in told)
    if rest:
        found.append(
            Pattern("", Text("Weitere Klassen", "Other classes"), Text("", ""), rest, None)
        )
    return tuple(found)


def _member(row: Row, own: dict[str, OwnTerm]) -> OwnTerm:
    foreign = OwnTerm(
        row["term"],
        "Class",
        Text(row.get("termLabel", ""), row.get("termLabel", "")),
        Text("", ""),
        False,
    )
    return own.get(row["term"], foreign)


def _changes(rows: list[Row], language: str) -> tuple[Change, ...]:
    """Return the changes, latest version first, those of the whole vocabulary before the terms."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        version, colon, _ = row["note"].partition(": ")
        found.setdefault((version if colon else "", row["term"]), []).append(row)
    changes = [
        Change(
            version,
            Label(notes[0].get("label", ""), term),
            _notes(notes, version, language),
        )
        for (version, term), notes in found.items()
    ]
    changes.sort(key=lambda one: (one.term.iri.startswith(TERMS), one.term.text))
    return tuple(sorted(changes, key=lambda one: _numbers(one.version), reverse=True))


def _notes(rows: list[Row], version: str, language: str) -> tuple[str, ...]:
    notes = (row["note"] for row in rows if row.get("language", "") == language)
    return tuple(dict.fromkeys(note.removeprefix(f"{version}: ") for note in notes))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
