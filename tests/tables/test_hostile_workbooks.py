"""Workbooks that hold more than a table are refused, with the place."""

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from tables_kit import MEMBER, read, refusal, repacked, thing, values, workbook

from klimagraph.errors import InputRefused, InputTooLarge
from klimagraph.rdf import Limits

SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" office:version="1.3"><office:body>
<office:spreadsheet><table:table table:name="Daten"><table:table-row>%s</table:table-row>
</table:table>%s</office:spreadsheet></office:body></office:document-content>"""
CELL = '<table:table-cell office:value-type="string"%s><text:p>Mitglied</text:p></table:table-cell>'


def added(name: str, content: bytes = b"x") -> Callable[[dict[str, bytes]], None]:
    """Return what adds a part to a workbook."""
    return lambda parts: parts.update({name: content})


def replaced(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    """Return what replaces text in a part of a workbook."""

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)

    return change


def ods(folder: Path, cells: str, more: str = "", **parts: bytes) -> Path:
    """Write a small ODS workbook."""
    path = folder / "table.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", CONTENT % (cells, more))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def test_a_formula_is_refused_with_its_cell(tmp_path: Path) -> None:
    """And it is said what to do instead."""
    error = refusal(workbook(tmp_path, MEMBER | {"Wortlaut": "=1+1"}))
    assert ("J3" in error.message or "Zelle" in error.message, 3) == (True, error.line)
    assert "Werte" in error.message


@pytest.mark.parametrize(
    "text", ['=WEBSERVICE("http://127.0.0.1")', "=HYPERLINK(A1)", "='[1]X'!A1"]
)
def test_formulas_that_reach_elsewhere(tmp_path: Path, text: str) -> None:
    """Are formulas like others."""
    assert "Formel" in refusal(workbook(tmp_path, MEMBER | {"Wortlaut": text})).message


def test_a_formula_in_another_sheet_is_refused(tmp_path: Path) -> None:
    """Its sheet is named."""
    path = workbook(tmp_path, MEMBER)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Nebenrechnung")["C2"] = "=SUM(A1:A9)"
    book.save(path)
    assert "Zelle C2 im Blatt „Nebenrechnung“" in refusal(path).message


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("xl/vbaProject.bin", "Makros"),
        ("xl/macrosheets/sheet1.xml", "Makros"),
        ("xl/activeX/activeX1.xml", "Makros"),
        ("xl/externalLinks/externalLink1.xml", "Verknüpfungen"),
        ("xl/connections.xml", "Verknüpfungen"),
        ("xl/queryTables/queryTable1.xml", "Verknüpfungen"),
        ("xl/embeddings/oleObject1.bin", "eingebettete"),
    ],
)
def test_parts_that_are_refused(tmp_path: Path, name: str, word: str) -> None:
    """By their names, and the name is told."""
    error = refusal(repacked(workbook(tmp_path, MEMBER), added(name)))
    assert word in error.message
    assert name in error.message


def test_a_relation_to_elsewhere_is_refused(tmp_path: Path) -> None:
    """Whatever kind it is, hyperlinks apart."""
    relation = (
        b'<Relationship Id="x" Type="http://e/image" TargetMode="External" Target="http://e"/>'
    )
    change = replaced(
        "xl/_rels/workbook.xml.rels", b"</Relationships>", relation + b"</Relationships>"
    )
    assert "Verknüpfungen" in refusal(repacked(workbook(tmp_path, MEMBER), change)).message


def test_hyperlinks_are_allowed(tmp_path: Path) -> None:
    """Spreadsheets make them of web addresses by themselves."""
    path = workbook(tmp_path, MEMBER)
    book = openpyxl.load_workbook(path)
    book["Daten"]["B3"].hyperlink = "https://www.example.org/"
    book.save(path)
    assert [thing("municipality/15085135")] == values(read(path)[0], "org:member")


@pytest.mark.parametrize(
    ("name", "old", "new", "word"),
    [
        (SHEET, b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', "DOCTYPE"),
        ("xl/styles.xml", b"<styleSheet", b"<!DOCTYPE a><styleSheet", "DOCTYPE"),
        (BOOK, b"<workbook", b'<?xml version="1.0" encoding="UTF-16"?><workbook', "beschädigt"),
        (BOOK, b"<sheets>", b"<sheets", "beschädigt"),
    ],
)
def test_xml_that_is_refused(tmp_path: Path, name: str, old: bytes, new: bytes, word: str) -> None:
    """Document types, other encodings, what is not well-formed."""
    assert word in refusal(repacked(workbook(tmp_path, MEMBER), replaced(name, old, new))).message


def test_a_part_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """A formula could hide in it from whoever looks at the bytes."""

    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].decode().encode("utf-16")

    assert "UTF-8" in refusal(repacked(workbook(tmp_path, MEMBER), change)).message


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    """Before anything in it is parsed."""
    path = repacked(workbook(tmp_path, MEMBER), added("xl/media/x.xml", b" " * 100_000_000))
    with pytest.raises(InputTooLarge, match="ausgepackt zu groß"):
        read(path, limits=Limits(unpacked=64 << 20))


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """What is unpacked is counted, whatever the archive says."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packed.compress(b"<a/>" * 10_000_000) + packed.flush()
    path = workbook(tmp_path, MEMBER)
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("xl/b.xml")
        archive.writestr(info, content)
    data = bytearray(path.read_bytes())
    for signature, method, size in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):
        at = data.rfind(signature, 0, data.rfind(b"xl/b.xml") if size == 24 else None)
        at = data.index(b"xl/b.xml") - 30 if size == 22 else at
        data[at + method : at + method + 2] = b"\x08\x00"
        data[at + size : at + size + 4] = (100).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(InputRefused):
        read(path, limits=Limits(unpacked=16 << 20))


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    """Each costs time, however small."""

    def change(parts: dict[str, bytes]) -> None:
        parts.update({f"xl/x{number}.bin": b"" for number in range(3000)})

    assert "Teilen" in refusal(repacked(workbook(tmp_path, MEMBER), change)).message


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    """One reader may see the first, another the second."""
    path = workbook(tmp_path, MEMBER)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<worksheet/>")
    assert "beschädigt" in refusal(path).message


