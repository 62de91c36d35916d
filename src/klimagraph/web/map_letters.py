"""Letters on pictures: a font of this machine, or the one that comes with the library."""

import unicodedata
from functools import cache

from PIL import ImageFont

FAMILIES = (
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
)
"""Fonts that have all German letters, regular and bold, the best first."""
SPELT = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "–": "-"}
"""How German letters are written where the only font has none but English ones."""
LONGEST = 400
"""Signs of a text that are looked at."""

Font = ImageFont.FreeTypeFont


@cache
def font(size: int, *, bold: bool = False) -> Font:
    """Return a font in this size: the first family that this machine has."""
    for family in FAMILIES:
        try:
            return ImageFont.truetype(family[bold], size)
        except OSError:
            continue
    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise TypeError("the library for pictures was built without FreeType")
    return found


def wrapped(text: str, used: Font, width: int, most: int) -> list[str]:
    """Return a text in lines of at most this width; what is too much is cut off."""
    lines, line = [], ""
    for word in legible(text, used).split():
        longer = f"{line} {word}".strip()
        if line and used.getlength(longer) > width:
            lines.append(line)
            longer = word
        line = longer
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} ..."]
    return [_cut(one, used, width) for one in lines]


def legible(text: str, used: Font) -> str:
    """Return a text without signs that are not seen or turn others round, and not too long."""
    seen = "".join(
        " " if unicodedata.category(sign).startswith("C") else sign for sign in text[:LONGEST]
    )
    if _has_umlauts(used):
        return seen
    spelt = "".join(SPELT.get(sign, sign) for sign in unicodedata.normalize("NFC", seen))
    return unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()


def _has_umlauts(used: Font) -> bool:
    """Tell whether a font draws ü otherwise than what it does not know."""
    return bytes(used.getmask("ü")) != bytes(used.getmask("\ufffe"))


def _cut(line: str, used: Font, width: int) -> str:
    while used.getlength(line) > width and len(line) > 3:
        line = line[:-4].rstrip() + "..."
    return line
