"""The submitter's own workbook comes back with comments at the cells."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from examples import finding, group, hostile, in_cell, report
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from klimagraph.errors import InputRefused
from klimagraph.reports.annotating import write_annotated
from klimagraph.tables.layout import REPORT_SHEET
from klimagraph.validation.findings import Report

OFFICE = shutil.which("soffice")
FOUND = report(group(in_cell(finding(1)), in_cell(finding(2), cell="D4"), finding(3)))


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """Return a workbook as a clerk fills it in, with cells that are merged."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Daten"
    sheet.append(["Mitglied", "Zeitraum"])
    sheet.append(["Stadt X", "seit 2017"])
    sheet.merge_cells("C3:D4")
    sheet["B2"].comment = Comment("meine Notiz", "Kim")
    path = tmp_path / "mitglieder.xlsx"
    book.save(path)
    return path


def annotated(original: Path, about: Report = FOUND) -> Workbook:
    """Return the workbook with what was found."""
    return load_workbook(io.BytesIO(write_annotated(original, about)))


def test_a_comment_at_the_cell(original: Path) -> None:
    """The comment says what is wrong, what is allowed and what is proposed, and keeps others."""
    text = annotated(original)["Daten"]["B2"].comment.text
    assert text.startswith(
        "meine Notiz\n\nPrüfung durch Klimagraph:\nFehler: Zeitraum: „seit 2017“"
    )
    assert "Vorschlag: In der richtigen Form: 2017/.." in text


def test_the_colour_of_the_cell(original: Path) -> None:
    """A cell at fault has the colour of its severity."""
    assert "00F8D7DA" == annotated(original)["Daten"]["B2"].fill.fgColor.rgb


def test_a_cell_that_was_merged(original: Path) -> None:
    """What is wrong in merged cells is said at the one that shows."""
    assert annotated(original)["Daten"]["C3"].comment is not None


def test_what_the_clerk_wrote_stays(original: Path) -> None:
    """No value is changed."""
    sheet = annotated(original)["Daten"]
    assert ["Stadt X", "seit 2017"] == [sheet["A2"].value, sheet["B2"].value]


def test_a_sheet_with_all_findings(original: Path) -> None:
    """A sheet in front lists all findings, those without a cell too, with links to the cells."""
    book = annotated(original)
    assert [REPORT_SHEET, "Daten"] == book.sheetnames
    things = [book[REPORT_SHEET].cell(row, 3).value for row in (4, 5, 6)]
    assert ["Mitgliedschaft m1", "Mitgliedschaft m2", "Mitgliedschaft m3"] == things
    assert "'Daten'!B2" == book[REPORT_SHEET]["B4"].hyperlink.location


def test_a_workbook_that_comes_back(original: Path, tmp_path: Path) -> None:
    """The sheet and the comments of an earlier report are replaced, not added to."""
    again = tmp_path / "again.xlsx"
    again.write_bytes(write_annotated(original, FOUND))
    book = annotated(again)
    assert [REPORT_SHEET, "Daten"] == book.sheetnames
    assert [1, 1] == [book["Daten"][cell].comment.text.count("Fehler:") for cell in ("B2", "C3")]
    assert book["Daten"]["B2"].comment.text.startswith("meine Notiz")


def test_places_that_do_not_exist(original: Path) -> None:
    """A finding at no cell of the workbook stands on the sheet, and harms nobody there."""
    sheet = annotated(original, hostile())[REPORT_SHEET]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")
def test_libreoffice_opens_it(original: Path, tmp_path: Path) -> None:
    """Another office program reads the workbook as it is."""
    (tmp_path / "back.xlsx").write_bytes(write_annotated(original, FOUND))
    command = [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
    command += ["--convert-to", "csv", "--outdir", str(tmp_path), str(tmp_path / "back.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert "Mitgliedschaft m1" in (tmp_path / "back.csv").read_text(errors="replace")


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("docProps/core.xml", b"</dc:creator>", b"</dc:creator"),
        ("xl/workbook.xml", b"<workbookView ", b'<workbookView unheard="1" '),
        ("xl/styles.xml", b"</fonts>", b"</fonts"),
    ],
)
def test_parts_that_only_this_reads(original: Path, part: str, before: bytes, after: bytes) -> None:
    """What is wrong in properties or styles is the workbook's fault, not ours."""
    with zipfile.ZipFile(original) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert before in parts[part]
    with zipfile.ZipFile(original, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(before, after) if name == part else content)
    with pytest.raises(InputRefused, match="keine Anmerkungen"):
        write_annotated(original, FOUND)
