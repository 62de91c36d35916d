"""What is known of the quality of a dataset (https://www.w3.org/TR/vocab-dqv/)."""

import json
from dataclasses import asdict, dataclass


def place_of(slug: str) -> str:
    """Return where the quality of a dataset lies in a snapshot."""
    return f"dataset/quality/{slug}.json"


@dataclass(frozen=True)
class Counted:
    """Something of which there are so many, with its name in both languages."""

    iri: str
    label_de: str
    label_en: str
    count: int


@dataclass(frozen=True)
class Rule:
    """A rule of the shapes that something does not keep, which is no reason not to publish it."""

    severity: str
    title_de: str
    title_en: str
    count: int


@dataclass(frozen=True)
class Quality:
    """What a version of a dataset holds, how well it is supported, and what rules say of it."""

    content: str
    """SHA-256 of the statements that were looked at."""
    edition: str
    """What changes with the way in which it is found out."""
    checked: bool
    """Whether it was held against the rules: it was not too large for that."""
    rules: tuple[Rule, ...]
    claims: int
    """Things that say something which can be supported by evidence."""
    supported: int
    """Those of them that name their evidence."""
    certainties: tuple[Counted, ...]
    """Pieces of evidence by how certain their reading is."""
    sources: int
    undated: int
    """Sources that do not say when they were published."""
    gaps: int
    conflicts: int
    contents: tuple[Counted, ...]
    """Things by class."""


def written(quality: Quality) -> bytes:
    """Return it as it is kept."""
    return (json.dumps(asdict(quality), ensure_ascii=False, indent=1) + "\n").encode()


def read(data: bytes) -> Quality:
    """Return what was written by `written`."""
    found = json.loads(data)
    rules = tuple(Rule(**one) for one in found.pop("rules"))
    certainties, contents = (
        tuple(Counted(**one) for one in found.pop(name)) for name in ("certainties", "contents")
    )
    return Quality(rules=rules, certainties=certainties, contents=contents, **found)
