"""Tables as people in a town hall leave them: nothing is lost without a word."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import openpyxl
import pytest
from pyoxigraph import Literal
from tables_kit import (
    MEMBER,
    codes,
    csv_of,
    only_fault,
    read,
    refusal,
    template_book,
    text_table,
    values,
    workbook,
)

BEGIN, END = "Zeitraum: Beginn", "Zeitraum: Ende"


def test_nothing_in_a_needed_cell_is_a_fault(tmp_path: Path) -> None:
    """A membership of nobody is not valid because somebody wrote so."""
    _quads, source = read(workbook(tmp_path, MEMBER | {"Mitglied *": "unbekannt"}))
    assert "violation" == only_fault(source, "NotStatedThoughNeeded").severity


def test_nothing_in_a_needed_cell_with_a_list_is_a_fault(tmp_path: Path) -> None:
    """Lists are read by other means than names."""
    _quads, source = read(workbook(tmp_path, MEMBER | {"Stand der Mitgliedschaft *": "k. A."}))
    assert "violation" == only_fault(source, "NotStatedThoughNeeded").severity


def test_nothing_in_a_needed_cell_of_the_evidence_is_like_an_empty_one(tmp_path: Path) -> None:
    """That it is missing is found by the shapes, at its cell."""
    _quads, source = read(workbook(tmp_path, MEMBER | {"Quelle: Titel *": "k. A."}))
    assert [] == source.faults


def test_an_end_stays_where_the_beginning_is_not_stated(tmp_path: Path) -> None:
    """The cell that says nothing does not take the other with it."""
    row = MEMBER | {BEGIN: "k. A.", END: "2018"}
    quads, source = read(workbook(tmp_path, row))
    assert [Literal("/2018")] == values(quads, "klima:period")
    assert ["NotStated"] == codes(source)


@pytest.mark.parametrize("written", [None, "k. A."])
def test_an_open_end_without_a_beginning_is_told(tmp_path: Path, written: str | None) -> None:
    """In words, and at the cell with the end."""
    quads, source = read(workbook(tmp_path, MEMBER | {BEGIN: written}))
    found = only_fault(source, "EndWithoutStart")
    assert [] == values(quads, "klima:period")
    assert found.place is not None
    assert "G3" == found.place.cell


def test_an_open_end_after_a_wrong_beginning_is_not_told_twice(tmp_path: Path) -> None:
    """There is a beginning, it only has to be mended."""
    _quads, source = read(workbook(tmp_path, MEMBER | {BEGIN: "31.02.2015"}))
    assert ["DateWrong"] == codes(source)


def test_a_second_sheet_with_rows_is_told(tmp_path: Path) -> None:
    """Its rows would be missing from the dataset without a word."""
    path = workbook(tmp_path, MEMBER)
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book["Daten"]).title = "Daten 2"
    book.save(path)
    _quads, source = read(path)
    assert "Daten 2" in only_fault(source, "SheetNotRead").message_de


def test_a_second_sheet_without_rows_is_nothing(tmp_path: Path) -> None:
    """An empty copy loses nothing."""
    path = workbook(tmp_path, MEMBER)
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(book["Daten"])
    copy.delete_rows(2, 9)
    book.save(path)
    assert [] == read(path)[1].faults


def test_a_table_without_rows_is_told(tmp_path: Path) -> None:
    """It would empty the dataset."""
    assert "entfallen" in only_fault(read(template_book(tmp_path))[1], "NoRows").message_de


@pytest.mark.parametrize(
    ("own", "meant"),
    [("Beitritt am", BEGIN), ("Austritt", END), ("AGS", "Mitglied"), ("Nachweis", "Quelle: Titel")],
)
def test_a_heading_of_ones_own_gets_a_proposal(tmp_path: Path, own: str, meant: str) -> None:
    """It is not read, as it may mean something else; but it is said what it may mean."""
    row = dict(MEMBER) | {own: "x"}
    _quads, source = read(text_table(tmp_path, csv_of(row)))
    found = only_fault(source, "HeadingUnknown")
    assert [meant] == [one.value for one in found.repairs]


def test_an_own_table_is_told_which_template_fits(tmp_path: Path) -> None:
    """And what its columns are called there."""
    row = {"AGS": "15085055", "Bündnis": "Klima-Bündnis", "Beitritt am": "1.5.2009", "PLZ": "1"}
    message = refusal(text_table(tmp_path, csv_of(row))).message
    assert "Vorlage „Mitgliedschaft“" in message
    assert "„Beitritt am“ → „Zeitraum: Beginn“" in message
    assert "„PLZ“ →" not in message


def test_a_table_of_something_else_is_told_no_template(tmp_path: Path) -> None:
    """A list of addresses fits none."""
    row = {"Straße": "Weg 1", "PLZ": "38889", "Telefon": "1"}
    assert "Am nächsten" not in refusal(text_table(tmp_path, csv_of(row))).message
