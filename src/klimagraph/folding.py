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
    (r"\ba\.", "am "),
    (r"\bb\.", "bei "),
    (r"\bi\.", "im "),
    (r"\bu\.", "und "),
    (r"str\.", "strasse "),
    (r"\bsankt\b", "st "),
    (r"&", " und "),
)
"""What stands in official names for words that people write out."""
_ABBREVIATED = tuple((re.compile(pattern), words) for pattern, words in ABBREVIATIONS)
_SPELT_OUT = re.compile(r"(?<![aeiouyq])([aou])e")
"""An umlaut written with two letters; not the end of one sound and the start of another."""
_BETWEEN = re.compile(r"[\W_]+")


@lru_cache(4096)
def folded(text: str) -> str:
    """Return the words of a text in small plain letters, one blank between them.

    `München`, `Muenchen`, `Munchen` and `MÜNCHEN` become the same; so do `Straße` and `Strasse`,
    `Sankt` and `St.`, and whatever separates words. `Neuenkirchen` and `Neunkirchen` stay apart.
    """
    if text.isascii() and text.isdigit():
        return text
    text = unicodedata.normalize("NFKD", text.casefold()).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = text.translate(APOSTROPHES)
    for pattern, words in _ABBREVIATED:
        text = pattern.sub(words, text)
    text = _SPELT_OUT.sub(r"\1", text.translate(LETTERS))
    return _BETWEEN.sub(" ", text).strip()


def joined(text: str) -> str:
    """Return a folded text without its blanks: `Klima-Bündnis` and `Klimabündnis` are one."""
    return text.replace(" ", "")
