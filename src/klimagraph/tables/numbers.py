"""Numbers as people write them in German and English tables."""

import re
from dataclasses import dataclass
from decimal import Decimal

GERMAN = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
ENGLISH = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
AROUND = re.compile(r"[\s\u00a0\u202f'’]|€|EUR|Euro|%|,-+$")
YES = frozenset({"ja", "j", "wahr", "true", "yes", "y", "x", "1"})
NO = frozenset({"nein", "n", "falsch", "false", "no", "0"})
LONGEST = 30


@dataclass(frozen=True)
class Number:
    """A number, and whether the other way of writing numbers would make another of it."""

    value: Decimal
    ambiguous: bool = False


def number(text: str) -> Number | None:
    """Return the number of a text: `1.234,5` and `1234.5`; None where it is none.

    Where both ways of writing fit, such as `1.234`, it is read as German.
    """
    bare = AROUND.sub("", text)
    if len(bare) > LONGEST:
        return None
    if GERMAN.fullmatch(bare):
        value = bare.replace(".", "").replace(",", ".")
        return Number(Decimal(value), bool(AMBIGUOUS.fullmatch(bare)))
    if ENGLISH.fullmatch(bare):
        return Number(Decimal(bare.replace(",", "")))
    return None


def decimal_text(value: Decimal) -> str:
    """Return a number as `xsd:decimal` writes it."""
    return format(value, "f")


def boolean(text: str) -> bool | None:
    """Return the truth value of a word, None where it is none."""
    word = text.strip().casefold()
    if word in YES:
        return True
    return False if word in NO else None
