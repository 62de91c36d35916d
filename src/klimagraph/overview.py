"""What the first page says of the whole: numbers, alliances with what is stated of them, titles."""

from dataclasses import dataclass
from itertools import groupby

from klimagraph.asking import Row, ask
from klimagraph.namespaces import CONCEPTS, DATASETS
from klimagraph.releases import DatasetVersion, Release
from klimagraph.workers.engine import Engine

NUMBERS = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  VALUES ?class { klima:Alliance klima:Membership klima:Municipality klima:Commitment klima:Grant }
  ?thing a ?class
  MINUS { ?thing a klima:UnincorporatedArea }
  MINUS { ?thing klima:membershipStatus
    <https://w3id.org/klimagraph/concept/membership-status/applied> }
}
GROUP BY ?class
ORDER BY ?class
"""
ALLIANCES = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX org: <http://www.w3.org/ns/org#>
SELECT ?alliance ?name (COUNT(DISTINCT ?member) AS ?known) WHERE {
  ?alliance a klima:Alliance ; skos:prefLabel ?name FILTER(LANG(?name) = "de")
  OPTIONAL {
    ?claim a klima:Membership ; org:organization ?alliance ; org:member ?member
    MINUS { ?claim klima:membershipStatus
      <https://w3id.org/klimagraph/concept/membership-status/applied> }
  }
}
GROUP BY ?alliance ?name
ORDER BY ?name ?alliance
"""
STATED = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
PREFIX kind: <https://w3id.org/klimagraph/concept/counted-kind/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX qudt: <http://qudt.org/schema/qudt/>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?alliance ?value ?qualifier ?qualifierDe ?qualifierEn ?kindDe ?kindEn
  ?source ?title ?day
WHERE {
  VALUES ?kind { kind:members kind:municipal-members kind:international-members
    kind:municipalities kind:participating-municipalities kind:partner-municipalities
    kind:partner-organisations kind:funded-municipalities kind:participants }
  ?alliance a klima:Alliance .
  ?count klima:countOf ?alliance ; klima:countedKind ?kind ; klima:qualifier ?qualifier .
  FILTER NOT EXISTS { ?count klima:inArea ?area }
  ?kind skos:prefLabel ?kindDe, ?kindEn FILTER(LANG(?kindDe) = "de" && LANG(?kindEn) = "en")
  ?qualifier skos:prefLabel ?qualifierDe, ?qualifierEn
  FILTER(LANG(?qualifierDe) = "de" && LANG(?qualifierEn) = "en")
  OPTIONAL { ?count qudt:numericValue ?value }
  OPTIONAL { ?count klima:evidence/klima:source ?source .
    ?source dcterms:title ?title OPTIONAL { ?source dcterms:issued ?issued } }
  OPTIONAL { ?count klima:asOf ?asOf }
  BIND(COALESCE(?asOf, ?issued) AS ?day)
}
ORDER BY ?alliance ?kindDe ?value ?title ?source
"""
TITLES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?dataset ?de ?en WHERE {
  ?dataset a dcat:Dataset
  OPTIONAL { ?dataset dcterms:title ?de FILTER(LANG(?de) = "de") }
  OPTIONAL { ?dataset dcterms:title ?en FILTER(LANG(?en) = "en") }
}
ORDER BY ?dataset ?de ?en
"""
CLASSES = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?class ?name WHERE {
  ?class a ?kind ; rdfs:label ?name FILTER(LANG(?name) = "en")
  FILTER(?kind IN (<http://www.w3.org/2002/07/owl#Class>, rdfs:Class))
}
ORDER BY ?class ?name
"""
QUALIFIERS = f"{CONCEPTS}qualifier/"
DERIVED = "derived"
"""The dataset that is made of all others."""


@dataclass(frozen=True)
class Stated:
    """A number that a source gives of the members of an alliance, with its manner."""

    qualifier: str
    """Last part of its IRI, such as `more-than`."""
    manner: str
    value: str
    """Empty where the source gives no number."""
    kind: str
    source: str
    title: str
    day: str
    """In EDTF; empty where neither the number nor its source has a date."""


@dataclass(frozen=True)
class AllianceLine:
    """An alliance, how many of its members are known here, and what sources state."""

    iri: str
    name: str
    known: int
    stated: tuple[Stated, ...]


@dataclass(frozen=True)
class Published:
    """A dataset with its title, and when its content was published."""

    slug: str
    title: str
    modified: str
    quads: int


@dataclass(frozen=True)
class Overview:
    """What there is in a release."""

    release: Release
    numbers: dict[str, int]
    """Things by the last part of the name of their class."""
    alliances: tuple[AllianceLine, ...]
    published: tuple[Published, ...]
    """Datasets, the newest content first."""


async def overview(pool: Engine, language: str) -> Overview:
    """Return what there is in the current release, with labels in a language."""
    numbers = await ask(pool, NUMBERS)
    name = numbers.release
    alliances = await ask(pool, ALLIANCES, release=name)
    stated = await ask(pool, STATED, release=name)
    titles = await ask(pool, TITLES, release=name)
    release = pool.manifest(name)
    by_alliance = {
        iri: tuple(dict.fromkeys(_stated(row, language) for row in rows))
        for iri, rows in groupby(stated.rows, lambda row: row["alliance"])
    }
    return Overview(
        release,
        {row["class"].rsplit("#")[-1]: int(row["count"]) for row in numbers.rows},
        tuple(_line(row, by_alliance) for row in alliances.rows),
        _published(release, {row["dataset"]: _title(row, language) for row in titles.rows}),
    )


async def class_names(pool: Engine, release: str) -> dict[str, str]:
    """Return the English names of classes."""
    asked = await ask(pool, CLASSES, release=release)
    return {row["class"]: row["name"] for row in asked.rows}


def _line(row: Row, stated: dict[str, tuple[Stated, ...]]) -> AllianceLine:
    iri = row["alliance"]
    return AllianceLine(iri, row["name"], int(row["known"]), stated.get(iri, ()))


def _stated(row: Row, language: str) -> Stated:
    ending = "En" if language == "en" else "De"
    return Stated(
        row["qualifier"].removeprefix(QUALIFIERS),
        row[f"qualifier{ending}"],
        row.get("value", ""),
        row[f"kind{ending}"],
        row.get("source", ""),
        row.get("title", ""),
        row.get("day", ""),
    )


def _title(row: Row, language: str) -> str:
    return row.get(language) or row.get("de") or row.get("en") or ""


def _published(release: Release, titles: dict[str, str]) -> tuple[Published, ...]:
    versions = (version for version in release.datasets if version.slug != DERIVED)
    newest = sorted(versions, key=lambda version: version.slug)
    newest.sort(key=lambda version: version.modified, reverse=True)
    return tuple(_dataset(version, titles) for version in newest)


def _dataset(version: DatasetVersion, titles: dict[str, str]) -> Published:
    title = titles.get(DATASETS + version.slug) or version.slug
    return Published(version.slug, title, version.modified, version.quads)
