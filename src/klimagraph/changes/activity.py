"""Something that happened to a thing (https://www.w3.org/TR/activitystreams-vocabulary/)."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from klimagraph.namespaces import BASE, CONCEPTS, DATASETS, THINGS

Kind = Literal["Create", "Update", "Delete"]


@dataclass(frozen=True)
class Activity:
    """What happened to a thing, and what was said of it from then on."""

    number: int
    kind: Kind
    thing: str
    folder: str
    """The first part of the path of the thing, such as `membership` or `dataset`."""
    at: str
    """When it was recorded (xsd:dateTime); no other recording has this time."""
    release: str
    """The release in which it was found."""
    state: bytes | None
    """The statements about the thing and its parts as sorted N-Triples, none after a Delete."""

    @property
    def iri(self) -> str:
        """Return its name, which no other activity has: a thing changes once in a recording.

        A log that is begun anew gives the same name only to what is the same.
        """
        what = hashlib.sha256(f"{self.kind} {self.thing}".encode()).hexdigest()[:16]
        return f"{BASE}activity/{self.at.replace('-', '').replace(':', '')}-{what}"


def thing_of(subject: str) -> str | None:
    """Return the thing that a subject is, or is a part of; None for what is neither."""
    thing = subject.split("#", 1)[0]
    fits = any(thing.startswith(place) and thing != place for place in (THINGS, CONCEPTS, DATASETS))
    return thing if fits else None


def folder_of(thing: str) -> str:
    """Return the first part of the path of a thing, without the `id` that all others have."""
    first = thing.removeprefix(THINGS if thing.startswith(THINGS) else BASE)
    return first.split("/", 1)[0]
