"""Workbooks as Excel writes them, part by part: they say what people see in them."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from excel_kit import MICROSOFT, OPEN, STRICT, TRANSITIONAL, Cell, Excel
from pyoxigraph import Literal, Quad
from tables_kit import MEMBER, codes, only_fault, read, refusal, thing, values, workbook

from klimagraph.tables.source import TableSource

START, TEXT = "Zeitraum: Beginn", "Wortlaut"
COMMITMENT = {
    "Verpflichtet *": "15085135",
    "Ziel: Beschreibung": "Ausstoß senken",
    "Beleg: Sicherheit *": "Ausdrücklich",
    "Quelle: Titel *": "Beschluss des Rates",
}
X14 = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
    f'xmlns:x14="{MICROSOFT}spreadsheetml/2009/9/main"><x14:dataValidations count="1" '
    f'xmlns:xm="{MICROSOFT}excel/2006/main"><x14:dataValidation type="list" allowBlank="1">'
    "<x14:formula1><xm:f>Listen!$A$2:$A$9</xm:f></x14:formula1><xm:sqref>C2:C500</xm:sqref>"
    "</x14:dataValidation></x14:dataValidations></ext></extLst>"
)
TABLE = (
    '<table xmlns="{main}" id="1" name="Tabelle1" displayName="Tabelle1" ref="A1:B9" '
    'totalsRowShown="0"><autoFilter ref="A1:B9"><filterColumn colId="0"><filters>'
    '<filter val="15085135"/></filters></filterColumn></autoFilter><tableColumns count="2">'
    '<tableColumn id="1" name="A"/><tableColumn id="2" name="B"><calculatedColumnFormula>'
    "Tabelle1[[#This Row],[A]]</calculatedColumnFormula></tableColumn></tableColumns></table>"
)
COMMENT = (
    f'<ThreadedComments xmlns="{MICROSOFT}office/2018/threadedcomments"><threadedComment ref="A2" '
    'personId="{1}" id="{2}"><text>Bitte prüfen =1+1</text></threadedComment></ThreadedComments>'
)
PERSONS = (
    f'<personList xmlns="{MICROSOFT}office/2018/threadedcomments">'
    '<person displayName="Sachbearbeitung" id="{1}" providerId="None"/></personList>'
)


def filled(book: Excel, row: Mapping[str, str | Cell]) -> Excel:
    """Add the headings and a row."""
    book.row([book.text(title) for title in row])
    book.row([cell if isinstance(cell, Cell) else book.text(cell) for cell in row.values()])
    return book


def said(folder: Path, book: Excel) -> tuple[list[Quad], TableSource]:
    """Read a workbook."""
    return read(book.save(folder / "excel.xlsx"))


@pytest.mark.parametrize("namespaces", [TRANSITIONAL, STRICT], ids=["usual", "strict"])
def test_excel_says_what_openpyxl_says(tmp_path: Path, namespaces: Mapping[str, str]) -> None:
    """The strict variant, which Excel offers, has other namespaces and means the same."""
    expected, _source = read(workbook(tmp_path, MEMBER))
    quads, source = said(tmp_path, filled(Excel(namespaces), MEMBER))
    assert ([], set(expected)) == (source.faults, set(quads))


def test_letters_in_several_formats(tmp_path: Path) -> None:
    """A bold word is part of the text, how it is pronounced is not."""
    book = Excel()
    bold = book.item(
        '<r><t xml:space="preserve">Beschluss des </t></r><r><rPr><b/></rPr><t>Rates</t></r>'
    )
    said_so = book.item('<t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/>')
    quads, source = said(tmp_path, filled(book, MEMBER | {TEXT: said_so, "Quelle: Titel *": bold}))
    assert [] == source.faults
    assert [Literal("課", language="de")] == values(quads, "klima:statedAs")
    assert Literal("Beschluss des Rates", language="de") in values(quads, "dcterms:title")


def test_letters_that_xml_cannot_hold(tmp_path: Path) -> None:
    """`_x000D_` is the end of a line, and `_x005F_` the beginning of such a word as it stands."""
    book = Excel()
    row = MEMBER | {TEXT: book.item('<t xml:space="preserve">eins_x000D_\nzwei _x005F_x000D_</t>')}
    quads, _source = said(tmp_path, filled(book, row))
    (found,) = values(quads, "klima:statedAs")
    assert ["eins", "zwei _x000D_"] == found.value.split("\r\n")


def test_texts_that_stand_in_their_cells(tmp_path: Path) -> None:
    """Inline strings, as programs write them that Excel opens."""
    inner = "<is><r><t xml:space='preserve'>Stadt </t></r><r><t>Halberstadt</t></r></is>"
    cell = Cell(kind="inlineStr", xml=inner)
    quads, source = said(tmp_path, filled(Excel(), MEMBER | {TEXT: cell}))
    assert [] == source.faults
    assert [Literal("Stadt Halberstadt", language="de")] == values(quads, "klima:statedAs")


@pytest.mark.parametrize(
    ("since_1904", "cell", "expected"),
    [
        (False, Cell("42909", form="date"), "2017-06-23"),
        (True, Cell("41447", form="date"), "2017-06-23"),
        (False, Cell("2017-06-23", "d"), "2017-06-23"),
        (False, Cell("42909", form="german"), "2017-06-23"),
        (False, Cell("61", form="date"), "1900-03-01"),
        (False, Cell("42887", form="month"), "2017-06"),
        (False, Cell("42887", form="long month"), "2017-06"),
        (True, Cell("41425", form="month"), "2017-06"),
        (False, Cell("42909", form="month"), "2017-06-23"),
        (False, Cell("42736", form="year"), "2017"),
        (False, Cell("42909", form="year"), "2017-06-23"),
    ],
)
def test_days(tmp_path: Path, since_1904: bool, cell: Cell, expected: str) -> None:
    """What Excel makes of `Juni 2017` is the month that it shows; a day that was typed stays."""
    quads, source = said(tmp_path, filled(Excel(date1904=since_1904), MEMBER | {START: cell}))
    assert [] == source.faults
    assert [f"{expected}/.."] == [each.value for each in values(quads, "klima:period")]


def test_a_day_without_its_format(tmp_path: Path) -> None:
    """The number of a day is proposed as that day, at its cell."""
    _quads, source = said(tmp_path, filled(Excel(), MEMBER | {START: Cell("42909")}))
    (fault,) = source.faults
    assert ("E2", "42909") == (fault.place and fault.place.cell, fault.place and fault.place.text)
    assert "23.06.2017" in [each.value for each in fault.repairs]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell("0.4", form="percent"), "40.0"),
        (Cell("0.555", form="percent2"), "55.5"),
        (Cell("0.4", form="literal"), "0.4"),
        (Cell("1234.5", form="euro"), "1234.5"),
        (Cell("40"), "40.0"),
    ],
)
def test_numbers(tmp_path: Path, cell: Cell, expected: str) -> None:
    """A share that is shown as percents is read as percents, money without its sign."""
    row = COMMITMENT | {"Ziel: Zahlenwert": cell}
    quads, _source = said(tmp_path, filled(Excel(), row))
    (found,) = values(quads, "qudt:numericValue")
    assert float(expected) == float(found.value)


def test_a_key_that_is_a_number(tmp_path: Path) -> None:
    """The zero that Excel took is proposed, at the cell."""
    _quads, source = said(tmp_path, filled(Excel(), MEMBER | {"Mitglied *": Cell("5566076")}))
    place = only_fault(source, "KeyWithoutZero").place
    assert ("Daten", "A2", "5566076") == (place and (place.sheet, place.cell, place.text))


def test_a_number_that_is_a_text(tmp_path: Path) -> None:
    """With a green corner in Excel, and right here."""
    book = Excel()
    quads, source = said(
        tmp_path, filled(book, MEMBER | {"Mitglied *": book.text("05566076", "text")})
    )
    assert [] == source.faults
    assert [thing("municipality/05566076")] == values(quads, "org:member")


def test_rules_for_entry_are_no_formulas(tmp_path: Path) -> None:
    """Excel writes a list on another sheet with an element that is called as formulas are."""
    book = filled(Excel(), MEMBER)
    book.behind = X14
    _quads, source = said(tmp_path, book)
    assert [] == source.faults


def test_formulas_are_named_all_at_once(tmp_path: Path) -> None:
    """Beside the rules for entry."""
    book = Excel()
    inner = "<f>SUM(A1:A9)</f><v>0</v>"
    row = MEMBER | {"Wortlaut": Cell(xml=inner), "Quelle: Verfasser": Cell(xml=inner)}
    filled(book, row).behind = X14
    error = refusal(book.save(tmp_path / "excel.xlsx"))
    assert ("Daten!J2, Daten!K2" in error.message, 2) == (True, error.line)


def test_rows_that_a_filter_hides(tmp_path: Path) -> None:
    """A table with a filter and comments with their authors is a table like others."""
    book = filled(Excel(), MEMBER)
    hidden = MEMBER | {"Mitglied *": "05566076"}
    book.row([book.text(each) for each in hidden.values()], more=' hidden="1"')
    book.behind = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
    book.parts = {
        "xl/tables/table1.xml": TABLE.replace("{main}", TRANSITIONAL["main"]),
        "xl/threadedComments/threadedComment1.xml": COMMENT,
        "xl/persons/person.xml": PERSONS,
    }
    kind = f"{OPEN}officeDocument/2006/relationships/table"
    book.relations = [("rId1", kind, "../tables/table1.xml")]
    book.names = (
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
        "Daten!$A$1:$B$9</definedName></definedNames>"
    )
    quads, source = said(tmp_path, book)
    assert [] == source.faults
    assert 2 == len(values(quads, "org:member"))


def test_what_other_programs_leave_in_a_workbook(tmp_path: Path) -> None:
    """Excel keeps it in parts of its own, in any encoding."""
    path = filled(Excel(), MEMBER)
    path.parts = {"customXml/item1.xml": '<?xml version="1.0" encoding="utf-16"?><DataMashup/>'}
    assert [] == said(tmp_path, path)[1].faults


def test_merged_cells(tmp_path: Path) -> None:
    """A title over all columns is passed over; below a merged cell the others are empty."""
    book = Excel()
    book.row([book.text("Meldung 2026")])
    book.row([book.text(title) for title in MEMBER])
    for number in (3, 4):
        row = MEMBER | {"Mitglied *": ("15085135", "05566076")[number - 3]}
        cells: list[Cell | None] = [book.text(each) for each in row.values()]
        book.row([*cells[:4], cells[4] if number == 3 else Cell(form="date"), *cells[5:]])
    book.behind = (
        '<mergeCells count="2"><mergeCell ref="A1:I1"/><mergeCell ref="E3:E4"/></mergeCells>'
    )
    quads, source = said(tmp_path, book)
    assert 2 == len(values(quads, "org:member"))
    assert ["EndWithoutStart"] == codes(source)
    assert "F4" == getattr(source.faults[0].place, "cell", "")


def test_formatted_rows_down_to_the_last(tmp_path: Path) -> None:
    """A million empty rows in colour are no rows."""
    book = filled(Excel(), MEMBER | {"Mitglied *": "99999999"})
    book.rows += [
        f'<row r="{number}" s="4" customFormat="1"><c r="A{number}" s="4"/></row>'
        for number in range(3, 1_048_577)
    ]
    began = time.process_time()
    _quads, source = said(tmp_path, book)
    assert ["A2"] == [getattr(one.place, "cell", "") for one in source.faults]
    assert 60 > time.process_time() - began


def test_cells_without_names_count(tmp_path: Path) -> None:
    """What some programs leave out does not lead around the limits."""
    book = filled(Excel(), MEMBER)
    book.rows.append(f'<row r="200000">{"<c><v>1</v></c>" * 400}</row>')
    assert "OJ200000" in refusal(book.save(tmp_path / "excel.xlsx")).message


def test_cells_without_names_are_read(tmp_path: Path) -> None:
    """They stand beside the ones before."""
    book = filled(Excel(), MEMBER | {"Mitglied *": "99999999"})
    book.rows = [row.replace(' r="A', ' q="A') for row in book.rows]
    _quads, source = said(tmp_path, book)
    assert "A2" == getattr(only_fault(source, "KeyUnknown").place, "cell", "")
