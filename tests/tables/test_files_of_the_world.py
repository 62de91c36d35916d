"""Tables that other programs saved, and tables that nobody made for us."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tables_kit import MEMBER, codes, read, template_book, thing, values, workbook

from klimagraph.errors import InputRefused

OFFICE = shutil.which("soffice")
REFERENCE = Path(os.environ.get("KLIMAGRAPH_REFERENCE", "/nonexistent"))
TABLES = sorted(REFERENCE.rglob("*.csv"))
office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")


def saved(path: Path, form: str) -> Path:
    """Let LibreOffice save a workbook in a format."""
    folder = path.parent / "saved"
    home = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    command = [str(OFFICE), home, "--headless", "--convert-to", form, "--outdir", str(folder)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{form.partition(':')[0]}"


@office
@pytest.mark.parametrize(
    "form", ["ods", "xlsx:Calc MS Excel 2007 XML", "csv:Text - txt - csv (StarCalc):59,34,ANSI"]
)
def test_libreoffice_says_the_same(tmp_path: Path, form: str) -> None:
    """As a workbook of its own, as one for Excel, and as text in Windows-1252."""
    rows = MEMBER, MEMBER | {"Mitglied *": "05566076", "Wortlaut": "Stadt Rheine; Grüße"}
    path = workbook(tmp_path, *rows)
    expected, _source = read(path)
    quads, source = read(saved(path, form))
    assert ([], set(expected)) == (source.faults, set(quads))


@office
@pytest.mark.parametrize("form", ["ods", "xlsx:Calc MS Excel 2007 XML"])
def test_a_whole_template_saved_by_libreoffice(tmp_path: Path, form: str) -> None:
    """With its comments, lists and the sheet of keys it is a template still."""
    quads, source = read(saved(template_book(tmp_path), form))
    assert ([], ["NoRows"]) == (quads, codes(source))
    assert "membership" == source.template.token


@office
def test_the_old_format_is_refused(tmp_path: Path) -> None:
    """It is said in which format to save."""
    path = saved(workbook(tmp_path, MEMBER), "xls")
    with pytest.raises(InputRefused, match=r"als \.xlsx"):
        read(path)


@office
def test_a_formula_that_libreoffice_saved(tmp_path: Path) -> None:
    """Is found in ODS too."""
    path = workbook(tmp_path, MEMBER | {"Wortlaut": '="a"&"b"'})
    with pytest.raises(InputRefused, match="enthält eine Formel"):
        read(saved(path, "ods"))


@pytest.mark.skipif(not TABLES, reason="KLIMAGRAPH_REFERENCE names no folder with tables")
@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_tables_that_are_no_template(path: Path) -> None:
    """Either the headings are not known, or what is missing is told."""
    try:
        _quads, source = read(path)
    except InputRefused as error:
        assert "Gefunden wurde" in error.message
        return
    assert {"HeadingMissing", "HeadingUnknown"} <= set(codes(source))


@pytest.mark.skipif(not TABLES, reason="KLIMAGRAPH_REFERENCE names no folder with tables")
def test_facts_under_the_headings_of_the_template(tmp_path: Path) -> None:
    """Whoever renames three columns is understood."""
    text = (REFERENCE / "alliances" / "memberships_facts.csv").read_text()
    head, rest = text.split("\n", 1)
    renamed = {"ags8": "Mitglied", "alliance": "Bündnis", "valid_from": "Beginn"}
    titles = ",".join(renamed.get(name, name) for name in head.split(","))
    path = tmp_path / "facts.csv"
    path.write_text(f"{titles}\n{rest}")
    quads, source = read(path, template="membership")
    assert thing("municipality/09373147") in values(quads, "org:member")
    assert {"NameUnknown", "HeadingMissing"} <= set(codes(source))
