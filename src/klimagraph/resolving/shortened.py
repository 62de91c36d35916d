"""Names that are not written out, mistyped, or only partly understood."""

from collections.abc import Iterator
from dataclasses import replace

from klimagraph.resolving import reasons
from klimagraph.resolving.matches import Limits, Match, admitted, judged
from klimagraph.resolving.places import NamedPlace, Places
from klimagraph.resolving.similar import Similar
from klimagraph.resolving.titles import DISTRICT
from klimagraph.resolving.wording import Reading, Wording
from klimagraph.search.entries import ALTERNATIVE, LABEL
from klimagraph.search.finding import SMALL_WORDS as SEARCHED_SMALL_WORDS

SMALL_WORDS = SEARCHED_SMALL_WORDS | frozenset(("auf", "unter", "u", "d", "a", "b", "i", "o"))
"""Words between the parts of a name, which people write, shorten or leave out."""
SHORTEST = 3
"""Letters of a first word below which names are not looked through."""
LIKE, PARTLY = 0.8, 0.4


def shortened(places: Places, held: Wording, limits: Limits) -> Iterator[Match]:
    """Yield names with the same words, where some are shortened or left out between them.

    `Frankfurt a. M.` is Frankfurt am Main, `Halle an der Saale` is Halle (Saale).
    """
    for reading in (*held.whole, *held.parts):
        core = _core(reading.words)
        if len(core) < 2 or len(core[0]) < SHORTEST:
            continue
        for place in _beginning(places, core[0]):
            if _same(core, _core(place.folded), held.shortened) and place in admitted(
                places, (place,), limits.kind
            ):
                match = judged(places, place, reading, limits)
                said = (reasons.spelt_short(place.text), *match.reasons[1:])
                yield replace(match, reasons=said)


def mistyped(places: Places, similar: Similar, held: Wording, limits: Limits) -> Iterator[Match]:
    """Yield names that are like what was written; never certain."""
    if limits.kind.foreign:
        return
    for reading in (*held.whole, *(part for part in held.parts if not part.last)):
        for iri, likeness in similar.names(reading.words).items():
            if place := places.thing(iri):
                match = judged(places, place, reading, limits)
                said = (reasons.similar(place.label), *match.reasons[1:])
                yield replace(match, reasons=said, exact=LIKE * likeness)


def in_part(places: Places, held: Wording, limits: Limits) -> Iterator[Match]:
    """Yield names with which the text begins; never certain."""
    for reading in held.whole:
        yield from _of_district(places, reading, limits)
        words = reading.words.split()
        for number in range(len(words) - 1, 0, -1):
            part = " ".join(words[:number])
            found = admitted(places, places.named(part), limits.kind) if len(part) > 2 else []
            for place in found:
                match = judged(places, place, replace(reading, words=part), limits)
                yield replace(match.with_reason(reasons.partly(part)), exact=PARTLY)
            if found:
                break


def _of_district(places: Places, reading: Reading, limits: Limits) -> Iterator[Match]:
    """Yield the district of which somebody wrote the name with the word behind it: Harzkreis."""
    rest = reading.words.removesuffix("kreis").strip()
    if rest and rest != reading.words:
        for place in admitted(places, places.named(rest), limits.kind):
            if place.kind == DISTRICT:
                match = judged(places, place, reading, limits)
                yield replace(match.with_reason(reasons.partly(rest)), exact=LIKE)


def _beginning(places: Places, word: str) -> Iterator[NamedPlace]:
    for via in (LABEL, ALTERNATIVE):
        yield from places.begun(word, via)


def _core(words: str) -> list[str]:
    held = words.split()
    return held[:1] + [word for word in held[1:] if word not in SMALL_WORDS]


def _same(written: list[str], name: list[str], short: frozenset[str]) -> bool:
    if len(written) != len(name) or written[0] != name[0]:
        return False
    pairs = zip(written[1:], name[1:], strict=True)
    return all(one == other or (one in short and other.startswith(one)) for one, other in pairs)
