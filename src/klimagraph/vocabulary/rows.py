"""What a shape says of one property, in words."""

import re
from dataclasses import dataclass

from klimagraph.asking import Row
from klimagraph.namespaces import PREFIXES, compact
from klimagraph.vocabulary.drawing import Label
from klimagraph.vocabulary.words import Text, text

KINDS = {"IRI": "Verweis", "Literal": "Text oder Zahl", "IRIOrLiteral": "Verweis oder Text"}
LIMITS = {"lowest": "ab", "highest": "bis"}
SCHEME = re.compile(r"\^(https://\S*/concept/[a-z-]+)/")


@dataclass(frozen=True)
class PropertyRow:
    """What a shape says of one property."""

    iri: str
    shape: str
    property: Label
    description: Text
    message: Text
    severity: str
    group: str
    count: str
    values: tuple[Label, ...]
    """What the values are: classes, lists of concepts, datatypes; without IRI just words."""


def row_of(row: Row, names: dict[str, str]) -> PropertyRow:
    """Return the row of a table; `names` are those of the lists of concepts."""
    return PropertyRow(
        row["row"],
        row["shape"],
        Label(row.get("name") or compact(row["path"]), row["path"]),
        text(row, "description"),
        text(row, "message"),
        severity_of(row),
        row.get("groupName", ""),
        _count(row.get("minimum", "0"), row.get("maximum", "")),
        tuple(_values(row, names)),
    )


def severity_of(row: Row) -> str:
    """Return how bad it is not to comply (SHACL, section 2.1.4)."""
    return row.get("severity", "Violation").rsplit("#")[-1].lower()


def _count(minimum: str, maximum: str) -> str:
    """Return in words how many values there may be."""
    if minimum == maximum:
        return f"genau {minimum}"
    if minimum != "0":
        return f"{minimum} bis {maximum}" if maximum else f"mindestens {minimum}"
    return f"höchstens {maximum}" if maximum else "beliebig viele"


def _values(row: Row, names: dict[str, str]) -> list[Label]:
    """Return what the values are, narrowest first, as links where there is something to read."""
    scheme = SCHEME.match(row.get("pattern", ""))
    if scheme:
        return [Label(names.get(scheme[1], compact(scheme[1])), scheme[1])]
    if "class" in row:
        return [Label(row.get("className") or compact(row["class"]), row["class"])]
    choices = sorted(row.get("choices", "").split())
    iris = [*choices, *([row["datatype"]] if "datatype" in row else [])]
    found = [Label(compact(iri), iri) for iri in iris]
    words = [] if found else [_kind(row)]
    words += ["je Sprache höchstens einer"] if "unique" in row else []
    words += [f"{word} {row[end]}" for end, word in LIMITS.items() if end in row]
    return found + [Label(word, "") for word in words if word]


def _kind(row: Row) -> str:
    kind = row.get("kind", "").removeprefix(PREFIXES["sh"])
    return "Text" if {"unique", "pattern"} & set(row) else KINDS.get(kind, "")
