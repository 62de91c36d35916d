"""Asking for the authority that a name means; whoever reads tables brings who answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class Asked:
    """A name as it is written, with what is known about what it names."""

    name: str
    state: str = ""
    district: str = ""
    kind: str = ""
    day: date | None = None


class Candidate(Protocol):
    """An authority that may be meant."""

    @property
    def iri(self) -> str:
        """Return its IRI."""

    @property
    def key(self) -> str:
        """Return its official key."""

    @property
    def label(self) -> str:
        """Return its name."""

    @property
    def district(self) -> str:
        """Return the name of the district that it lies in, empty where there is none."""


class Resolution(Protocol):
    """What a name may mean, the likeliest first, and whether the first is certain."""

    @property
    def candidates(self) -> Sequence[Candidate]:
        """Return the candidates."""

    @property
    def certain(self) -> object:
        """Tell whether the first one is meant without doubt: false, or none, where it is not."""


class Resolver(Protocol):
    """Whoever knows authorities by name."""

    def __call__(self, asked: Asked) -> Resolution:
        """Return what a name may mean."""
