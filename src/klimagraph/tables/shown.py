"""What a cell shows where it holds something else: a format hides a part (ECMA-376, 18.8.30)."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from klimagraph.tables.archives import Parts, elements
from klimagraph.tables.cells import Raw

STYLES = "xl/styles.xml"
PERCENT, MONTH, YEAR = "percent", "month", "year"
BUILT_IN = {"9": PERCENT, "10": PERCENT, "17": MONTH}
"""Formats that every workbook has (18.8.30) and that matter here."""
ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
"""What a format shows as it is, and what is no part of a number or day."""


def kinds_of_styles(parts: Parts, source: str) -> dict[int, str]:
    """Return the styles of cells that show percents, months or years; raises InputRefused."""
    if STYLES not in parts:
        return {}
    found: list[str] = []
    known, inside = dict(BUILT_IN), False
    for name, one in elements(parts, STYLES, source):
        inside = inside or name == "cellXfs"
        if name == "numFmt":
            known[one.get("numFmtId", "")] = kind_of(one.get("formatCode", ""))
        elif name == "xf" and inside:
            found.append(one.get("numFmtId", ""))
    kinds = {number: known.get(form, "") for number, form in enumerate(found)}
    return {number: kind for number, kind in kinds.items() if kind}


def kind_of(code: str) -> str:
    """Return what the code of a format shows, nothing where it hides nothing."""
    bare = ASIDE.sub("", code).partition(";")[0].lower()
    if "%" in bare:
        return PERCENT
    return {"my": MONTH, "y": YEAR}.get("".join(sorted(set(bare) & set("ymdhs"))), "")


def show(
    rows: list[list[Raw]], first: tuple[int, int], kinds: Mapping[tuple[int, int], str]
) -> None:
    """Put in the place of cells what they show; `first` is the row and column of the first."""
    for (row, column), kind in kinds.items():
        line, place = row - first[0], column - first[1]
        if 0 <= line < len(rows) and 0 <= place < len(rows[line]):
            rows[line][place] = as_shown(rows[line][place], kind)


def as_shown(raw: Raw, kind: str) -> Raw:
    """Return a share as percents, and the first day of what only names a month or year as that."""
    if kind == PERCENT and isinstance(raw, float) and isfinite(raw):
        number = (Decimal(repr(raw)) * 100).normalize()
        return f"{number:f} %".replace(".", ",")
    day = raw.date() if isinstance(raw, datetime) else raw
    if kind == MONTH and isinstance(day, date) and day.day == 1:
        return f"{day:%m/%Y}"
    if kind == YEAR and isinstance(day, date) and (day.month, day.day) == (1, 1):
        return f"{day.year:04}"
    return raw
