"""Filled-in templates are read as claims, and what cannot be read is told at its cell."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from pyoxigraph import Literal, NamedNode
from tables_kit import (
    MEMBER,
    codes,
    concept,
    only_fault,
    read,
    refusal,
    template_book,
    term,
    thing,
    values,
    workbook,
)

BEGIN = "Zeitraum: Beginn"


def test_an_empty_template_says_nothing(tmp_path: Path) -> None:
    """Its example is not a claim; what it would remove is told."""
    quads, source = read(template_book(tmp_path))
    assert ([], ["NoRows"]) == (quads, codes(source))


def test_a_row_is_a_claim_with_its_evidence(tmp_path: Path) -> None:
    """Membership, evidence and source hang together."""
    quads, source = read(workbook(tmp_path, MEMBER))
    assert [] == source.faults
    assert [thing("municipality/15085135")] == values(quads, "org:member")
    assert [thing("alliance/klima-buendnis")] == values(quads, "org:organization")
    assert [concept("membership-status/admitted")] == values(quads, "klima:membershipStatus")
    assert [Literal("2017-06-23/..")] == values(quads, "klima:period")
    assert [Literal("Beschluss des Rates", language="de")] == values(quads, "dcterms:title")
    assert [NamedNode("https://www.example.org/beschluss.pdf")] == values(quads, "foaf:page")
    (evidence,) = values(quads, "klima:evidence")
    assert {quad.subject for quad in quads if quad.predicate == term("klima:source")} == {evidence}


def test_the_language_of_a_source_is_german_where_none_is_given(tmp_path: Path) -> None:
    """As the template says."""
    quads, _source = read(workbook(tmp_path, MEMBER))
    assert [Literal("de")] == values(quads, "dcterms:language")


def test_rows_may_move(tmp_path: Path) -> None:
    """The same rows in another order say the same."""
    other = MEMBER | {"Mitglied *": "15085145"}
    (first := tmp_path / "a").mkdir()
    (second := tmp_path / "b").mkdir()
    assert set(read(workbook(first, MEMBER, other))[0]) == set(
        read(workbook(second, other, {}, MEMBER))[0]
    )


def test_two_rows_share_a_source(tmp_path: Path) -> None:
    """One for the same title and address."""
    quads, _source = read(workbook(tmp_path, MEMBER, MEMBER | {"Mitglied *": "15085145"}))
    assert 2 == len(values(quads, "klima:source"))
    assert 1 == len(set(values(quads, "klima:source")))


def test_a_key_names_the_row(tmp_path: Path) -> None:
    """Within the dataset."""
    quads, _source = read(workbook(tmp_path, MEMBER | {"Kennung": "Nr. 7"}))
    assert thing("membership/probe-nr-7") in {quad.subject for quad in quads}


def test_another_row_with_the_same_key_adds_evidence(tmp_path: Path) -> None:
    """So a claim may have several."""
    more = {
        "Kennung": "7",
        "Beleg: Sicherheit *": "Erschlossen",
        "Quelle: Titel *": "Zeitung",
    }
    quads, source = read(workbook(tmp_path, MEMBER | {"Kennung": "7"}, more))
    assert [] == source.faults
    assert 2 == len(set(values(quads, "klima:evidence")))


def test_a_row_that_is_there_twice_is_told(tmp_path: Path) -> None:
    """And counts once."""
    quads, source = read(workbook(tmp_path, MEMBER, MEMBER))
    assert 1 == len(values(quads, "org:member"))
    found = only_fault(source, "RowTwice")
    assert ("warning", 4) == (found.severity, found.place.row if found.place else 0)


def test_two_rows_that_mean_the_same_and_differ_are_told(tmp_path: Path) -> None:
    """Nobody can know which is right."""
    other = MEMBER | {"Stand der Mitgliedschaft *": "Beendet"}
    _quads, source = read(workbook(tmp_path, MEMBER, other))
    assert "violation" == only_fault(source, "SameThingTwice").severity


def test_an_example_that_was_changed_is_told(tmp_path: Path) -> None:
    """Its mark is still there, so it was not read."""
    path = template_book(tmp_path)
    book = openpyxl.load_workbook(path)
    book["Daten"]["B2"] = "15085145"
    book.save(path)
    quads, source = read(path)
    assert [] == quads
    assert "A2" == getattr(only_fault(source, "ExampleChanged").place, "cell", "")


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("23.06.2017", "2017-06-23/.."),
        ("1.6.2017", "2017-06-01/.."),
        ("06/2017", "2017-06/.."),
        ("März 2017", "2017-03/.."),
        ("2017", "2017/.."),
        (2017, "2017/.."),
        ("2017-06-23", "2017-06-23/.."),
        ("XXXX", "XXXX/.."),
        ("ca. 2017", "2017~/.."),
        ("seit 2017", "2017/.."),
        (date(2017, 6, 23), "2017-06-23/.."),
        (datetime(2017, 6, 23), "2017-06-23/.."),
        ("unbekannt", "/.."),
    ],
)
def test_dates_as_people_write_them(tmp_path: Path, written: object, period: str) -> None:
    """German, as cells for dates, and EDTF."""
    quads, _source = read(workbook(tmp_path, MEMBER | {BEGIN: written}))
    found = values(quads, "klima:period")
    assert [Literal(period)] == found or ("unbekannt" == written and [] == found)


@pytest.mark.parametrize(
    ("written", "code", "repair"),
    [
        ("31.02.2017", "DateWrong", None),
        ("23.06.17", "DateWrong", "23.06.2017"),
        ("irgendwann", "DateWrong", None),
        (42909, "DateWithoutFormat", "23.06.2017"),
        ("#REF!", "ErrorValue", None),
    ],
)
def test_dates_that_cannot_be_read(
    tmp_path: Path, written: object, code: str, repair: str | None
) -> None:
    """Are told with a repair where there is one, and say nothing."""
    quads, source = read(workbook(tmp_path, MEMBER | {BEGIN: written}))
    found = only_fault(source, code)
    assert [] == values(quads, "klima:period")
    assert ("violation", BEGIN) == (found.severity, getattr(found.place, "heading", ""))
    assert ([repair] if repair else []) == [one.value for one in found.repairs]


@pytest.mark.parametrize(
    "written", ["aufgenommen", "AUFGENOMMEN", "Admitted", "admitted", " Aufgenommen "]
)
def test_concepts_by_their_names(tmp_path: Path, written: str) -> None:
    """In either language and in whatever letters."""
    quads, source = read(workbook(tmp_path, MEMBER | {"Stand der Mitgliedschaft *": written}))
    assert [] == source.faults
    assert [concept("membership-status/admitted")] == values(quads, "klima:membershipStatus")


def test_concepts_by_their_address(tmp_path: Path) -> None:
    """Programs write those."""
    iri = concept("membership-status/admitted")
    quads, _source = read(workbook(tmp_path, MEMBER | {"Stand der Mitgliedschaft *": iri.value}))
    assert [iri] == values(quads, "klima:membershipStatus")


def test_an_entry_that_is_not_in_the_list(tmp_path: Path) -> None:
    """The nearest one is proposed, all are named."""
    _quads, source = read(workbook(tmp_path, MEMBER | {"Stand der Mitgliedschaft *": "aufgenomen"}))
    found = only_fault(source, "NotInList")
    assert "Aufgenommen" == found.repairs[0].value
    assert "Beantragt" in found.expected_de
    assert ("D3", "aufgenomen") == (
        getattr(found.place, "cell", ""),
        getattr(found.place, "text", ""),
    )


def test_a_short_entry_with_a_small_letter(tmp_path: Path) -> None:
    """Whether letters are small or large makes nothing further away."""
    _quads, source = read(workbook(tmp_path, MEMBER | {"Stand der Mitgliedschaft *": "aktif"}))
    assert "Aktiv" == only_fault(source, "NotInList").repairs[0].value


def test_several_entries_in_one_cell(tmp_path: Path) -> None:
    """With semicolons, where the shape allows several."""
    row = {
        "Name *": "Klimabündnis Probe",
        "Art des Bündnisses": "Netzwerk; Projektverbund",
        "Beleg: Sicherheit *": "Ausdrücklich",
        "Quelle: Titel *": "Satzung",
    }
    quads, source = read(workbook(tmp_path, row, name="alliance"))
    assert 2 == len(values(quads, "klima:allianceKind")) + codes(source).count("NotInList")


@pytest.mark.parametrize(
    ("written", "way"),
    [
        ("15085135", "municipality/15085135"),
        ("150850135135", "municipality/15085135"),
        ("15 0 85 135", "municipality/15085135"),
        ("15085", "district/15085"),
        ("15085000", "district/15085"),
        ("010535323", "association/010535323"),
        ("01001", "municipality/01001000"),
        ("15", "state/15"),
        ("Halberstadt [15085135]", "municipality/15085135"),
        ("https://w3id.org/klimagraph/id/municipality/15085135", "municipality/15085135"),
        ("organisation/eine-stelle", "organisation/eine-stelle"),
        (15085135, "municipality/15085135"),
    ],
)
def test_authorities_by_their_keys(tmp_path: Path, written: object, way: str) -> None:
    """Of all levels, with a name before it, and as an address."""
    quads, source = read(workbook(tmp_path, MEMBER | {"Mitglied *": written}))
    assert [] == source.faults
    assert [thing(way)] == values(quads, "org:member")


def test_a_key_without_its_zero_is_told(tmp_path: Path) -> None:
    """It is not mended in silence: it may be meant otherwise."""
    quads, source = read(workbook(tmp_path, MEMBER | {"Mitglied *": 5566076}))
    found = only_fault(source, "KeyWithoutZero")
    assert [] == values(quads, "org:member")
    assert ["05566076"] == [one.value for one in found.repairs]
    assert "Rheine" in found.repairs[0].text_de


def test_a_key_that_nobody_has_is_told(tmp_path: Path) -> None:
    """Its length is right, but there is no such municipality."""
    _quads, source = read(workbook(tmp_path, MEMBER | {"Mitglied *": "99999999"}))
    assert "99999999" in only_fault(source, "KeyUnknown").message_de


@pytest.mark.parametrize("written", ["k. A.", "unbekannt", "n/a", "keine Angabe"])
def test_words_for_nothing_are_read_as_nothing(tmp_path: Path, written: str) -> None:
    """And it is said so."""
    quads, source = read(workbook(tmp_path, MEMBER | {"Belegt für": written}))
    assert [] == values(quads, "klima:attestedOn")
    assert "info" == only_fault(source, "NotStated").severity


def test_a_dash_is_an_empty_cell(tmp_path: Path) -> None:
    """Nobody needs to be told."""
    _quads, source = read(workbook(tmp_path, MEMBER | {"Belegt für": "-"}))
    assert [] == source.faults


def test_an_error_value_without_a_formula_is_told(tmp_path: Path) -> None:
    """It stays behind where values are pasted."""
    path = workbook(tmp_path, MEMBER)
    book = openpyxl.load_workbook(path)
    cell = book["Daten"]["B3"]
    cell.value, cell.data_type = "#REF!", "e"
    book.save(path)
    _quads, source = read(path)
    found = only_fault(source, "ErrorValue")
    assert ("B3", "#REF!") == (
        getattr(found.place, "cell", ""),
        getattr(found.place, "text", ""),
    )


def test_a_title_above_the_headings(tmp_path: Path) -> None:
    """People put lines above a table."""
    path = workbook(tmp_path, MEMBER)
    book = openpyxl.load_workbook(path)
    book["Daten"].insert_rows(1, 2)
    book["Daten"]["A1"] = "Mitgliedschaften der Stadt Halberstadt"
    book.save(path)
    quads, source = read(path)
    assert [] == source.faults
    assert [thing("municipality/15085135")] == values(quads, "org:member")


def test_columns_in_any_order(tmp_path: Path) -> None:
    """They are known by their titles."""
    path, mixed = workbook(tmp_path, MEMBER), tmp_path / "mixed.xlsx"
    rows = list(openpyxl.load_workbook(path)["Daten"].iter_rows(values_only=True))
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row[:1] + row[:0:-1])
    book.save(mixed)
    assert set(read(path)[0]) == set(read(mixed)[0])


def test_a_column_that_is_not_known(tmp_path: Path) -> None:
    """Is a warning with the title that may be meant."""
    path = workbook(tmp_path, MEMBER)
    book = openpyxl.load_workbook(path)
    sheet = book["Daten"]
    sheet.cell(1, sheet.max_column + 1, "Vertreten von")
    book.save(path)
    found = only_fault(read(path)[1], "HeadingUnknown")
    assert "warning" == found.severity
    assert ["Vertreten durch"] == [one.value for one in found.repairs]


def test_a_column_that_every_row_needs(tmp_path: Path) -> None:
    """Where it is missing it is told at the headings."""
    path = workbook(tmp_path, MEMBER)
    book = openpyxl.load_workbook(path)
    book["Daten"].delete_cols(2)
    book.save(path)
    found = only_fault(read(path)[1], "HeadingMissing")
    assert ("violation", "Mitglied") == (found.severity, found.path_label_de or found.example)


def test_a_column_that_is_there_twice(tmp_path: Path) -> None:
    """The first is read, the second is told."""
    path = workbook(tmp_path, MEMBER)
    book = openpyxl.load_workbook(path)
    sheet = book["Daten"]
    sheet.cell(1, sheet.max_column + 1, "Mitglied")
    book.save(path)
    assert "HeadingTwice" in codes(read(path)[1])


def test_a_row_with_evidence_only(tmp_path: Path) -> None:
    """Does not say for what."""
    row = {"Beleg: Sicherheit *": "Ausdrücklich", "Quelle: Titel *": "Zeitung"}
    assert ["NothingSaid"] == codes(read(workbook(tmp_path, row))[1])


def test_a_workbook_of_something_else(tmp_path: Path) -> None:
    """Is refused with what was found instead."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Artikel", "Preis"])
    book.save(tmp_path / "other.xlsx")
    assert "„Artikel“, „Preis“" in refusal(tmp_path / "other.xlsx").message


