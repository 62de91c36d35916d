"""Names as people write them: in either order, with initials, with and without umlauts."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from unicodedata import combining, normalize
from urllib.parse import quote

BLANK = r"[\s\u00a0]+"
BETWEEN = r"(?:[-_.,+~/]|%(?:20|2[BCDEF]|5F|7E|C2%A0))"
"""What stands between the words of a name in an address (RFC 3986, section 2.1), if anything."""
LETTERS = {
    "ä": "(?:ä|ae|a\u0308)",
    "ö": "(?:ö|oe|o\u0308)",
    "ü": "(?:ü|ue|u\u0308)",
    "ß": "(?:ß|ss)",
}
"""Letters that are written in several ways."""
START = r"(?:(?<!\w)"
"""Where a name begins, unless a word runs into it; the form of the name closes the bracket."""
END = r"(?:s|['’]s?)?(?!\w)"
"""Where a name ends."""
GONE = "[…]"
"""What a text has in the place of a name."""
TITLES = frozenset(
    (
        *("dr", "prof", "professor", "professorin", "med", "rer", "nat", "phil", "jur"),
        *("ing", "h", "c"),
        *("dipl.-ing", "dipl", "mag", "frau", "herr", "herrn", "m.a", "m.sc", "b.a", "b.sc"),
    )
)
"""Words before and in names that are none of it."""
_RUN = re.compile(r"[a-z0-9]+")
_APART = r"(?:(?<![^\W_])|(?<=%[0-9a-f]{2})|(?-i:(?=[A-Z])))"
"""Where a name without anything between its words begins in an address."""
_ADDRESS_END = r"(?:s|['’]s?)?(?![^\W\d_])"


def spellings(name: str) -> Iterator[str]:
    """Yield a name as it is, without titles, and with the first given name only."""
    words = name.split()
    plain = [word for word in words if word.lower().rstrip(".") not in TITLES] or words
    short = f"{plain[0]} {plain[-1]}" if len(plain) > 1 else ""
    yield from filter(None, dict.fromkeys((" ".join(words), " ".join(plain), short)))


class Names:
    """Finds a person's name in texts."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the spellings that are known; each has at least one word."""
        plain = (text for name in names for text in spellings(normalize("NFC", name)))
        self.all = tuple(sorted(set(plain)))

    def in_text(self, text: str, *, near: bool) -> str:
        """Return a text without the name; near the person also without the surname alone."""
        for pattern in (self._whole, *((self._surname,) if near else ())):
            text = pattern.sub(GONE, text) if pattern else text
        return text

    def in_address(self, iri: str, instead: str) -> str:
        """Return an IRI with something else in the place of the name."""
        small = iri.lower().encode()
        if not self._address or not any(run in small for run in self.runs):
            return iri
        return self._address.sub(instead, iri)

    @cached_property
    def runs(self) -> tuple[bytes, ...]:
        """Return plain letters, one of which stands in every line that holds a name or surname."""
        found = (_RUN.findall(_last(name).lower()) for name in self.all)
        return tuple(sorted({max(run, key=len, default="").encode() for run in found}))

    @cached_property
    def _whole(self) -> re.Pattern[str] | None:
        """Return what finds a name of several words; a single one is found near the person only."""
        return _pattern(form for name in self.all if " " in name for form in _forms(name))

    @cached_property
    def _surname(self) -> re.Pattern[str] | None:
        return _pattern(
            START + _beginning(_last(name)) + _letters(_last(name)) for name in self.all
        )

    @cached_property
    def _address(self) -> re.Pattern[str] | None:
        words = (name.split() for name in self.all)
        forms = (
            form
            for each in words
            if len(each) > 1
            for order in (each, each[::-1])
            for form in _address_forms(order)
        )
        return _pattern(forms, _ADDRESS_END)


def _forms(name: str) -> Iterable[str]:
    *given, last = name.split()
    before, surname = [_letters(word) for word in given], _letters(last)
    yield START + _beginning(name) + BLANK.join([*before, surname])
    yield rf"{START}){surname},?{BLANK}{BLANK.join(before)}"
    yield rf"{START}){_letters(given[0][0])}\.[\s\u00a0]*{surname}"


def _beginning(name: str) -> str:
    """Return the end of what may stand before a name: in copies a word may run into its capital."""
    return f"|(?-i:(?={re.escape(name[0])})))" if name[0].isupper() else ")"


def _last(name: str) -> str:
    return name.split()[-1]


def _letters(word: str) -> str:
    return "".join(LETTERS.get(sign, re.escape(sign)) for sign in word.lower())


def _address_forms(words: list[str]) -> Iterable[str]:
    spelt = ["".join(map(_address_letter, word.lower())) for word in words]
    yield f"{BETWEEN}+".join(spelt)
    yield _APART + "".join(spelt)


def _address_letter(sign: str) -> str:
    """Return what finds a letter in an address: as it is, encoded, or in plain letters."""
    if sign == "-":
        return f"{BETWEEN}*"
    if sign.isascii():
        return re.escape(sign)
    plain = "".join(each for each in normalize("NFKD", sign) if not combining(each))
    written = {normalize(form, each) for form in ("NFC", "NFD") for each in (sign, sign.upper())}
    coded = {quote(each) for each in written}
    coded |= {quote(each, encoding="latin-1") for each in written if _is_latin(each)}
    forms = {LETTERS.get(sign, ""), re.escape(plain), *written, *coded} - {""}
    return f"(?:{'|'.join(sorted(forms))})"


def _is_latin(sign: str) -> bool:
    return all(ord(each) < 256 for each in sign)


def _pattern(forms: Iterable[str], end: str = END) -> re.Pattern[str] | None:
    """Return what finds one of some forms as whole words, also in the genitive."""
    known = sorted(set(forms), key=len, reverse=True)
    if not known:
        return None
    return re.compile(rf"(?:{'|'.join(known)}){end}", re.IGNORECASE)
