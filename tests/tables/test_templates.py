"""Templates come from the shapes (docs/adr/0013)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import io

import openpyxl
import pytest
from openpyxl import Workbook
from pyoxigraph import NamedNode, RdfFormat, Store
from tables_kit import ROOT, template_book

from klimagraph.errors import NotAcceptable, NotFound
from klimagraph.tables.making import Order, make
from klimagraph.tables.templates import template_of, templates

NAMES = [template.token for template in templates(ROOT)]
PROFILES = Store()
PROFILES.bulk_load(path=str(ROOT / "shapes" / "profiles.ttl"), format=RdfFormat.TURTLE)
TOKEN = NamedNode("http://www.w3.org/ns/dx/prof/hasToken")


def titles(name: str) -> list[str]:
    """Return the titles of the columns that an empty template shows."""
    return [one.title.de for one in template_of(ROOT, name).columns if not one.spare]


def test_every_profile_for_submissions_has_a_template() -> None:
    """Whoever adds a profile adds a template."""
    tokens = (
        str(getattr(quad.object, "value", ""))
        for quad in PROFILES.quads_for_pattern(None, TOKEN, None)
    )
    wanted = {token.removeprefix("submission-") for token in tokens if token.startswith("subm")}
    assert wanted == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_titles_of_a_template_are_unique(name: str) -> None:
    """A title leads to one column, in either language."""
    columns = template_of(ROOT, name).columns
    for language in ("de", "en"):
        found = [getattr(column.title, language) for column in columns]
        assert sorted(set(found)) == sorted(found)


def test_a_period_is_two_columns() -> None:
    """People write when something began and when it ended."""
    assert {"Zeitraum: Beginn", "Zeitraum: Ende"} < set(titles("membership"))
    assert "Zeitraum" not in titles("membership")


def test_what_hangs_on_a_row_has_its_name_before() -> None:
    """The step, the evidence and its source stand beside the claim."""
    found = set(titles("membership"))
    assert {"Beitrittsschritt: Datum", "Beleg: Sicherheit", "Quelle: Titel"} < found


def test_things_with_a_name_of_their_own_are_referred_to() -> None:
    """A programme has a life of its own; the target of a commitment has not."""
    assert "Aus Programm" in titles("grant")
    assert "Ziel: Zieljahr" in titles("commitment")


def test_what_rules_derive_is_no_column() -> None:
    """Nobody submits what publication makes."""
    assert "Hat Mitglied" not in titles("alliance")


def test_submissions_need_what_their_profile_says() -> None:
    """The kind of participation is needed here, in published data it is not."""
    template = template_of(ROOT, "membership")
    needed = {column.title.de for column in template.columns if template.always(column)}
    assert needed == {
        "Mitglied",
        "Bündnis",
        "Stand der Mitgliedschaft",
        "Art der Beteiligung",
        "Beleg: Sicherheit",
        "Quelle: Titel",
    }


def test_a_class_is_found_by_its_name_too() -> None:
    """In whatever letters."""
    assert template_of(ROOT, "Membership") == template_of(ROOT, "membership")


def test_an_unknown_class_is_refused_with_those_there_are() -> None:
    """The message helps."""
    with pytest.raises(NotFound, match="commitment, count"):
        make(Order("nothing"), ROOT)


def test_an_unknown_format_is_refused() -> None:
    """There are workbooks and text."""
    with pytest.raises(NotAcceptable):
        make(Order("membership", "pdf"), ROOT)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_template_has_the_same_bytes(name: str) -> None:
    """Nothing in it depends on the moment."""
    assert make(Order(name), ROOT) == make(Order(name), ROOT)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """Return the template for memberships."""
    return openpyxl.load_workbook(template_book(tmp_path_factory.mktemp("template")))


def test_a_workbook_has_its_sheets(book: Workbook) -> None:
    """Rows, explanations, keys, lists and the hidden mark."""
    assert ["Daten", "Hinweise", "Schlüssel", "Listen", "Vorlage"] == book.sheetnames
    assert "veryHidden" == book["Vorlage"].sheet_state


def test_cells_for_keys_are_text(book: Workbook) -> None:
    """Otherwise a spreadsheet drops the zero at the beginning."""
    sheet = book["Daten"]
    assert {"@"} == {sheet[cell].number_format for cell in ("B2", "C2", "F2")}


def test_columns_explain_themselves(book: Workbook) -> None:
    """In a comment at their head."""
    sheet = book["Daten"]
    assert "Nötig: ja." in sheet["B1"].comment.text


def test_cells_offer_the_concepts_of_their_list(book: Workbook) -> None:
    """By their German names."""
    offers = {str(one.sqref): one.formula1 for one in book["Daten"].data_validations.dataValidation}
    place = offers["D2:D5001"]
    cells = book["Listen"][place.removeprefix("Listen!").replace("$", "")]
    assert {"Aufgenommen", "Beantragt", "Beendet"} < {cell.value for (cell,) in cells}


def test_the_keys_of_all_municipalities_are_there(book: Workbook) -> None:
    """With district and state."""
    sheet = book["Schlüssel"]
    rows = {row[4]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["15085135"][:4] == (
        "Halberstadt, Stadt",
        "Stadt",
        "Landkreis Harz",
        "Sachsen-Anhalt",
    )
    assert len(rows) > 12_000


def test_text_opens_in_a_german_spreadsheet() -> None:
    """With the mark of UTF-8 and semicolons."""
    data = make(Order("membership", "csv"), ROOT)
    assert data.startswith(b"\xef\xbb\xbfKennung;Mitglied *;")
    assert io.BytesIO(data).readlines()[1].startswith(b"BEISPIEL;15085135;")
