"""Reports are kept for an hour, so that a person can take one along in every format."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from clients import logged

from conftest import Served
from klimagraph.bundle import bundle_folder
from klimagraph.errors import NotFound
from klimagraph.reports.writers import WRITERS
from klimagraph.tables.making import Order, make
from klimagraph.validation import Report
from klimagraph.validation.findings import Finding, Group
from klimagraph.web.kept_reports import MOST, MOST_FINDINGS, SECONDS, KeptReports

PAGE = {"Accept": "text/html"}
WRONG = """Mitglied;Bündnis;Stand der Mitgliedschaft
Blankenburg;Klima-Bündnis;aktif
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, bundled_home: Path) -> Iterator[Served]:
    """Yield a service; its log holds no traceback."""
    with logged(bundled_home, tmp_path_factory.mktemp("kept") / "log") as one:
        yield one


def page_of(service: Served, name: str, body: bytes) -> str:
    """Return the page about a file that was handed in."""
    got = httpx.post(
        f"{service.address}/validate",
        files={"file": (name, body)},
        data={"class": "membership"},
        headers=PAGE,
        timeout=60,
        follow_redirects=True,
    )
    assert [303] == [before.status_code for before in got.history]
    assert 200 == got.status_code
    return got.text


def links_in(page: str) -> dict[str, str]:
    """Return the addresses of a report by format."""
    found = re.findall(r'href="(/validate/reports/[^"?]+\?format=(\w+))"', page)
    return {form: address for address, form in found}


def test_every_format_is_offered_and_comes(service: Served) -> None:
    """The page of a report links to each format, and each link works."""
    links = links_in(page_of(service, "liste.csv", WRONG.encode("cp1252")))
    assert set(WRITERS) == set(links)
    for form, address in links.items():
        got = httpx.get(service.address + address)
        assert (200, WRITERS[form].media_type.split(";")[0]) == (
            got.status_code,
            got.headers["content-type"].split(";")[0],
        )
        assert "no-store" == got.headers["cache-control"]


def test_a_workbook_comes_back_with_remarks(service: Served) -> None:
    """Of a workbook the submitter's own file is offered, too."""
    page = page_of(service, "liste.xlsx", make(Order("membership", "xlsx"), bundle_folder()))
    got = httpx.get(service.address + links_in(page)["annotated"], timeout=60)
    assert (200, b"PK") == (got.status_code, got.content[:2])


def test_a_table_of_text_has_no_cells_to_remark(service: Served) -> None:
    """Remarks are for workbooks only."""
    links = links_in(page_of(service, "liste.csv", WRONG.encode()))
    address = links["json"].replace("format=json", "format=annotated")
    assert 406 == httpx.get(service.address + address).status_code


def test_an_unknown_report(service: Served) -> None:
    """A name that was not given out is 404."""
    assert 404 == httpx.get(f"{service.address}/validate/reports/nothing").status_code


def test_reports_are_forgotten() -> None:
    """After an hour a report and its workbook are gone."""
    now = [0.0]
    kept = KeptReports(lambda: now[0])
    name = kept.keep(Report("file", 0, ()))
    now[0] = SECONDS + 1
    with pytest.raises(NotFound):
        kept.get(name)
    kept.close()


def test_the_oldest_make_room(tmp_path: Path) -> None:
    """No more than so many are kept, and the files of the others are removed."""
    kept = KeptReports(lambda: 0.0)
    workbook = tmp_path / "book.xlsx"
    workbook.write_bytes(b"x")
    first = kept.keep(Report("file", 0, ()), workbook)
    path = kept.get(first).workbook
    last = [kept.keep(Report("file", 0, ())) for _ in range(MOST)][-1]
    assert "file" == kept.get(last).report.source
    assert path is not None
    assert not path.exists()
    kept.close()


def test_large_reports_make_room() -> None:
    """What is kept has a limit in findings too: a few hostile files do not fill the memory."""
    kept = KeptReports(lambda: 0.0)
    finding = Finding("violation", "f", "p", "", "Das fehlt.", "It is missing.", "s", "c")
    number = MOST_FINDINGS // 2 + 1
    group = Group("g", "violation", "", "", number, (finding,) * number)
    first, last = (kept.keep(Report("file", 0, (group,))) for _ in range(2))
    assert "file" == kept.get(last).report.source
    with pytest.raises(NotFound):
        kept.get(first)
    kept.close()


def test_what_a_service_left_that_was_killed_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another one still needs stays."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "klimagraph-reports-left"
    left.mkdir()
    (left / "a.xlsx").touch()
    first = KeptReports()
    second = KeptReports()
    assert (False, 2) == (left.exists(), len(list(tmp_path.iterdir())))
    first.close()
    second.close()
    assert [] == list(tmp_path.iterdir())
