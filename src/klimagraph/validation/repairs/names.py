"""The word of our vocabulary, concept or thing that was meant by a name that does not exist."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from pyoxigraph import NamedNode
from rapidfuzz import fuzz, process

from klimagraph.namespaces import TERMS, THINGS, compact
from klimagraph.validation.faults import Candidates
from klimagraph.validation.findings import Finding, Repair
from klimagraph.validation.labels import Labels, scheme_of
from klimagraph.validation.repairs.concepts import nearest
from klimagraph.validation.repairs.links import variants

ALIKE = 80.0
"""Least similarity, of 100, at which a word is proposed."""


def repairs_of_names(finding: Finding, labels: Labels, candidates: Candidates) -> Finding:
    """Return a finding about a name that does not exist with what was meant."""
    ways = {
        "DeclaredTerm": partial(_words, labels, finding.value),
        "DeclaredConcept": partial(_concepts, labels, finding.value),
        "KnownThing": partial(_things, labels, candidates, finding.value),
    }
    if finding.component not in ways:
        return finding
    repairs = tuple(ways[finding.component]())
    if not repairs:
        return finding
    return replace(
        finding,
        repairs=repairs,
        message_de=f"{finding.message_de} {repairs[0].text_de}",
        message_en=f"{finding.message_en} {repairs[0].text_en}",
    )


def _words(labels: Labels, word: str) -> Iterator[Repair]:
    found = process.extractOne(
        word.removeprefix(TERMS), labels.words, scorer=fuzz.ratio, score_cutoff=ALIKE
    )
    if found:
        near = TERMS + str(found[0])
        yield Repair(f"Meinten Sie {compact(near)}?", f"Did you mean {compact(near)}?", near)


def _concepts(labels: Labels, iri: str) -> Iterator[Repair]:
    allowed = labels.concepts(scheme_of(iri)) or tuple(labels.all_concepts.values())
    yield from list(nearest(iri, allowed))[:1]


def _things(labels: Labels, candidates: Candidates, iri: str) -> Iterator[Repair]:
    """Yield the address in another spelling where that is known, else what the key stands for."""
    known = (one for one in variants(iri) if one != iri and labels.known(NamedNode(one)))
    if one := next(known, None):
        name = labels.of(NamedNode(one))
        yield Repair(f"Meinten Sie {name.de}?", f"Did you mean {name.en}?", one)
        return
    key = iri.removeprefix(THINGS).rpartition("/")[2]
    for each in candidates(key)[:1] if key.isdigit() else ():
        called = f"{each.label}, {each.key}"
        yield Repair(f"Meinten Sie {called}?", f"Did you mean {called}?", each.iri)
