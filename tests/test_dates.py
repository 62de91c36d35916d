"""Dates and periods in EDTF give the days between which something lies."""

from dataclasses import astuple
from datetime import date

import pytest

from klimagraph.dates import bounds


def day(text: str | None) -> date | None:
    """Return the day that a text names."""
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2017-06-23", "2017-06-23", "2017-06-23"),
        ("2017-03", "2017-03-01", "2017-03-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016", "2016-01-01", "2016-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2016-21", "2016-03-01", "2016-05-31"),
        ("[2017-06-23..2017-12-31]", "2017-06-23", "2017-12-31"),
    ],
)
def test_a_date_bounds_both_start_and_end(text: str, first: str, last: str) -> None:
    """A date of some precision may have been any day of its span."""
    span = (day(first), day(last))
    assert (*span, *span, "stated") == astuple(bounds(text))


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("2017-06-23/..", ("2017-06-23", "2017-06-23"), (None, None), "open"),
        ("2024-01-01/", ("2024-01-01", "2024-01-01"), (None, None), "unknown"),
        ("2024/2025", ("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31"), "stated"),
        ("../2020", (None, None), ("2020-01-01", "2020-12-31"), "stated"),
        ("/2020", (None, None), ("2020-01-01", "2020-12-31"), "stated"),
        ("2019-05/2020-04-30", ("2019-05-01", "2019-05-31"), ("2020-04-30",) * 2, "stated"),
        ("2017-06-23/2018~", ("2017-06-23", "2017-06-23"), (None, None), "stated"),
    ],
)
def test_a_period_bounds_its_ends_apart(
    text: str, start: tuple[str, str], end: tuple[str, str], kind: str
) -> None:
    """Open, unknown and stated ends differ."""
    assert (*map(day, start), *map(day, end), kind) == astuple(bounds(text))


@pytest.mark.parametrize("text", ["XXXX-03-31", "XXXX-03", "2016~", "2016?", "2016-05%", "Y17000"])
def test_what_is_not_sure_bounds_nothing(text: str) -> None:
    """A bound is a promise: no year, no bounds; nor for about and perhaps."""
    assert astuple(bounds(text)) == (None, None, None, None, "stated")


@pytest.mark.parametrize(
    "text", ["", "gestern", "2017-13", "2017-02-30", "2017-02-30/..", "2017-02-29/2018", "1.1.2024"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """A text that is not EDTF, or names a day that does not exist, has no bounds."""
    with pytest.raises(ValueError, match=r"EDTF|day"):
        bounds(text)
