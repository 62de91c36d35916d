"""Tables of the world handed in as submissions: the report says what is wrong at which cell."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import csv
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from klimagraph.ledger import Submission
from klimagraph.settings import Settings
from klimagraph.submissions import finding
from klimagraph.submissions.checking import check
from klimagraph.submissions.judging import judge
from klimagraph.validation import Report
from submissions.homes import handed_in, now

REFERENCE = Path(os.environ.get("KLIMAGRAPH_REFERENCE", "/nonexistent"))
TABLES = sorted([*REFERENCE.rglob("*.csv"), *REFERENCE.rglob("*.csv.gz")])
MEMBERS = {"ags8": "Mitglied", "alliance": "Bündnis", "valid_from": "Beginn", "source": "Titel"}
GRANTS = {
    "fkz": "Förderkennzeichen",
    "recipient": "Erhalten von",
    "amount_eur": "Betrag",
    "valid_from": "Zeitraum: Beginn",
    "valid_to": "Zeitraum: Ende",
    "programme": "Aus Programm",
    "subject": "Titel",
    "source": "Quelle: Titel",
}
GERMAN = (
    "Mitglied;Bündnis;Stand der Mitgliedschaft;Art der Beteiligung;Beginn;Ende;Sicherheit;Titel\r\n"
    "Blankenburg (Harz);Klima-Bündnis;Aufgenommen;Mitglied;23.06.2017;offen;Ausdrücklich;"
    '"Beschluss ""Wir für\'s Klima""; Anlage"\r\n'
    "5566076;Klima-Bündnis;Aufgenommen;Mitglied;31.02.2017;offen;Ausdrücklich;Beschluß\r\n"
)
"""As German Excel exports: semicolons, CRLF, quotes doubled."""
reference = pytest.mark.skipif(
    not TABLES, reason="KLIMAGRAPH_REFERENCE names no folder with tables"
)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, bundled_home: Path) -> Path:
    """Return a home with the bundled data in which files may be handed in."""
    home = tmp_path_factory.mktemp("world") / "home"
    shutil.copytree(bundled_home, home, copy_function=os.link)
    return home


def reported(home: Path, data: bytes, name: str) -> tuple[Submission, Report]:
    """Hand a file in, have it checked and return the report."""
    path = home.parent / name
    path.write_bytes(data)
    one = handed_in(home, "world", path.read_bytes(), name=name)
    check(Settings(home), one.id, judge)
    report = finding.report(home, now(home, one))
    assert report
    return now(home, one), report


@reference
@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_tables_that_are_no_template(own: Path, path: Path) -> None:
    """Whoever hands in a table of something else reads which headings were found."""
    one, report = reported(own, path.read_bytes(), path.name)
    assert ("invalid", "") == (one.state, one.fault)
    said = " ".join(each.message_de for each in report.findings)
    if path.suffix == ".csv":
        heading = next(csv.reader(path.read_text("utf-8-sig").splitlines()))[0]
        assert heading in said, said


@reference
@pytest.mark.parametrize(
    ("name", "titles", "template"),
    [
        ("alliances/memberships_facts.csv", MEMBERS, "membership"),
        ("funding/nki_funding_facts.csv", GRANTS, "grant"),
    ],
)
def test_facts_under_the_headings_of_a_template(
    own: Path, name: str, titles: Mapping[str, str], template: str
) -> None:
    """Each finding stands at the cell with the text that it is about."""
    head, rest = (REFERENCE / name).read_text().split("\n", 1)
    text = ",".join(titles.get(one, one) for one in head.split(",")) + "\n" + rest
    one, report = reported(own, text.encode(), f"{template}.csv")
    assert "invalid" == one.state
    rows = list(csv.reader(text.splitlines(keepends=True)))
    places = [each.place for each in report.findings if each.place and each.place.cell]
    assert f"submission-{template}" == report.profile
    assert len(places) > 5
    for place in places:
        assert place.row and place.column
        assert rows[place.row - 1][place.column - 1].strip()[:100] == place.text[:100]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_a_table_that_german_excel_exported(own: Path, encoding: str) -> None:
    """Saved as "CSV" or as "CSV UTF-8": the first row is right, the second wrong at two cells."""
    one, report = reported(own, GERMAN.encode(encoding), "excel.csv")
    assert "invalid" == one.state
    wrong = {each.place.cell: each.place.text for each in report.findings
             if each.place and each.severity == "violation"}  # fmt: skip
    assert {"A3": "5566076", "E3": "31.02.2017"} == wrong
    proposed = {each.value for finding in report.findings for each in finding.repairs}
    assert "05566076" in proposed
