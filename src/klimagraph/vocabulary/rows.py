"""What a shape says of one property, in words."""

import re
from dataclasses import dataclass

from klimagraph.asking import Row
from klimagraph.namespaces import PREFIXES, compact
from klimagraph.vocabulary.drawing import Label
from klimagraph.vocabulary.words import Text, text

WORDS = {
    "de": {
        "IRI": "Verweis",
        "Literal": "Text oder Zahl",
        "IRIOrLiteral": "Verweis oder Text",
        "text": "Text",
        "unique": "je Sprache höchstens einer",
        "lowest": "ab",
        "highest": "bis",
        "exactly": "genau {0}",
        "between": "{0} bis {1}",
        "at least": "mindestens {0}",
        "at most": "höchstens {1}",
        "any": "beliebig viele",
        "xsd:date": "Datum",
        "xsd:dateTime": "Zeitpunkt",
        "xsd:gYear": "Jahr",
        "xsd:string": "Text",
        "xsd:integer": "ganze Zahl",
        "xsd:decimal": "Zahl",
        "xsd:boolean": "ja oder nein",
        "xsd:anyURI": "Adresse",
        "rdf:langString": "Text mit Sprache",
    },
    "en": {
        "IRI": "link",
        "Literal": "text or number",
        "IRIOrLiteral": "link or text",
        "text": "text",
        "unique": "at most one per language",
        "lowest": "from",
        "highest": "to",
        "exactly": "exactly {0}",
        "between": "{0} to {1}",
        "at least": "at least {0}",
        "at most": "at most {1}",
        "any": "any number",
        "xsd:date": "date",
        "xsd:dateTime": "time",
        "xsd:gYear": "year",
        "xsd:string": "text",
        "xsd:integer": "integer",
        "xsd:decimal": "number",
        "xsd:boolean": "yes or no",
        "xsd:anyURI": "address",
        "rdf:langString": "text with language",
    },
}
LIMITS = ("lowest", "highest")
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


def row_of(row: Row, names: dict[str, str], language: str) -> PropertyRow:
    """Return the row of a table; `names` are those of the lists of concepts."""
    return PropertyRow(
        row["row"],
        row["shape"],
        Label(text(row, "name").said(language) or compact(row["path"]), row["path"]),
        text(row, "description"),
        text(row, "message"),
        severity_of(row),
        row.get("groupName", ""),
        _count(row.get("minimum", "0"), row.get("maximum", ""), WORDS[language]),
        tuple(_values(row, names, WORDS[language])),
    )


def severity_of(row: Row) -> str:
    """Return how bad it is not to comply (SHACL, section 2.1.4)."""
    return row.get("severity", "Violation").rsplit("#")[-1].lower()


def _count(minimum: str, maximum: str, words: dict[str, str]) -> str:
    """Return in words how many values there may be."""
    if minimum == maximum:
        kind = "exactly"
    elif minimum != "0":
        kind = "between" if maximum else "at least"
    else:
        kind = "at most" if maximum else "any"
    return words[kind].format(minimum, maximum)


def _values(row: Row, names: dict[str, str], said: dict[str, str]) -> list[Label]:
    """Return what the values are, narrowest first, as links where there is something to read."""
    scheme = SCHEME.match(row.get("pattern", ""))
    if scheme:
        return [Label(names.get(scheme[1], compact(scheme[1])), scheme[1])]
    if "class" in row:
        return [Label(row.get("className") or compact(row["class"]), row["class"])]
    choices = sorted(row.get("choices", "").split())
    iris = [*choices, *([row["datatype"]] if "datatype" in row else [])]
    found = [Label(said.get(compact(iri), compact(iri)), iri) for iri in iris]
    words = [] if found else [_kind(row, said)]
    words += [said["unique"]] if "unique" in row else []
    words += [f"{said[end]} {row[end]}" for end in LIMITS if end in row]
    return found + [Label(word, "") for word in words if word]


def _kind(row: Row, said: dict[str, str]) -> str:
    kind = row.get("kind", "").removeprefix(PREFIXES["sh"])
    return said["text"] if {"unique", "pattern"} & set(row) else said.get(kind, "")
