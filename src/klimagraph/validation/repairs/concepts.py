"""The concept that was meant by a word, a wrong slug or an entry of another list."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from klimagraph.folding import folded
from klimagraph.validation.expectations import allowed_concepts
from klimagraph.validation.faults import Fault
from klimagraph.validation.findings import Repair
from klimagraph.validation.labels import Concept

ALIKE = 75.0
"""Least similarity, of 100, at which a word is proposed."""
PROPOSED = 3
LONGEST = 200
"""Characters that a word or the address of a concept can have."""


def concepts(fault: Fault) -> Iterator[Repair]:
    """Yield the entries of the list that is wanted which are nearest to what stands there."""
    if 0 < len(fault.text) <= LONGEST:
        yield from nearest(fault.text, allowed_concepts(fault))


def nearest(text: str, allowed: Sequence[Concept]) -> Iterator[Repair]:
    """Yield proposals for a word or the address of a concept: those that fit, else those alike."""
    word = folded(text.rstrip("/").rpartition("/")[2] if "://" in text else text)
    spelled = {folded(one): each for each in allowed for one in each.words if folded(one)}
    if word in spelled:
        yield meant(spelled[word])
        return
    found = process.extract(word, list(spelled), scorer=fuzz.ratio, score_cutoff=ALIKE)
    unique = dict.fromkeys(spelled[each[0]] for each in found)
    for concept in list(unique)[:PROPOSED]:
        yield meant(concept)


def meant(concept: Concept) -> Repair:
    """Return the question whether a concept was meant."""
    return Repair(
        f"Meinten Sie „{concept.label.de}“?",
        f"Did you mean “{concept.label.en}”?",
        concept.iri,
    )
