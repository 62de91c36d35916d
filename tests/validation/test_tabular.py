"""What shapes find in a table is said to people who fill in cells."""

import csv
from pathlib import Path

import pytest

from klimagraph.settings import Settings
from klimagraph.validation import Finding, Report, Task, validate

GOOD = {
    "Kennung": "a",
    "Mitglied": "15085135",
    "Bündnis": "Klima-Bündnis",
    "Stand der Mitgliedschaft": "Aufgenommen",
    "Art der Beteiligung": "Mitglied",
    "Zeitraum: Beginn": "23.06.2017",
    "Zeitraum: Ende": "offen",
    "Beleg: Sicherheit": "Ausdrücklich",
    "Quelle: Titel": "Beschluss des Rates",
}


def reported(folder: Path, home: Path, dataset: str = "", **cells: str) -> Report:
    """Validate a table of one row, some of whose cells are others; `_` stands for a blank."""
    row = GOOD | {name.replace("_", " "): text for name, text in cells.items()}
    path = folder / "table.csv"
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows([row.keys(), row.values()])
    return validate(Task(path, dataset=dataset), Settings(home))


def found_at(report: Report, cell: str) -> Finding:
    """Return the first finding at a cell."""
    return next(each for each in report.findings if each.place and cell == each.place.cell)


@pytest.mark.parametrize(
    ("title", "cell", "expected", "example"),
    [
        ("Mitglied", "B2", "Name aus der Auswahlliste oder amtlicher Schlüssel", "15085135"),
        ("Art_der_Beteiligung", "E2", "Eintrag der Liste: ", "Mitglied"),
        ("Beleg:_Sicherheit", "H2", "Eintrag der Liste: ", "Ausdrücklich"),
    ],
)
def test_what_is_missing_is_said_as_it_is_written_in_its_cell(
    tmp_path: Path, bundled_home: Path, title: str, cell: str, expected: str, example: str
) -> None:
    """With names of the list and keys, not with IRIs."""
    report = reported(tmp_path, bundled_home, **{title: ""})
    finding = found_at(report, cell)
    assert (True, example) == (finding.expected_de.startswith(expected), finding.example)
    assert "IRI" not in finding.expected_de + finding.expected_en


def test_a_rule_about_a_column_that_is_not_there(tmp_path: Path, bundled_home: Path) -> None:
    """The column is named that would help."""
    report = reported(tmp_path, bundled_home)
    (warning,) = [each for each in report.findings if each.severity == "warning"]
    assert warning.expected_de.startswith("in einer Spalte „Quelle: Veröffentlicht“: Tag, Monat")


def test_no_finding_speaks_of_iris(tmp_path: Path, bundled_home: Path) -> None:
    """Whatever is left out."""
    for title in ("Bündnis", "Quelle:_Titel"):
        for each in reported(tmp_path, bundled_home, **{title: ""}).findings:
            assert "IRI" not in each.message_de + each.expected_de + each.expected_en, each
            assert "EDTF" not in each.message_de + each.expected_de, each


def test_what_stays_beside_the_table_says_that_it_is_not_in_it(
    tmp_path: Path, bundled_home: Path
) -> None:
    """A gap of the dataset about a row that is gone is at no cell."""
    report = reported(tmp_path, bundled_home, "memberships")
    elsewhere = [each for each in report.findings if each.place is None]
    assert elsewhere
    assert all("steht nicht in Ihrer Datei" in each.message_de for each in elsewhere)
    here = [each for each in report.findings if each.place]
    assert not any("steht nicht in Ihrer Datei" in each.message_de for each in here)