@pytest.mark.parametrize(
    ("written", "number"),
    [("1.234,5", "1234.5"), (201356.5, "201356.5"), ("201356.00", "201356.00"), ("5 €", "5.0")],
)
def test_numbers_as_people_write_them(tmp_path: Path, written: object, number: str) -> None:
    """German, English and as cells for numbers."""
    row = {"Titel *": "Konzept", "Betrag": written, "Währung": "Euro"}
    quads, source = read(workbook(tmp_path, row, name="grant"))
    assert [Literal(number, datatype=term("xsd:decimal"))] == values(quads, "klima:amount")
    assert [term("unit:CCY_EUR")] == values(quads, "qudt:hasUnit")
    assert [] == source.faults


def test_a_number_that_can_be_read_in_two_ways(tmp_path: Path) -> None:
    """Is read as German, and it is said so."""
    quads, source = read(workbook(tmp_path, {"Titel *": "X", "Betrag": "1.234"}, name="grant"))
    assert [Literal("1234.0", datatype=term("xsd:decimal"))] == values(quads, "klima:amount")
    assert "info" == only_fault(source, "NumberAmbiguous").severity


def test_evidence_holds_for_all_claims_of_a_row(tmp_path: Path) -> None:
    """For the commitment as for its target."""
    row = {
        "Verpflichtet *": "15085135",
        "Verbindlichkeit *": "Ratsbeschluss",
        "Ziel: Zieljahr": 2040,
        "Ziel: Beschreibung": "klimaneutral",
        "Beleg: Sicherheit *": "Ausdrücklich",
        "Quelle: Titel *": "Beschluss",
    }
    quads, _source = read(workbook(tmp_path, row, name="commitment"))
    assert [Literal("2040", datatype=term("xsd:gYear"))] == values(quads, "klima:targetYear")
    holders = {quad.subject for quad in quads if quad.predicate == term("klima:evidence")}
    assert 2 == len(holders)


def test_persons_have_addresses_that_say_nothing(tmp_path: Path) -> None:
    """Ten letters and digits, so that nothing is left after a removal."""
    row = {
        "Organisation *": "15085135",
        "Titel im Wortlaut *": "Klimaschutzmanagerin",
        "Person: Name *": "Erika Mustermann",
        "Stelle: Stelle bei *": "15085135",
        "Beleg: Sicherheit *": "Ausdrücklich",
        "Quelle: Titel *": "Webseite",
    }
    quads, source = read(workbook(tmp_path, row, name="tenure"))
    assert [] == source.faults
    (person,) = values(quads, "org:member")
    key = person.value.rpartition("/")[2]
    assert (10, True) == (len(key), key.isalnum())
