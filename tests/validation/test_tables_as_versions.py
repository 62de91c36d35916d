"""A table becomes the new version of its dataset, and is judged as that."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from klimagraph.bundle import bundle_folder
from klimagraph.releases import current, store_of
from klimagraph.settings import Settings
from klimagraph.tables.making import Order, make
from klimagraph.validation import Finding, Report, Task, annotate, validate
from klimagraph.validation.surroundings import published_in

MEMBERSHIPS = "memberships"
Edit = Callable[[Worksheet], object]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, bundled_home: Path) -> Path:
    """Return the template with all published memberships."""
    path = tmp_path_factory.mktemp("filled") / "filled.xlsx"
    release = current(bundled_home)
    assert release
    order = Order("membership", "xlsx", MEMBERSHIPS)
    path.write_bytes(make(order, bundle_folder(), store_of(bundled_home, release.name)))
    return path


def edited(filled: Path, folder: Path, edit: Edit) -> Path:
    """Write the workbook with an edit of its sheet of data."""
    book = openpyxl.load_workbook(filled)
    edit(book["Daten"])
    path = folder / "edited.xlsx"
    book.save(path)
    return path


def checked(path: Path, home: Path, output: Path | None = None) -> Report:
    """Validate a workbook as the new version of the memberships."""
    return validate(Task(path, dataset=MEMBERSHIPS, output=output), Settings(home))


def violations(report: Report) -> list[Finding]:
    """Return what is wrong."""
    return [finding for finding in report.findings if finding.severity == "violation"]


def row_of(sheet: Worksheet, text: str) -> int:
    """Return the row whose first cell holds a text."""
    return next(number for number, row in enumerate(sheet.values, 1) if text in str(row[0]))


def test_what_is_published_comes_back_unchanged(
    filled: Path, bundled_home: Path, tmp_path: Path
) -> None:
    """A workbook that nobody edited conforms, and holds the whole dataset."""
    output = tmp_path / "out.nq"
    report = checked(filled, bundled_home, output)
    assert ("submission-membership", []) == (report.profile, list(report.findings))
    with published_in(bundled_home) as published:
        assert published
        name = f"<https://w3id.org/klimagraph/dataset/{MEMBERSHIPS}>"
        rows = published.store.query(f"SELECT * {{ GRAPH {name} {{ ?s ?p ?o }} }}")
        assert len(list(rows)) == len(set(output.read_text().splitlines()))  # type: ignore[arg-type]


def test_a_row_that_is_gone_goes_with_its_evidence(
    filled: Path, bundled_home: Path, tmp_path: Path
) -> None:
    """Its source stays, since others cite it, and so do things of other classes."""
    name, evidence = "regional-klimaschutz-machen--08336", "evidence/m138>"
    path = edited(filled, tmp_path, lambda sheet: sheet.delete_rows(row_of(sheet, name)))
    output = tmp_path / "out.nq"
    assert [] == violations(checked(path, bundled_home, output))
    text = output.read_text()
    assert (False, False) == (f"{name}>" in text, evidence in text)
    assert "<https://w3id.org/klimagraph/id/alliance/eu-mission-cities>" in text


def test_what_links_to_a_row_that_is_gone_is_told(
    filled: Path, bundled_home: Path, tmp_path: Path
) -> None:
    """A known gap about a membership cannot stay alone."""
    name = "eu-mission-cities--05122000--applicant"
    path = edited(filled, tmp_path, lambda sheet: sheet.delete_rows(row_of(sheet, name)))
    found = violations(checked(path, bundled_home))
    assert [True] == [finding.value.endswith(name) for finding in found]


def test_a_cell_that_cannot_be_read_is_told_once(
    filled: Path, bundled_home: Path, tmp_path: Path
) -> None:
    """That its value is missing is no second fault."""

    def write(sheet: Worksheet) -> None:
        sheet["D3"] = "aktif"

    found = violations(checked(edited(filled, tmp_path, write), bundled_home))
    assert ["D3"] == [finding.place.cell for finding in found if finding.place]


def test_an_ambiguous_name_is_never_guessed(
    filled: Path, bundled_home: Path, tmp_path: Path
) -> None:
    """Of two places with one name both are proposed, and neither is taken."""

    def write(sheet: Worksheet) -> None:
        sheet["B2"] = "Blankenburg"

    (finding,) = violations(checked(edited(filled, tmp_path, write), bundled_home))
    keys = {
        key for repair in finding.repairs for key in ("15085055", "16064007") if key in repair.value
    }
    assert {"15085055", "16064007"} == keys


def test_a_workbook_with_remarks_is_read_like_the_one_before(
    filled: Path, bundled_home: Path, tmp_path: Path
) -> None:
    """What the report wrote into it is no data; mended, it conforms."""

    def write(sheet: Worksheet) -> None:
        sheet["D3"] = "aktif"

    path = edited(filled, tmp_path, write)
    marked = tmp_path / "marked.xlsx"
    report = checked(path, bundled_home)
    marked.write_bytes(annotate(path, report, Settings(bundled_home)))
    again = checked(marked, bundled_home)
    assert [each.identifier for each in report.findings] == [
        each.identifier for each in again.findings
    ]

    def mend(sheet: Worksheet) -> None:
        sheet["D3"] = "Aktiv"

    assert checked(edited(marked, tmp_path, mend), bundled_home).conforms
