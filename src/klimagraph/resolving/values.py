"""What a resolver is asked, and what it answers."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Asked:
    """A name or key as somebody wrote it, with what is known beside it.

    `state`, `district` and `kind` are names, keys or IRIs; `kind` may be a word such as
    `Landkreis` too. `day` is the day for which the authority is looked for.
    """

    name: str
    state: str = ""
    district: str = ""
    kind: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Candidate:
    """Something that may be meant, with what speaks for it and against it."""

    iri: str
    key: str
    """Official key, or the last part of the IRI."""
    label: str
    kind: str
    """Name of its class in German; `type` is the IRI."""
    state: str
    district: str
    score: float
    """Above 0 and at most 1; 1 is only what is certain."""
    reasons_de: tuple[str, ...]
    reasons_en: tuple[str, ...]
    type: str = ""


@dataclass(frozen=True)
class Resolution:
    """The candidates, best first; exactly one where it is certain."""

    candidates: tuple[Candidate, ...]
    certain: bool
