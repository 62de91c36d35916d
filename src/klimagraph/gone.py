"""What is left of things that were withdrawn (https://www.w3.org/TR/activitystreams-vocabulary/)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph import changes
from klimagraph.asking import Row, ask
from klimagraph.changes import Activity
from klimagraph.errors import ReleaseGone, ReleaseNotQueryable, SnapshotMissing
from klimagraph.namespaces import DATASETS
from klimagraph.people import is_person
from klimagraph.releases import manifests, order, tombstones
from klimagraph.releases.endings import endings
from klimagraph.terms import is_iri, say, term
from klimagraph.workers.engine import Engine

MOST = 8
"""Releases without a thing that are asked one after another, at most."""
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
    """The first release that is known to be without it; empty where it is in none any more."""
    last: str
    """The last release that is kept and speaks of it; empty where none is, and for people."""
    successors: tuple[str, ...]
    reason: str = ""
    exact: bool = True
    """Whether the release right before the first without it still had it."""

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
            say(thing, "rdfs:comment", self._comment("Entfernt", "spätestens", "Version", "de")),
            say(thing, "rdfs:comment", self._comment("Removed", "at the latest", "release", "en")),
            *reason,
        ]

    def _comment(self, done: str, latest: str, named: str, language: str) -> Literal:
        certain = "" if self.exact else f" {latest}"
        place = f" in {named} {self.release}" if self.release else ""
        return Literal(f"{done}{certain}{place}.", language=language)


async def gone(pool: Engine, iri: str, wanted: str | None = None) -> Gone | None:
    """Return what is left of a thing of which a release, the served one if none, says nothing.

    None where neither the change log nor a release that it has not seen yet knows of it from
    before that release, and before anything was recorded. Somebody who was taken down is gone
    from all releases.
    """
    asked, home = wanted or pool.release, pool.settings.home
    if taken := await asyncio.to_thread(tombstones.removed, home, iri):
        return Gone(iri, (), taken.at, "", "", ())
    log = await asyncio.to_thread(_logged, home, iri)
    if not log.until or (log.covers(asked) and log.is_without(asked)):
        return None
    names = await asyncio.to_thread(manifests.names, home)
    before = [name for name in names if order(name) < order(asked)]
    traced = await _traced(pool, iri, log, [*before, asked])
    if not traced.known and not log.deleted_by(asked):
        return None
    since = await asyncio.to_thread(_since, home, log, traced.first)
    successors, reason = await _ending(pool, iri, traced.known, asked)
    shown = "" if is_person(iri) else traced.last
    classes, exact = _classes(traced.known), (traced.last, traced.first) in pairwise(names)
    return Gone(iri, classes, since, traced.first, shown, successors, reason, exact)


@dataclass(frozen=True)
class _Log:
    """What the change log knows of a thing, and up to which release it tells of all."""

    latest: Activity | None
    until: str
    """Nothing where nothing was recorded yet."""

    def covers(self, release: str) -> bool:
        """Tell whether it has seen what came up to a release."""
        return order(self.until) >= order(release)

    def is_without(self, release: str) -> bool:
        """Tell whether it has nothing of the thing, or nothing from up to a release."""
        return self.latest is None or order(self.latest.release) > order(release)

    def denies(self, release: str) -> bool:
        """Tell whether it knows that a release, which it has seen, says nothing of the thing."""
        return self.covers(release) and (self.latest is None or self.deleted_by(release))

    def deleted_by(self, release: str) -> bool:
        """Tell whether it has seen the thing go, with a release or before it."""
        latest = self.latest
        return bool(latest and latest.kind == "Delete" and order(latest.release) <= order(release))


@dataclass(frozen=True)
class _Traced:
    """Between which releases a thing went."""

    first: str
    """The earliest without it, as far as is known."""
    last: str = ""
    """The latest with it; empty where none is kept."""
    known: Sequence[Row] = ()
    """What the latest says of it."""


def _logged(home: Path, iri: str) -> _Log:
    try:
        with changes.history(home) as log:
            until = log.recorded.release
    except SnapshotMissing:
        until = ""
    return _Log(changes.latest(home, iri), until)


async def _traced(pool: Engine, iri: str, log: _Log, names: Sequence[str]) -> _Traced:
    """Return between which of these releases a thing went, of which the last says nothing.

    The log may be behind, and several releases may have become one step in it: what it does not
    know is asked of the releases themselves, latest first.
    """
    first, left = names[-1], MOST
    for name in reversed(names[:-1]):
        if log.denies(name):
            first = name
            continue
        if (await asyncio.to_thread(manifests.read, pool.settings.home, name)).pruned:
            continue
        known = await _known(pool, iri, name) if left else None
        if known is None or known:
            return _Traced(first, name, known) if known else _Traced(first)
        first, left = name, left - 1
    return _Traced(first)


async def _known(pool: Engine, iri: str, release: str) -> list[Row] | None:
    """Return what a release says of a thing; None where it cannot be asked."""
    try:
        return (await ask(pool, KNOWN, iri, release)).rows
    except (ReleaseGone, ReleaseNotQueryable):
        return None


def _since(home: Path, log: _Log, first: str) -> str:
    """Return when a thing was found gone that went with a release."""
    if log.latest and log.latest.kind == "Delete" and log.latest.release == first:
        return log.latest.at
    return manifests.read(home, first).created


def _classes(rows: Sequence[Row]) -> tuple[Class, ...]:
    found = {
        row["class"]: Class(row["class"], row.get("german", ""), row.get("english", ""))
        for row in rows
        if "class" in row
    }
    return tuple(found.values())


async def _ending(
    pool: Engine, iri: str, known: Sequence[Row], asked: str
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
