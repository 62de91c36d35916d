"""What stands around a place, as the author of a file sees it there."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import pytest

from klimagraph.places import Excerpt, Line, Place
from klimagraph.tables.cells import Raw
from klimagraph.tables.sheets import Sheet
from klimagraph.validation.excerpts import LONGEST, MOST, excerpts, sheet_around, text_around
from klimagraph.validation.findings import Finding, Group, Report

TEXT = b"one\r\ntwo\nthree wrong here\nfour\nfive\nsix\n"
ROWS: list[list[Raw]] = [["A", "B", "C", "D"], [1.0, "wrong", "", "x" * 100], ["y"]]


def around(data: bytes, place: Place) -> Excerpt | None:
    """Return what stands around a place in a text."""
    return text_around(data, [place])(place)


def test_a_place_in_a_text_has_two_lines_on_both_sides() -> None:
    """What was quoted is marked; line ends are left out."""
    assert Excerpt(
        (
            Line(1, ("one",)),
            Line(2, ("two",)),
            Line(3, ("three ", "wrong", " here"), 1),
            Line(4, ("four",)),
            Line(5, ("five",)),
        )
    ) == around(TEXT, Place(line=3, column=7, text="wrong"))


def test_without_a_quotation_a_word_is_marked() -> None:
    """A parser knows where, but not how far."""
    found = around(TEXT, Place(line=3, column=7))
    assert found is not None
    assert ("three ", "wrong", " here") == found.lines[2].parts


def test_without_a_column_the_line_is_marked() -> None:
    """The whole of it."""
    found = around(TEXT, Place(line=6))
    assert found is not None
    assert Line(6, ("six",), 0) == found.lines[-1]


def test_a_long_line_is_cut_around_the_place() -> None:
    """A file may be one line; what is shown stays short."""
    found = around(
        b"x" * 5_000 + b"wrong" + b"y" * 5_000, Place(line=1, column=5_001, text="wrong")
    )
    assert found is not None
    before, meant, behind = found.lines[0].parts
    assert ("…", "wrong", "…") == (before[0], meant, behind[-1])
    assert len(before) + len(behind) < 2 * LONGEST


@pytest.mark.parametrize("place", [Place(line=99, column=1), Place(), Place(sheet="x", row=1)])
def test_a_place_that_is_not_there_has_nothing_around_it(place: Place) -> None:
    """Nothing is guessed."""
    assert around(TEXT, place) is None


def test_bytes_that_are_no_text_are_shown_as_such() -> None:
    """They do not stop the report."""
    found = around(b"\xff wrong", Place(line=1, column=3, text="wrong"))
    assert found is not None
    assert ("\ufffd ", "wrong", "") == found.lines[0].parts


def test_a_cell_has_its_neighbours() -> None:
    """Columns have the names that spreadsheets show; long cells are cut."""
    sheet = Sheet("Daten", 3, 2, ROWS)
    found = sheet_around(sheet)(Place(sheet="Daten", row=4, column=3, cell="C4"))
    assert found is not None
    assert ("B", "C", "D", "E") == found.columns
    assert [3, 4, 5] == [line.number for line in found.lines]
    assert ("1", "wrong", "") == found.lines[1].parts[:3]
    assert (1, 61) == (found.lines[1].marked, len(found.lines[1].parts[3]))


def test_a_row_has_no_cell_that_is_meant() -> None:
    """It is shown from its beginning."""
    found = sheet_around(Sheet("Daten", 1, 1, ROWS))(Place(sheet="Daten", row=2))
    assert found is not None
    assert {-1} == {line.marked for line in found.lines}


def test_another_sheet_is_not_shown() -> None:
    """Only the sheet that was read is at hand."""
    assert sheet_around(Sheet("Daten", 1, 1, ROWS))(Place(sheet="Alt", row=2)) is None


def test_only_the_first_places_are_shown() -> None:
    """A file in which everything is wrong does not make a report without end."""
    place = Place(line=3, column=7)
    found = tuple(
        Finding("violation", "f", "p", "", "", "", "s", "c", place=place, identifier=str(number))
        for number in range(MOST + 5)
    )
    report = Report("x", 0, (Group("g", "violation", "", "", len(found), found),))
    assert MOST == len(excerpts(report, text_around(TEXT, [place])))
