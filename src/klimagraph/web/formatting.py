"""Numbers, days and sizes as people write them in the language of the answer (Unicode CLDR)."""

import re
from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from klimagraph.web.language import language

LOCALES = {"de": "de_DE", "en": "en_GB"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}-\d\d")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
UNITS = ("Byte", "KiB", "MiB", "GiB", "TiB")


def number(value: object) -> str:
    """Return a number with its groups of digits; what is none as it is."""
    try:
        return format_decimal(str(value), locale=_locale())
    except (ValueError, ArithmeticError):
        return str(value)


def percent(share: float) -> str:
    """Return a share of one as a percentage."""
    return format_percent(share, format="#,##0.#\xa0%", locale=_locale())


def day(text: str) -> str:
    """Return a day, a month or a time of ISO 8601 in words; anything else as it is."""
    try:
        if _DAY.fullmatch(text):
            return format_date(date.fromisoformat(text), "long", locale=_locale())
        if _MONTH.fullmatch(text):
            return format_date(date.fromisoformat(f"{text}-01"), "LLLL y", locale=_locale())
        if _TIME.fullmatch(text):
            return format_datetime(datetime.fromisoformat(text), "d. MMMM y, HH:mm 'UTC'"
                                   if language() == "de" else "d MMMM y, HH:mm 'UTC'",
                                   locale=_locale())  # fmt: skip
    except (ValueError, OverflowError):
        pass
    return text


def size(count: int) -> str:
    """Return a number of bytes in the unit that fits."""
    amount, unit = float(count), 0
    while amount >= 1000 and unit < len(UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    shown = format_decimal(amount, "#,##0.#" if unit else "#,##0", locale=_locale())
    return f"{shown}\xa0{UNITS[unit]}"


def _locale() -> str:
    return LOCALES[language()]
