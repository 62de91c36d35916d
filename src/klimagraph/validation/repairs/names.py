"""The word of our vocabulary, concept or thing that was meant by a name that does not exist."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from pyoxigraph import NamedNode
from rapidfuzz import fuzz, process

from klimagraph.namespaces import TERMS, THINGS, compact
from klimagraph.validation.faults import Candidate, Candidates
from klimagraph.validation.findings import Finding, Repair
from klimagraph.validation.labels import Concept, Labels, scheme_of, shortened
from klimagraph.validation.repairs.concepts import nearest
from klimagraph.validation.repairs.keys import municipality_key
from klimagraph.validation.repairs.links import variants

ALIKE = 80.0
"""Least similarity, of 100, at which a word is proposed."""


def repairs_of_names(
    finding: Finding, labels: Labels, candidates: Candidates, allowed: Sequence[Concept] = ()
) -> Finding:
    """Return a finding about a name that does not exist with what was meant.

    `allowed` are the concepts that the property takes, where its shape names them.
    """
    ways = {
        "DeclaredTerm": partial(_words, labels, finding.value),
        "DeclaredConcept": partial(_concepts, labels, finding.value, allowed),
        "KnownThing": partial(_things, labels, candidates, finding.value),
    }
    if finding.component not in ways:
        return finding
    repairs = tuple(ways[finding.component]())
    if finding.component == "DeclaredConcept":
        finding = _off_the_list(finding, labels)
    if not repairs:
        return finding
    return replace(
        finding,
        repairs=repairs,
        message_de=f"{finding.message_de} {repairs[0].text_de}",
        message_en=f"{finding.message_en} {repairs[0].text_en}",
    )


def _off_the_list(finding: Finding, labels: Labels) -> Finding:
    """Return a finding about a concept that does not exist with the name of its list."""
    scheme = NamedNode(scheme_of(finding.value) or finding.value)
    name = labels.named(scheme)
    if name is None:
        return finding
    slug = shortened(finding.value.removeprefix(scheme.value).strip("/"))
    return replace(
        finding,
        message_de=f"Auf der Liste „{name.de}“ gibt es keinen Eintrag „{slug}“.",
        message_en=f"There is no entry “{slug}” on the list “{name.en}”.",
    )


def _words(labels: Labels, word: str) -> Iterator[Repair]:
    found = process.extractOne(
        word.removeprefix(TERMS), labels.words, scorer=fuzz.ratio, score_cutoff=ALIKE
    )
    if found:
        near = TERMS + str(found[0])
        yield Repair(f"Meinten Sie {compact(near)}?", f"Did you mean {compact(near)}?", near)


def _concepts(labels: Labels, iri: str, allowed: Sequence[Concept]) -> Iterator[Repair]:
    allowed = allowed or labels.concepts(scheme_of(iri)) or tuple(labels.all_concepts.values())
    yield from list(nearest(iri, allowed))[:1]


def _things(labels: Labels, candidates: Candidates, iri: str) -> Iterator[Repair]:
    """Yield the address in another spelling where that is known, else what the key stands for."""
    known = (one for one in variants(iri) if one != iri and labels.known(NamedNode(one)))
    if one := next(known, None):
        name = labels.of(NamedNode(one))
        yield Repair(f"Meinten Sie {name.de}?", f"Did you mean {name.en}?", one)
        return
    last = iri.removeprefix(THINGS).rpartition("/")[2]
    for each in _keyed(last, candidates) if last.isdigit() else _named(last, candidates):
        called = f"{each.label}, {each.key}"
        yield Repair(f"Meinten Sie {called}?", f"Did you mean {called}?", each.iri)


def _keyed(key: str, candidates: Candidates) -> list[Candidate]:
    """Return the authority whose key this is, or would be with a zero that was lost."""
    ways = (key, f"0{key}", municipality_key(key))
    found = (each for way in ways if way for each in candidates(way) if each.key == way)
    return list(found)[:1]


def _named(name: str, candidates: Candidates) -> list[Candidate]:
    """Return the authority that a name in an address stands for, where it is the only one."""
    found = candidates(name.replace("-", " "))
    return list(found) if len(found) == 1 else []
