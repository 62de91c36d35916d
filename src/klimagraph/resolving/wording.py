"""How people write the name of a place: titles before and behind it, and where it lies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from klimagraph.folding import folded, umlauts
from klimagraph.resolving.titles import ATTRIBUTES, TITLES, Title

LONGEST = 200
"""Characters of a name."""
ARTICLES = frozenset(("der", "die", "das"))
"""Words after which a title belongs to the name: Weil der Stadt."""
_PEOPLE = re.compile(
    r"[(,;]?\s*\d[\d.\s]*\s*(?:Einwohner\w*|Einw\.?|EW\b)[^,;)]*\)?", re.IGNORECASE
)
_CODE = re.compile(r"^\s*(?:DE[- ]?)?(\d{8}|\d{12}|\d{5})\b[\s,:;-]*(?=\D{2})", re.IGNORECASE)
_BRACKET = re.compile(r"^([^(\[]+)[(\[]([^)\]]*)[)\]]?(.*)$")
_LAST = re.compile(r"^(.+?\S)\s*(?:[,(\[]\s*)([^,()\[\]]+)[)\]]?$")
_BEHIND = re.compile(r"\s*[,;/]\s*|\s+[-\u2013\u2014|]\s+")
_WITHIN = re.compile(
    r"\s(?:im |in )?(?=(?:Landkreis|Kreis|Lkr\.?|Ldkr\.?|LK|Kr\.|Samtgemeinde|Verbandsgemeinde)\s)",
    re.IGNORECASE,
)
_POINTED = re.compile(r"(\w+)\.")
_QUOTES = "\"'\u201e\u201c\u201d\u00bb\u00ab\u201a\u2018 \t\n.,;:"


@dataclass(frozen=True)
class Reading:
    """One way to understand what somebody wrote."""

    words: str
    """The folded name without its titles."""
    titles: tuple[Title, ...] = ()
    around: tuple[str, ...] = ()
    """What stands beside the name and may say where the place lies."""
    code: str = ""
    """A key or postal code that stands beside the name."""
    umlauts: frozenset[str] = frozenset()
    """Words with an umlaut, spelt with two letters."""
    last: bool = False
    """Whether the name was taken from behind what surrounds it."""


@dataclass(frozen=True)
class Wording:
    """The ways to understand a text; most names need only the first."""

    text: str
    code: str
    """A key or postal code that stood before it."""

    @cached_property
    def whole(self) -> tuple[Reading, ...]:
        """Return what the text means as it is, and without titles."""
        return tuple(_with_and_without_titles(self.text, (), self.code))

    @cached_property
    def parts(self) -> tuple[Reading, ...]:
        """Return what a part of it means, with the others around it."""
        return tuple(_parts(self.text, self.code))

    @cached_property
    def shortened(self) -> frozenset[str]:
        """Return the folded words that end with a point, or are single letters."""
        pointed = {folded(word) for word in _POINTED.findall(self.text)}
        return frozenset(pointed | {word for word in folded(self.text).split() if len(word) == 1})


@lru_cache(4096)
def wording(text: str) -> Wording:
    """Return how the name of a place may be understood."""
    held = " ".join(text.split()).strip("\"'\u201e\u201c\u201d\u00bb\u00ab ")
    code = ""
    if found := _CODE.match(held):
        code, held = found[1], held[found.end() :]
    held = _PEOPLE.sub("", held).strip(_QUOTES.replace(".", ""))
    return Wording(held, code)


def split_titles(words: str) -> list[tuple[str, tuple[Title, ...]]]:
    """Return what folded words may be without titles before them, and behind them too.

    Each comes with its titles; the words may be nothing but titles.
    """
    held, titles = words.split(), []
    found: list[tuple[str, tuple[Title, ...]]] = []
    while (number := _leading(held)) > 0:
        titles.append(TITLES[held[number - 1]])
        del held[:number]
        found.append((" ".join(held), tuple(titles)))
    behind = False
    while len(held) > 1 and held[-1] in TITLES and held[-2] not in ARTICLES:
        titles.append(TITLES[held.pop()])
        behind = True
        while len(held) > 1 and held[-1] in ATTRIBUTES:
            held.pop()
    if behind:
        found.append((" ".join(held), tuple(titles)))
    return found


def _leading(words: list[str]) -> int:
    """Return how many words stand up to the first title: only attributes may go before it."""
    for number, word in enumerate(words, 1):
        if word in TITLES:
            return number
        if word not in ATTRIBUTES:
            break
    return 0


def _with_and_without_titles(text: str, around: tuple[str, ...], code: str) -> Iterator[Reading]:
    words, marked = folded(text), umlauts(text)
    if words:
        yield Reading(words, (), around, code, marked)
    for rest, titles in split_titles(words):
        if rest:
            yield Reading(rest, titles, around, code, marked)


def _parts(text: str, code: str) -> Iterator[Reading]:
    """Yield the name apart from what stands beside it, then the last part as the name."""
    if found := _LAST.match(text):
        yield from _with_and_without_titles(found[1], (found[2],), code)
    pieces = _pieces(text)
    if len(pieces) < 2:
        return
    first, around = pieces[0], tuple(pieces[1:])
    if len(pieces) == 2:  # Aachen, Städteregion
        yield Reading(folded(f"{pieces[1]} {first}"), (), (), code, umlauts(text))
    yield from _with_and_without_titles(first, around, code)
    for reading in _with_and_without_titles(pieces[-1], tuple(pieces[:-1]), code):
        yield replace(reading, last=True)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    found = _BRACKET.match(text)
    for part in found.groups() if found else (text,):
        for piece in _BEHIND.split(part):
            pieces += [word.strip() for word in _WITHIN.split(piece)]
    return [piece for piece in pieces if folded(piece)]
