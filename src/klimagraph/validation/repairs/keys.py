"""Official keys with the digits that a spreadsheet took from them."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from klimagraph.validation.faults import Fault
from klimagraph.validation.findings import Repair
from klimagraph.validation.patterns import PATTERNS, STATES
from klimagraph.validation.repairs.fitting import fits

AGS, ARS = 8, 12
"""Digits of the municipality key and of the regional key."""
LONGEST = 30
_FRACTION = re.compile(r"\.0+$")


def keys(fault: Fault) -> Iterator[Repair]:
    """Yield the key in full where only zeros or blanks are wrong, or a longer key stands there.

    Where authorities are known, the key has to be one of theirs.
    """
    if not _key_wanted(fault) or len(fault.text) > LONGEST:
        return
    digits = re.sub(r"[\s\-/.]", "", _FRACTION.sub("", fault.text))
    for key in (digits, f"0{digits}", municipality_key(digits)):
        if key != fault.text and key.isdigit() and fits(fault, key):
            yield from _known(fault, key)
            return


def municipality_key(digits: str) -> str:
    """Return the municipality key that a regional key holds."""
    return digits[:5] + digits[9:] if len(digits) == ARS else ""


def _known(fault: Fault, key: str) -> Iterator[Repair]:
    found = fault.candidates(key)
    exact = next((each for each in found if each.key == key), None)
    if exact:
        yield Repair(
            f"Meinten Sie {key} ({exact.label})?", f"Did you mean {key} ({exact.label})?", key
        )
    elif not found:
        yield Repair(f"Meinten Sie {key}?", f"Did you mean {key}?", key)


def _key_wanted(fault: Fault) -> bool:
    pattern = fault.parameter("pattern")
    if not pattern or not isinstance(pattern.terms[0], Literal):
        return False
    text = pattern.terms[0].value
    return text in PATTERNS and (f"^{STATES}" in text or text == "^[0-9]{5}$")
