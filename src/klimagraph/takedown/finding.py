"""Who a person is in what is kept: names, others of the same name, what speaks of her or him."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, parse

from klimagraph import changes
from klimagraph.namespaces import PREFIXES
from klimagraph.people import PERSONS
from klimagraph.releases import objects
from klimagraph.releases.redaction import kept_releases
from klimagraph.releases.tombstones import words_of
from klimagraph.search.facts import ALTERNATIVES, LABELS
from klimagraph.takedown.plan import PLACEHOLDER, lines_with, near_to

NAMING = frozenset((*LABELS, *ALTERNATIVES))
NAMED = f"<{PREFIXES['foaf']}name> ".encode()
_PERSON = re.compile(rb"<(%b[^>#]+)>" % PERSONS.encode())


@dataclass(frozen=True)
class Known:
    """What the kept releases and the change log say of a person."""

    there: bool
    names: tuple[str, ...]
    others: tuple[str, ...]
    """Other persons of the same name."""
    near: tuple[str, ...]


def known(home: Path, iri: str, spellings: Iterable[str]) -> Known:
    """Return what is kept of a person, who may have other spellings besides."""
    contents = kept_contents(home)
    spoken = [*contents, _logged(home, iri)]
    said = {name for content in spoken for name in _names(content, iri)}
    names = {*said, *spellings} - {PLACEHOLDER}
    wanted = {tuple(sorted(words_of(name))) for name in names}
    others = {
        person
        for content in contents
        for person, name in persons(content)
        if person != iri and tuple(sorted(words_of(name))) in wanted
    }
    there = any(f"<{iri}".encode() in content for content in spoken)
    near = near_to(spoken, [iri])
    return Known(there, tuple(sorted(names)), tuple(sorted(others)), tuple(sorted(near)))


def kept_contents(home: Path) -> list[bytes]:
    """Return the contents of all kept releases that speak of persons."""
    digests = {item.content for release in kept_releases(home) for item in release.datasets}
    contents = (objects.get(home, digest) for digest in sorted(digests))
    return [content for content in contents if PERSONS.encode() in content]


def _logged(home: Path, iri: str) -> bytes:
    """Return what was ever recorded of a person, and of what speaks of her or him."""
    held = {state for _, state in changes.all_states(home) if f"<{iri}".encode() in state}
    marks = [f"<{thing}>".encode() for thing in near_to(held, [iri])]
    if marks:
        for _, state in changes.all_states(home):
            if any(mark in state for mark in marks):
                held.add(state)
    return b"".join(sorted(held))


def persons(content: bytes) -> Iterable[tuple[str, str]]:
    """Yield the persons of a content with their names."""
    for quad in parse(b"\n".join(lines_with(content, NAMED)), format=RdfFormat.N_QUADS):
        if isinstance(quad.object, Literal):
            yield str(quad.subject)[1:-1], quad.object.value


def every_person(contents: Iterable[bytes]) -> set[str]:
    """Return the IRIs of all persons that contents name."""
    return {iri.decode() for content in contents for iri in _PERSON.findall(content)}


def _names(content: bytes, iri: str) -> Iterable[str]:
    lines = lines_with(content, f"<{iri}> <".encode())
    for quad in parse(b"\n".join(lines), format=RdfFormat.N_QUADS):
        named = quad.predicate.value in NAMING and str(quad.subject) == f"<{iri}>"
        if named and isinstance(quad.object, Literal):
            yield quad.object.value