@pytest.mark.parametrize("length", [4, 100, 1000, 4000])
def test_half_a_workbook_is_refused(tmp_path: Path, length: int) -> None:
    """A transfer that broke off."""
    path = workbook(tmp_path, MEMBER)
    path.write_bytes(path.read_bytes()[:length])
    assert "beschädigt" in refusal(path).message


def test_another_archive_is_refused(tmp_path: Path) -> None:
    """Such as a folder that somebody packed."""
    path = tmp_path / "folder.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "keine Arbeitsmappe" in refusal(path).message


@pytest.mark.parametrize(
    ("more", "word"),
    [("EncryptedPackage".encode("utf-16-le"), "Kennwort"), (b"", "alten Format .xls")],
)
def test_compound_files_are_refused(tmp_path: Path, more: bytes, word: str) -> None:
    """Workbooks with a password, and those in the format before 2007."""
    path = tmp_path / "table.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + more)
    assert word in refusal(path).message


def test_formatting_down_to_the_last_row_counts_nothing(tmp_path: Path) -> None:
    """Somebody has coloured whole columns."""
    path = workbook(tmp_path, MEMBER)
    book = openpyxl.load_workbook(path)
    book["Daten"]["A1048576"].font = Font(bold=True)
    book.save(path)
    assert [thing("municipality/15085135")] == values(read(path)[0], "org:member")


@pytest.mark.parametrize("cell", ["A1048576", "XFD3", "A300000", "ZZ2"])
def test_a_cell_far_away_is_refused(tmp_path: Path, cell: str) -> None:
    """It is named, and no memory is taken for what lies between."""
    path = workbook(tmp_path, MEMBER)
    book = openpyxl.load_workbook(path)
    book["Daten"][cell] = "x"
    book.save(path)
    with pytest.raises(InputTooLarge, match=f"bis zur Zelle {cell}"):
        read(path)


def test_a_formula_in_ods_is_refused_with_its_cell(tmp_path: Path) -> None:
    """Through repetitions too."""
    repeated = ' table:number-columns-repeated="3"'
    cells = CELL % repeated + CELL % ' table:formula="of:=1+1"'
    assert "Zelle D1 im Blatt „Daten“" in refusal(ods(tmp_path, cells)).message


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ("<table:dde-links><table:dde-link/></table:dde-links>", "Verknüpfungen"),
        ('<table:table table:name="x"><table:table-source/></table:table>', "Verknüpfungen"),
        ("<draw:object-ole/>", "eingebettete"),
        ("<script:event-listener/>", "Makros"),
    ],
)
def test_what_ods_must_not_hold(tmp_path: Path, more: str, word: str) -> None:
    """Links, objects, scripts."""
    assert word in refusal(ods(tmp_path, CELL % "", more)).message


def test_scripts_in_ods_are_refused(tmp_path: Path) -> None:
    """By the folder they lie in."""
    assert "Makros" in refusal(ods(tmp_path, CELL % "", Basic__Standard__x_xml=b"x")).message


def test_encrypted_ods_is_refused(tmp_path: Path) -> None:
    """The manifest tells."""
    manifest = b"<manifest><encryption-data/></manifest>"
    path = ods(tmp_path, CELL % "")
    repacked(path, added("META-INF/manifest.xml", manifest))
    assert "Kennwort" in refusal(path).message


@pytest.mark.parametrize("what", ["columns", "rows"])
def test_repetitions_in_ods_are_counted(tmp_path: Path, what: str) -> None:
    """A few bytes may stand for millions of cells."""
    cells = CELL % ' table:number-columns-repeated="16000"'
    path = ods(tmp_path, cells if what == "columns" else CELL % "")
    if what == "rows":
        old, new = b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048576">'
        repacked(path, replaced("content.xml", old, new))
    with pytest.raises(InputTooLarge, match="reicht bis"):
        read(path)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """Before it is read."""
    with pytest.raises(InputTooLarge, match="Bytes"):
        read(workbook(tmp_path, MEMBER), limits=Limits(raw=100))
