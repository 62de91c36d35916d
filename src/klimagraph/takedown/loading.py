"""Data that come with the program, without people who were taken down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from klimagraph.releases import Content, tombstones
from klimagraph.releases.differences import changed
from klimagraph.releases.tombstones import Spotted
from klimagraph.takedown.finding import NAMED, persons
from klimagraph.takedown.names import Names
from klimagraph.takedown.plan import Plan, near_to


@dataclass(frozen=True)
class Kept:
    """Contents that may be published, and how many people they are without."""

    contents: Mapping[str, Content]
    without: int = 0

    @property
    def said(self) -> str:
        """Return what the note of a release says of it."""
        return f", without {self.without} who were taken down" if self.without else ""


def without_removed(home: Path, contents: Mapping[str, Content]) -> Kept:
    """Take out of contents everybody who was taken down.

    What is loaded by name is refused instead: its owner can correct it.
    """
    known = tombstones.read(home)
    lines = (line for each in contents.values() for line in each.quads.splitlines())
    found = list(known.spotted(lines)) if known.all else []
    if not found:
        return Kept(contents)
    texts = [content.quads for content in contents.values()]
    plan = _plan(found, texts)
    return Kept(
        {slug: _without(content, plan) for slug, content in contents.items()},
        len({each.tombstone.iri for each in found}),
    )


def _plan(found: Iterable[Spotted], texts: list[bytes]) -> Plan:
    stands = {each.iri: each.tombstone.stands for each in found if each.iri}
    for each in found:  # the same human being under another IRI
        if NAMED in each.line and not each.iri:
            stands.setdefault(each.line[1 : each.line.index(b">")].decode(), each.tombstone.stands)
    names = {each.text for each in found if each.text}
    names |= {name for text in texts for person, name in persons(text) if person in stands}
    everywhere = any(each.tombstone.names for each in found)
    return Plan(stands, Names(names), near_to(texts, stands), everywhere)


def _without(content: Content, plan: Plan) -> Content:
    quads, _ = changed(content.quads, plan.redact(content.quads))
    return replace(content, quads=quads)
