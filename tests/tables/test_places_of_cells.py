"""Statements are found again at the cells that they come from (docs/adr/0011)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest
from pyoxigraph import Literal
from tables_kit import MEMBER, csv_of, read, term, text_table, thing, values, workbook

from klimagraph.places import Place, Wanted


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a workbook with two rows."""
    return workbook(tmp_path, MEMBER, MEMBER | {"Mitglied *": "15085145"})


def test_every_statement_has_a_place(table: Path) -> None:
    """Those of the second row are in the second row."""
    quads, source = read(table)
    found = source.locate([Wanted(q.subject, q.predicate, q.object) for q in quads])
    assert {3, 4} == {place.row for place in found if place}
    assert None not in found


def test_a_statement_is_at_its_cell(table: Path) -> None:
    """With the heading and the text that stands there."""
    quads, source = read(table)
    member = next(q for q in quads if q.object == thing("municipality/15085145"))
    wanted = Wanted(member.subject, member.predicate, member.object)
    expected = Place(None, 2, "Daten", 4, "B4", "Mitglied *", "15085145")
    assert [expected] == source.locate([wanted])


def test_a_period_is_at_its_beginning(table: Path) -> None:
    """Of the two cells that say it."""
    quads, source = read(table)
    period = next(q for q in quads if q.predicate == term("klima:period"))
    (place,) = source.locate([Wanted(period.subject, period.predicate, period.object)])
    assert "Zeitraum: Beginn" == (place and place.heading)


def test_what_is_missing_is_at_the_cell_to_fill_in(table: Path) -> None:
    """It is empty."""
    quads, source = read(table)
    (place,) = source.locate([Wanted(quads[0].subject, term("klima:representedBy"))])
    assert ("Vertreten durch", "") == (place and place.heading, place and place.text)


def test_missing_evidence_is_where_evidence_goes(table: Path) -> None:
    """At the first column of what would hang on the row."""
    quads, source = read(table)
    (evidence, *_others) = values(quads, "klima:evidence")
    (place,) = source.locate([Wanted(evidence, term("klima:reason"))])
    assert "Beleg: Begründung" == (place and place.heading)


def test_a_thing_is_at_its_row(table: Path) -> None:
    """And at no cell of it."""
    quads, source = read(table)
    (place,) = source.locate([Wanted(quads[0].subject)])
    assert Place(sheet="Daten", row=3) == place


def test_what_the_table_does_not_say_is_nowhere(table: Path) -> None:
    """Such as a thing of another dataset."""
    _quads, source = read(table)
    wanted = Wanted(thing("municipality/1"), term("skos:prefLabel"), Literal("x"))
    assert [None] == source.locate([wanted])


def test_text_has_lines_beside_rows(tmp_path: Path) -> None:
    """Editors count lines, spreadsheets count rows."""
    quads, source = read(text_table(tmp_path, "\n" + csv_of(MEMBER)))
    (place,) = source.locate([Wanted(quads[0].subject, term("org:member"))])
    assert Place(3, 1, "", 3, "A3", "Mitglied *", "15085135") == place
