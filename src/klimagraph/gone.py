"""What is left of things that were withdrawn (https://www.w3.org/TR/activitystreams-vocabulary/)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph import changes
from klimagraph.asking import Row, ask
from klimagraph.changes import Activity
from klimagraph.errors import ReleaseNotQueryable
from klimagraph.namespaces import DATASETS, THINGS
from klimagraph.releases import manifests, order, tombstones
from klimagraph.releases.endings import endings
from klimagraph.terms import is_iri, say, term
from klimagraph.workers.engine import Engine

PERSONS = f"{THINGS}person/"
KNOWN = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?this ?class ?german ?english ?successor WHERE {
  ?this ?p ?o
  OPTIONAL {
    ?this a ?class FILTER NOT EXISTS { ?this a/rdfs:subClassOf ?class }
    OPTIONAL { ?class rdfs:label ?german FILTER(LANG(?german) = "de") }
    OPTIONAL { ?class rdfs:label ?english FILTER(LANG(?english) = "en") }
  }
  OPTIONAL { ?this dcterms:isReplacedBy ?successor }
}
ORDER BY ?class ?successor
"""
SUCCESSORS = """
SELECT DISTINCT ?this ?successor
WHERE { ?successor <http://purl.org/dc/terms/replaces> ?this }
ORDER BY ?successor
"""


@dataclass(frozen=True)
class Class:
    """A class that a thing was of."""

    iri: str
    german: str
    english: str


@dataclass(frozen=True)
class Gone:
    """A thing of which nothing is said any more: what it was and since when it is gone."""

    iri: str
    classes: tuple[Class, ...]
    since: str
    """When it was found gone (xsd:dateTime)."""
    release: str
    """The first release without it; empty where it is in none any more."""
    last: str
    """The last release that is kept and speaks of it; empty where none is, and for people."""
    successors: tuple[str, ...]
    reason: str = ""

    def triples(self) -> list[Triple]:
        """Return what is still said of it: a tombstone."""
        thing = NamedNode(self.iri)
        since = Literal(self.since, datatype=term("xsd:dateTime"))
        reason = [say(thing, "rdfs:comment", Literal(self.reason))] if self.reason else []
        return [
            say(thing, "rdf:type", "as:Tombstone"),
            say(thing, "as:deleted", since),
            *(say(thing, "as:formerType", NamedNode(one.iri)) for one in self.classes),
            *(say(thing, "dcterms:isReplacedBy", NamedNode(one)) for one in self.successors),
            say(thing, "rdfs:comment", self._comment("Entfernt", "Version", "de")),
            say(thing, "rdfs:comment", self._comment("Removed", "release", "en")),
            *reason,
        ]

    def _comment(self, done: str, named: str, language: str) -> Literal:
        place = f" in {named} {self.release}" if self.release else ""
        return Literal(f"{done}{place}.", language=language)


async def gone(pool: Engine, iri: str, wanted: str | None = None) -> Gone | None:
    """Return what is left of a thing of which a release, the served one if none, says nothing.

    None where the change log knows nothing of it from before that release. Somebody who was
    taken down is gone from all releases.
    """
    asked, home = wanted or pool.release, pool.settings.home
    if taken := await asyncio.to_thread(tombstones.removed, home, iri):
        return Gone(iri, (), taken.at, "", "", ())
    latest = await asyncio.to_thread(changes.latest, home, iri)
    if latest is None or order(latest.release) > order(asked):
        return None
    names = await asyncio.to_thread(manifests.names, home)
    first, since = _end(home, latest, names)
    last = await asyncio.to_thread(_last_before, home, names, first)
    known = await _known(pool, iri, last)
    if latest.kind != "Delete" and (not known or order(first) > order(asked)):
        return None
    successors, reason = await _ending(pool, iri, known, asked)
    shown = last if known and not iri.startswith(PERSONS) else ""
    return Gone(iri, _classes(known), since, first, shown, successors, reason)


def _end(home: Path, latest: Activity, names: Sequence[str]) -> tuple[str, str]:
    """Return the first release without a thing, and when it was found gone.

    The log may be behind: what it does not tell is taken from the next release.
    """
    if latest.kind == "Delete":
        return latest.release, latest.at
    later = (name for name in names if order(name) > order(latest.release))
    first = next(later, latest.release)
    return first, manifests.read(home, first).created


def _last_before(home: Path, names: Sequence[str], release: str) -> str:
    """Return the last release before one that is kept; empty where none is."""
    before = (name for name in reversed(names) if order(name) < order(release))
    return next((name for name in before if not manifests.read(home, name).pruned), "")


async def _known(pool: Engine, iri: str, release: str) -> list[Row]:
    """Return what a release says of a thing; nothing where it cannot be asked."""
    if not release:
        return []
    try:
        return (await ask(pool, KNOWN, iri, release)).rows
    except ReleaseNotQueryable:
        return []


def _classes(rows: list[Row]) -> tuple[Class, ...]:
    found = {
        row["class"]: Class(row["class"], row.get("german", ""), row.get("english", ""))
        for row in rows
        if "class" in row
    }
    return tuple(found.values())


async def _ending(
    pool: Engine, iri: str, known: list[Row], asked: str
) -> tuple[tuple[str, ...], str]:
    """Return what takes the place of a thing, as it said or as others say now, and why it went."""
    named = [row["successor"] for row in known if "successor" in row]
    named += [row["successor"] for row in (await ask(pool, SUCCESSORS, iri, asked)).rows]
    slug = iri.removeprefix(DATASETS)
    ending = endings(pool.settings.home).get(slug) if slug != iri else None
    if ending and ending.replaced_by:
        named.append(
            ending.replaced_by if is_iri(ending.replaced_by) else DATASETS + ending.replaced_by
        )
    successors = tuple(dict.fromkeys(one for one in named if is_iri(one)))
    return successors, ending.reason if ending else ""
