"""What is indexed of a thing: its names and keys (https://www.w3.org/TR/skos-reference/#labels)."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from klimagraph.folding import folded, joined
from klimagraph.namespaces import PREFIXES, TERMS
from klimagraph.search.facts import (
    ALTERNATIVES,
    DISTRICT,
    FORMER_KEYS,
    LABELS,
    MATCHES,
    NOTATIONS,
    POPULATION,
    SHORT,
    STATE,
    TYPE,
    Facts,
    Values,
    first,
)
from klimagraph.terms import term

LABEL, BASE, ALTERNATIVE, ASIDE, FORMER, KEY, IDENTIFIER, FORMER_KEY = (
    *("label", "base", "alternative", "aside", "former", "key", "identifier", "former-key"),
)
"""Kinds of names.

A base is a name without its addition: Halle, of Halle (Saale). An aside is another name of what
says that something is not known. An identifier is one of Wikidata, found only as a whole.
"""
KEYS = (KEY, IDENTIFIER, FORMER_KEY)
UNSPECIFIED = frozenset(("not-specified", "unspecified", "unknown"))
"""Notations of concepts for what a source leaves open."""
WIKIDATA = PREFIXES["wd"]

FORMER_CLASS, STATE_CLASS = f"{TERMS}FormerAuthority", f"{TERMS}State"
EXCLUDED = frozenset(
    term(f"klima:{name}").value
    for name in (
        *("Evidence", "Reading", "Statement", "Count", "KnownGap", "Conflict", "DatedKey"),
        *("Membership", "Tenure"),
    )
)
"""Claims and passages: they are found through what they are about."""
RANKS = {
    term(name).value: rank
    for name, rank in {
        "klima:Alliance": 0,
        "klima:State": 1,
        "klima:UnincorporatedArea": 6,
        "klima:Municipality": 2,
        "klima:District": 3,
        "klima:AdministrativeRegion": 4,
        "klima:AssociationOfMunicipalities": 5,
        "klima:FormerAuthority": 9,
        "klima:Authority": 6,
        "klima:FundingProgramme": 6,
        "klima:Campaign": 6,
        "klima:Project": 6,
        "klima:Group": 7,
        "foaf:Person": 8,
        "klima:Grant": 9,
        "klima:Offer": 9,
        "org:Post": 9,
        "dcat:Dataset": 9,
        "klima:Source": 10,
        "skos:ConceptScheme": 11,
        "skos:Concept": 11,
        "org:OrganizationalUnit": 8,
        "org:Organization": 7,
        "foaf:Agent": 8,
    }.items()
}
"""Classes in the order in which a thing is called one, with the place of its kind in a list."""
ELSE, LAST = 12, 13
_ADDITION = re.compile(r"(?:\s*[(/,].*|\s(?:(?:am|an|auf|bei|im|in|ob|unter|vor)\b|[abiov]\.).*)$")


@dataclass(frozen=True)
class Name:
    """Something that a thing is found by."""

    kind: str
    text: str
    folded: str


@dataclass(frozen=True)
class Entry:
    """A thing as the index holds it."""

    iri: str
    label: str
    kind: str
    """The class that it is called by; empty where it has none."""
    classes: tuple[str, ...]
    state: str | None
    district: str | None
    strength: float
    """From 0 to 1: the place among things of the same name, by kind, then by population."""
    names: tuple[Name, ...]


def entry(facts: Facts, iri: str) -> Entry | None:
    """Return what the index holds of a thing, None for what is not indexed."""
    values = facts.values.get(iri, {})
    classes = tuple(sorted({text for text, _ in values.get(TYPE, ())}))
    if EXCLUDED.intersection(classes) or not any(name in values for name in LABELS):
        return None
    kind = next((name for name in RANKS if name in classes), _own(classes))
    return Entry(
        iri,
        _label(values),
        kind,
        classes,
        iri if kind == STATE_CLASS else first(values, STATE),
        first(values, DISTRICT),
        _strength(kind, first(values, POPULATION)),
        tuple(_distinct(_names(facts, iri, FORMER_CLASS in classes))),
    )


def base_of(name: str) -> str:
    """Return the name of a place without its addition: `Halle`, of `Halle (Saale)`."""
    return _ADDITION.sub("", name)


def _label(values: Values) -> str:
    """Return the name to show, in German where there is one."""
    known = [pair for name in LABELS for pair in sorted(values.get(name, ()))]
    return _german_first(known)[0]


def _german_first(texts: Iterable[tuple[str, str]]) -> list[str]:
    ordered = sorted(texts, key=lambda pair: pair[1] != "de")
    return [text for text, _ in ordered]


def _names(facts: Facts, iri: str, former: bool) -> Iterator[Name]:
    values = facts.values[iri]
    yield from _of(values, LABELS, FORMER if former else LABEL)
    if not former:
        for text, _ in values.get(SHORT, ()):
            yield Name(BASE, text, folded(base_of(text)))
    yield from _of(values, ALTERNATIVES, FORMER if former else _alternative(values))
    yield from _of(values, NOTATIONS, FORMER_KEY if former else KEY)
    for name in _of(values, MATCHES, IDENTIFIER):
        if name.text.startswith(WIKIDATA):
            text = name.text.removeprefix(WIKIDATA)
            yield Name(IDENTIFIER, text, folded(text))
    for key, _ in values.get(FORMER_KEYS, ()):
        yield from _of(facts.values.get(key, {}), NOTATIONS, FORMER_KEY)
    for other in facts.predecessors.get(iri, ()):
        yield from _of(facts.values.get(other, {}), LABELS, FORMER)
        yield from _of(facts.values.get(other, {}), NOTATIONS, FORMER_KEY)


def _alternative(values: Values) -> str:
    keys = {text for name in NOTATIONS for text, _ in values.get(name, ())}
    return ASIDE if keys & UNSPECIFIED else ALTERNATIVE


def _of(values: Values, properties: Iterable[str], kind: str) -> Iterator[Name]:
    for name in properties:
        for text in _german_first(sorted(values.get(name, ()))):
            yield Name(kind, text, folded(text))


def _distinct(names: Iterable[Name]) -> Iterator[Name]:
    """Yield each name once; the first kind under which a thing has it counts."""
    seen: set[tuple[bool, str]] = set()
    for name in names:
        mark = (name.kind in KEYS, joined(name.folded))
        if mark[1] and mark not in seen:
            seen.add(mark)
            yield name


def _own(classes: tuple[str, ...]) -> str:
    """Return one of our own classes, or else the first of all."""
    ours = [name for name in classes if name.startswith(TERMS)]
    return (ours or list(classes) or [""])[0]


def _strength(kind: str, population: str | None) -> float:
    people = int(population) if population and population.isdecimal() else 0
    share = min(math.log10(people + 1) / 10, 0.999)
    return round((LAST - RANKS.get(kind, ELSE) - 1 + share) / LAST, 6)
