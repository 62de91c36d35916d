"""Text as people may type it, brought to one form (https://www.unicode.org/reports/tr15/)."""

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
"""Letters that Unicode does not take apart."""
APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
ABBREVIATIONS = (
    (r"\ba\.\s*d\.", "an der "),
    (r"\bi\.\s*d\.", "in der "),
    (r"\bo\.\s*d\.", "ob der "),
    (r"\bv\.\s*d\.", "vor der "),
    (r"\bo\.\s*l\.", "oberlausitz "),
    (r"\bi\.\s*schw\.", "in schwaben "),
    (r"\bsachs\.\s*schw\.", "sachsische schweiz "),
    (r"/sa\.", " sachsen "),
    (r"\ba\.", "am "),
    (r"\bb\.", "bei "),
    (r"\bi\.", "im "),
    (r"\bu\.", "und "),
    (r"str\.", "strasse "),
    (r"\bsankt\b", "st "),
    (r"&", " und "),
)
"""What stands in official names for words that people write out."""
REGIONS = {
    "bay": "bayern",
    "erzgeb": "erzgebirge",
    "hann": "hannoversch",
    "holst": "holstein",
    "meckl": "mecklenburg",
    "mfr": "mittelfranken",
    "obb": "oberbayern",
    "odw": "odenwald",
    "ofr": "oberfranken",
    "oldb": "oldenburg",
    "opf": "oberpfalz",
    "rhld": "rheinland",
    "ufr": "unterfranken",
    "vogtl": "vogtland",
    "westf": "westfalen",
}
"""Regions as they are shortened behind names of places, with the word for them."""
_ABBREVIATED = tuple((re.compile(pattern), words) for pattern, words in ABBREVIATIONS)
_SPELT_OUT = re.compile(r"(?<![aeiouyq])([aou])e")
"""An umlaut written with two letters; not the end of one sound and the start of another."""
_UMLAUT = re.compile("([aou])\u0308")
KEPT = 200
"""Characters up to which a folded text is kept: names are short, and longer ones would fill the
memory of whoever asks next.
"""
_BETWEEN = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Return the words of a text in small plain letters, one blank between them.

    `München`, `Muenchen`, `Munchen` and `MÜNCHEN` become the same; so do `Straße` and `Strasse`,
    `Sankt` and `St.`, and whatever separates words. `Neuenkirchen` and `Neunkirchen` stay apart.
    """
    if text.isascii() and text.isdigit():
        return text
    return _kept(text) if len(text) <= KEPT else _folded(text)


def _folded(text: str) -> str:
    text = _plain(unicodedata.normalize("NFKD", text.casefold()).casefold())
    text = _SPELT_OUT.sub(r"\1", text)
    words = _BETWEEN.sub(" ", text).split()
    return " ".join(REGIONS.get(word, word) for word in words)


_kept = lru_cache(4096)(_folded)


def umlauts(text: str) -> frozenset[str]:
    """Return the words of a text that hold an umlaut, with two letters for it: `foerderung`."""
    words = spelt_out(text).split()
    return frozenset(word for word in words if _SPELT_OUT.search(word))


@lru_cache(4096)
def spelt_out(text: str) -> str:
    """Return the words of a text in small plain letters, with two for an umlaut."""
    text = unicodedata.normalize("NFKD", text.casefold()).casefold()
    text = _plain(_UMLAUT.sub(r"\1e", text))
    return _BETWEEN.sub(" ", text).strip()


def joined(text: str) -> str:
    """Return a folded text without its blanks: `Klima-Bündnis` and `Klimabündnis` are one."""
    return text.replace(" ", "")


def _plain(text: str) -> str:
    """Return a text, taken apart and in small letters, without marks and abbreviations."""
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = text.translate(APOSTROPHES)
    for pattern, words in _ABBREVIATED:
        text = pattern.sub(words, text)
    return text.translate(LETTERS)
