"""Tables as text, as programs and people save them (RFC 4180)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest
from pyoxigraph import Literal
from tables_kit import (
    MEMBER,
    codes,
    csv_of,
    only_fault,
    read,
    refusal,
    text_table,
    thing,
    values,
)

ROW = MEMBER | {"Wortlaut": "Stadt Halberstadt; Grüße, „Straße“"}
QUOTED = MEMBER | {"Wortlaut": '"die Stadt;\nHalberstadt"'}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """With a mark or without, and as German Excel saves."""
    quads, source = read(text_table(tmp_path, csv_of(ROW, "\t"), encoding))
    assert [] == source.faults
    expected = Literal("Stadt Halberstadt; Grüße, „Straße“", language="de")
    assert [expected] == values(quads, "klima:statedAs")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_separators(tmp_path: Path, separator: str) -> None:
    """Whatever stands between cells."""
    quads, _source = read(text_table(tmp_path, csv_of(MEMBER, separator)))
    assert [thing("municipality/15085135")] == values(quads, "org:member")


def test_a_line_that_names_the_separator(tmp_path: Path) -> None:
    """Excel writes such a line; rows keep their numbers."""
    _quads, source = read(
        text_table(tmp_path, "sep=;\r\n" + csv_of(MEMBER | {"Mitglied *": "99999999"}))
    )
    assert 3 == getattr(only_fault(source, "KeyUnknown").place, "row", 0)


def test_line_breaks_within_quotation_marks(tmp_path: Path) -> None:
    """Rows and lines are counted apart."""
    text = csv_of(QUOTED) + ";".join(["99999999", *list(MEMBER.values())[1:]]) + "\r\n"
    quads, source = read(text_table(tmp_path, text))
    assert [Literal("die Stadt;\nHalberstadt", language="de")] == values(quads, "klima:statedAs")
    place = only_fault(source, "KeyUnknown").place
    assert (3, 4, "A3") == (place and place.row, place and place.line, place and place.cell)


def test_german_excel(tmp_path: Path) -> None:
    """Windows-1252, semicolons, a comma in numbers, points in dates."""
    row = {
        "Titel *": "Wärmeplan",
        "Betrag": "1.234,50",
        "Währung": "Euro",
        "Zeitraum: Beginn": "01.03.2022",
        "Zeitraum: Ende": "28.02.2025",
        "Förderkennzeichen": "67K12345",
    }
    quads, source = read(text_table(tmp_path, csv_of(row), "cp1252"))
    assert [Literal("2022-03-01/2025-02-28")] == values(quads, "klima:period")
    assert ["1234.50"] == [one.value for one in values(quads, "klima:amount")]
    assert {"HeadingMissing"} == set(codes(source))


def test_english_titles(tmp_path: Path) -> None:
    """Are known too."""
    row = {
        "Member": "15085135",
        "Alliance": "alliance/klima-buendnis",
        "Membership status": "Admitted",
        "Kind of participation": "Member",
        "Period: start": "2017",
        "Evidence: Certainty": "Explicit",
        "Source: Title": "Decision",
    }
    quads, source = read(text_table(tmp_path, csv_of(row)))
    assert [] == source.faults
    assert [Literal("2017/")] == values(quads, "klima:period")


def test_short_titles(tmp_path: Path) -> None:
    """People leave away what they think is clear."""
    row = {"Mitglied": "15085135", "Bündnis": "alliance/x", "seit": "2017", "bis": "offen"}
    quads, _source = read(text_table(tmp_path, csv_of(row)), template="membership")
    assert [Literal("2017/..")] == values(quads, "klima:period")


def test_blank_rows_are_skipped(tmp_path: Path) -> None:
    """And counted."""
    text = "\r\n\r\n" + csv_of(MEMBER | {"Mitglied *": "99999999"}) + ";;;\r\n\r\n"
    _quads, source = read(text_table(tmp_path, text))
    assert 4 == getattr(only_fault(source, "KeyUnknown").place, "row", 0)


def test_a_quotation_mark_too_many(tmp_path: Path) -> None:
    """Its line is named."""
    broken = csv_of(MEMBER) + '"15085145";"Klima"Bündnis";x\r\n'
    assert 3 == refusal(text_table(tmp_path, broken)).line


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "leer"),
        (b"  \r\n ", "leer"),
        (b"\x00\x01\x02" * 100, "Byte"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"<html><table><tr><td>Mitglied</td></tr></table></html>", "Webseite"),
        (b'<?xml version="1.0"?><Workbook/>', "Webseite"),
        (b"\xef\xbb\xbfMitglied;B\xfcndnis\r\n", "0xfc"),
        (b"Artikel;Preis\r\nA;1\r\n", "Artikel"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, word: str) -> None:
    """The refusal says what it is."""
    path = tmp_path / "table.xls"
    path.write_bytes(content)
    assert word in refusal(path).message


def test_too_many_columns(tmp_path: Path) -> None:
    """A line of separators is no table."""
    assert "500 Spalten" in refusal(text_table(tmp_path, ";" * 600 + "\r\n")).message


def test_too_many_rows(tmp_path: Path) -> None:
    """The limit is named."""
    assert "200,000" in refusal(text_table(tmp_path, "a;b\r\n" * 200_001)).message


def test_formulas_in_text_are_text(tmp_path: Path) -> None:
    """Nothing is ever computed: the text is kept as it is."""
    quads, _source = read(text_table(tmp_path, csv_of(MEMBER | {"Wortlaut": "=1+1"})))
    assert [Literal("=1+1", language="de")] == values(quads, "klima:statedAs")
